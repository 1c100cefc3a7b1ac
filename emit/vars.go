package emit

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/template"
)

// newVars returns what templates may name, but for what changes from layer to layer.
func newVars(j *Job) template.Vars {
	p, pr, f, ps := j.Plate, &j.Set.Printer, &j.Set.Filament, &j.Set.Process
	lo, hi := p.Levels[0].Frame.Layers[0].Z, topOf(p)
	vars := template.Vars{
		"layer_num":         template.Int(0),
		"level":             template.Int(1),
		"layer_z":           rounded(lo),
		"max_layer_z":       rounded(hi),
		"total_layer_count": template.Int(p.Layers()),

		"layer_height":                  rounded(float64(ps.LayerHeight)),
		"first_layer_height":            rounded(float64(ps.FirstLayerHeight)),
		"travel_speed":                  rounded(float64(ps.TravelSpeed)),
		"nozzle_diameter":               each(float64(pr.Nozzle)),
		"filament_diameter":             each(float64(f.Diameter)),
		"filament_max_volumetric_speed": each(float64(j.Set.FlowCap())),
		"filament_type":                 template.List(template.Text(f.Material)),
		"temperature":                   degrees(float64(f.NozzleTemp)),
		"first_layer_temperature":       degrees(float64(f.FirstLayerNozzleTemp)),
		"bed_temperature":               degrees(float64(f.BedTemp)),
		"first_layer_bed_temperature":   degrees(float64(f.FirstLayerBedTemp)),
		"max_print_height":              rounded(float64(pr.Height)),
		"retract_length":                each(float64(newPull(&j.Set).length) / extrusion),
		"retract_lift":                  each(float64(newPull(&j.Set).hop) / microns),
		"initial_tool":                  template.Int(0),
		"initial_extruder":              template.Int(0),
		"current_extruder":              template.Int(0),
		"num_extruders":                 template.Int(1),
		"print_seconds":                 template.Text(noFigure),
		"print_mm3":                     template.Text(noFigure),
		"input_filename_base":           template.Text(oneLine(j.Title)),
		"levels":                        template.Int(len(p.Levels)),
		"columns":                       template.Int(len(p.Columns)),
		"frames":                        template.Int(p.Frames()),
		"gap":                           rounded(p.Gap),
	}
	addBox(vars, "first_layer_print", printed(p))
	addBox(vars, "print_bed", bedBox(&j.Set.Printer.Bed))
	return vars
}

// rounded returns a length or a speed as the file has it.
func rounded(v float64) template.Value {
	return template.Number(math.Round(v*microns) / microns)
}

// each returns a value that PrusaSlicer keeps for each extruder.
func each(v float64) template.Value { return template.List(rounded(v)) }

// degrees returns a temperature for each extruder, whole.
func degrees(t float64) template.Value { return template.List(template.Int(int(math.Round(t)))) }

// topOf returns the Z of the last layer, mm.
func topOf(p *stack.Plate) float64 {
	top := &p.Levels[len(p.Levels)-1]
	return top.Z + top.Frame.Layers[len(top.Frame.Layers)-1].Z
}

// printed returns where the first layer is printed.
func printed(p *stack.Plate) geom.Box {
	box := geom.EmptyBox()
	for _, c := range p.Columns {
		pose := c.Pose()
		for _, path := range p.Levels[0].Frame.Layers[0].Paths {
			box = box.Join(pose.Ring(path.Points).Box())
		}
	}
	for _, path := range p.Around {
		box = box.Join(geom.Ring(path.Points).Box())
	}
	return box
}

// addBox adds the corners and the size of a box under the names that PrusaSlicer gives
// them.
func addBox(vars template.Vars, name string, b geom.Box) {
	if b.Empty() {
		b = geom.Box{}
	}
	w, d := b.Size()
	vars[name+"_min"] = point(b.Min)
	vars[name+"_max"] = point(b.Max)
	vars[name+"_size"] = point(geom.Point{X: w, Y: d})
}

// point returns the two coordinates of p in mm.
func point(p geom.Point) template.Value {
	x, y := geom.Point{X: toGrid(p.X) * nmPerUnit, Y: toGrid(p.Y) * nmPerUnit}.MM()
	return template.Numbers(x, y)
}

// expand fills in a template that is used once.
func (e *emitter) expand(name, text string) ([]byte, error) {
	t, err := template.Parse(text)
	if err != nil {
		return nil, e.badTemplate(name, err)
	}
	return e.execute(name, t)
}

func (e *emitter) execute(name string, t *template.Template) ([]byte, error) {
	s, err := t.Execute(e.vars)
	if err != nil {
		return nil, e.badTemplate(name, err)
	}
	return []byte(s), nil
}

// badTemplate says which template err is about.
func (e *emitter) badTemplate(name string, err error) error {
	return say.Errorf("printer %s, %s: %v", e.set.Printer.Name, name, err)
}

// expandLayer writes the layer code before the n-th layer of the file.
func (e *emitter) expandLayer(n int) error {
	e.place(n)
	if e.layerCode == nil {
		return nil
	}
	text, err := e.execute("layer_gcode", e.layerCode)
	if err != nil {
		return err
	}
	e.text(text)
	e.feed = 0 // the code may have set another
	return nil
}

// place sets what templates know of the n-th layer of the file.
func (e *emitter) place(n int) {
	e.vars["layer_num"] = template.Int(n)
	e.vars["layer_z"] = template.Number(float64(e.z) / microns)
	e.vars["level"] = template.Int(e.level + 1)
}

// expandLevel writes the level code before the n-th layer of the file, where that is the
// first of a frame that stands on another. The filament is pulled back before it, and
// where the nozzle is after it is not known.
func (e *emitter) expandLevel(n int) error {
	if e.levelCode == nil || !e.gap {
		return nil
	}
	e.retract()
	text, err := e.execute("level_gcode", e.levelCode)
	if err != nil {
		return err
	}
	e.text(text)
	e.strayed()
	return nil
}

// strayed notes that code of the profile may have moved the nozzle and set modes, feed
// rate, fan and acceleration.
func (e *emitter) strayed() {
	e.modes()
	e.forget()
	e.lost, e.jump, e.last = true, true, nil
	e.fan, e.rate = -1, 0
}

// prepare reads the codes that are used many times.
func (e *emitter) prepare() (err error) {
	p := &e.set.Printer
	if e.layerCode, err = e.parse("layer_gcode", p.LayerGcode); err != nil {
		return err
	}
	if e.levelCode, err = e.parse("level_gcode", p.LevelGcode); err != nil {
		return err
	}
	e.pauseCode, err = e.parse("pause_gcode", p.PauseGcode)
	return err
}

// parse reads a template, nil where there is none.
func (e *emitter) parse(name, text string) (*template.Template, error) {
	if text == "" {
		return nil, nil
	}
	t, err := template.Parse(text)
	if err != nil {
		return nil, e.badTemplate(name, err)
	}
	return t, nil
}
