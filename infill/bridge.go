package infill

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// bridgeSteps is the number of directions that BridgeAngle tries in half a turn: 5 degrees
// apart, which lengthens a line by less than 0.1 % against the best direction.
const bridgeSteps = 36

// bridgeReach is how far beyond a bridge line's end, or before it, its support may start:
// 0.1 mm, in nanometres, more than sections of adjacent layers are simplified by.
const bridgeReach = geom.Millimetre / 10

// BridgeAngle returns the direction, in radians from 0 up to pi, whose hatch lines over
// region are best held at both ends by anchors: the least share of their length is in
// lines with a free end, and among equals the mean square length is least. It tries steps
// of 5 degrees. It is not ok where no direction holds half of the length.
func BridgeAngle(region, anchors polygon.Region) (angle float64, ok bool) {
	if region.Empty() || anchors.Empty() {
		return 0, false
	}
	w, d := region.Box().Size()
	pitch := min(geom.Millimetre/2, max(geom.Millimetre/50, min(w, d)/40))
	best := hold{free: math.Inf(1)}
	for i := range bridgeSteps {
		a := math.Pi * float64(i) / bridgeSteps
		if h := bridgeHold(region, anchors, a, pitch); h.better(best) {
			best, angle = h, a
		}
	}
	return angle, best.free <= 0.5
}

// hold is how well lines of one direction are held.
type hold struct {
	free   float64 // share of the length in lines with a free end
	square float64 // mean square length, nm2, weighted by length
}

// better compares with a tolerance of 1 %, the error of sampling with few lines.
func (h hold) better(o hold) bool {
	if math.Abs(h.free-o.free) > 0.01 || math.IsInf(o.free, 1) {
		return h.free < o.free
	}
	return h.square < 0.999*o.square
}

// bridgeHold hatches region at one angle and looks up where its lines end.
func bridgeHold(region, anchors polygon.Region, angle float64, pitch int64) hold {
	f := newFrame(angle)
	turned := f.turn(region)
	b := turned.Box()
	var ys []int64
	for y := b.Min.Y + pitch/2; y < b.Max.Y; y += pitch {
		ys = append(ys, y)
	}
	lines, held := scan(turned, ys), scan(f.turn(anchors), ys)
	var free, total, cube float64
	for i, row := range lines {
		for k := 0; k+1 < len(row); k += 2 {
			l := float64(row[k+1].x - row[k].x)
			total += l
			cube += float64(l * l * l)
			if !covers(held[i], row[k].x) || !covers(held[i], row[k+1].x) {
				free += l
			}
		}
	}
	if total == 0 {
		return hold{free: 1}
	}
	return hold{free / total, cube / total}
}

// covers reports whether a place within bridgeReach of x lies between cuts of even and
// odd index.
func covers(row []cut, x int64) bool {
	for k := 0; k+1 < len(row); k += 2 {
		if row[k].x <= x+bridgeReach && x-bridgeReach <= row[k+1].x {
			return true
		}
	}
	return false
}
