package hold

import (
	"math"
	"sync"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// beads are the lines along a layer's outline, one bead apart, by which a first layer
// over a gap is laid. They are drawn when they are first asked for.
type beads struct {
	layer polygon.Region
	pitch int64
	once  sync.Once
	rings []geom.Ring
}

// mostBeads bounds the lines from an outline inwards.
const mostBeads = 400

// all returns the lines.
func (b *beads) all() []geom.Ring {
	b.once.Do(func() {
		for k := range int64(mostBeads) {
			rings := b.layer.Offset(-b.pitch*k-b.pitch/2, polygon.Mitre)
			if rings.Empty() {
				break
			}
			b.rings = append(b.rings, rings...)
		}
	})
	return b.rings
}

// run returns the longest way in mm that a bead runs over air, more than reach mm from
// what holds it, and the cell in its middle; 0 and -1 where there is none. The reach at
// both ends is part of it.
func (f *field) run(b *beads, reach float64) (longest float64, middle int) {
	core := f.core(geom.ToNM(reach))
	if core == nil {
		return 0, -1
	}
	middle = -1
	for _, g := range b.all() {
		if !g.Box().Overlaps(f.box()) {
			continue
		}
		if l, at := f.along(core, g); l > longest {
			longest, middle = l, at
		}
	}
	if longest == 0 {
		return 0, -1
	}
	return math.Round((longest+2*reach)*1e3) / 1e3, middle
}

// box returns the window of f.
func (f *field) box() geom.Box {
	return geom.Box{Min: f.min, Max: f.min.Add(geom.Point{X: int64(f.nx) * Cell, Y: int64(f.ny) * Cell})}
}

// core returns the cells further than reach nm from what holds them; nil for none.
func (f *field) core(reach int64) []bool {
	var core []bool
	far := float64(reach) / Cell
	for i, hangs := range f.hangs {
		if hangs && f.dist[i] > far {
			if core == nil {
				core = make([]bool, len(f.hangs))
			}
			core[i] = true
		}
	}
	return core
}

// along returns the longest stretch of a line within core, mm, and the cell in its
// middle. The line is walked in steps of a cell, twice around, so that a stretch over
// its first point counts as one.
func (f *field) along(core []bool, g geom.Ring) (longest float64, middle int) {
	var way []int
	total := 0
	for i, p := range g {
		q := g[(i+1)%len(g)]
		n := int(p.Dist(q)/(Cell/2)) + 1
		for s := range n {
			cell, ok := f.cellAt(p.Lerp(q, float64(s)/float64(n)))
			if !ok || !core[cell] {
				cell = -1
			}
			way = append(way, cell)
		}
		total += n
	}
	step := g.Length() / float64(total)
	begun, best, at := -1, 0, -1
	for k := range 2 * total {
		if way[k%total] < 0 {
			begun = -1
			continue
		}
		if begun < 0 {
			begun = k
		}
		if n := min(k-begun+1, total); n > best {
			best, at = n, way[(begun+n/2)%total]
		}
	}
	return float64(best) * step, at
}
