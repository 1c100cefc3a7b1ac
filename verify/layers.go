package verify

import (
	"bytes"
	"math"
	"strconv"

	"github.com/visiere/visiere/internal/say"
)

// startMoves is how many extruding moves a start code has at most, where no comment says
// that it is one: a file without comments is in its first layer after them.
const startMoves = 30

// layers is what the file says of its layers, and where they are.
type layers struct {
	top    float64 // highest Z printed at, mm
	z      float64 // what the last ;Z: said, mm
	height float64 // what the last ;HEIGHT: said, mm
	named  bool    // z is known
	offset float64 // of Z from what the comments say, mm
	fixed  bool    // offset is known
	box    box     // of what is printed since z last went down
}

// box is a rectangle in the plane. The zero box holds nothing.
type box struct {
	lo, hi place
	some   bool
}

// add grows b to hold p.
func (b *box) add(p place) {
	if !b.some {
		*b = box{p, p, true}
		return
	}
	b.lo = place{min(b.lo.x, p.x), min(b.lo.y, p.y)}
	b.hi = place{max(b.hi.x, p.x), max(b.hi.y, p.y)}
}

// join grows b to hold o.
func (b *box) join(o *box) {
	if o.some {
		b.add(o.lo)
		b.add(o.hi)
	}
}

// touches reports whether b and the way from p to q may meet.
func (b *box) touches(p, q place) bool { return b.some && passes(p, q, b.lo, b.hi) }

// comment takes what slicers write about what follows.
func (c *Checker) comment(line int, text []byte) {
	text = bytes.TrimSpace(text)
	c.interfaceComment(line, text)
	c.ejectComment(line, text)
	c.objectComment(line, text)
	switch {
	case bytes.Equal(text, []byte("LAYER_CHANGE")), bytes.HasPrefix(text, []byte("LAYER:")):
		c.begun = true
	case bytes.HasPrefix(text, []byte("Z:")):
		c.layers.z, c.layers.named = number(text[2:])
	case bytes.HasPrefix(text, []byte("HEIGHT:")):
		c.layers.height, _ = number(text[7:])
	case bytes.HasPrefix(text, []byte("TYPE:")):
		c.spool.aside = aside(text[5:])
	case bytes.HasPrefix(text, []byte("FLAVOR:")):
		c.flavor(text[7:])
	}
}

// flavor takes the dialect that Cura names. Ultimaker's printers home by themselves, and
// the older of them heat by themselves.
func (c *Checker) flavor(name []byte) {
	switch string(name) {
	case "Griffin":
		c.homed = true
	case "UltiGCode":
		c.homed, c.heat.hot = true, true
	}
}

func number(text []byte) (float64, bool) {
	v, err := strconv.ParseFloat(string(bytes.TrimSpace(text)), 64)
	if err != nil || math.Abs(v) > 1e6 || v != v {
		return 0, false
	}
	return v, true
}

// others are words in the names of features that are no part.
var others = [][]byte{[]byte("skirt"), []byte("brim"), []byte("support"), []byte("tower"), []byte("custom")}

// aside reports whether a feature is no part of what is printed.
func aside(feature []byte) bool {
	feature = bytes.ToLower(feature)
	for _, o := range others {
		if bytes.Contains(feature, o) {
			return true
		}
	}
	return false
}

// stacked checks the height of an extruding move. Going down is allowed where the
// comments say so: beside the objects that are done.
func (c *Checker) stacked(line int, from *position) {
	l, z := &c.layers, c.at.axis[2]
	if !c.begun || !c.at.known[2] {
		return
	}
	if z < l.top-slack && l.named && l.z+l.offset < l.top-slack {
		c.standing.done(&c.limits)
		l.box, c.passage.box, l.top = box{}, box{}, 0
	}
	if z < l.top-slack && c.found.room(CodeDown) {
		c.found.fail(CodeDown, line, below(z, l.top))
	}
	if c.passage.on {
		c.passage.laid(from, &c.at, c.drawn == c.passage.drawn+1)
	}
	c.lay(line, from)
	l.top = z
	l.box.add(from.place())
	l.box.add(c.at.place())
	if l.named {
		c.level(line, z, math.Abs(z-from.axis[2]) < 1e-9)
	}
}

// below says that a file prints at z, lower than top.
func below(z, top float64) say.Text {
	return say.T("prints at Z%.3f, below Z%.3f where it has printed already: the nozzle hits the print", z, top)
}

// level compares Z with what the comments say. Flat moves are at the layer's top, others,
// as in a vase, in the layer. A constant offset is allowed: some set it to tune the first
// layer.
func (c *Checker) level(line int, z float64, flat bool) {
	l := &c.layers
	if flat {
		l.fix(z)
	}
	low := l.z + l.offset - slack
	if !flat {
		low -= l.height
	}
	if (z < low || z > l.z+l.offset+slack) && c.found.room(CodeLayer) {
		c.found.fail(CodeLayer, line, say.T("prints at Z%.3f in a layer whose top is at Z%.3f", z, l.z+l.offset))
	}
}

// fix takes the first flat move of a layer, at z, for what tells the offset.
func (l *layers) fix(z float64) {
	if l.named && !l.fixed {
		l.offset, l.fixed = z-l.z, true
	}
}

// fits reports whether stacked finds nothing wrong with a flat move at z.
func (l *layers) fits(z float64) bool {
	if z < l.top-slack {
		return false
	}
	if !l.named || !l.fixed {
		return true
	}
	return z >= l.z+l.offset-slack && z <= l.z+l.offset+slack
}
