package hold

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// Kind says how a part of a layer hangs.
type Kind string

// The ways to hang.
const (
	Bridge Kind = "bridge" // its beads run over air from one end to the other
	Ledge  Kind = "ledge"  // it ends in the air
	Adrift Kind = "adrift" // held nowhere
)

// Hang is a part of a layer with nothing below it.
type Hang struct {
	Kind   Kind    `json:"kind"`
	X      float64 `json:"x_mm"`      // of the place furthest from what holds it, in the frame
	Y      float64 `json:"y_mm"`      // its origin is the middle of the frame's box
	Length float64 `json:"length_mm"` // of a bridge along its beads, of a ledge from its root to its end
	Across float64 `json:"across_mm"` // the shortest way from side to side at the widest place; 0: it has one side
	Area   float64 `json:"area_mm2"`  // of the whole part

	part, held polygon.Region
	beads      *beads
}

const (
	// leastPart is the area from which a part that hangs is looked at, mm2: a few beads
	// laid beside each other hold each other.
	leastPart = 1.0
	// sliver is how narrow, in beads, what hangs is held by the beads beside it.
	sliver = 0.5
)

// hanging returns the parts of a layer whose beads are bead mm wide that hang over below,
// the largest first, each with its worst place. A bead is carried where below is within
// half its width.
func hanging(layer, below polygon.Region, bead float64, lim limits) []Hang {
	half := geom.ToNM(bead / 2)
	carries := below.Offset(half, polygon.Mitre)
	loose := polygon.Difference(layer, carries)
	if loose.Area() < leastPart {
		return nil
	}
	loose = loose.Open(int64(sliver * float64(half)))
	all := &beads{layer: layer, pitch: geom.ToNM(bead)}
	var held polygon.Region
	var out []Hang
	for _, part := range loose.Islands() {
		area := part.Area()
		if area < leastPart {
			continue
		}
		if held == nil {
			held = polygon.Intersection(layer, carries)
		}
		h := Hang{Area: area, part: part, held: held, beads: all}
		newField(part, held).worst(&h, lim)
		out = append(out, h)
	}
	return out
}

// worst finds the place of f that bears least for how it is held, and notes it in h:
//
//  1. Beads up to a ledge's limit from what holds them are held by the beads beside them.
//  2. The others run along the layer's outline, over air from one place that holds them
//     to the next: a bridge.
//  3. A place that is further from what holds it than all around, and not between two
//     sides, is the end of a ledge.
func (f *field) worst(h *Hang, lim limits) {
	h.Kind, h.Length, h.Across = Bridge, 0, 0
	if i := f.adrift(); i >= 0 {
		h.Kind = Adrift
		h.X, h.Y = f.middle(i).MM()
		return
	}
	near, across, middle := f.sides()
	h.Across = millimetres(across)
	h.place(f, middle)
	end, reach := f.end(near)
	if run, at := f.run(h.beads, lim.ledge); run > 0 {
		h.Length = run
		h.place(f, at)
	}
	if end >= 0 && millimetres(reach+0.5)/lim.ledge > h.Length/lim.bridge {
		h.Kind, h.Length = Ledge, millimetres(reach+0.5)
		h.place(f, end)
	}
}

// place sets where h is worst.
func (h *Hang) place(f *field, cell int) {
	if cell >= 0 {
		h.X, h.Y = f.middle(cell).MM()
	}
}

// millimetres returns a length in cells in mm, to the micrometre.
func millimetres(cells float64) float64 { return math.Round(cells*Cell/1e3) / 1e3 }

// adrift returns a cell that nothing holds, or -1.
func (f *field) adrift() int {
	for i, hangs := range f.hangs {
		if hangs && f.from[i] < 0 {
			return i
		}
	}
	return -1
}

// sides returns which cells are where the ways to two sides part, the longest way from
// one side to the other, in cells, and the cell in its middle, -1 where there is none.
func (f *field) sides() (near []bool, across float64, middle int) {
	near, middle = make([]bool, len(f.hangs)), -1
	ways := f.ways()
	for i, hangs := range f.hangs {
		if !hangs {
			continue
		}
		for _, d := range f.around {
			k := i + d
			if k < i || !f.hangs[k] || !ways[i].apart(ways[k]) {
				continue
			}
			near[i], near[k] = true, true
			if l := f.dist[i] + f.dist[k] + f.apart(i, k); l > across {
				across, middle = l, i
			}
		}
	}
	return near, across, middle
}

// end returns the end of the longest ledge, -1 where there is none, and how far it is
// from what holds it, in cells.
func (f *field) end(near []bool) (cell int, reach float64) {
	cell = -1
	for i, hangs := range f.hangs {
		if hangs && f.dist[i] > reach && f.summit(i) && !f.close(near, i) {
			reach, cell = f.dist[i], i
		}
	}
	return cell, reach
}

// close reports whether one of the cells marked is within two cells of i.
func (f *field) close(marked []bool, i int) bool {
	x, y := i%f.nx, i/f.nx
	for v := max(0, y-2); v <= min(f.ny-1, y+2); v++ {
		for u := max(0, x-2); u <= min(f.nx-1, x+2); u++ {
			if marked[v*f.nx+u] {
				return true
			}
		}
	}
	return false
}
