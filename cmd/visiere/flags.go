package main

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
)

// number is a flag whose value is a whole number of 1 or more, or the word auto, which
// is stored as -1.
type number struct {
	value *int
	auto  bool // the word auto is allowed
}

// String returns the value as it is typed.
func (n number) String() string {
	switch {
	case n.value == nil || *n.value == 0:
		return ""
	case *n.value < 0:
		return "auto"
	}
	return strconv.Itoa(*n.value)
}

// Type returns what the value is, for completion.
func (n number) Type() string { return "number" }

// Set reads s.
func (n number) Set(s string) error {
	if n.auto && s == "auto" {
		*n.value = -1
		return nil
	}
	v, err := strconv.Atoi(s)
	switch {
	case err == nil && v >= 1:
		*n.value = v
		return nil
	case n.auto:
		return say.Errorf("a whole number of 1 or more, or auto, is meant")
	}
	return say.Errorf("a whole number of 1 or more is meant")
}

// sequence is a flag whose value is the order of columns on a plate.
type sequence job.Order

// String returns the value as it is typed.
func (o *sequence) String() string {
	if *o == "" {
		return "auto"
	}
	return string(*o)
}

// Type returns what the value is, for completion.
func (o *sequence) Type() string { return "order" }

// Set reads s.
func (o *sequence) Set(s string) error {
	switch s {
	case "auto":
		*o = ""
	case string(job.OrderLayers), string(job.OrderColumns):
		*o = sequence(s)
	default:
		return say.Errorf("auto, layers or columns is meant")
	}
	return nil
}

// short is a flag that is a --set in disguise.
type short struct {
	set   *[]string
	key   string // of the profile value
	unit  string // added where the value is a bare number
	words map[string]string
	given string
}

// String returns the value given, nothing by default.
func (s *short) String() string { return s.given }

// Type returns what the value is, for completion.
func (s *short) Type() string { return "value" }

// Set notes the assignment; the profiles check the value.
func (s *short) Set(v string) error {
	s.given = v
	if word, ok := s.words[v]; ok {
		v = word
	}
	if v != "" && strings.Trim(v, "+-.0123456789") == "" {
		v += s.unit
	}
	*s.set = append(*s.set, s.key+"="+v)
	return nil
}

// choice is what a command line says of how to print: the job, and the profile values
// changed by short forms, which --set overrules.
type choice struct {
	spec   job.Spec
	shorts []string
	sets   []string
}

// profileFlags adds the flags that choose profiles and change their values to c.
func (a *app) profileFlags(c *cobra.Command, ch *choice) {
	f := c.Flags()
	f.SortFlags = false
	f.StringVar(&ch.spec.Printer, "printer", "prusa-mk3s", a.tr("`NAME` of the printer, or a YAML file: see visiere profile list"))
	f.StringVar(&ch.spec.Filament, "filament", "petg", a.tr("`NAME` of the filament, or a YAML file"))
	f.StringVar(&ch.spec.Process, "process", "0.3mm", a.tr("`NAME` of the process, or a YAML file"))
	f.StringVar(&ch.spec.Interface, "interface", "", a.tr("`NAME` of how one frame lies on the next; else by the material"))
	a.folders(c, &ch.spec.Profiles)
	a.short(c, ch, "nozzle", "printer.nozzle", "mm", nil, a.tr("`DIAMETER` of the nozzle mounted: 0.6mm"))
	a.short(c, ch, "layer", "process.layer_height", "mm", nil, a.tr("`HEIGHT` of a layer: 0.3mm"))
	a.short(c, ch, "fill", "process.fill", "%", map[string]string{"solid": "100%"}, a.tr("`DENSITY` inside the walls: solid or 20%"))
	a.short(c, ch, "arcs", "printer.arc_tolerance", "mm", nil, a.tr("`TOLERANCE` of curves written as arcs (G2, G3): 0.0125mm; none by default"))
	a.short(c, ch, "seam", "process.seam", "", nil, a.tr("`PLACE` where closed outlines begin: aligned, rear, corner, nearest or spread"))
	a.short(c, ch, "gap", "interface.gap", "mm", nil, a.tr("`HEIGHT` of air between two frames: 0.35mm"))
	a.short(c, ch, "brim", "process.brim_width", "mm", nil, a.tr("`WIDTH` of a brim: 5mm"))
	a.short(c, ch, "skirt", "process.skirt_loops", "", nil, a.tr("`LOOPS` around the first layer: 0 for none"))
	f.StringArrayVar(&ch.sets, "set", nil, a.tr("`KEY=VALUE` of any profile value: process.first_layer_speed=50mm/s; may be repeated"))
}

// short adds a flag that sets one profile value.
func (a *app) short(c *cobra.Command, ch *choice, name, key, unit string, words map[string]string, usage string) {
	c.Flags().Var(&short{set: &ch.shorts, key: key, unit: unit, words: words}, name, usage)
}

// frameFlags adds the flags that say which frame and how many to c.
func (a *app) frameFlags(c *cobra.Command, ch *choice) {
	f := c.Flags()
	f.SortFlags = false
	ch.spec.Columns = 1
	f.Var(number{&ch.spec.Stack, true}, "stack", a.tr("`NUMBER` of frames above each other, or auto: as many as the printer allows"))
	f.Var(number{&ch.spec.Columns, true}, "columns", a.tr("`NUMBER` of stacks beside each other, or auto: as many as fit"))
	f.Var((*sequence)(&ch.spec.Order), "order", a.tr("`ORDER` of stacks: layers, columns (one by one) or auto: the quicker"))
	f.StringVar(&ch.spec.Model, "model", "", a.tr("`MODEL` of ours to take where no frame is given: see visiere model list"))
	f.StringVar(&ch.spec.Unit, "unit", "", a.tr("`UNIT` of the frame's file: mm, cm, m or inch; else mm, and a size that cannot be is an error"))
}

// pileFlags adds the flags that say how a stack is made to hold to c.
func (a *app) pileFlags(c *cobra.Command, ch *choice) {
	f := c.Flags()
	f.Var(flip{&ch.spec.Flip}, "flip", a.tr("`WHICH` frames lie upside down: alternate, every second, or none"))
	f.StringVar(&ch.spec.Top, "top", "", a.tr("`FILE` of another frame to lie on top of the stack, in the place of the last"))
	f.Var(pillars{&ch.spec.Pillars}, "pillars", a.tr("`NUMBER` of thin columns under what hangs of each frame, to break off; auto or none"))
}

// flip is a flag whose value says which frames are upside down.
type flip struct{ value *job.Flip }

// String returns the value as it is typed.
func (f flip) String() string {
	if f.value == nil {
		return ""
	}
	return string(*f.value)
}

// Type returns what the value is, for completion.
func (f flip) Type() string { return "which" }

// Set reads s.
func (f flip) Set(s string) error {
	switch s {
	case "none":
		*f.value = job.FlipNone
	case string(job.FlipAlternate):
		*f.value = job.FlipAlternate
	default:
		return say.Errorf("alternate or none is meant")
	}
	return nil
}

// pillars is a flag whose value is a number, auto, stored as -1, or none.
type pillars struct{ value *int }

// String returns the value as it is typed.
func (p pillars) String() string { return number{p.value, true}.String() }

// Type returns what the value is, for completion.
func (p pillars) Type() string { return "number" }

// Set reads s.
func (p pillars) Set(s string) error {
	if s == "none" || s == "0" {
		*p.value = 0
		return nil
	}
	if err := (number{p.value, true}).Set(s); err != nil {
		return say.Errorf("a whole number, auto or none is meant")
	}
	return nil
}

// job returns the job that the command line asks for.
func (ch *choice) job(args []string) job.Spec {
	spec := ch.spec
	spec.Set = append(append([]string{}, ch.shorts...), ch.sets...)
	if len(args) > 0 {
		spec.Input = args[0]
	}
	return spec
}
