package profiles

import (
	"math"
	"strings"

	"github.com/visiere/visiere/internal/say"
)

// The kinds of interfaces.
const (
	Air    = "air"    // nothing
	Lines  = "lines"  // thin lines along the bands, as high as the gap
	Ribs   = "ribs"   // straight lines across the bands, as high as the gap
	Pins   = "pins"   // short strokes along the middle of the bands, as high as the gap
	Sheet  = "sheet"  // a solid layer with a gap below and above it, thrown away
	Second = "second" // a solid layer of another material, as high as the gap
)

// Distance returns how far the bottom of a frame is above the top of the one below.
func (i *Interface) Distance() Length {
	if i.Kind == Sheet {
		return 2*i.Gap + i.Separator.Height
	}
	return i.Gap
}

// interfaceFor returns the name of the interface for the set's material, nozzle and
// layers, and notes a finding where there is none.
func (b *builder) interfaceFor() string {
	best := bestFor(b.library.readAll(KindInterface), b.set)
	if best == nil {
		b.findings = append(b.findings, Finding{
			Code: CodeMaterial, Severity: Error, File: "--interface", Key: "interface",
			Text: say.T("there is no interface for %s with a nozzle of %s: choose one of %s", b.set.Filament.Material,
				b.set.Printer.Nozzle, strings.Join(b.library.Names(KindInterface), ", ")),
		})
		return ""
	}
	return best.profile.name
}

// bestFor returns the interface of kind air that is made for the set and for the least
// besides, the first by name of several, nil where there is none.
func bestFor(interfaces []*part, s *Set) (best *part) {
	for _, p := range interfaces {
		i := &p.set.Interface
		if i.plain() && i.suits(s) && (best == nil || i.closer(&best.set.Interface)) {
			best = p
		}
	}
	return best
}

// plain reports whether i is one that is taken unless another is asked for.
func (i *Interface) plain() bool { return i.Kind == "" || i.Kind == Air }

// suits reports whether i is made for the set's material, nozzle and layers.
func (i *Interface) suits(s *Set) bool {
	return strings.EqualFold(i.Material, s.Filament.Material) && i.Nozzle <= s.Printer.Nozzle+tiny &&
		i.LayerHeight <= s.Process.LayerHeight+tiny
}

// closer reports whether i is made for less than other is, where both suit.
func (i *Interface) closer(other *Interface) bool {
	if !near(i.Nozzle, other.Nozzle) {
		return i.Nozzle > other.Nozzle
	}
	return i.LayerHeight > other.LayerHeight+tiny
}

// coolest is how far below the filament's range, in degrees, the first layer over a gap
// may be printed: it is slow and short, and cold plastic fuses less. PETG of 220 C and
// more was laid at 210 C.
const coolest = 20

const (
	// Fuses is the share of the layer's height below which a gap is closed by the strand
	// laid over it. Source: gaps to 0.20 mm at layers of 0.4 mm fused with the slicers of
	// 2020; 0.25 mm at 0.25 mm and 0.35 to 0.4 mm at 0.4 mm came apart.
	Fuses = 0.5
	// Drops is how far a strand may hang above the frame below, as a share of its
	// thickness, before it does not find it. Typical, not measured.
	Drops = 1.5
)

// checkStackGap notes a gap that closes, or that is so wide that what is laid over it drops.
func (b *builder) checkStackGap() {
	i, p := &b.set.Interface, &b.set.Process
	layer := p.FirstLayerHeight
	if least := tidy(layer * Fuses); i.Gap < least-tiny {
		b.note(CodeGap, Error, "interface.gap", say.T("%s: %s is less than half of the layer over it, which is %s: frames fuse; widen it, for example --gap %s",
			"interface.gap", i.Gap, layer, layer))
		return
	}
	width := i.Width
	if width == 0 {
		width = Length(p.BeadWidth) * b.set.Printer.Nozzle
	}
	area := float64((width-layer)*layer) + float64(math.Pi/4*float64(layer*layer))
	strand := Length(2 * math.Sqrt(max(0, area)/math.Pi))
	if most := Length((1+Drops)*strand) - layer; i.plain() && i.Gap > most+tiny {
		b.note(CodeGap, Error, "interface.gap", say.T("%s: %s is so wide that a strand of %.2f mm drops before it finds the frame below: up to %.2f mm can be laid over",
			"interface.gap", i.Gap, float64(strand), float64(most)))
	}
}

// checkInterface notes an interface made for another material, and one that cannot be
// laid.
func (b *builder) checkInterface() {
	i, f := &b.set.Interface, &b.set.Filament
	if i.Material != "" && !i.suits(b.set) {
		b.note(CodeMaterial, Warning, "interface",
			say.T("interface: %s is for %s, nozzles from %s and layers from %s, and this is %s with %s and %s",
				i.Name, i.Material, i.Nozzle, i.LayerHeight, f.Material, b.set.Printer.Nozzle, b.set.Process.LayerHeight))
	}
	if t := i.Temperature; t > 0 && (t < f.MinNozzleTemp-coolest || t > f.MaxNozzleTemp) {
		b.note(CodeFilament, Error, "interface.temperature",
			say.T("interface.temperature: %s goes over a gap at %s to %s, not at %s", f.Name, f.MinNozzleTemp-coolest, f.MaxNozzleTemp, t))
	}
	b.checkStackGap()
	b.checkSeparator()
}

// checkSeparator notes a separator that lacks what its kind needs.
func (b *builder) checkSeparator() {
	i := &b.set.Interface
	s := &i.Separator
	need := func(key string, missing bool) {
		if missing {
			b.note(CodeMissing, Error, "interface.separator."+key,
				say.T("interface.separator.%s: an interface of kind %s needs it", key, i.Kind))
		}
	}
	switch i.Kind {
	case Lines, Ribs, Pins:
		need("pitch", s.Pitch < 0.1)
		need("length", i.Kind == Pins && s.Length <= 0)
	case Sheet:
		need("height", s.Height <= 0)
	case Second:
		need("temperature", s.Temperature <= 0)
		if b.set.Printer.Extruders < 2 {
			b.note(CodeMaterial, Error, "interface.kind",
				say.T("interface.kind: %s has one extruder, and a second material needs another: choose lines, ribs, pins or a sheet", b.set.Printer.Name))
		}
	}
}
