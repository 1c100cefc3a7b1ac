package emit

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// move is an extruding move as read back from a file.
type move struct {
	line       int
	from, to   [3]float64 // mm
	e, feed    float64    // mm, mm/min
	sum        float64    // of E so far, retractions apart
	commanding string
}

// replay returns a file's moves that extrude while moving, and all others.
func replay(t testing.TB, text []byte) (strokes, others []move) {
	t.Helper()
	r := gcode.NewReader(bytes.NewReader(text))
	var c gcode.Command
	var at [3]float64
	var e, feed, sum float64
	relative := false
	for r.Next(&c) {
		switch {
		case c.Is('M', 82), c.Is('M', 83):
			relative = c.Code == 83
		case c.Is('G', 92):
			e, _ = c.Get('E')
		case c.Is('G', 1):
			m := move{line: c.Line, from: at, commanding: string(c.Raw)}
			for i, l := range []byte("XYZ") {
				if v, ok := c.Get(l); ok {
					at[i] = v
				}
			}
			if v, ok := c.Get('E'); ok {
				if relative {
					m.e, e = v, e+v
				} else {
					m.e, e = v-e, v
				}
			}
			if v, ok := c.Get('F'); ok {
				feed = v
			}
			m.to, m.feed = at, feed
			if m.e > 0 && (m.from[0] != at[0] || m.from[1] != at[1]) {
				sum += m.e
				m.sum = sum
				strokes = append(strokes, m)
			} else {
				others = append(others, m)
			}
		}
	}
	if err := r.Err(); err != nil || r.FaultCount() > 0 {
		t.Fatalf("the file cannot be read back: %v, %d faults", err, r.FaultCount())
	}
	return strokes, others
}

func (m *move) length() float64 {
	return math.Hypot(m.to[0]-m.from[0], m.to[1]-m.from[1])
}

// wild returns a job of one frame with a path of n random segments, many of them near
// the rounding grid, at a speed that the flow caps.
func wild(seed uint64, n int, varying bool) Job {
	rng := rand.New(rand.NewPCG(seed, 1))
	j := job(profiles.Marlin)
	p := toolpath.Path{Role: toolpath.Perimeter, Flow: 1 + rng.Float64()/10, Speed: 200, Fan: -1, Width: 0.5}
	at := geom.MM(rng.Float64(), rng.Float64())
	for range n {
		p.Points = append(p.Points, at)
		if varying {
			p.Widths = append(p.Widths, 0.3+0.4*rng.Float64())
		}
		size := math.Pow(10, 3+4*rng.Float64()) // 1 micrometre to 10 mm
		at = at.Add(geom.Point{X: int64(size * rng.NormFloat64()), Y: int64(size * rng.NormFloat64())})
	}
	frame := &toolpath.Print{Height: 0.3, Layers: []toolpath.Layer{{Z: 0.3, Height: 0.3, Paths: []toolpath.Path{p}}}}
	j.Set.Interface.Speed = 200
	j.Plate.Levels = pile(frame, 2, &j.Set.Interface)
	j.Plate.Around = nil
	j.Set.Printer.RelativeE = seed%2 == 0
	j.Set.Printer.Retract.Wipe = false
	return j
}

// TestExtrusionDoesNotDrift checks guarantee 2 of Write.
func TestExtrusionDoesNotDrift(t *testing.T) {
	for seed := range uint64(20) {
		j := wild(seed, 300, seed%3 == 0)
		text, _ := written(t, j)
		strokes, _ := replay(t, text)
		at, exact, k := geom.Point{}, 0.0, 0
		for level := range j.Plate.Levels {
			for c := range j.Plate.Columns {
				p := &j.Plate.Levels[0].Frame.Layers[0].Paths[0]
				at = p.Points[0].Add(j.Plate.Columns[c].At)
				for i := 1; i < len(p.Points); i++ {
					seg := toolpath.Path{Points: p.Points[i-1 : i+1], Width: p.Width, Flow: p.Flow}
					if p.Widths != nil {
						seg.Widths = p.Widths[i-1 : i+1]
					}
					v := seg.Volume(0.3)
					if level > 0 {
						v *= float64(j.Set.Interface.Flow)
					}
					exact += v / (math.Pi / 4 * 1.75 * 1.75)
					to := p.Points[i].Add(j.Plate.Columns[c].At)
					if toGrid(to.X) == toGrid(at.X) && toGrid(to.Y) == toGrid(at.Y) {
						continue
					}
					at = to
					for k < len(strokes) && near(strokes[k].to[0], at.X) && near(strokes[k].to[1], at.Y) {
						// Half a unit in each layer, as each begins without what the one before left.
						if math.Abs(strokes[k].sum-exact) > 0.51e-5*float64(level+1) {
							t.Fatalf("seed %d line %d: E is %.7f, exactly %.7f", seed, strokes[k].line, strokes[k].sum, exact)
						}
						k++
						break
					}
				}
			}
		}
		if got := strokes[len(strokes)-1].sum; math.Abs(got-exact) > 0.001 || k < len(strokes)*9/10 {
			t.Errorf("seed %d: %.5f mm extruded of %.5f, %d of %d moves found", seed, got, exact, k, len(strokes))
		}
	}
}

func near(mm float64, nm int64) bool { return math.Abs(mm*microns-float64(toGrid(nm))) < 0.01 }

// TestFlowCap checks guarantee 3 of Write, and that the cap costs no more than it must.
func TestFlowCap(t *testing.T) {
	area := math.Pi / 4 * 1.75 * 1.75
	for seed := range uint64(20) {
		text, _ := written(t, wild(seed, 300, seed%3 == 0))
		strokes, _ := replay(t, text)
		fast := 0
		for _, m := range strokes {
			flow := m.e * area * m.feed / 60 / m.length()
			if flow > 8*(1+1e-9) {
				t.Fatalf("seed %d: %q makes %.5f mm3/s", seed, m.commanding, flow)
			}
			if flow > 0.9*8 {
				fast++
			}
		}
		if seed%3 != 0 && fast < len(strokes)*17/20 {
			t.Errorf("seed %d: only %d of %d moves are near the cap", seed, fast, len(strokes))
		}
	}
}

// TestLevelsAreTheFirstRaised checks the plate's guarantees 1 and 2 in the file.
func TestLevelsAreTheFirstRaised(t *testing.T) {
	j := job(profiles.PrusaFW)
	j.Plate.Around = nil
	j.Plate.Columns = j.Plate.Columns[:1]
	levels(&j, 3)
	text, _ := written(t, j)
	strokes, _ := replay(t, text)
	n := len(strokes) / 3
	for i, m := range strokes[n:] {
		first, level := strokes[i%n], 1+i/n
		if m.to[0] != first.to[0] || m.to[1] != first.to[1] {
			t.Fatalf("%q of level %d is not %q", m.commanding, level, first.commanding)
		}
		if d := m.to[2] - first.to[2]; math.Abs(d-float64(level)*j.Plate.Levels[1].Z) > 1e-9 {
			t.Fatalf("level %d is raised by %v", level, d)
		}
		if i%n >= n/3 && math.Abs(m.e-first.e) > 1.01e-5 {
			t.Fatalf("%q of level %d extrudes unlike %q", m.commanding, level, first.commanding)
		}
	}
}

// TestAbsoluteAndRelativeAgree compares the two modes of E.
func TestAbsoluteAndRelativeAgree(t *testing.T) {
	j := job(profiles.Marlin)
	a, _ := written(t, j)
	j.Set.Printer.RelativeE = false
	b, _ := written(t, j)
	sa, oa := replay(t, a)
	sb, ob := replay(t, b)
	if len(sa) != len(sb) || len(oa) != len(ob) {
		t.Fatalf("%d and %d strokes, %d and %d other moves", len(sa), len(sb), len(oa), len(ob))
	}
	for i := range sa {
		if math.Abs(sa[i].e-sb[i].e) > 1e-9 || sa[i].to != sb[i].to || sa[i].feed != sb[i].feed {
			t.Fatalf("relative %q, absolute %q", sa[i].commanding, sb[i].commanding)
		}
	}
	for i := range oa {
		if math.Abs(oa[i].e-ob[i].e) > 1e-9 {
			t.Fatalf("relative %q, absolute %q", oa[i].commanding, ob[i].commanding)
		}
	}
}

// TestRetractionsBalance checks that what is pulled is pushed again, and that the
// nozzle is never pulled back while it extrudes.
func TestRetractionsBalance(t *testing.T) {
	for _, relative := range []bool{true, false} {
		j := job(profiles.Marlin)
		j.Set.Printer.RelativeE = relative
		text, _ := written(t, j)
		strokes, others := replay(t, text)
		at := map[int]bool{}
		for _, m := range strokes {
			at[m.line] = true
		}
		pulled := 0.0
		last := 0
		for _, m := range others {
			for l := last + 1; l < m.line; l++ {
				if at[l] && pulled > 1e-9 {
					t.Fatalf("line %d extrudes while %.3f mm are pulled back", l, pulled)
				}
			}
			last = m.line
			pulled -= m.e
			if pulled < -1e-9 || pulled > 0.8+1e-9 {
				t.Fatalf("line %d: %.5f mm are pulled back", m.line, pulled)
			}
		}
		if math.Abs(pulled-0.8) > 1e-9 {
			t.Errorf("%.5f mm are pulled back at the end", pulled)
		}
	}
}

// TestSameBytes checks guarantee 4 of Write.
func TestSameBytes(t *testing.T) {
	a, _ := written(t, job(profiles.Klipper))
	b, _ := written(t, job(profiles.Klipper))
	if !bytes.Equal(a, b) {
		t.Error("two runs differ")
	}
}

func TestToGrid(t *testing.T) {
	for _, c := range [][2]int64{{0, 0}, {499, 0}, {500, 1}, {-499, 0}, {-500, 0}, {-501, -1}, {-1500, -1}, {1499, 1}, {2500, 3}} {
		if got := toGrid(c[0]); got != c[1] {
			t.Errorf("toGrid(%d) = %d, want %d", c[0], got, c[1])
		}
	}
	for _, c := range []struct {
		speed float64
		feed  int64
	}{{20, 1200}, {0.1 * 3, 18}, {19.999, 1199}, {1e-9, 1}, {50, 3000}} {
		if got := perMinute(c.speed); got != c.feed {
			t.Errorf("perMinute(%v) = %d, want %d", c.speed, got, c.feed)
		}
	}
}

// counting is a writer that only counts.
type counting struct{ n int64 }

func (c *counting) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }

func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{1, 30} {
		b.Run(fmt.Sprintf("levels=%d", n), func(b *testing.B) {
			j := job(profiles.PrusaFW)
			levels(&j, n)
			for i := range j.Plate.Levels[0].Frame.Layers {
				l := &j.Plate.Levels[0].Frame.Layers[i]
				l.Paths[0].Points = circle(50, 1000)
				l.Paths[0].Speed = 80
			}
			var c counting
			b.ReportAllocs()
			for b.Loop() {
				c.n = 0
				if _, err := Write(&c, j); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(c.n)
		})
	}
}

// TestColumnCanBeLeftOut leaves one column out, as the hosts and firmwares do whose user
// has given it up: the others print as before.
func TestColumnCanBeLeftOut(t *testing.T) {
	for _, firmware := range []profiles.Firmware{profiles.PrusaFW, profiles.Klipper, profiles.Marlin, profiles.RRF} {
		for i := range 32 {
			j := job(firmware)
			j.Set.Printer.Retract.Hop = profiles.Length(0.4 * float64(i&1))
			j.Set.Printer.RelativeE = i&2 == 0
			j.Set.Printer.Retract.Firmware = i&4 != 0
			j.Plate.OneByOne = i&8 != 0
			j.Set.Interface.Temperature, j.Set.Interface.Wait = 210, true
			j.Plate.Around = nil
			text, _ := written(t, j)
			all, _ := replay(t, text)
			for column := range 2 {
				got, others := replay(t, without(text, column, i&16 != 0))
				var want []move
				for _, m := range all {
					if left := m.to[0] < 100; left != (column == 0) {
						want = append(want, m)
					}
				}
				checkSame(t, got, want)
				checkPulled(t, got, others)
			}
		}
	}
}

// without returns a file without a column: without its moves, as a firmware leaves them
// out, or without all its lines, as a host may.
func without(text []byte, column int, lines bool) []byte {
	var kept []byte
	out := false
	for line := range bytes.Lines(text) {
		s := string(bytes.TrimSpace(line))
		name := fmt.Sprintf("column_%d", column+1)
		switch {
		case strings.HasPrefix(s, "; printing object "+name), s == "EXCLUDE_OBJECT_START NAME="+name, s == fmt.Sprintf("M486 S%d", column):
			out = true
		case strings.HasPrefix(s, "; stop printing"), strings.HasPrefix(s, "EXCLUDE_OBJECT_END"), s == "M486 S-1":
			out = false
		}
		if !out || !lines && !strings.HasPrefix(s, "G1") {
			kept = append(kept, line...)
		}
	}
	return kept
}

// checkPulled fails where filament is pulled back twice, or pushed again twice.
func checkPulled(t *testing.T, strokes, others []move) {
	t.Helper()
	pulled := 0.0
	for _, m := range others {
		if pulled -= m.e; pulled < -1e-4 || pulled > 2.1 {
			t.Fatalf("%q: %.3f mm are pulled back", m.commanding, pulled)
		}
	}
	if len(strokes) == 0 {
		t.Fatal("nothing is printed")
	}
}

// checkSame fails where the two lists do not push the same filament to the same places
// at the same speeds.
func checkSame(t *testing.T, got, want []move) {
	t.Helper()
	if len(got) != len(want) || len(got) == 0 {
		t.Fatalf("%d moves, want %d", len(got), len(want))
	}
	for i, m := range got {
		if w := want[i]; m.to != w.to || m.e != w.e || m.feed != w.feed {
			t.Fatalf("%q at Z%v, F%v is not %q at Z%v, F%v", m.commanding, m.to[2], m.feed, w.commanding, w.to[2], w.feed)
		}
	}
}
