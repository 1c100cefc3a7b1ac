package resume

import (
	"bytes"
	"strconv"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
)

// finder looks for the place where a file is to be parted.
type finder struct {
	state
	at  Point
	cut *Cut // nil: not found yet

	between *Cut // before the first line since the last stroke that may begin a layer; nil: none yet
	level   int
	levels  int  // the highest
	stacks  int  // begun one after the other
	met     int  // how often the level that is wanted has begun
	ejected bool // the first plate was pushed off
	told    bool // Z was said since between
	bent    bool // Z was changed by a relative move since
}

// command takes the next line.
func (f *finder) command(c *gcode.Command) {
	f.look(c)
	if _, z := c.Get('Z'); z && moves(c) {
		f.told, f.bent = f.told || !f.relative, f.bent || f.relative
	}
	n := f.laid.Strokes
	f.state.command(c)
	if f.laid.Strokes > n {
		f.stroke()
	}
}

// look takes what tells layers and levels.
func (f *finder) look(c *gcode.Command) {
	text := bytes.TrimSpace(c.Comment)
	switch number, isLevel := bytes.CutPrefix(text, []byte("LEVEL:")); {
	case f.ejected:
	case bytes.Equal(text, []byte("EJECT_BEGIN")):
		f.ejected = true
	case isLevel:
		n, _ := strconv.Atoi(string(number))
		f.rise(c.Line, n)
	case bytes.Equal(text, []byte("LAYER_CHANGE")), bytes.HasPrefix(text, []byte("LAYER:")):
		f.begun = true
		f.layer(c.Line)
	case moves(c):
		if _, z := c.Get('Z'); z {
			f.layer(c.Line)
		}
	}
}

// layer notes a line that may begin a layer, where that decides.
func (f *finder) layer(line int) {
	if f.at.Level == 0 {
		f.part(line)
	}
}

// moves reports whether c is a move.
func moves(c *gcode.Command) bool {
	return c.Letter == 'G' && c.Code >= 0 && c.Code <= 3 && c.Sub == 0
}

// rise begins a level of a stack.
func (f *finder) rise(line, n int) {
	f.begun, f.level, f.levels = true, n, max(f.levels, n)
	if n == 1 {
		f.stacks++
	}
	switch {
	case n != f.at.Level:
		f.layer(line)
	default:
		if f.met++; f.met == max(1, f.at.Column) {
			f.part(line)
			f.cut = f.between
		}
	}
}

// part notes a line that may begin a layer, unless another has since the last stroke.
func (f *finder) part(line int) {
	if f.between == nil && f.cut == nil {
		f.told, f.bent = false, false
		f.between = &Cut{Line: line, Level: f.level, Done: f.top, was: f.state.copy()}
	}
}

// near is how far, in mm, a height may be from the one that is asked for.
const near = 0.001

// stroke takes a stroke that was just made.
func (f *finder) stroke() {
	b, z := f.between, f.axis[2]
	f.between = nil
	f.begun = f.begun || f.laid.Strokes > startStrokes
	if f.cut == nil && f.at.Level == 0 && b != nil && f.begun && b.Done > 0 && z >= f.at.Z-near && !f.ejected {
		f.cut = b
		f.cut.Level = f.level
	}
	if f.cut != nil && f.cut.Z == 0 {
		f.cut.Z = z
		f.cut.was.vague = f.bent || !f.told
	}
}

// startStrokes is how many strokes a start code has at most, in files that do not say
// where their layers are.
const startStrokes = 30

// result returns the cut.
func (f *finder) result() (*Cut, error) {
	c, at := f.cut, &f.at
	switch {
	case at.Level > 0 && f.levels == 0:
		return nil, say.Errorf("the file does not say where the levels of a stack begin: give the height to go on from, --from-z")
	case at.Level > f.levels:
		return nil, say.Errorf("the file has %d levels: there is no level %d to go on from", f.levels, at.Level)
	case at.Column > f.stacks:
		return nil, say.Errorf("the file prints %d stacks one after the other: there is no column %d to go on in", f.stacks, at.Column)
	case at.Level > 0 && at.Column == 0 && f.stacks > 1:
		return nil, say.Errorf("the file prints %d stacks one after the other: say in which to go on, --column", f.stacks)
	case c == nil || c.Z == 0:
		return nil, say.Errorf("the file prints up to Z%.2f: nothing is left to go on with", f.top)
	case c.Done <= 0:
		return nil, say.Errorf("nothing is printed before that: print the file from its start")
	case c.was.vague || c.was.relative || !c.was.known[0] || !c.was.known[1] || !c.was.known[2]:
		return nil, say.Errorf("line %d: the file goes on relative to where the nozzle was: it cannot be parted here", c.Line)
	}
	c.Rest = Laid{f.laid.Strokes - c.was.laid.Strokes, f.laid.Sum - c.was.laid.Sum, f.laid.MM - c.was.laid.MM}
	return c, nil
}
