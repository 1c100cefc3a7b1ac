// Package toolpath says what is extruded, as plain data: a Print is a list of Layers, a
// Layer a list of Paths in the order they are printed. It is all that passes from slicer
// to stack to emit to preview.
package toolpath

import "github.com/visiere/visiere/geom"

// Role is what a path is for. It decides speeds, accelerations and colours.
type Role uint8

// The roles, in the order they are reported.
const (
	ExternalPerimeter Role = iota
	Perimeter
	OverhangPerimeter
	ThinWall
	GapFill
	SolidInfill
	TopSolidInfill
	Infill
	BridgeInfill
	Skirt
	Brim
	Separator // between two frames of a stack, thrown away
	Support   // columns that are broken off afterwards
	Roles     // how many roles there are
)

// Travel is the way from the end of the path before to the start of this one. The zero
// Travel goes straight and keeps the filament pressed.
type Travel struct {
	Via     []geom.Point // corners on the way, without its two ends; none: straight
	Retract bool         // pull the filament back before, push it again after
	Hop     bool         // lift the nozzle meanwhile; only with Retract
}

// Path is one stroke of extrusion from Points[0] to the last point. A closed loop
// repeats its first point at the end.
//
// Section gives the cross-section of a bead of width w in a layer of height h.
type Path struct {
	Role   Role
	Points []geom.Point
	Width  float64   // line width, mm, where Widths is nil
	Widths []float64 // line width at each point, mm; linear between them; len(Points)
	Flow   float64   // multiplier of the cross-section: 1 prints it as it is
	Speed  float64   // mm/s
	Melt   float64   // mm3/s; slower than Speed where the bead would take more; 0: no such limit
	Limit  Limit     // why Speed is no higher
	Accel  float64   // mm/s2
	Corner float64   // mm/s through a right angle; 0: as the printer does
	Fan    float64   // part cooling, 0 to 1; negative: as the layer says
	Travel Travel
}

// Layer is what is printed at one height. Layers of equal content may share Paths
// and Regions: nobody writes to a layer that has been handed on.
type Layer struct {
	Z      float64 // top of the layer above the frame's lowest point, mm
	Height float64 // mm
	Fan    float64 // part cooling, 0 to 1
	Tool   int     // extruder: 0, or 1 for a second material
	Paths  []Path
	Region []geom.Ring // what the paths are to cover, in normal form; columns of support apart
}

// Print is one frame's layers, from the bed up, around its own origin: the middle of
// its bounding box.
type Print struct {
	Layers []Layer
	Height float64     // top of the last layer, mm
	Base   []geom.Ring // outlines and holes of the first layer's region
	Bottom []geom.Ring // the same where it is not on the bed: without the inset against squashing
	Top    []geom.Ring // outlines and holes of the last layer's region
	Shadow []geom.Ring // outlines of the union of all layers' regions
	// Pillars reach to the top of the last layer, to carry what hangs over the frame. They
	// are in the layers' Paths, of role Support, and in no Region.
	Pillars []Pillar
}

// Pillar is a thin column that is broken off afterwards.
type Pillar struct {
	At     geom.Point // its middle
	Radius int64      // nm
	From   float64    // mm above the frame's lowest point; 0: it stands on what the frame stands on
}

// Closed reports whether p ends where it starts.
func (p *Path) Closed() bool {
	n := len(p.Points)
	return n > 2 && p.Points[0] == p.Points[n-1]
}

// Length returns the length of p in mm.
func (p *Path) Length() float64 { return geom.PolylineLength(p.Points) }

// WidthAt returns the line width at point i in mm.
func (p *Path) WidthAt(i int) float64 {
	if p.Widths == nil {
		return p.Width
	}
	return p.Widths[i]
}

// Volume returns what p extrudes in a layer of height mm, in mm3, its Flow included.
func (p *Path) Volume(height float64) float64 {
	if p.Widths == nil {
		return Section(p.Width, height) * p.Length() * p.Flow
	}
	var sum float64
	for i := 1; i < len(p.Points); i++ {
		d := p.Points[i-1].Dist(p.Points[i]) / geom.Millimetre
		sum += float64(Section((p.Widths[i-1]+p.Widths[i])/2, height) * d)
	}
	return sum * p.Flow
}

// Seconds returns the time in which p is laid in a layer of height mm at the speeds that
// Speed and Melt allow, accelerations apart.
func (p *Path) Seconds(height float64) float64 {
	if p.Widths == nil {
		return p.Length() / p.speed(p.Width, height)
	}
	var sum float64
	for i := 1; i < len(p.Points); i++ {
		d := p.Points[i-1].Dist(p.Points[i]) / geom.Millimetre
		sum += d / p.speed((p.Widths[i-1]+p.Widths[i])/2, height)
	}
	return sum
}

// speed returns the speed in mm/s where p is width mm wide in a layer of height mm.
func (p *Path) speed(width, height float64) float64 {
	if area := Section(width, height) * p.Flow; p.Melt > 0 && area > 0 {
		return min(p.Speed, p.Melt/area)
	}
	return p.Speed
}

// Volume returns what l extrudes in mm3.
func (l *Layer) Volume() float64 {
	var sum float64
	for i := range l.Paths {
		sum += l.Paths[i].Volume(l.Height)
	}
	return sum
}

// Volume returns what p extrudes in mm3, its pillars included.
func (p *Print) Volume() float64 {
	var sum float64
	for i := range p.Layers {
		sum += p.Layers[i].Volume()
	}
	return sum
}

// Support returns what l extrudes for columns that are broken off, in mm3.
func (l *Layer) Support() float64 {
	var sum float64
	for i := range l.Paths {
		if l.Paths[i].Role == Support {
			sum += l.Paths[i].Volume(l.Height)
		}
	}
	return sum
}

// Support returns what p's pillars take in mm3.
func (p *Print) Support() float64 {
	var sum float64
	if len(p.Pillars) > 0 {
		for i := range p.Layers {
			sum += p.Layers[i].Support()
		}
	}
	return sum
}
