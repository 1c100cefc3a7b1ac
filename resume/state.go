package resume

import (
	"bytes"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/profiles"
)

// state is what a printer was told so far and where it is.
type state struct {
	firmware  profiles.Firmware
	axis      [3]float64 // mm
	known     [3]bool
	e         float64 // mm, as the file counts
	feed      float64 // mm/min
	relative  bool
	relativeE bool
	inches    bool
	pulled    float64 // mm of filament pulled back
	firmPull  bool    // by the firmware, G10

	tool    int
	nozzles map[int]float64 // degrees C, by tool
	bed     float64
	lasting map[string]said // what else lasts, by what it sets
	said    int
	open    []string // marks of the object that is being printed
	object  string   // of them, that of M486

	begun bool    // layers have
	top   float64 // highest stroke since, mm
	high  box     // of the strokes above the first layers
	laid  Laid
	vague bool // what follows needs to know where the nozzle was
}

// said is a line of the file that lasts.
type said struct {
	order int
	line  string
}

// box is a rectangle in the plane, mm; none where it is the zero box.
type box struct {
	lo, hi [2]float64
	some   bool
}

func (b *box) add(x, y float64) {
	if !b.some {
		*b = box{[2]float64{x, y}, [2]float64{x, y}, true}
		return
	}
	b.lo = [2]float64{min(b.lo[0], x), min(b.lo[1], y)}
	b.hi = [2]float64{max(b.hi[0], x), max(b.hi[1], y)}
}

func newState(f profiles.Firmware) state {
	return state{firmware: f, nozzles: map[int]float64{}, lasting: map[string]said{}}
}

// copy returns s with maps of its own.
func (s *state) copy() state {
	out := *s
	out.nozzles, out.lasting, out.open = maps.Clone(s.nozzles), maps.Clone(s.lasting), slices.Clone(s.open)
	return out
}

// command takes the next line.
func (s *state) command(c *gcode.Command) {
	switch {
	case c.Letter == 'G' && c.Sub == 0:
		s.motion(c)
	case c.Letter == 'M':
		s.machine(c)
	case c.Letter == 'T':
		s.tool = c.Code
	case len(c.Name) > 0:
		s.named(c)
	case c.Comment != nil:
		s.comment(c)
	}
}

// motion takes a G command.
func (s *state) motion(c *gcode.Command) {
	switch c.Code {
	case 0, 1, 2, 3:
		s.move(c)
	case 10:
		if _, tool := c.Get('P'); !tool {
			s.firmPull = true
		}
	case 11:
		s.firmPull = false
	case 20, 21:
		s.inches = c.Code == 20
	case 28:
		s.home(c)
	case 90, 91:
		s.relative = c.Code == 91
		if s.firmware == profiles.Marlin || s.firmware == "" {
			s.relativeE = s.relative
		}
	case 92:
		s.set(c)
	}
}

// unit returns the millimetres of a unit of the file.
func (s *state) unit() float64 {
	if s.inches {
		return 25.4
	}
	return 1
}

// home takes G28: where the end stops are, nothing tells.
func (s *state) home(c *gcode.Command) {
	_, x := c.Get('X')
	_, y := c.Get('Y')
	_, z := c.Get('Z')
	all := !x && !y && !z
	s.known = [3]bool{s.known[0] && !x && !all, s.known[1] && !y && !all, s.known[2] && !z && !all}
}

// set takes G92.
func (s *state) set(c *gcode.Command) {
	for i, l := range []byte("XYZ") {
		if v, ok := c.Get(l); ok {
			s.axis[i], s.known[i] = v*s.unit(), true
		}
	}
	if v, ok := c.Get('E'); ok {
		s.e = v * s.unit()
	}
}

// move takes G0 to G3.
func (s *state) move(c *gcode.Command) {
	from := s.axis
	for i, l := range []byte("XYZ") {
		v, ok := c.Get(l)
		switch v = float64(v * s.unit()); {
		case ok && s.relative:
			s.axis[i] += v
		case ok:
			s.axis[i], s.known[i] = v, true
		}
	}
	if v, ok := c.Get('F'); ok && v > 0 {
		s.feed = float64(v * s.unit())
	}
	v, ok := c.Get('E')
	if !ok {
		return
	}
	v = float64(v * s.unit())
	d := v
	if s.relativeE {
		s.e += v
	} else {
		d, s.e = v-s.e, v
	}
	if d > 0 && (s.axis[0] != from[0] || s.axis[1] != from[1]) {
		s.stroke(from, d)
		return
	}
	s.pulled = max(0, s.pulled-d)
}

// lowest is how high, in mm, strokes are that nothing runs into: of skirts and brims.
const lowest = 1

// stroke notes a move that extrudes d mm of filament.
func (s *state) stroke(from [3]float64, d float64) {
	s.pulled = 0
	if s.begun {
		s.top = max(s.top, s.axis[2])
	}
	if s.axis[2] > lowest {
		s.high.add(from[0], from[1])
		s.high.add(s.axis[0], s.axis[1])
	}
	s.laid.Strokes++
	s.laid.MM += d
	h := uint64(14695981039346656037) // FNV-1a, by words
	for _, v := range [...]float64{from[0], from[1], from[2], s.axis[0], s.axis[1], s.axis[2], math.Round(d * 1e4),
		s.feed, s.nozzles[s.tool], s.bed, float64(s.tool), float64(len(s.open))} {
		h = (h ^ math.Float64bits(v)) * 1099511628211
	}
	s.laid.Sum += h
}

// lasts are the commands that last and that Visiere says again as they were.
//
// Source: the firmwares' G-code documents.
var lasts = map[int]bool{
	106: true, 107: true, 141: true, 200: true, 201: true, 203: true, 204: true, 205: true, 207: true, 208: true,
	220: true, 221: true, 420: true, 566: true, 572: true, 593: true, 900: true,
}

// machine takes an M command.
func (s *state) machine(c *gcode.Command) {
	temp, hasS := c.Get('S')
	if r, hasR := c.Get('R'); !hasS && hasR {
		temp, hasS = r, true
	}
	tool, named := c.Get('T')
	switch c.Code {
	case 82, 83:
		s.relativeE = c.Code == 83
	case 104, 109:
		if !named {
			tool = float64(s.tool)
		}
		if hasS {
			s.nozzles[int(tool)] = temp
		}
	case 140, 190:
		if hasS {
			s.bed = temp
		}
	case 486:
		s.marlinObject(c, temp, hasS)
	}
	if lasts[c.Code] {
		s.last(key(c), c)
	}
}

// key returns what a command sets: the same words of the same command replace each other,
// and M107 what M106 has set.
func key(c *gcode.Command) string {
	code, words := c.Code, c.Has
	if code == 106 || code == 107 {
		code, words = 106, 0
	}
	index := ""
	for _, l := range []byte("PTD") { // of fans, tools, extruders
		if v, ok := c.Get(l); ok && code != 204 {
			index += string(l) + strconv.FormatFloat(v, 'g', -1, 64)
		}
	}
	return strconv.Itoa(code) + " " + strconv.FormatUint(uint64(words), 16) + index
}

// last notes a line that lasts.
func (s *state) last(key string, c *gcode.Command) {
	s.said++
	s.lasting[key] = said{s.said, string(bytes.TrimSpace(c.Raw))}
}

// named takes an extended command of Klipper.
func (s *state) named(c *gcode.Command) {
	switch name := string(c.Name); name {
	case "SET_VELOCITY_LIMIT", "SET_PRESSURE_ADVANCE", "SET_RETRACTION", "SET_GCODE_OFFSET", "SET_FAN_SPEED", "BED_MESH_PROFILE", "SET_INPUT_SHAPER":
		s.last(name+params(c), c)
	case "EXCLUDE_OBJECT_DEFINE":
		object, _ := c.Param("NAME")
		s.last(name+string(object), c)
	case "EXCLUDE_OBJECT_START":
		s.open = append(s.open, string(c.Raw))
	case "EXCLUDE_OBJECT_END":
		s.open = shut(s.open, "EXCLUDE_OBJECT_START")
	case "SET_HEATER_TEMPERATURE":
		s.heater(c)
	}
}

// params returns the names of c's parameters.
func params(c *gcode.Command) string {
	var out []byte
	for _, word := range bytes.Fields(c.Raw) {
		if name, _, ok := bytes.Cut(word, []byte("=")); ok {
			out = append(append(out, ' '), bytes.ToUpper(name)...)
		}
	}
	return string(out)
}

// heater takes Klipper's SET_HEATER_TEMPERATURE.
func (s *state) heater(c *gcode.Command) {
	temp, _ := c.ParamFloat("TARGET")
	heater, _ := c.Param("HEATER")
	switch {
	case bytes.Equal(heater, []byte("heater_bed")):
		s.bed = temp
	case bytes.HasPrefix(heater, []byte("extruder")):
		tool, _ := strconv.Atoi(string(heater[len("extruder"):]))
		s.nozzles[tool] = temp
	}
}

// marlinObject takes M486: how many objects there are, what one is called, and which one is
// printed.
func (s *state) marlinObject(c *gcode.Command, number float64, has bool) {
	_, named := c.Text('A')
	switch {
	case named && s.object != "":
		s.said++
		s.lasting["486 "+s.object] = said{s.said, s.object + "\n" + string(c.Raw) + "\nM486 S-1"}
	case !has:
		s.last("486", c)
	default:
		s.open, s.object = shut(s.open, "M486"), ""
		if number >= 0 {
			s.object = string(c.Raw)
			s.open = append(s.open, s.object)
		}
	}
}

// comment takes the comments that mark objects.
func (s *state) comment(c *gcode.Command) {
	text := bytes.TrimSpace(c.Comment)
	switch {
	case bytes.HasPrefix(text, []byte("printing object")):
		s.open = append(s.open, string(c.Raw))
	case bytes.HasPrefix(text, []byte("stop printing object")):
		s.open = shut(s.open, ";")
	}
}

// shut returns marks without those that begin so.
func shut(marks []string, begin string) []string {
	return slices.DeleteFunc(marks, func(m string) bool { return len(m) >= len(begin) && m[:len(begin)] == begin })
}
