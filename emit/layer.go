package emit

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// layer writes a layer whose top is at z mm, in every column that is being printed. The
// columns' order is always the same, so that each has a whole layer's time to cool. Away
// tells that the nozzle comes from another level, leaves that it goes to one.
func (e *emitter) layer(l *toolpath.Layer, z float64, away, leaves bool) error {
	e.height = l.Height
	e.z = micrometres(z)
	n := e.printed
	e.printed++
	e.warm(n - e.begun)
	if err := e.arrive(n, l); err != nil {
		return err
	}
	if err := e.openLayer(n, l); err != nil {
		return err
	}
	in := entry{rules: e.rules, state: e.state, layer: e.memo.first(l), sheet: e.sheet, from: e.from, until: e.until, away: away, leaves: leaves}
	if n == 0 {
		in.around = e.around
	}
	if e.over != 0 {
		in.z = e.z
	}
	e.paths(in)
	e.spill()
	return nil
}

// cross prepares the way from a column that is done to the next one: above all that are
// done. What the first layer wants is set at once; the nozzle takes it on the way.
func (e *emitter) cross() {
	e.retract()
	e.jump = true
	e.over = micrometres(e.job.Plate.Height() + stack.Over)
	f := &e.set.Filament
	if f.NozzleTemp > 0 && f.NozzleTemp != f.FirstLayerNozzleTemp {
		e.comment("M104 S", int64(math.Round(float64(f.FirstLayerNozzleTemp))), 0)
	}
	if f.BedTemp != f.FirstLayerBedTemp {
		e.comment("M140 S", int64(math.Round(float64(f.FirstLayerBedTemp))), 0)
	}
}

// openLayer writes what stands before the paths of the n-th layer of the file.
func (e *emitter) openLayer(n int, l *toolpath.Layer) error {
	e.line(";LAYER_CHANGE")
	e.comment(";Z:", e.z, 3)
	e.comment(";HEIGHT:", micrometres(l.Height), 3)
	e.line(";BEFORE_LAYER_CHANGE")
	e.comment(";", e.z, 3)
	e.resetE()
	e.e.carry, e.atZ = 0, unsaid // so that layers which print the same are written alike
	e.slot()
	return e.expandLayer(n)
}

// surround writes the skirt and the brim, which stand in the printer's coordinates.
func (e *emitter) surround(in *entry) {
	e.pose = geom.Pose{}
	e.layerFan = in.layer.Fan
	for i := range in.around.Paths {
		e.path(&in.around.Paths[i])
	}
}

// column writes the paths of l in column c. Away tells that the nozzle comes from
// another column or level, leaves that it goes to one.
func (e *emitter) column(c int, away, leaves bool, l *toolpath.Layer) {
	e.pose = e.poses[c]
	e.jump = e.jump || away
	e.layerFan = l.Fan
	e.enterObject(c, away)
	if away {
		e.forget()
	}
	for i := range l.Paths {
		e.path(&l.Paths[i])
	}
	e.leaveObject(c, leaves)
}

// forget makes the next moves say their height and feed rate again: a host that leaves a
// column out drops the moves that set them.
func (e *emitter) forget() { e.feed, e.atZ = 0, unsaid }
