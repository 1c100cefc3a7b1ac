package slicer

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// heat says what is done at a place.
type heat uint8

const (
	cold heat = iota // nothing
	warm             // what lies there is seen, and edges may be moved
	hot              // it is probed
)

const (
	// meetCell is the least size of the grid's cells, mm.
	meetCell = 0.5
	// meetRim is how far around the strokes it reaches, mm: over the outline.
	meetRim = 2.0
	// meetCells is how many cells it has at most.
	meetCells = 1 << 18
	// busyReach is how many cells around a tight turn are probed, and seenReach how many around those, and
	// around what is found, are warm.
	busyReach, seenReach = 2, 3
)

// meetGrid finds the pieces of strokes near a place.
type meetGrid struct {
	min    geom.Vec
	cell   float64
	nx, ny int
	number []int32 // by cell, from 1; 0 where it is cold
	heats  []heat  // by number
	pairs  []cellPiece
	first  []int32 // by number: where its pieces begin
	listed []int32
	pieces []piece
	found  []geom.Vec // where something is amiss
	ends   []geom.Vec // of strokes, with nothing before them
}

type cellPiece struct{ cell, piece int32 }

// cover makes g a cold grid over all of tracks.
func (g *meetGrid) cover(tracks []track) {
	far := geom.V(math.Inf(-1), math.Inf(-1))
	g.min, g.cell = geom.V(math.Inf(1), math.Inf(1)), meetCell
	for i := range tracks {
		for k := range tracks[i].spots {
			p := tracks[i].spots[k].at
			g.min, far = geom.V(min(g.min.X, p.X), min(g.min.Y, p.Y)), geom.V(max(far.X, p.X), max(far.Y, p.Y))
		}
	}
	rim := geom.V(meetRim, meetRim)
	g.min, far = g.min.Sub(rim), far.Add(rim)
	size := far.Sub(g.min)
	for float64((size.X/g.cell+1)*(size.Y/g.cell+1)) > meetCells {
		g.cell *= 2
	}
	g.nx, g.ny = int(size.X/g.cell)+1, int(size.Y/g.cell)+1
	g.number, g.heats = append(g.number[:0], make([]int32, g.nx*g.ny)...), append(g.heats[:0], cold)
}

// at returns the column and row of p, which may lie outside.
func (g *meetGrid) at(p geom.Vec) (x, y int) {
	return int(math.Floor((p.X - g.min.X) / g.cell)), int(math.Floor((p.Y - g.min.Y) / g.cell))
}

// window returns the cells, those of the grid, of the box around two places and those reach around
// them.
func (g *meetGrid) window(p, q geom.Vec, reach int) (x0, y0, x1, y1 int) {
	ax, ay := g.at(geom.V(min(p.X, q.X), min(p.Y, q.Y)))
	bx, by := g.at(geom.V(max(p.X, q.X), max(p.Y, q.Y)))
	return max(0, ax-reach), max(0, ay-reach), min(g.nx-1, bx+reach), min(g.ny-1, by+reach)
}

// warm heats the cells around p: those within reach to hot, those from which a bead may look
// there to warm.
func (g *meetGrid) warm(p geom.Vec, reach int) {
	g.heat(p, reach+seenReach, warm)
	g.heat(p, reach, hot)
}

// heat heats the cells within reach of p's.
func (g *meetGrid) heat(p geom.Vec, reach int, to heat) {
	x0, y0, x1, y1 := g.window(p, p, reach)
	for cy := y0; cy <= y1; cy++ {
		for cx := x0; cx <= x1; cx++ {
			k := &g.number[cy*g.nx+cx]
			if *k == 0 {
				*k, g.heats = int32(len(g.heats)), append(g.heats, to)
			}
			g.heats[*k] = max(g.heats[*k], to)
		}
	}
}

// heatAt returns how warm it is at p.
func (g *meetGrid) heatAt(p geom.Vec) heat {
	x, y := g.at(p)
	if x < 0 || y < 0 || x >= g.nx || y >= g.ny {
		return cold
	}
	return g.heats[g.number[y*g.nx+x]]
}

// add adds what has an index to the cells of a box.
func (g *meetGrid) add(index int32, lo, hi geom.Vec) {
	x0, y0, x1, y1 := g.window(lo, hi, 0)
	for cy := y0; cy <= y1; cy++ {
		for cx := x0; cx <= x1; cx++ {
			if k := g.number[cy*g.nx+cx]; g.heats[k] > cold {
				g.pairs = append(g.pairs, cellPiece{k, index})
			}
		}
	}
}

// sort sorts the pieces into their cells, by counting.
func (g *meetGrid) sort() {
	g.first = append(g.first[:0], make([]int32, len(g.heats)+2)...)
	for _, p := range g.pairs {
		g.first[p.cell+2]++
	}
	for i := 1; i < len(g.first); i++ {
		g.first[i] += g.first[i-1]
	}
	g.listed = append(g.listed[:0], make([]int32, len(g.pairs))...)
	for _, p := range g.pairs {
		g.listed[g.first[p.cell+1]] = p.piece
		g.first[p.cell+1]++
	}
}
