package resume

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

const (
	// paper is how high above the print a nozzle is under which a sheet of paper just
	// drags, mm: paper of 80 g is 0.1 mm thick.
	paper = 0.1
	// clear is how far above all that is printed the nozzle travels, mm.
	clear = 5
	// purge is how much filament is pushed to fill the nozzle, mm, and how fast, mm/s.
	purge, purgeSpeed = 15, 2
	// inset is how far inside the bed the nozzle is filled, mm.
	inset = 5
)

// starter writes how a printer comes to where the file goes on.
type starter struct {
	buf []byte
	set *profiles.Set
	cut *Cut
	up  float64 // mm: where the nozzle travels
}

// start appends the code before the rest of the file.
//
// Errors: the printer cannot find its Z beside what stands on it.
func start(buf []byte, cut *Cut, set *profiles.Set) ([]byte, error) {
	s := starter{buf: buf, set: set, cut: cut, up: cut.Done + clear}
	if h := float64(set.Printer.Height); h > 0 {
		s.up = max(cut.Done, min(s.up, h))
	}
	s.line(";TYPE:Custom")
	s.line("G21")
	s.line("G90")
	s.line("M83")
	if tool := cut.was.tool; tool != 0 {
		s.line("T" + strconv.Itoa(tool))
	}
	s.heat(false)
	if err := s.home(); err != nil {
		return nil, err
	}
	s.fill()
	s.restore()
	return s.buf, nil
}

func (s *starter) line(text string) { s.buf = append(append(s.buf, text...), '\n') }

// word is a letter, or a name with its equals sign, and a number.
type word struct {
	letter string
	value  float64
}

// command writes a command with words.
func (s *starter) command(name string, words ...word) {
	s.buf = append(s.buf, name...)
	for _, w := range words {
		s.buf = strconv.AppendFloat(append(append(s.buf, ' '), w.letter...), math.Round(w.value*1e5)/1e5, 'f', -1, 64)
	}
	s.buf = append(s.buf, '\n')
}

// heat tells heaters what they were told before, or waits until they are as hot.
func (s *starter) heat(wait bool) {
	was := &s.cut.was
	bed, nozzle := "M140", "M104"
	if wait {
		bed, nozzle = "M190", "M109"
	}
	if was.bed > 0 {
		s.command(bed, word{"S", was.bed})
	}
	for _, tool := range slices.Sorted(maps.Keys(was.nozzles)) {
		if temp := was.nozzles[tool]; tool != was.tool && temp > 0 && !wait {
			s.command("M104", word{"T", float64(tool)}, word{"S", temp})
		}
	}
	s.command(nozzle, word{"S", was.nozzles[was.tool]})
}

// home finds out where the nozzle is.
func (s *starter) home() error {
	lift := 60 * float64(s.set.Process.TravelSpeedZ)
	if lift <= 0 {
		lift = 60 * max(1, float64(s.set.Printer.Limits.SpeedZ))
	}
	switch r := &s.set.Printer.Resume; r.Z {
	case profiles.ResumeTop:
		s.line("G28 ; all axes, at the top")
	case profiles.ResumePlace:
		if err := s.clears(); err != nil {
			return err
		}
		s.line("G91")
		s.command("G1", word{"Z", clear}, word{"F", lift})
		s.line("G90")
		s.line("G28 X Y")
		s.travel(float64(r.At[0]), float64(r.At[1]))
		s.line("G28 Z")
	default:
		s.line("; the nozzle stands on the print, a sheet of paper between")
		if s.set.Printer.Firmware == profiles.Klipper {
			s.command("SET_KINEMATIC_POSITION", word{"Z=", s.cut.Done + paper})
		} else {
			s.command("G92", word{"Z", s.cut.Done + paper})
		}
		s.command("G1", word{"Z", s.up}, word{"F", lift})
		s.line("G28 X Y ; not Z: the print is in the way")
	}
	s.command("G1", word{"Z", s.up}, word{"F", lift})
	return nil
}

// clears refuses a place to find Z at where head or gantry come down on the print.
func (s *starter) clears() error {
	p, b := &s.set.Printer, &s.cut.was.high
	x, y, r := float64(p.Resume.At[0]), float64(p.Resume.At[1]), float64(p.Head.Radius)
	if !b.some {
		return nil
	}
	dx := max(b.lo[0]-x, x-b.hi[0], 0)
	dy := max(b.lo[1]-y, y-b.hi[1], 0)
	switch {
	case r <= 0:
		return say.Errorf("printer %s: to find Z beside the print, printer.head.radius must be known", p.Name)
	case steady.Hypot(dx, dy) < r:
		return say.Errorf("printer %s: the place where it finds Z, X%g Y%g, is %.0f mm from the print and its head needs %.0f mm: the head would come down on the print; find Z by hand (--home touch)",
			p.Name, x, y, steady.Hypot(dx, dy), r)
	case s.cut.Done > float64(p.Head.Height) && (p.Head.Gantry != "x" || dy < r):
		return say.Errorf("printer %s: the print is %.0f mm high, and where the printer finds Z its gantry comes down to %.0f mm above the bed: it would hit the print; find Z by hand (--home touch)",
			p.Name, s.cut.Done, float64(p.Head.Height))
	}
	return nil
}

// travel moves in the plane.
func (s *starter) travel(x, y float64) {
	s.command("G1", word{"X", x}, word{"Y", y}, word{"F", 60 * float64(s.set.Process.TravelSpeed)})
}

// fill heats and fills the nozzle in the air, at the edge of the bed that is furthest from
// the print.
func (s *starter) fill() {
	x, y := s.away()
	s.travel(x, y)
	s.heat(true)
	s.line("G92 E0")
	s.command("G1", word{"E", purge}, word{"F", 60 * purgeSpeed})
	s.line("G4 P3000 ; the strand drops off")
}

// away returns the place on the bed that is furthest from the print.
func (s *starter) away() (x, y float64) {
	bed := stack.Bed(s.set.Printer.Bed)
	if in := bed.Offset(-inset*geom.Millimetre, polygon.Mitre); !in.Empty() {
		bed = in
	}
	var places []geom.Point
	for _, ring := range bed {
		places = append(places, ring...)
	}
	b := &s.cut.was.high
	middle := geom.MM((b.lo[0]+b.hi[0])/2, (b.lo[1]+b.hi[1])/2)
	best := slices.MaxFunc(places, func(p, q geom.Point) int { return cmp.Compare(p.Dist(middle), q.Dist(middle)) })
	return best.MM()
}

// restore tells the printer all that lasts, and brings the nozzle above where it was, with
// as much filament pulled back.
func (s *starter) restore() {
	was := &s.cut.was
	pull := max(s.retraction(), was.pulled)
	if was.firmPull {
		s.line("G10")
	} else {
		s.command("G1", word{"E", -pull}, word{"F", s.pullFeed()})
	}
	for _, l := range was.lines() {
		s.line(l)
	}
	s.travel(was.axis[0], was.axis[1])
	if !was.firmPull && pull > was.pulled {
		s.command("G1", word{"E", pull - was.pulled}, word{"F", s.pullFeed()})
	}
	if was.inches {
		s.line("G20")
	}
	if !was.relativeE {
		s.line("M82")
		s.command("G92", word{"E", was.e / was.unit()})
	}
	if was.feed > 0 {
		s.command("G1", word{"F", was.feed / was.unit()})
	}
	for _, mark := range was.open {
		s.line(mark)
	}
}

// retraction returns how much filament is pulled back before a travel, mm.
func (s *starter) retraction() float64 {
	if l := s.set.Filament.RetractLength; l != nil {
		return float64(*l)
	}
	return float64(s.set.Printer.Retract.Length)
}

// pullFeed returns how fast, mm/min.
func (s *starter) pullFeed() float64 { return 60 * max(1, float64(s.set.Printer.Retract.Speed)) }

// lines returns what lasts, in the order in which it was said.
func (s *state) lines() []string {
	all := make([]said, 0, len(s.lasting))
	for _, l := range s.lasting {
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b said) int { return cmp.Compare(a.order, b.order) })
	out := make([]string, len(all))
	for i, l := range all {
		out[i] = l.line
	}
	return out
}
