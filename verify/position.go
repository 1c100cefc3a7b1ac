package verify

import "github.com/visiere/visiere/gcode"

// position is where the printer's axes are, and how it reads coordinates.
type position struct {
	axis      [3]float64 // mm
	known     [3]bool
	e         float64 // mm, as the file counts
	feed      float64 // mm/min; 0: none set yet
	speed     float64 // factor of feed, M220
	unit      float64 // mm in one unit
	relative  bool
	relativeE bool
}

func newPosition() position { return position{unit: 1, speed: 1} }

// place returns where the nozzle is in the plane.
func (p *position) place() place { return place{p.axis[0], p.axis[1]} }

// take moves p by the words of a move and returns how much filament it pushes, mm.
func (p *position) take(cmd *gcode.Command) float64 {
	for i, letter := range []byte("XYZ") {
		v, ok := cmd.Get(letter)
		if !ok {
			continue
		}
		v = float64(v * p.unit)
		if p.relative {
			p.axis[i] += v
			continue
		}
		p.axis[i], p.known[i] = v, true
	}
	if f, ok := cmd.Get('F'); ok && f > 0 {
		p.feed = float64(f * p.unit)
	}
	v, ok := cmd.Get('E')
	if !ok {
		return 0
	}
	v = float64(v * p.unit)
	if p.relativeE {
		p.e += v
		return v
	}
	d := v - p.e
	p.e = v
	return d
}

// set takes the words of G92. With none, all axes are at 0.
func (p *position) set(cmd *gcode.Command) {
	any := false
	for i, letter := range []byte("XYZE") {
		v, ok := cmd.Get(letter)
		if !ok {
			continue
		}
		any = true
		if i == 3 {
			p.e = v * p.unit
			continue
		}
		p.axis[i], p.known[i] = v*p.unit, true
	}
	if !any {
		p.axis, p.known, p.e = [3]float64{}, [3]bool{true, true, true}, 0
	}
}

// home takes G28: the axes named, or all, are at their end stops, wherever that is.
func (p *position) home(cmd *gcode.Command) {
	_, x := cmd.Get('X')
	_, y := cmd.Get('Y')
	_, z := cmd.Get('Z')
	all := !x && !y && !z
	for i, named := range [3]bool{x, y, z} {
		if named || all {
			p.axis[i], p.known[i] = 0, false
		}
	}
}

// told takes Klipper's SET_KINEMATIC_POSITION.
func (p *position) told(cmd *gcode.Command) {
	for i, name := range [3]string{"X", "Y", "Z"} {
		if v, ok := cmd.ParamFloat(name); ok {
			p.axis[i], p.known[i] = v, true
		}
	}
}
