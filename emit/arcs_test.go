package emit

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
	"github.com/visiere/visiere/verify"
)

// ringJob returns a job of one path, with arcs to a tolerance in mm.
func ringJob(p toolpath.Path, tol profiles.Length) Job {
	j := job(profiles.Marlin)
	j.Set.Printer.ArcTolerance = tol
	p.Role, p.Flow, p.Fan, p.Accel = toolpath.Perimeter, 1, -1, 1000
	f := &toolpath.Print{Height: 0.2, Layers: []toolpath.Layer{{Z: 0.2, Height: 0.2, Paths: []toolpath.Path{p}}}}
	j.Plate.Levels, j.Plate.Columns, j.Plate.Around = pile(f, 1, &j.Set.Interface), j.Plate.Columns[:1], nil
	return j
}

// extruded returns the filament that a file's strokes push, mm.
func extruded(t *testing.T, text string) (sum float64) {
	t.Helper()
	r := gcode.NewReader(strings.NewReader(text))
	var c gcode.Command
	for r.Next(&c) {
		_, x := c.Get('X')
		_, y := c.Get('Y')
		if e, ok := c.Get('E'); ok && c.Letter == 'G' && c.Code <= 3 && (x || y) {
			sum += e
		}
	}
	return sum
}

// Curves become arcs either way around that push as much filament, within the cap, and
// whose centre is the curve's; a curve whose width or speed changes, one too narrow for
// the firmware's chords, and lines stay as they are.
func TestArcs(t *testing.T) {
	steady := toolpath.Path{Points: arcPoints(30, 200), Width: 0.45, Speed: 200}
	back := steady
	back.Points = slices.Clone(steady.Points)
	slices.Reverse(back.Points)
	tapering := steady
	for i := range steady.Points {
		tapering.Widths = append(tapering.Widths, 0.35+0.0015*float64(i))
	}
	small := toolpath.Path{Points: arcPoints(2, 60), Width: 0.45, Speed: 20}
	bent := toolpath.Path{Points: square(20), Width: 0.45, Speed: 20}
	for _, c := range []struct {
		name, word  string
		path        toolpath.Path
		least, most int
	}{
		{"left", "G3", steady, 1, 1}, {"right", "G2", back, 1, 1}, {"tapering", "G3", tapering, 0, 0},
		{"small", "G3", small, 0, 0}, {"bent", "G3", bent, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := ringFile(t, c.path, 0.0125)
			if n := strings.Count(text, "\n"+c.word+" "); n < c.least || n > c.most {
				t.Errorf("%d arcs, want %d to %d", n, c.least, c.most)
			}
			straight := ringFile(t, c.path, 0)
			if strings.Contains(straight, "\nG2 ") || strings.Contains(straight, "\nG3 ") {
				t.Error("arcs without a tolerance")
			}
			if a, b := extruded(t, text), extruded(t, straight); math.Abs(a-b) > 1e-4 {
				t.Errorf("arcs push %.5f mm, lines %.5f mm", a, b)
			}
			l := verify.FromProfiles(settings(profiles.Marlin))
			l.Tolerance = 1
			found, err := verify.File(strings.NewReader(text), l)
			if err != nil || verify.Failed(found) {
				t.Errorf("%v %v", err, found)
			}
		})
	}
}

// arcPoints returns n segments of three quarters of a circle of radius r mm.
func arcPoints(r float64, n int) []geom.Point { return circle(r, n)[:n*3/4] }

// ringFile returns the file of ringJob.
func ringFile(t *testing.T, p toolpath.Path, tol profiles.Length) string {
	t.Helper()
	text, _ := written(t, ringJob(p, tol))
	return string(text)
}
