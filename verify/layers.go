package verify

import (
	"bytes"
	"math"
	"strconv"

	"github.com/visiere/visiere/internal/say"
)

// startMoves is how many extruding moves a start code has at most: a file without
// comments is in its first layer after them.
const startMoves = 30

// layers is what the file says of its layers, and where they are.
type layers struct {
	top    float64 // highest Z printed at, mm
	z      float64 // what the last ;Z: said, mm
	height float64 // what the last ;HEIGHT: said, mm
	named  bool    // z is known
	offset float64 // of Z from what the comments say, mm
	fixed  bool    // offset is known
}

// comment takes what slicers write about what follows.
func (c *Checker) comment(text []byte) {
	text = bytes.TrimSpace(text)
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

// stacked checks the height of an extruding move that comes from Z from.
func (c *Checker) stacked(line int, from float64) {
	l, z := &c.layers, c.at.axis[2]
	if !c.begun || !c.at.known[2] {
		return
	}
	if z < l.top-slack && c.found.room(CodeDown) {
		c.found.fail(CodeDown, line, say.T("prints at Z%.3f, below Z%.3f where it has printed already: the nozzle hits the print", z, l.top))
	}
	l.top = z
	if l.named {
		c.level(line, z, math.Abs(z-from) < 1e-9)
	}
}

// level compares Z with what the comments say. Flat moves are at the layer's top, others,
// as in a vase, in the layer. A constant offset is allowed: some set it to tune the first
// layer.
func (c *Checker) level(line int, z float64, flat bool) {
	l := &c.layers
	if !l.fixed && flat {
		l.offset, l.fixed = z-l.z, true
	}
	low := l.z + l.offset - slack
	if !flat {
		low -= l.height
	}
	if (z < low || z > l.z+l.offset+slack) && c.found.room(CodeLayer) {
		c.found.fail(CodeLayer, line, say.T("prints at Z%.3f in a layer whose top is at Z%.3f", z, l.z+l.offset))
	}
}
