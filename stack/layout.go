package stack

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/nest"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
)

// Auto as a number of columns means as many as fit.
const Auto = nest.Auto

// Layout places columns of a frame with the given outlines (around its own origin) on
// the printer's bed, turned and interlocked where they fit no other way, with the
// process's clearance between them; see package nest.
//
// Errors: one frame does not fit the bed; fewer columns fit than asked for.
func Layout(outline polygon.Region, set *profiles.Set, columns int) ([]Column, error) {
	bed := Bed(set.Printer.Bed)
	at := nest.Place(outline, bed, geom.ToNM(float64(set.Process.Clearance)), columns)
	if len(at) == 0 {
		return nil, TooLarge(outline, &set.Printer)
	}
	if len(at) < columns {
		return nil, say.Errorf("%d columns were asked for, but room was found for %d on the bed of %s: lower --columns", columns, len(at), set.Printer.Name)
	}
	return columnsAt(at), nil
}

// TooLarge says that not one frame with the given outlines fits the printer's bed.
func TooLarge(outline polygon.Region, p *profiles.Printer) error {
	w, d := outline.Box().Size()
	bw, bd := Bed(p.Bed).Box().Size()
	return say.Errorf("the frame is %.1f x %.1f mm and the bed of %s takes %.1f x %.1f mm: however it is turned it does not fit; choose another printer or a smaller frame",
		geom.ToMM(w), geom.ToMM(d), p.Name, geom.ToMM(bw), geom.ToMM(bd))
}

// Rows places columns as Layout does, but in rows alone, unturned: as many as fit, up to
// the number wanted.
func Rows(outline polygon.Region, set *profiles.Set, columns int) []Column {
	return columnsAt(nest.Grid(outline, Bed(set.Printer.Bed), geom.ToNM(float64(set.Process.Clearance)), columns))
}

// Fits reports whether one frame with the given outlines fits in the middle of the bed.
func Fits(outline polygon.Region, b profiles.Bed) bool {
	bed := Bed(b)
	middle := bed.Box().Centre().Sub(outline.Box().Centre())
	return polygon.Difference(outline.Shift(middle), bed).Empty()
}

// MaxLevels returns how many frames of the given height fit above each other with gap
// between them below the printer's height, all mm.
func MaxLevels(frame, gap, height float64) int {
	return max(0, int(math.Floor((height+gap+1e-9)/(frame+gap))))
}

// rough is how far what stack.Around returns may be from the outline, nm: a picture of it
// is what people touch to cancel a column.
const rough = geom.Millimetre / 2

// Around returns the largest ring of an outline with few points.
func Around(outline polygon.Region) geom.Ring {
	var best geom.Ring
	for _, r := range outline.Simplify(rough) {
		if r.Area() > best.Area() {
			best = r
		}
	}
	return best
}
