// Package models makes visor frames of our own design from parameters: no file to load,
// Apache-2.0 as the rest.
//
// Every model is an outline in the plane, extruded: it prints flat with no support, its
// section is constant but for the chamfers at both ends, and copies stack face on face.
package models

import (
	"errors"
	"maps"
	"slices"

	"github.com/visiere/visiere/internal/say"
)

// ErrUnknown is wrapped by errors about a model or a parameter that does not exist.
var ErrUnknown = errors.New("models: unknown name")

// Model is a family of parts, one for each choice of parameters.
type Model struct {
	Name   string
	Title  say.Text
	Params []Param
	draw   func(spec) (outline, error)
}

// List returns all models, in the order in which they are shown.
func List() []Model {
	return []Model{
		visor("visor-iso838", say.T("Visor frame for A4 sheets from an office punch folded to the middle (80, 68.5, 80 mm)"), "iso838", "5.5mm"),
		visor("visor-888", say.T("Visor frame for A4 sheets with four holes 80 mm apart"), "888", "5.5mm"),
		visor("visor-letter", say.T("Visor frame for US letter sheets with three holes 4 1/4 inches apart"), "letter", "6.35mm"),
		chin(say.T("Bar that keeps the lower edge of the sheet in its curve")),
	}
}

// Default returns the model that is made where none is asked for: the frame whose sheets
// any office punch prepares.
func Default() Model { return List()[0] }

// Find returns the model of the given name.
//
// Errors: ErrUnknown, with the nearest name.
func Find(name string) (Model, error) {
	var names []string
	for _, m := range append(List(), Plain(), Trial()) {
		if m.Name == name {
			return m, nil
		}
		names = append(names, m.Name)
	}
	return Model{}, unknown(say.Errorf("there is no model %q: did you mean %q?", name, nearest(name, names)))
}

// Make returns the part for the given parameters, written as "head" -> "580mm", around
// the origin of the head, Y to the front, its lowest point at Z 0. What is not given has
// its default.
//
// The part is one watertight shell in which no wall is thinner than the parameter wall
// or 1.6 mm, whichever is less.
//
// Errors: all faults of the parameters joined, in the order of their names.
func (m Model) Make(params map[string]string) (Solid, error) {
	s, err := m.read(params)
	if err != nil {
		return Solid{}, err
	}
	o, err := m.draw(s)
	if err != nil {
		return Solid{}, err
	}
	return o.extrude()
}

// read returns the values of all of m's parameters.
func (m Model) read(params map[string]string) (spec, error) {
	s := spec{number: map[string]float64{}, choice: map[string]string{}}
	var faults []error
	var names []string
	for _, p := range m.Params {
		names = append(names, p.Name)
		text, given := params[p.Name]
		if !given {
			text = p.Default
		}
		if err := p.read(text, s); err != nil {
			faults = append(faults, err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if !slices.Contains(names, name) {
			faults = append(faults, unknown(say.Errorf("model %s has no parameter %q: did you mean %q?",
				m.Name, name, nearest(name, names))))
		}
	}
	return s, errors.Join(faults...)
}

// unknown returns err so that errors.Is finds ErrUnknown in it.
func unknown(err error) error { return unknownName{err} }

type unknownName struct{ error }

func (u unknownName) Unwrap() []error { return []error{u.error, ErrUnknown} }
