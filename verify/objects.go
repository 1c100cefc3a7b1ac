package verify

import (
	"bytes"
	"math"
	"strconv"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
)

// The ways in which a file marks objects that can be cancelled. A file may use several
// beside each other; each is held to its rules by itself.
const (
	inComments = iota
	inKlipper
	inMarlin
	ways
)

// maxObjects is how many objects are told apart.
const maxObjects = 1000

// objects is what a file marks in one way.
type objects struct {
	used  bool
	open  string          // the object that is being printed; empty: none
	known map[string]bool // defined, or met
	told  told            // where it was opened
	run   run             // of the object that was opened last
}

// run is an object's lines up to where another object, or none, is printed.
type run struct {
	name     string
	from, to float64 // mm of filament pulled back at its ends
}

// objectComment takes comments that mark objects. Source: PrusaSlicer's.
func (c *Checker) objectComment(line int, text []byte) {
	if name, ok := bytes.CutPrefix(text, []byte("printing object ")); ok {
		c.enter(line, inComments, string(bytes.TrimSpace(name)))
	} else if bytes.HasPrefix(text, []byte("stop printing object")) {
		c.leave(line, inComments, "")
	}
}

// klipperObject takes Klipper's EXCLUDE_OBJECT_DEFINE, _START and _END.
func (c *Checker) klipperObject(cmd *gcode.Command) {
	text, _ := cmd.Param("NAME")
	name, o := string(text), &c.objects[inKlipper]
	switch {
	case bytes.HasSuffix(cmd.Name, []byte("_DEFINE")):
		o.know(name)
	case bytes.HasSuffix(cmd.Name, []byte("_START")):
		if !o.known[name] {
			c.unlabelled(CodeLabel, cmd.Line, say.T("starts object %q, which EXCLUDE_OBJECT_DEFINE has not named", name))
		}
		c.enter(cmd.Line, inKlipper, name)
	case bytes.HasSuffix(cmd.Name, []byte("_END")):
		c.leave(cmd.Line, inKlipper, name)
	}
}

// marlinObject takes M486 S: it starts an object by its number, -1 ends it.
func (c *Checker) marlinObject(cmd *gcode.Command) {
	switch s, ok := cmd.Get('S'); {
	case !ok:
	case s < 0:
		c.leave(cmd.Line, inMarlin, "")
	default:
		c.enter(cmd.Line, inMarlin, strconv.Itoa(int(s)))
	}
}

// know notes an object.
func (o *objects) know(name string) {
	if o.known == nil {
		o.known = map[string]bool{}
	}
	if len(o.known) < maxObjects {
		o.known[name] = true
	}
}

// enter starts an object.
func (c *Checker) enter(line, way int, name string) {
	o := &c.objects[way]
	if o.open != "" {
		c.unlabelled(CodeLabel, line, say.T("starts object %q within object %q", name, o.open))
	}
	if name != o.run.name {
		c.ran(line, o)
		o.run = run{name: name, from: c.spool.pulled}
	}
	o.used, o.open, o.told = true, name, c.told()
	o.know(name)
}

// leave ends an object; where the file does not say which, name is empty.
func (c *Checker) leave(line, way int, name string) {
	o := &c.objects[way]
	if o.open == "" || name != "" && name != o.open {
		c.unlabelled(CodeLabel, line, say.T("ends object %q, which it has not started", name))
	}
	if c.limits.Objects > 0 && o.open != "" && o.told != c.told() {
		c.unlabelled(CodeObject, line, say.T("object %q changes temperature, flow, speed or tool: where it is cancelled, others lack that", o.open))
	}
	o.open, o.run.to = "", c.spool.pulled
}

// ran checks, where something else follows, that an object ends with as much filament
// pulled back as it began with: a cancelled one moves none.
func (c *Checker) ran(line int, o *objects) {
	r := o.run
	o.run = run{}
	if c.limits.Objects > 0 && o.open == "" && math.Abs(r.from-r.to) > slack {
		c.unlabelled(CodeObject, line, say.T("object %q begins with %.2f mm of filament pulled back and ends with %.2f mm: where it is cancelled, others lack that", r.name, r.from, r.to))
	}
}

// drawnIn checks that an extruding move of a part is within an object, in files that
// mark them.
func (c *Checker) drawnIn(line int) {
	for i := range c.objects {
		o := &c.objects[i]
		if !o.used || o.open != "" {
			continue
		}
		c.ran(line, o)
		if c.begun && !c.spool.aside && !c.eject.in {
			c.unlabelled(CodeLoose, line, say.T("prints a part outside of any object: it stays when its object is cancelled"))
		}
	}
}

// unlabelled notes what is wrong with labels: an error where the file must have them.
func (c *Checker) unlabelled(code string, line int, t say.Text) {
	switch {
	case !c.found.room(code):
	case c.limits.Objects > 0:
		c.found.fail(code, line, t)
	default:
		c.found.warn(code, line, t)
	}
}

// objectsEnd checks the labels of the whole file.
func (c *Checker) objectsEnd() {
	most := 0
	for i := range c.objects {
		o := &c.objects[i]
		c.ran(0, o)
		if o.open != "" {
			c.unlabelled(CodeLabel, 0, say.T("does not end object %q", o.open))
		}
		if o.used {
			most = max(most, len(o.known))
			if want := c.limits.Objects; want > 0 && len(o.known) != want {
				c.unlabelled(CodeLabel, 0, say.T("the file marks %d objects and prints %d", len(o.known), want))
			}
		}
	}
	if c.limits.Objects > 0 && most == 0 {
		c.unlabelled(CodeLabel, 0, say.T("the file marks %d objects and prints %d", 0, c.limits.Objects))
	}
}
