package emit

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// square returns a closed loop of the given side, mm, around the origin.
func square(side float64) []geom.Point {
	h := side / 2
	return []geom.Point{geom.MM(-h, -h), geom.MM(h, -h), geom.MM(h, h), geom.MM(-h, h), geom.MM(-h, -h)}
}

// circle returns n segments of a circle of radius r mm.
func circle(r float64, n int) []geom.Point {
	pts := make([]geom.Point, n+1)
	for i := range pts {
		s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		pts[i] = geom.MM(r*c, r*s)
	}
	return pts
}

// frame returns a small frame of n layers: a loop, and inside it an open bead of
// changing width that is reached by a travel around a corner.
func frame(n int) *toolpath.Print {
	f := &toolpath.Print{}
	for i := range n {
		h, first := 0.3, i == 0
		if first {
			h = 0.2
		}
		f.Height += h
		loop := toolpath.Path{
			Role: toolpath.ExternalPerimeter, Points: square(20), Width: 0.45, Flow: 1,
			Speed: 50, Accel: 1000, Fan: -1,
		}
		band := toolpath.Path{
			Role:   toolpath.ThinWall,
			Points: []geom.Point{geom.MM(-5, 0), geom.MM(0, 0.4), geom.MM(5, 0)},
			Widths: []float64{0.4, 0.5, 0.45}, Flow: 1, Speed: 40, Accel: 800, Fan: 0.7,
			Travel: toolpath.Travel{Via: []geom.Point{geom.MM(-9, -9)}, Retract: true, Hop: i == 1},
		}
		if first {
			loop.Speed, band.Speed = 20, 20
		}
		l := toolpath.Layer{Z: f.Height, Height: h, Paths: []toolpath.Path{loop, band}}
		if !first {
			l.Fan = 0.35
		}
		f.Layers = append(f.Layers, l)
	}
	return f
}

func settings(fw profiles.Firmware) profiles.Set {
	return profiles.Set{
		Printer: profiles.Printer{
			Name: "test", Title: "Test printer", Firmware: fw, Nozzle: 0.4, MaxFlow: 11, RelativeE: true,
			Bed:    profiles.Bed{Shape: "rectangle", Width: 200, Depth: 200, Origin: "front-left"},
			Height: 200,
			Limits: profiles.Limits{SpeedZ: 12, Accel: 1500, AccelTravel: 1250, AccelRetract: 1100},
			Retract: profiles.Retract{
				Length: 0.8, Speed: 35, PrimeSpeed: 25, Hop: 0.4, Wipe: true, WipeShare: 0.5,
			},
			StartGcode: "G28 ; home\nM190 S[first_layer_bed_temperature]\nM109 S{first_layer_temperature[0]}",
			LayerGcode: "{if layer_num == 1};second of {total_layer_count}{endif}",
			EndGcode:   "M104 S0\nM140 S0\nG1 Z{max_layer_z + 10} F600\nG1 X0 Y190 F3000\nM84",
		},
		Filament: profiles.Filament{
			Name: "petg", Title: "PETG", Material: "PETG", Diameter: 1.75, Density: 1.27,
			NozzleTemp: 235, FirstLayerNozzleTemp: 240, BedTemp: 85, FirstLayerBedTemp: 85,
			MaxFlow: 8, Flow: 1,
		},
		Process: profiles.Process{
			Name: "0.3mm", LayerHeight: 0.3, FirstLayerHeight: 0.2, Fill: 1,
			TravelSpeed: 150, TravelSpeedZ: 10,
		},
		Interface: profiles.Interface{Gap: 0.3, Speed: 25, Flow: 1.2, Fan: 1},
	}
}

// job returns a plate of two columns and two levels with a skirt.
func job(fw profiles.Firmware) Job {
	skirt := toolpath.Path{
		Role: toolpath.Skirt, Width: 0.45, Flow: 1, Speed: 20, Accel: 1000, Fan: -1,
		Points: []geom.Point{geom.MM(40, 70), geom.MM(160, 70), geom.MM(160, 130), geom.MM(40, 130), geom.MM(40, 70)},
	}
	j := Job{
		Plate: &stack.Plate{
			Columns: []stack.Column{{At: geom.MM(70, 100)}, {At: geom.MM(130, 100)}},
			Gap:     0.3, Around: []toolpath.Path{skirt},
			Outline: geom.Ring{geom.MM(-10, -10), geom.MM(10, -10), geom.MM(10, 10), geom.MM(-10, 10)},
		},
		Set: settings(fw), Title: "test frame", Version: "1.2.3",
		Settings: [][2]string{{"process.layer_height", "0.3mm"}},
	}
	j.Plate.Levels = pile(frame(3), 2, &j.Set.Interface)
	return j
}

// pile returns n levels of a frame by the recipe in.
func pile(f *toolpath.Print, n int, in *profiles.Interface) []stack.Level {
	out := stack.Add(nil, f, nil, nil)
	over := overGap(f, in)
	for len(out) < n {
		out = stack.Add(out, over, nil, in)
	}
	return out
}

// overGap returns f with its first layer as the recipe in has it.
func overGap(f *toolpath.Print, in *profiles.Interface) *toolpath.Print {
	out := *f
	out.Layers = slices.Clone(f.Layers)
	first := &out.Layers[0]
	first.Paths, first.Fan = slices.Clone(first.Paths), float64(in.Fan)
	for i := range first.Paths {
		p := &first.Paths[i]
		p.Flow, p.Speed, p.Fan = p.Flow*float64(in.Flow), min(p.Speed, float64(in.Speed)), -1
	}
	return &out
}

// levels gives j's plate so many levels of the frame it has.
func levels(j *Job, n int) { j.Plate.Levels = pile(j.Plate.Levels[0].Frame, n, &j.Set.Interface) }

// written returns the file of j.
func written(t testing.TB, j Job) ([]byte, *Slots) {
	t.Helper()
	var buf bytes.Buffer
	s, err := Write(&buf, j)
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes(), s
}

// file is a file in memory.
type file []byte

func (f file) WriteAt(p []byte, off int64) (int, error) { return copy(f[off:], p), nil }
