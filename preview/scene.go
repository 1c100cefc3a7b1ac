package preview

import (
	"cmp"
	"math"
	"slices"

	"github.com/fogleman/fauxgl"

	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/mesh"
)

// The camera, in radians: how far to the right of the front, and how far above. Frames
// have their front at +Y.
var (
	sinRight, cosRight = steady.Sincos(0.62)
	sinAbove, cosAbove = steady.Sincos(0.66)
)

const (
	margin     = 0.04    // of the picture's size, free on each side
	leastLevel = 4.0     // pixels; lower copies are drawn several as one
	closeGap   = 0.25    // of the part's height: narrower gaps are drawn closed
	budget     = 150_000 // triangles for a whole picture; more lower the number of levels
)

// scene holds where things lie in the picture.
type scene struct {
	light  light
	lo, hi mesh.Vec // of the part, mm
	middle mesh.Vec // of the picture, in camera coordinates, mm
	scale  float64  // samples per mm
	pixel  float64  // samples per pixel
	w, h   float64  // samples
	reach  float64  // the depth of all that is drawn, mm
}

// newScene fits all copies of the part into the picture.
func newScene(vertices []mesh.Vec, copies []Offset, opt Options) *scene {
	s := &scene{light: newLight(opt.Colour), pixel: float64(opt.Supersample)}
	s.w, s.h = float64(opt.Width*opt.Supersample), float64(opt.Height*opt.Supersample)
	s.lo, s.hi = bounds(vertices)
	inf := math.Inf(1)
	lo, hi := mesh.Vec{X: inf, Y: inf, Z: inf}, mesh.Vec{X: -inf, Y: -inf, Z: -inf}
	part := outermost(vertices)
	for _, c := range copies {
		d := camera(mesh.Vec(c))
		lo = mesh.Vec{X: min(lo.X, part[0].X+d.X), Y: min(lo.Y, part[0].Y+d.Y), Z: min(lo.Z, part[0].Z+d.Z)}
		hi = mesh.Vec{X: max(hi.X, part[1].X+d.X), Y: max(hi.Y, part[1].Y+d.Y), Z: max(hi.Z, part[1].Z+d.Z)}
	}
	s.middle = mesh.Vec{X: (lo.X + hi.X) / 2, Y: (lo.Y + hi.Y) / 2, Z: (lo.Z + hi.Z) / 2}
	free := 1 - 2*margin
	s.scale = min(s.w*free/max(hi.X-lo.X, 1e-6), s.h*free/max(hi.Y-lo.Y, 1e-6))
	s.reach = max(hi.Z-lo.Z, 1e-6)
	return s
}

// camera returns p as the camera sees it: X to the right, Y up, Z away from it.
func camera(p mesh.Vec) mesh.Vec {
	right := float64(p.Y*sinRight) - float64(p.X*cosRight)
	away := float64(-p.X*sinRight) - float64(p.Y*cosRight)
	return mesh.Vec{
		X: right,
		Y: float64(p.Z*cosAbove) + float64(away*sinAbove),
		Z: float64(away*cosAbove) - float64(p.Z*sinAbove),
	}
}

// project returns p in fauxgl's clip coordinates, from -1 to 1.
func (s *scene) project(p mesh.Vec) fauxgl.VectorW {
	c := camera(p)
	return fauxgl.VectorW{
		X: (c.X - s.middle.X) * s.scale * 2 / s.w,
		Y: (c.Y - s.middle.Y) * s.scale * 2 / s.h,
		Z: (c.Z - s.middle.Z) / s.reach,
		W: 1,
	}
}

// bounds returns the least and greatest coordinates of the vertices.
func bounds(vertices []mesh.Vec) (lo, hi mesh.Vec) {
	if len(vertices) == 0 {
		return lo, hi
	}
	lo, hi = vertices[0], vertices[0]
	for _, v := range vertices {
		lo = mesh.Vec{X: min(lo.X, v.X), Y: min(lo.Y, v.Y), Z: min(lo.Z, v.Z)}
		hi = mesh.Vec{X: max(hi.X, v.X), Y: max(hi.Y, v.Y), Z: max(hi.Z, v.Z)}
	}
	return lo, hi
}

// outermost returns the bounds of the vertices in camera coordinates.
func outermost(vertices []mesh.Vec) [2]mesh.Vec {
	seen := make([]mesh.Vec, len(vertices))
	for i, v := range vertices {
		seen[i] = camera(v)
	}
	lo, hi := bounds(seen)
	return [2]mesh.Vec{lo, hi}
}

// block is one or several copies above each other, drawn as one stretched copy.
type block struct {
	at      Offset
	stretch float64 // in Z
	covered bool    // another block stands on it
	odd     bool    // every second one of a column is drawn a shade darker
}

// blocks sorts the copies into columns and joins neighbours within a column until a
// block is leastLevel high and all of them, of the given number of triangles each, are
// within the budget.
func (s *scene) blocks(copies []Offset, triangles int) []block {
	sorted := slices.Clone(copies)
	slices.SortFunc(sorted, func(a, b Offset) int {
		return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y), cmp.Compare(a.Z, b.Z))
	})
	step := 1
	for s.merged(sorted, step, triangles) {
		step++
	}
	var out []block
	for i := 0; i < len(sorted); {
		end := column(sorted, i)
		for k := i; k < end; k += step {
			b := s.block(sorted[k:end], step)
			b.odd = (k-i)/step%2 == 1
			out = append(out, b)
		}
		i = end
	}
	return out
}

// block joins the first step of the copies, or all if there are fewer. It reaches up to
// the copy after them where that is close.
func (s *scene) block(copies []Offset, step int) block {
	height := max(s.hi.Z-s.lo.Z, 1e-6)
	b := block{at: copies[0]}
	top := copies[min(step, len(copies))-1].Z + height
	if step < len(copies) && copies[step].Z-top < closeGap*height {
		top, b.covered = copies[step].Z, true
	}
	b.stretch = (top - b.at.Z) / height
	b.at.Z -= float64(s.lo.Z * (b.stretch - 1))
	return b
}

// merged reports whether blocks of step copies are still too low or too many.
func (s *scene) merged(sorted []Offset, step, triangles int) bool {
	low, highest, total := false, 1, 0
	for i := 0; i < len(sorted); {
		end := column(sorted, i)
		n := end - i
		if n > 1 {
			pitch := (sorted[end-1].Z - sorted[i].Z) / float64(n-1)
			low = low || pitch*float64(step)*cosAbove*s.scale < leastLevel*s.pixel && step < n
		}
		highest = max(highest, n)
		total += (n + step - 1) / step * triangles
		i = end
	}
	return low || total > budget && step < highest
}

// column returns the end of the column that starts at i: copies of equal X and Y.
func column(sorted []Offset, i int) int {
	end := i + 1
	for end < len(sorted) && sorted[end].X == sorted[i].X && sorted[end].Y == sorted[i].Y {
		end++
	}
	return end
}
