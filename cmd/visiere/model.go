package main

import (
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/models"
)

// modelCommand returns the commands about our own frames.
func (a *app) modelCommand() *cobra.Command {
	return a.group("model", say.T("Frames of our own, made to measure"),
		a.modelListCommand(), a.modelMakeCommand())
}

// modelListCommand returns the command that lists the models.
func (a *app) modelListCommand() *cobra.Command {
	c := a.command("list", say.T("[MODEL]"), say.T("List the models, or the parameters of one"), say.Text{},
		say.T("visiere model list\nvisiere model list visor-888"))
	c.Args = arguments(0, 1, say.T("model"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return a.listModels()
		}
		m, err := models.Find(args[0])
		if err != nil {
			return err
		}
		return a.listParams(m)
	}
	return c
}

// modelEntry is a model in JSON.
type modelEntry struct {
	Name   string       `json:"name"`
	Title  say.Text     `json:"title"`
	Params []paramEntry `json:"params"`
}

// paramEntry is a model's parameter in JSON.
type paramEntry struct {
	Name    string   `json:"name"`
	Unit    string   `json:"unit,omitempty"`
	Default string   `json:"default"`
	Min     float64  `json:"min,omitempty"`
	Max     float64  `json:"max,omitempty"`
	Choices []string `json:"choices,omitempty"`
	Help    say.Text `json:"help"`
}

// newModelEntry returns m for JSON.
func newModelEntry(m models.Model) modelEntry {
	e := modelEntry{Name: m.Name, Title: m.Title}
	for _, p := range m.Params {
		e.Params = append(e.Params, paramEntry{p.Name, p.Unit, p.Default, p.Min, p.Max, p.Choices, p.Help})
	}
	return e
}

// listModels shows all models.
func (a *app) listModels() error {
	var entries []modelEntry
	g := grid{head: []string{a.tr("model"), a.tr("what it is")}}
	for _, m := range models.List() {
		entries = append(entries, newModelEntry(m))
		g.add(m.Name, m.Title.In(a.lang))
	}
	if a.json {
		return a.writeJSON(entries)
	}
	a.show(g)
	return nil
}

// listParams shows the parameters of m.
func (a *app) listParams(m models.Model) error {
	if a.json {
		return a.writeJSON(newModelEntry(m))
	}
	a.printf("%s: %s", m.Name, m.Title)
	g := grid{head: []string{a.tr("parameter"), a.tr("default"), a.tr("range"), a.tr("what it is")}}
	for _, p := range m.Params {
		span := strings.Join(p.Choices, ", ")
		if p.Choices == nil {
			span = a.tr("%g to %g %s", p.Min, p.Max, p.Unit)
		}
		g.add(p.Name, p.Default, span, p.Help.In(a.lang))
	}
	a.show(g)
	return nil
}

// modelMakeCommand returns the command that makes a model.
func (a *app) modelMakeCommand() *cobra.Command {
	c := a.command("make", say.T("MODEL"), say.T("Make the STL of a model"),
		say.T("Makes a watertight STL of one of our models, to measure. Lengths take mm, cm or in."),
		say.T("visiere model make visor-888 -o frame.stl\n"+
			"visiere model make visor-iso838 --param head=600mm --param brow=solid -o frame.stl"))
	c.Args = arguments(1, 1, say.T("the name of a model"))
	params := c.Flags().StringArray("param", nil, a.tr("`NAME=VALUE` of a parameter: see visiere model list MODEL; may be repeated"))
	out := c.Flags().StringP("output", "o", "", a.tr("`FILE` to write; else the model's name with .stl"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		given, err := assignments(*params)
		if err != nil {
			return err
		}
		path := *out
		if path == "" {
			path = args[0] + ".stl"
		}
		return a.makeModel(args[0], given, path)
	}
	return c
}

// made is what making a model reports.
type made struct {
	Model     string  `json:"model"`
	Output    string  `json:"output"`
	Triangles int     `json:"triangles"`
	Volume    float64 `json:"volume_cm3"`
}

// makeModel writes a model to the file at path.
func (a *app) makeModel(name string, params map[string]string, path string) error {
	m, err := models.Find(name)
	if err != nil {
		return err
	}
	s, err := m.Make(params)
	if err != nil {
		return err
	}
	if err := writeFile(path, func(w io.Writer) error { return s.WriteSTL(w, m.Name) }); err != nil {
		return err
	}
	report := made{m.Name, path, len(s.Faces), s.Volume() / 1000}
	if a.json {
		return a.writeJSON(report)
	}
	a.printf("%s: %d triangles, %.2f cm3", m.Name, report.Triangles, report.Volume)
	a.printf("written: %s", path)
	return nil
}

// assignments reads NAME=VALUE pairs.
func assignments(pairs []string) (map[string]string, error) {
	m := map[string]string{}
	var faults []error
	for _, p := range pairs {
		name, value, ok := strings.Cut(p, "=")
		if !ok {
			faults = append(faults, usagef("--param %s: write it as NAME=VALUE", p))
		}
		m[name] = value
	}
	return m, errors.Join(faults...)
}
