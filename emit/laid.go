package emit

import (
	"math"

	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// Laid is how long a file's strokes take by what keeps them from being faster, and what
// they melt. Travels and what accelerations cost are not in it.
type Laid struct {
	Seconds [toolpath.Roles][toolpath.Limits]float64 // at the speeds written
	Volume  [toolpath.Roles][toolpath.Limits]float64 // of filament, mm3
}

// add adds what o has.
func (l *Laid) add(o *Laid) {
	for r := range l.Seconds {
		for i := range l.Seconds[r] {
			l.Seconds[r][i] += o.Seconds[r][i]
			l.Volume[r][i] += o.Volume[r][i]
		}
	}
}

// count counts a segment of b that is about to be written.
func (e *emitter) count(b *bead, to *segment) {
	dx, dy, d := to.way(e.at)
	s := d * 60 / float64(to.feed)
	limit := b.limit
	if to.feed < b.feed && limit != toolpath.LimitLayerTime {
		limit = toolpath.LimitMelt
	}
	if slow := e.axes.seconds(dx, dy, float64(to.n)/extrusion); slow > s*overAxes {
		s, limit = slow, toolpath.LimitPrinter
	}
	role := min(b.path.Role, toolpath.Roles-1)
	e.elapsed += s
	e.laid.Seconds[role][limit] += s
	e.laid.Volume[role][limit] += float64(to.n) / e.unit
}

// overAxes is by how much, as a factor, a speed must be over the printer's to count so.
const overAxes = 1.0001

// axes is how fast the printer's axes are, mm/s; 0: not told.
type axes struct{ x, y, e float64 }

func newAxes(l *profiles.Limits) axes {
	return axes{float64(l.SpeedX), float64(l.SpeedY), float64(l.SpeedE)}
}

// seconds returns the least time in which the axes go the given ways, mm.
func (a *axes) seconds(x, y, e float64) float64 {
	return max(over(x, a.x), over(y, a.y), over(e, a.e))
}

// over returns the time that a way takes at a speed, 0 where the speed is not told.
func over(way, speed float64) float64 {
	if speed <= 0 {
		return 0
	}
	return math.Abs(way) / speed
}
