// Package nest places copies of one outline on a bed: turned and interlocked, none
// nearer to another than a clearance, as many as fit or as are asked for.
//
// A plain grid comes first. Where that holds fewer than are wanted, copies are searched
// for that overlap nothing: each is a set of points on its outline, and how far these
// are inside of what they should be clear of is read from a distance field and made
// zero by descent; copies that remain stuck are put elsewhere. What a search finds is
// proven with the exact outlines before it counts.
package nest

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// Auto as a number of copies means as many as fit.
const Auto = -1

// Most is the largest number of copies that Auto places.
const Most = 400

// Placement is where a copy of an outline is: turned anticlockwise about its own origin
// by Turn degrees, 0 up to 360, whole hundredths, then moved by At.
type Placement struct {
	At   geom.Point
	Turn float64
}

// Pose returns how p places points of the outline.
func (p Placement) Pose() geom.Pose { return geom.NewPose(p.At, p.Turn) }

// Of returns the outline where p puts it, in normal form.
func (p Placement) Of(outline polygon.Region) polygon.Region {
	if p.Turn == 0 {
		return outline.Shift(p.At)
	}
	pose, out := p.Pose(), make(polygon.Region, len(outline))
	for i, g := range outline {
		out[i] = pose.Ring(g)
	}
	return polygon.NonZero(out)
}

// Place returns places on the bed for copies of an outline (regions in normal form), up
// to count of them or as many as it finds room for, in nanometres:
//
//  1. Every copy is wholly on the bed.
//  2. No two are nearer to each other than clearance, but for 10 micrometres by which
//     arcs around corners are approximated.
//  3. There are at least as many, up to count, as in a grid of copies that are not
//     turned.
//  4. Same arguments, same places, on every machine.
//
// Where copies fit as a grid unturned, they are so; a single one stands in the middle.
// There are none where not even one fits. Cost: some milliseconds for a grid, up to
// about two seconds of two processors for the first number of copies that it does
// not find room for.
func Place(outline, bed polygon.Region, clearance int64, count int) []Placement {
	return place(outline, bed, clearance, count, patience)
}

// Grid is Place without the search: copies in rows, unturned, the group in the middle of
// the bed. Cost: some milliseconds.
func Grid(outline, bed polygon.Region, clearance int64, count int) []Placement {
	if count == Auto {
		count = Most
	}
	if outline.Empty() || bed.Empty() || count < 1 {
		return nil
	}
	return newTask(outline, bed, clearance).grid(count)
}

// place is Place with a patience of its own.
func place(outline, bed polygon.Region, clearance int64, count, patience int) []Placement {
	if count == Auto {
		count = Most
	}
	if outline.Empty() || bed.Empty() || count < 1 {
		return nil
	}
	t := newTask(outline, bed, clearance)
	t.patience = patience
	best, searchedFor := t.grid(count), false
	for most := min(count, searched, t.exact.room()); len(best) < most; {
		more := t.search(best)
		if more == nil {
			break
		}
		best, searchedFor = more, true
	}
	if searchedFor {
		best = t.gather(best)
	}
	return best
}

// searched is up to how many copies are looked for beyond the grid's.
const searched = 24

// task is what is to be placed where.
type task struct {
	outline   polygon.Region
	bed       polygon.Region
	clearance int64
	exact     *prover
	shape     *shape
	floor     *floor
	clear     float64 // between two outlines as simplified, mm
	inset     float64 // how far copies stay from the bed's edge, mm
	patience  int     // how many points to look up for a number of copies
}

const (
	// tolerance is how far the simplified outline is from the true one, nm.
	tolerance = 30_000
	// reserve is what the search keeps beyond clearance and tolerances, mm: distance
	// fields are read between their nodes.
	reserve = 0.03
	// slip is how far points may be inside of what they should be clear of when a search
	// takes copies as clear, mm.
	slip = 0.02
)

func newTask(outline, bed polygon.Region, clearance int64) *task {
	clear := geom.ToMM(clearance+2*tolerance) + reserve
	return &task{
		outline: outline, bed: bed, clearance: clearance,
		exact: newProver(outline, bed, clearance),
		shape: newShape(outline, clear), floor: newFloor(bed), clear: clear,
		inset: geom.ToMM(tolerance) + reserve,
	}
}

// measure makes the distance fields, which cost most of a small job and are not needed
// for a single copy in the middle.
func (t *task) measure() {
	if t.shape.field == nil {
		t.shape.field, t.floor.field = t.shape.measure(), t.floor.measure()
	}
}

// pose is where a copy's middle is and how it is turned.
type pose struct{ x, y, t float64 } // mm, mm, radians

// turnUnits are how many steps of turning a degree has in placements.
const turnUnits = 100

// placement returns p in the outline's terms, rounded.
func (t *task) placement(p pose) Placement {
	units := math.Round(float64(p.t*(180*turnUnits)) / math.Pi)
	units -= float64(math.Floor(units/(360*turnUnits)) * (360 * turnUnits))
	turn := geom.NewPose(geom.Point{}, units/turnUnits)
	return Placement{geom.MM(p.x, p.y).Sub(turn.Place(t.shape.middle)), units / turnUnits}
}

// pose returns q in the search's terms.
func (t *task) pose(q Placement) pose {
	o := q.Pose()
	at := o.Place(t.shape.middle)
	x, y := at.MM()
	return pose{x, y, float64(q.Turn*math.Pi) / 180}
}
