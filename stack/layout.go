package stack

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
)

// Auto as a number of columns means as many as fit.
const Auto = -1

// maxColumns bounds what Auto tries.
const maxColumns = 400

// Layout places columns of a frame with the given outlines (around its own origin) on
// the printer's bed: in rows as close as their true outlines allow with the process's
// clearance between them, the group in the middle of the bed.
//
// Errors: one frame does not fit the bed; fewer columns fit than asked for.
func Layout(outline polygon.Region, set *profiles.Set, columns int) ([]Column, error) {
	bed := Bed(set.Printer.Bed)
	l := newLayout(bed, outline, geom.ToNM(float64(set.Process.Clearance)))
	most := l.most(columns)
	if len(most) == 0 {
		w, d := outline.Box().Size()
		bw, bd := bed.Box().Size()
		return nil, say.Errorf("the frame is %.1f x %.1f mm and the bed of %s takes %.1f x %.1f mm: turned either way it does not fit; choose another printer or a smaller frame",
			geom.ToMM(w), geom.ToMM(d), set.Printer.Name, geom.ToMM(bw), geom.ToMM(bd))
	}
	if len(most) < columns {
		return nil, say.Errorf("%d columns were asked for, but %d fit the bed of %s: lower --columns", columns, len(most), set.Printer.Name)
	}
	out := make([]Column, len(most))
	for i, at := range most {
		out[i].At = at
	}
	return out, nil
}

// Fits reports whether one frame with the given outlines fits the bed.
func Fits(outline polygon.Region, b profiles.Bed) bool {
	return len(newLayout(Bed(b), outline, 0).most(1)) == 1
}

type layout struct {
	bed     polygon.Region
	on      *polygon.Locator // of the bed
	outline polygon.Region
	grown   polygon.Region // outline and the clearance around it
	clear   int64
	near    map[geom.Point]bool // what touch found
}

func newLayout(bed, outline polygon.Region, clearance int64) *layout {
	return &layout{bed, polygon.NewLocator(bed), outline, outline.Offset(clearance, polygon.Round), clearance, map[geom.Point]bool{}}
}

// most returns places for columns, up to the number wanted, or as many as fit.
func (l *layout) most(columns int) []geom.Point {
	if columns == Auto {
		columns = maxColumns
	}
	if columns == 1 {
		return l.centred([]geom.Point{{}})
	}
	right, up := l.pitch(geom.Point{X: 1}), l.pitch(geom.Point{Y: 1})
	var best []geom.Point
	for nx := 1; nx <= columns; nx++ {
		if int64(nx-1)*right > width(l.bed) {
			break
		}
		for ny := (columns + nx - 1) / nx; ny >= 1; ny-- {
			if min(nx*ny, columns) <= len(best) {
				break
			}
			if got := l.centred(l.rows(nx, ny, right, up, columns)); got != nil {
				best = got
				break
			}
		}
		if len(best) == columns {
			break
		}
	}
	return best
}

func width(r polygon.Region) int64 {
	w, _ := r.Box().Size()
	return w
}

// rows returns nx columns beside each other in ny rows, n at most.
func (l *layout) rows(nx, ny int, right, up int64, n int) []geom.Point {
	out := make([]geom.Point, 0, nx*ny)
	for y := range ny {
		for x := range nx {
			if len(out) < n {
				out = append(out, geom.Point{X: int64(x) * right, Y: int64(y) * up})
			}
		}
	}
	return out
}

// centred moves the places so that the group is in the middle of the bed, and returns
// nil where it is not wholly on it or two columns touch.
func (l *layout) centred(at []geom.Point) []geom.Point {
	group, one := geom.EmptyBox(), l.outline.Box()
	for _, p := range at {
		group = group.With(one.Min.Add(p)).With(one.Max.Add(p))
	}
	bed := l.bed.Box()
	move := bed.Centre().Sub(group.Centre())
	if !bed.Contains(group.Min.Add(move)) || !bed.Contains(group.Max.Add(move)) {
		return nil
	}
	out := make([]geom.Point, len(at))
	for i, p := range at {
		out[i] = p.Add(move)
		if !l.onBed(out[i]) {
			return nil
		}
		for _, q := range out[:i] {
			if l.touch(out[i].Sub(q)) {
				return nil
			}
		}
	}
	return out
}

// onBed reports whether the frame at p lies wholly on the bed.
func (l *layout) onBed(p geom.Point) bool {
	at := l.outline.Shift(p)
	for _, g := range at {
		for i, q := range g {
			if !l.on.Contains(q) || l.on.CrossesBoundary(q, g[(i+1)%len(g)]) {
				return false
			}
		}
	}
	for _, g := range l.bed {
		if g.Area() < 0 && at.Contains(g[0]) {
			return false
		}
	}
	return true
}

// touch reports whether two frames d apart come nearer than the clearance.
func (l *layout) touch(d geom.Point) bool {
	a, b := l.outline.Box(), l.outline.Box()
	b.Min, b.Max = b.Min.Add(d), b.Max.Add(d)
	if !a.Grow(l.clear).Overlaps(b) {
		return false
	}
	hit, known := l.near[d]
	if !known {
		hit = !polygon.Intersection(l.grown, l.outline.Shift(d)).Empty()
		l.near[d] = hit
	}
	return hit
}

// pitchStep is how finely pitch searches, nm.
const pitchStep = 250_000

// pitch returns the least distance along the unit axis at which two frames clear each
// other, for it and every greater one.
func (l *layout) pitch(axis geom.Point) int64 {
	w, d := l.outline.Box().Size()
	at := l.clear + w*axis.X + d*axis.Y + 1
	for at > pitchStep {
		next := at - pitchStep
		if l.touch(geom.Point{X: next * axis.X, Y: next * axis.Y}) {
			break
		}
		at = next
	}
	return at
}

// MaxLevels returns how many frames of the given height fit above each other with gap
// between them below the printer's height, all mm.
func MaxLevels(frame, gap, height float64) int {
	return max(0, int(math.Floor((height+gap+1e-9)/(frame+gap))))
}
