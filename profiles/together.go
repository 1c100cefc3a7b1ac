package profiles

import (
	"math"
	"slices"

	"github.com/visiere/visiere/internal/say"
)

// checkTogether notes what does not go together in the set.
func (b *builder) checkTogether() {
	b.checkNozzle()
	b.checkLayerHeights()
	b.checkWidths()
	b.checkDiameter()
	b.checkTemperatures()
	b.checkSpeeds()
	b.checkAccels()
	b.checkCurves()
	b.checkPull()
	b.checkGap()
	b.checkInterface()
	b.checkAfter()
	b.tryGcode()
}

// checkNozzle notes a nozzle that the printer is not sold with.
func (b *builder) checkNozzle() {
	p := &b.set.Printer
	if len(p.Nozzles) > 0 && !slices.ContainsFunc(p.Nozzles, func(n Length) bool { return near(n, p.Nozzle) }) {
		b.note(CodeNozzle, Warning, "printer.nozzle",
			say.T("printer.nozzle: %s is sold with %s, not with %s", p.Name, joined(p.Nozzles), p.Nozzle))
	}
}

// checkDiameter notes a filament that the extruder does not take. Measured diameters
// differ from the nominal one by a few hundredths of a millimetre.
func (b *builder) checkDiameter() {
	p, f := &b.set.Printer, &b.set.Filament
	if math.Abs(float64(f.Diameter-p.FilamentDiameter)) > 0.2 {
		b.note(CodeDiameter, Error, "filament.diameter",
			say.T("filament.diameter: %s takes filament of %s, not of %s", p.Name, p.FilamentDiameter, f.Diameter))
	}
}

// near reports whether two lengths are the same but for rounding.
func near(a, b Length) bool { return math.Abs(float64(a-b)) < tiny }

// joined writes lengths in a row.
func joined(lengths []Length) string {
	s := ""
	for i, l := range lengths {
		if i > 0 {
			s += ", "
		}
		s += l.String()
	}
	return s
}

// checkLayerHeights notes heights that the nozzle cannot print.
func (b *builder) checkLayerHeights() {
	b.checkLayerHeight("process.layer_height", b.set.Process.LayerHeight)
	b.checkLayerHeight("process.first_layer_height", b.set.Process.FirstLayerHeight)
}

// checkLayerHeight notes a height that the nozzle cannot print, with the nozzle that can.
func (b *builder) checkLayerHeight(key string, height Length) {
	p := &b.set.Printer
	most := tidy(p.Nozzle * Length(p.MaxLayerHeight))
	least := tidy(p.Nozzle * Length(p.MinLayerHeight))
	switch {
	case height > most+tiny:
		t := say.T("%s: a nozzle of %s prints layers up to %s, not of %s", key, p.Nozzle, most, height)
		if n := p.nozzleFor(height); n > 0 {
			t = say.T("%s: a nozzle of %s prints layers up to %s, not of %s: mount a larger one and add --nozzle %g, or choose thinner layers",
				key, p.Nozzle, most, height, float64(n))
		}
		b.note(CodeLayerHeight, Error, key, t)
	case height < least-tiny:
		b.note(CodeLayerHeight, Warning, key,
			say.T("%s: %s is thin for a nozzle of %s, from %s on layers stick well", key, height, p.Nozzle, least))
	}
}

// nozzleFor returns the smallest nozzle that the printer is sold with which prints
// layers of the given height, or 0.
func (p *Printer) nozzleFor(height Length) Length {
	for _, n := range slices.Sorted(slices.Values(p.Nozzles)) {
		if n*Length(p.MaxLayerHeight) >= height-tiny {
			return n
		}
	}
	return 0
}

// tidy rounds v to a millionth, so that 0.6 mm times 112.5 % is 0.675 mm.
func tidy(v Length) Length { return Length(math.Round(float64(v*1e6)) / 1e6) }

// line is what one kind of line is made of.
type line struct {
	widthKey, speedKey string
	width              Length
	speed              Speed
	height             Length
}

// lines returns the lines of the process, widths as the nozzle makes them.
func (s *Set) lines() []line {
	p := &s.Process
	h := p.LayerHeight
	return []line{
		{"process.external_perimeter_width", "process.external_perimeter_speed", s.LineWidth(p.ExternalPerimeterWidth), p.ExternalPerimeterSpeed, h},
		{"process.perimeter_width", "process.perimeter_speed", s.LineWidth(p.PerimeterWidth), p.PerimeterSpeed, h},
		{"process.infill_width", "process.infill_speed", s.LineWidth(p.InfillWidth), p.InfillSpeed, h},
		{"process.solid_infill_width", "process.solid_infill_speed", s.LineWidth(p.SolidInfillWidth), p.SolidInfillSpeed, h},
		{"process.top_infill_width", "process.top_infill_speed", s.LineWidth(p.TopInfillWidth), p.TopInfillSpeed, h},
		{"process.first_layer_width", "process.first_layer_speed", s.LineWidth(p.FirstLayerWidth), p.FirstLayerSpeed, p.FirstLayerHeight},
	}
}

// checkWidths notes line widths that the nozzle cannot print.
func (b *builder) checkWidths() {
	p, nozzle := &b.set.Process, b.set.Printer.Nozzle
	least, most := tidy(nozzle*Length(p.MinLineWidth)), tidy(nozzle*Length(p.MaxLineWidth))
	if least > most {
		return // checkLineRange says so
	}
	for _, l := range b.set.lines() {
		switch {
		case l.width < l.height-tiny:
			b.note(CodeLineWidth, Error, l.widthKey,
				say.T("%s: a line of %s cannot be narrower than its layer of %s is high", l.widthKey, l.width, l.height))
		case l.width < least-tiny || l.width > most+tiny:
			b.note(CodeLineWidth, Warning, l.widthKey,
				say.T("%s: a nozzle of %s prints lines of %s to %s, not of %s", l.widthKey, nozzle, least, most, l.width))
		}
	}
}

// checkTemperatures notes temperatures that the printer does not reach.
func (b *builder) checkTemperatures() {
	f, p := &b.set.Filament, &b.set.Printer
	b.checkNozzleTemp("filament.nozzle_temp", f.NozzleTemp)
	b.checkNozzleTemp("filament.first_layer_nozzle_temp", f.FirstLayerNozzleTemp)
	if p.MaxBedTemp == 0 && max(f.BedTemp, f.FirstLayerBedTemp) > 0 {
		b.note(CodeHeater, Warning, "filament.bed_temp",
			say.T("filament.bed_temp: %s has no heated bed, %s sticks better to a warm one", p.Name, f.Name))
		return
	}
	b.checkBedTemp("filament.bed_temp", f.BedTemp)
	b.checkBedTemp("filament.first_layer_bed_temp", f.FirstLayerBedTemp)
}

// checkNozzleTemp notes a temperature above what the nozzle reaches.
func (b *builder) checkNozzleTemp(key string, t Temperature) {
	if p := &b.set.Printer; t > p.MaxNozzleTemp {
		b.note(CodeHeater, Error, key, say.T("%s: the nozzle of %s goes to %s, not to %s", key, p.Name, p.MaxNozzleTemp, t))
	}
}

// checkBedTemp notes a temperature above what the bed reaches.
func (b *builder) checkBedTemp(key string, t Temperature) {
	if p := &b.set.Printer; t > p.MaxBedTemp {
		b.note(CodeHeater, Error, key, say.T("%s: the bed of %s goes to %s, not to %s", key, p.Name, p.MaxBedTemp, t))
	}
}

// checkSpeeds notes speeds that the flow or the firmware's limits hold back.
func (b *builder) checkSpeeds() {
	most := b.set.FlowCap()
	for _, l := range b.set.lines() {
		area := float64((l.width-l.height)*l.height) + float64(math.Pi/4*float64(l.height*l.height))
		if flow := Flow(area * float64(l.speed)); flow > most {
			b.note(CodeFlowCap, Note, l.speedKey, say.T("%s: %s through lines of %s x %s is %.1f mm3/s; %s on %s takes %s, so it prints at %.0f mm/s",
				l.speedKey, l.speed, l.width, l.height, float64(flow), b.set.Filament.Name, b.set.Printer.Name, most, float64(most)/area))
		}
	}
	limits := &b.set.Printer.Limits
	b.checkSpeed("process.travel_speed", b.set.Process.TravelSpeed, max(limits.SpeedX, limits.SpeedY))
	b.checkSpeed("process.travel_speed_z", b.set.Process.TravelSpeedZ, limits.SpeedZ)
	b.checkSpeed("printer.retract.speed", b.set.Printer.Retract.Speed, limits.SpeedE)
	b.checkSpeed("printer.retract.prime_speed", b.set.Printer.Retract.PrimeSpeed, limits.SpeedE)
	if v := b.set.Filament.RetractSpeed; v != nil {
		b.checkSpeed("filament.retract_speed", *v, limits.SpeedE)
	}
}

// checkAccels notes accelerations of the process above the printer's. Klipper takes the
// value as its new limit, the others hold it back.
func (b *builder) checkAccels() {
	p, l := &b.set.Process, &b.set.Printer.Limits
	most := max(l.AccelX, l.AccelY)
	if b.set.Printer.Firmware == Klipper {
		most = l.Accel
	}
	for _, a := range []struct {
		key   string
		value Accel
	}{
		{"process.external_perimeter_accel", p.ExternalPerimeterAccel}, {"process.perimeter_accel", p.PerimeterAccel},
		{"process.infill_accel", p.InfillAccel}, {"process.bridge_accel", p.BridgeAccel},
		{"process.first_layer_accel", p.FirstLayerAccel}, {"process.accel", p.Accel},
	} {
		if b.set.Printer.Firmware == Klipper && a.value > most {
			b.note(CodeAccelCap, Warning, a.key, say.T("%s: %s is above the limit of %s, which is %s, and Klipper would take it",
				a.key, a.value, b.set.Printer.Name, most))
			continue
		}
		b.checkAccel(a.key, a.value, most)
	}
}

// checkCurves notes corner speeds of the process above the printer's own, which the
// firmwares would take, and arcs that Klipper may not know.
func (b *builder) checkCurves() {
	p, l := &b.set.Process, &b.set.Printer.Limits
	own := min(l.JerkX, l.JerkY)
	if b.set.Printer.Firmware == Klipper {
		own = l.SquareCornerVelocity
	}
	for _, c := range []struct {
		key   string
		value Speed
	}{
		{"process.external_perimeter_corner", p.ExternalPerimeterCorner}, {"process.perimeter_corner", p.PerimeterCorner},
		{"process.infill_corner", p.InfillCorner}, {"process.bridge_corner", p.BridgeCorner},
		{"process.first_layer_corner", p.FirstLayerCorner},
	} {
		if c.value > own && own > 0 {
			b.note(CodeCorner, Warning, c.key, say.T("%s: %s is above the corners of %s, which are %s, and its firmware would take it",
				c.key, c.value, b.set.Printer.Name, own))
		}
	}
	if p := &b.set.Printer; p.Firmware == Klipper && p.ArcTolerance > 0 {
		b.note(CodeArcs, Warning, "printer.arc_tolerance", say.T("%s: Klipper leaves arcs out, and what they print, unless the printer.cfg of %s has [gcode_arcs]",
			"printer.arc_tolerance", p.Name))
	}
}

// checkPull notes a retraction of the filament that the printer's extruder is not made
// for: more than twice the printer's own, and a millimetre.
func (b *builder) checkPull() {
	own, length := b.set.Printer.Retract.Length, b.set.Filament.RetractLength
	if own > 0 && length != nil && *length > 2*own+1 {
		b.note(CodeRetract, Warning, "filament.retract_length", say.T("%s: the extruder of %s is made for %s, and %s may jam it",
			"filament.retract_length", b.set.Printer.Name, own, *length))
	}
	if own == 0 && length != nil && *length > 0 && b.set.Printer.Retract.Speed == 0 && b.set.Filament.RetractSpeed == nil {
		b.note(CodeRetract, Error, "filament.retract_length", say.T("%s: a length of %s needs a speed", "filament.retract_length", *length))
	}
}

// checkGap notes columns so near that their lines would touch.
func (b *builder) checkGap() {
	p := &b.set.Process
	if wide := b.set.LineWidth(p.ExternalPerimeterWidth); p.Clearance < wide {
		b.note(CodeClearance, Error, "process.clearance", say.T("%s: columns %s apart would fuse: lines are %s wide",
			"process.clearance", p.Clearance, wide))
	}
}

// checkSpeed notes a speed above the firmware's limit.
func (b *builder) checkSpeed(key string, v, most Speed) {
	if v > most {
		b.note(CodeSpeedCap, Note, key, say.T("%s: the firmware of %s holds %s back to %s", key, b.set.Printer.Name, v, most))
	}
}
