package deposit

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// flaw is a place that is not laid, or laid twice.
type flaw struct {
	layer int
	area  float64  // mm2, without what is narrower than twice openBy
	at    geom.Vec // its middle, mm
}

// openBy is by how much, mm, void and doubled places are opened: what is narrower than twice
// as much, as hairlines between beads, is no flaw.
const openBy = 0.05

// run is a piece of a row.
type run struct{ x0, x1 float64 }

// rows are pieces of rows, by row.
type rows map[int][]run

// flaws returns the void and the doubled places of shape s, largest first; of its section what is thinner than
// thin, mm, need not be laid.
func flaws(s *shape, thin float64, opt Options) (voids, doubles []flaw) {
	f := newFigure(opt.Pixel, tilt)
	section := s.section
	if d := geom.ToNM(thin / 2); d > 0 {
		section = polygon.Intersection(section.Offset(-d, polygon.Mitre).Offset(d, polygon.Mitre), section)
	}
	f.regions(section, section)
	for i := range s.strokes {
		f.stroke(&s.strokes[i])
	}
	bare, twice := rows{}, rows{}
	f.sweep(func(row int, x0, x1 float64, at place) {
		switch {
		case at.inside && at.beads == 0:
			bare.add(row, x0, x1)
		case at.beads > 1:
			twice.add(row, x0, x1)
		}
	})
	return bare.opened(opt.Pixel).flaws(f), twice.opened(opt.Pixel).flaws(f)
}

// add adds a piece, which may go on where the last one ends.
func (r rows) add(row int, x0, x1 float64) {
	if n := len(r[row]); n > 0 && r[row][n-1].x1 >= x0-1e-9 {
		r[row][n-1].x1 = max(r[row][n-1].x1, x1)
		return
	}
	r[row] = append(r[row], run{x0, x1})
}

// opened returns r opened by a square of twice openBy.
func (r rows) opened(pixel float64) rows {
	reach := int(math.Round(openBy / pixel))
	thin := rows{}
	for row, runs := range r {
		for _, u := range runs {
			if u.x1-u.x0 > 2*openBy {
				thin[row] = append(thin[row], run{u.x0 + openBy, u.x1 - openBy})
			}
		}
	}
	core := rows{}
	for row := range thin {
		all := thin[row]
		for k := -reach; k <= reach && len(all) > 0; k++ {
			all = common(all, thin[row+k])
		}
		if len(all) > 0 {
			core[row] = all
		}
	}
	wide := rows{}
	for row, runs := range core {
		for k := -reach; k <= reach; k++ {
			for _, u := range runs {
				wide[row+k] = append(wide[row+k], run{u.x0 - openBy, u.x1 + openBy})
			}
		}
	}
	out := rows{}
	for row, runs := range wide {
		slices.SortFunc(runs, func(a, b run) int { return cmp.Compare(a.x0, b.x0) })
		for _, u := range runs {
			out.add(row, u.x0, u.x1)
		}
	}
	return out
}

// common returns what is in both a and b.
func common(a, b []run) (out []run) {
	for _, u := range a {
		for _, v := range b {
			if x0, x1 := max(u.x0, v.x0), min(u.x1, v.x1); x1 > x0 {
				out = append(out, run{x0, x1})
			}
		}
	}
	return out
}

// flaws returns the connected parts of r.
func (r rows) flaws(f *figure) (out []flaw) {
	type node struct{ row, k int }
	keys := make([]int, 0, len(r))
	for row := range r {
		keys = append(keys, row)
	}
	slices.Sort(keys)
	seen := map[node]bool{}
	for _, row := range keys {
		for k := range r[row] {
			if seen[node{row, k}] {
				continue
			}
			seen[node{row, k}] = true
			var area, x, y float64
			for todo := []node{{row, k}}; len(todo) > 0; {
				n := todo[len(todo)-1]
				todo = todo[:len(todo)-1]
				u := r[n.row][n.k]
				d := (u.x1 - u.x0) * f.pixel
				area, x, y = area+d, x+d*(u.x0+u.x1)/2, y+d*(float64(n.row)+0.5)*f.pixel
				for _, next := range []int{n.row - 1, n.row + 1} {
					for j, v := range r[next] {
						if m := (node{next, j}); !seen[m] && v.x0 < u.x1 && u.x0 < v.x1 {
							seen[m] = true
							todo = append(todo, m)
						}
					}
				}
			}
			x, y = x/area, y/area
			out = append(out, flaw{area: area, at: geom.V(x*f.cos+y*f.sin, y*f.cos-x*f.sin)})
		}
	}
	slices.SortFunc(out, func(a, b flaw) int {
		return cmp.Or(cmp.Compare(b.area, a.area), cmp.Compare(a.at.X, b.at.X), cmp.Compare(a.at.Y, b.at.Y))
	})
	return out
}

// box returns the square of the given size around a flaw.
func (w flaw) box(size float64) geom.Box {
	c := geom.MM(w.at.X, w.at.Y)
	return geom.Box{Min: c, Max: c}.Grow(geom.ToNM(size / 2))
}
