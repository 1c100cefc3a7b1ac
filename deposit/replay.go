package deposit

import (
	"bytes"
	"io"
	"math"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
)

// sheet is what a file lays at one height.
type sheet struct {
	z       float64 // mm
	strokes []stroke
}

// replay follows a printer through a file and notes what it lays. Widths in its sheets
// are those in a layer 1 mm high.
type replay struct {
	done func(*sheet) error // takes each sheet that is complete
	now  *sheet             // the one being laid, or nil
	at   [3]float64         // mm
	e    float64            // mm, as the file counts
	unit float64            // mm in one unit
	mm2  float64            // area of the filament

	relative, relativeE bool
	begun               bool // the start code is over
	aside               bool // what is printed is no part
	broken              bool // the next strip starts a stroke
}

// read calls done with what the file in r lays of its parts, from the bed up: without
// start code, skirt, brim, support and purges, as far as its comments name them.
//
// Errors: those of r and of done; the file goes back down after a layer, or lays nothing.
func read(r io.Reader, opt Options, done func(*sheet) error) error {
	p := replay{done: done, unit: 1, mm2: math.Pi / 4 * opt.Diameter * opt.Diameter / opt.Flow, broken: true}
	rd := gcode.NewReader(r)
	var c gcode.Command
	for rd.Next(&c) {
		if err := p.command(&c); err != nil {
			return err
		}
	}
	if rd.Err() != nil {
		return rd.Err()
	}
	if p.now == nil {
		return say.Errorf("the file lays no part that could be held against the frame")
	}
	return done(p.now)
}

// command takes the next command of the file.
func (p *replay) command(c *gcode.Command) error {
	switch {
	case c.Letter == 'M' && (c.Code == 82 || c.Code == 83):
		p.relativeE = c.Code == 83
	case c.Letter == 'M' && c.Code == 200:
		if d, ok := c.Get('D'); ok && d > 0 { // E is mm3
			p.mm2 = 1
		}
	case c.Letter == 'G' && c.Sub == 0:
		return p.motion(c)
	case c.Letter == 0 && c.Comment != nil:
		p.comment(bytes.TrimSpace(c.Comment))
	}
	return nil
}

// comment takes what slicers write about what follows.
func (p *replay) comment(text []byte) {
	switch {
	case bytes.Equal(text, []byte("LAYER_CHANGE")), bytes.HasPrefix(text, []byte("LAYER:")):
		p.begin()
	case bytes.HasPrefix(text, []byte("TYPE:")):
		p.aside = aside(text[len("TYPE:"):])
	}
}

// begin drops what the start code laid, once.
func (p *replay) begin() {
	if !p.begun {
		p.begun, p.aside, p.now = true, false, nil
	}
	p.broken = true
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

// motion takes a G command.
func (p *replay) motion(c *gcode.Command) error {
	switch c.Code {
	case 0, 1, 2, 3:
		return p.move(c)
	case 20:
		p.unit = 25.4
	case 21:
		p.unit = 1
	case 90, 91:
		p.relative = c.Code == 91
	case 92:
		p.set(c)
	}
	return nil
}

// set takes the words of G92.
func (p *replay) set(c *gcode.Command) {
	for i, letter := range []byte("XYZ") {
		if v, ok := c.Get(letter); ok {
			p.at[i] = v * p.unit
			p.broken = true
		}
	}
	if v, ok := c.Get('E'); ok {
		p.e = v * p.unit
	}
}

// take moves p by the words of c and returns how much filament it pushes, mm.
func (p *replay) take(c *gcode.Command) float64 {
	for i, letter := range []byte("XYZ") {
		v, ok := c.Get(letter)
		if ok && p.relative {
			v += p.at[i] / p.unit
		}
		if ok {
			p.at[i] = float64(v * p.unit)
		}
	}
	v, ok := c.Get('E')
	v = float64(v * p.unit)
	switch {
	case !ok:
		return 0
	case p.relativeE:
		p.e += v
		return v
	}
	d := v - p.e
	p.e = v
	return d
}

// move takes G0 to G3. Moves in place, and up or down, change nothing.
func (p *replay) move(c *gcode.Command) error {
	from, unit := p.at, p.unit
	e := p.take(c)
	ways := []geom.Point{geom.MM(p.at[0], p.at[1])}
	if c.Code >= 2 {
		ways = arc(c, from, p.at, unit)
	}
	at := geom.MM(from[0], from[1])
	if len(ways) == 1 && ways[0] == at {
		return nil
	}
	if e <= 0 || p.aside {
		p.broken = true
		return nil
	}
	for _, q := range append(ways, at) {
		if max(q.X, -q.X, q.Y, -q.Y) > geom.Limit {
			return say.Errorf("line %d: prints more than %d mm from the origin", c.Line, geom.Limit/geom.Millimetre)
		}
	}
	s, err := p.sheet()
	if err != nil {
		return err
	}
	if p.broken || s.strokes[len(s.strokes)-1].end() != at {
		s.strokes = append(s.strokes, stroke{})
		s.strokes[len(s.strokes)-1].start(at)
		p.broken = false
	}
	s.strokes[len(s.strokes)-1].along(ways, e*p.mm2)
	return nil
}

// along lays volume, mm3, evenly along points, as area in a layer 1 mm high.
func (s *stroke) along(points []geom.Point, volume float64) {
	var length float64
	at := s.end()
	for _, p := range points {
		length += between(at, p)
		at = p
	}
	for _, p := range points {
		if d := between(s.end(), p); d > 0 {
			s.to(p, volume*d/length)
		}
	}
}

// sameZ is how far, mm, heights may be apart and be one.
const sameZ = 0.002

// sheet returns the sheet at p's height.
func (p *replay) sheet() (*sheet, error) {
	z := p.at[2]
	if p.now != nil && math.Abs(p.now.z-z) <= sameZ {
		return p.now, nil
	}
	if p.now != nil && z < p.now.z && p.begun {
		return nil, say.Errorf("the file goes down from Z%.3f to Z%.3f to print beside what is done: only files that print layer by layer can be held against the frame", p.now.z, z)
	}
	if p.now != nil && p.begun {
		if err := p.done(p.now); err != nil {
			return nil, err
		}
	}
	p.now, p.broken = &sheet{z: z}, true
	return p.now, nil
}
