package emit

import (
	"bytes"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
	"github.com/visiere/visiere/verify"
)

// randomFrame returns a frame of up to 4 layers of random paths within 30 mm of the
// origin.
func randomFrame(rng *rand.Rand, first, height float64) *toolpath.Print {
	f := &toolpath.Print{}
	for i := range 1 + rng.IntN(4) {
		h := height
		if i == 0 {
			h = first
		}
		f.Height += h
		l := toolpath.Layer{Z: f.Height, Height: h, Fan: rng.Float64()}
		for range 1 + rng.IntN(6) {
			l.Paths = append(l.Paths, randomPath(rng))
		}
		f.Layers = append(f.Layers, l)
	}
	return f
}

// randomPath returns a walk of steps from 0.1 micrometres to 10 mm, open or closed.
func randomPath(rng *rand.Rand) toolpath.Path {
	p := toolpath.Path{
		Role: toolpath.Role(rng.IntN(int(toolpath.Skirt))), Width: 0.3 + 0.4*rng.Float64(), Flow: 0.9 + 0.2*rng.Float64(),
		Speed: 5 + 300*rng.Float64(), Accel: 500 + 2000*rng.Float64(), Fan: 2*rng.Float64() - 1,
	}
	at := geom.MM(20*rng.Float64()-10, 20*rng.Float64()-10)
	for range 2 + rng.IntN(60) {
		p.Points = append(p.Points, at)
		size := math.Pow(10, 2+5*rng.Float64())
		at = at.Add(geom.Point{X: int64(size * (2*rng.Float64() - 1)), Y: int64(size * (2*rng.Float64() - 1))})
		at.X, at.Y = min(max(at.X, -30e6), 30e6), min(max(at.Y, -30e6), 30e6)
	}
	if rng.IntN(2) == 0 {
		p.Points = append(p.Points, p.Points[0])
	}
	if rng.IntN(3) == 0 {
		for range p.Points {
			p.Widths = append(p.Widths, 0.25+0.5*rng.Float64())
		}
	}
	p.Travel.Retract = rng.IntN(2) == 0
	p.Travel.Hop = p.Travel.Retract && rng.IntN(2) == 0
	if rng.IntN(3) == 0 {
		p.Travel.Via = []geom.Point{geom.MM(10*rng.Float64(), 10*rng.Float64())}
	}
	return p
}

// middle returns the middle of a bed.
func middle(b *profiles.Bed) geom.Point { return bedBox(b).Centre() }

// TestEveryPrinterVerified writes random plates for every printer and filament that is
// shipped, and has them replayed and checked to the last move.
func TestEveryPrinterVerified(t *testing.T) {
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	for i, printer := range lib.Names(profiles.KindPrinter) {
		for _, filament := range lib.Names(profiles.KindFilament) {
			set, err := lib.Resolve(printer, filament, "0.3mm", "", nil)
			if err != nil {
				t.Errorf("%s: %v", printer, err)
				continue
			}
			for seed := range uint64(3) {
				rng := rand.New(rand.NewPCG(seed, uint64(i)))
				set := set
				plate := randomPlate(rng, &set)
				verified(t, Job{Plate: plate, Set: set, Version: "test"})
			}
		}
	}
}

// randomPlate returns a plate of one or two columns and up to three levels.
func randomPlate(rng *rand.Rand, set *profiles.Set) *stack.Plate {
	p := &stack.Plate{
		Gap: float64(set.Interface.Gap),
	}
	frame := randomFrame(rng, float64(set.Process.FirstLayerHeight), float64(set.Process.LayerHeight))
	randomRecipe(rng, set)
	p.Levels = pile(frame, 1+rng.IntN(3), &set.Interface)
	for k := range p.Levels[1:] {
		if rng.IntN(2) == 0 {
			p.Levels[k+1].Between = separator(rng.IntN(2))
		}
	}
	for _, dx := range []float64{-35, 35}[:1+rng.IntN(2)] {
		p.Columns = append(p.Columns, stack.Column{At: middle(&set.Printer.Bed).Add(geom.MM(dx, 0)), Turn: 360 * rng.Float64()})
	}
	return p
}

// randomRecipe gives set an interface with anything that a recipe can ask for.
func randomRecipe(rng *rand.Rand, set *profiles.Set) {
	in := &set.Interface
	in.Gap = max(in.Gap, 0.3) // what separator lays
	in.Pause, in.Wait = rng.IntN(4) == 0, rng.IntN(2) == 0
	if rng.IntN(2) == 0 {
		in.Temperature = set.Filament.NozzleTemp - profiles.Temperature(rng.IntN(20))
	}
	set.Printer.Extruders = 2
	in.Separator = profiles.Separator{Temperature: 210, Standby: profiles.Temperature(170 * rng.IntN(2)), Prime: profiles.Length(3 * rng.Float64())}
	if rng.IntN(3) == 0 {
		set.Printer.LevelGcode = "G91\nG1 Z1\nG90"
	}
}

// FuzzVerified writes random plates with random retraction, in both modes of E.
func FuzzVerified(f *testing.F) {
	for seed := range uint64(4) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 7))
		set := settings([]profiles.Firmware{profiles.Marlin, profiles.PrusaFW, profiles.Klipper, profiles.RRF}[rng.IntN(4)])
		set.Printer.RelativeE = rng.IntN(2) == 0
		set.Printer.Retract = profiles.Retract{
			Length: profiles.Length(6 * rng.Float64()), Speed: profiles.Speed(10 + 50*rng.Float64()), Hop: profiles.Length(rng.Float64() - 0.2),
			Wipe: rng.IntN(2) == 0, WipeShare: profiles.Ratio(rng.Float64()), Firmware: rng.IntN(4) == 0,
		}
		set.Printer.Retract.Hop = max(0, set.Printer.Retract.Hop)
		set.Filament.MaxFlow = profiles.Flow(1 + 15*rng.Float64())
		set.Filament.Flow = profiles.Ratio(0.9 + 0.2*rng.Float64())
		plate := randomPlate(rng, &set)
		verified(t, Job{Plate: plate, Set: set})
	})
}

// verified fails where package verify finds anything in j's file.
func verified(t *testing.T, j Job) {
	t.Helper()
	text, _ := written(t, j)
	l := verify.FromProfiles(j.Set)
	l.Volume, l.Tolerance = j.Plate.Volume(), 1e-3
	found, err := verify.File(bytes.NewReader(text), l)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Errorf("%s, %s: line %d: %s %s (%d)", j.Set.Printer.Name, j.Set.Filament.Name, v.Line, v.Code, v.Text, v.Count)
	}
}
