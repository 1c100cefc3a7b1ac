package verify

import (
	"bytes"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
)

// maxEjects is how often a file may push its prints off the bed: what goes wrong goes
// wrong again each time.
const maxEjects = 20

// eject is a push that clears the bed, between the comments EJECT_BEGIN and EJECT_END.
type eject struct {
	in     bool
	cooled bool // the bed was waited for
	pushed bool // a move went through the print
	times  int
}

// ejectComment takes the comments around a push.
func (c *Checker) ejectComment(line int, text []byte) {
	switch {
	case bytes.Equal(text, []byte("EJECT_BEGIN")):
		c.eject.in, c.eject.cooled, c.eject.pushed = true, false, false
	case bytes.Equal(text, []byte("EJECT_END")) && c.eject.in:
		c.cleared(line)
	}
}

// cleared ends a push: the bed is empty, and what follows is start code again. A push
// that cannot have cleared it is refused.
func (c *Checker) cleared(line int) {
	e := &c.eject
	e.in, e.times = false, e.times+1
	fail := func(t say.Text) {
		if c.found.room(CodeEject) {
			c.found.fail(CodeEject, line, t)
		}
	}
	switch {
	case !e.cooled:
		fail(say.T("pushes the print off a bed that it has not waited for: wait with M190 R until it lets go, at %g C", c.limits.Release))
	case !e.pushed:
		fail(say.T("takes the bed for empty, and no move has gone through the print to push it off"))
	case e.times > maxEjects:
		fail(say.T("pushes prints off more than %d times", maxEjects))
	}
	offset, fixed := c.layers.offset, c.layers.fixed
	c.layers = layers{offset: offset, fixed: fixed}
	c.standing = standing{}
	c.begun, c.drawn = false, 1 // something was printed
}

// bedWait takes a wait until the bed is at temp degrees C or colder.
func (c *Checker) bedWait(temp float64) {
	if limit := c.limits.Release; limit <= 0 || temp <= limit+1e-9 {
		c.eject.cooled = true
	}
}

// temperatureWait takes Klipper's TEMPERATURE_WAIT.
func (c *Checker) temperatureWait(cmd *gcode.Command) {
	sensor, _ := cmd.Param("SENSOR")
	if bytes.HasPrefix(sensor, []byte("extruder")) {
		c.heat.wait()
	}
	if most, ok := cmd.ParamFloat("MAXIMUM"); ok && bytes.Equal(sensor, []byte("heater_bed")) {
		c.bedWait(most)
	}
}

// ejecting checks a move of a push: it may go through the print from its side, not come
// down on it.
func (c *Checker) ejecting(line int, from *position) {
	if !c.eject.in || c.at.axis[2] >= c.layers.top-slack {
		return
	}
	p, q := from.place(), c.at.place()
	if !c.layers.box.touches(p, q) {
		return
	}
	if c.at.axis[2] < from.axis[2]-1e-9 {
		if c.found.room(CodeEject) {
			c.found.fail(CodeEject, line, say.T("comes down on the print at X%.3f Y%.3f to push it off: come down beside it", q.x, q.y))
		}
		return
	}
	c.eject.pushed = true
}
