package mesh

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// How closely overlaps looks: at this many heights, along this many lines each; and the
// share of the length inside the solid that must lie inside it twice.
const (
	overlapSections = 16
	overlapLines    = 48
	overlapShare    = 1e-3
)

// overlaps reports whether parts of m lie within each other, or a part of it is inside
// out: along lines through its sections, the surface winds once around the solid and not
// at all around the rest.
func (m *Mesh) overlaps() bool {
	top := m.Size().Z
	zs := make([]float64, overlapSections)
	for i := range zs {
		zs[i] = top * (float64(i) + 0.5) / overlapSections
	}
	var once, more int64
	for _, loops := range m.Loops(zs) {
		o, w := windings(loops)
		once, more = once+o, more+w
	}
	return float64(more) > overlapShare*float64(once)
}

// crossing is where a ring crosses a line: upwards (+1) or downwards (-1).
type crossing struct {
	x    int64
	turn int
}

// windings returns the length in nanometres, along lines through the loops, around which
// they wind once, and around which they wind several times or backwards.
func windings(loops []polygon.Ring) (once, more int64) {
	box := polygon.Region(loops).Box()
	if box.Empty() {
		return 0, 0
	}
	var lines [overlapLines][]crossing
	step := (box.Max.Y-box.Min.Y)/overlapLines + 1
	for _, r := range loops {
		p := r[len(r)-1]
		for _, q := range r {
			cross(lines[:], p, q, box.Min.Y+step/2, step)
			p = q
		}
	}
	for _, line := range lines {
		slices.SortFunc(line, func(a, b crossing) int { return cmp.Compare(a.x, b.x) })
		w := 0
		for i, c := range line {
			if i > 0 && w == -1 {
				once += c.x - line[i-1].x
			} else if i > 0 && w != 0 {
				more += c.x - line[i-1].x
			}
			w += c.turn
		}
	}
	return once, more
}

// cross adds where the edge pq crosses the lines at heights first, first + step and so
// on, by the half-open rule.
func cross(lines [][]crossing, p, q geom.Point, first, step int64) {
	turn := 1
	if p.Y > q.Y {
		p, q, turn = q, p, -1
	}
	k := max(0, (p.Y-first+step-1)/step)
	for ; int(k) < len(lines) && first+k*step < q.Y; k++ {
		y := first + k*step
		if y < p.Y {
			continue
		}
		t := float64(y-p.Y) / float64(q.Y-p.Y)
		lines[k] = append(lines[k], crossing{p.X + int64(math.Round(t*float64(q.X-p.X))), turn})
	}
}

// volumeSteps is about how many slabs sectionVolume cuts a solid into.
const volumeSteps = 48

// sectionVolume returns the volume of m's sections in mm3: two sections a slab, with
// slabs that end where the solid has horizontal facets.
func (m *Mesh) sectionVolume() float64 {
	var zs, hs []float64
	top := m.Size().Z
	last := 0.0
	for _, end := range m.slabEnds(top) {
		n := math.Ceil((end - last) / top * volumeSteps)
		h := (end - last) / n
		for i := range int(n) {
			mid := last + float64(h*(float64(i)+0.5))
			d := h / 2 / math.Sqrt(3) // Gauss and Legendre's two points
			zs, hs = append(zs, mid-d, mid+d), append(hs, h/2, h/2)
		}
		last = end
	}
	var sum float64
	for i, r := range m.Sections(zs) {
		sum += float64(r.Area() * hs[i])
	}
	return sum
}

// slabEnds returns the heights of the larger horizontal facets and of the top.
func (m *Mesh) slabEnds(top float64) []float64 {
	d := m.Size()
	var out []float64
	for _, f := range m.Flats() {
		if f.Up+f.Down > 0.003*d.X*d.Y && f.Z > 0.01 && f.Z < top-0.01 {
			out = append(out, f.Z)
		}
	}
	return append(out, top)
}
