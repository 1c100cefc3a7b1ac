package estimate

import (
	"bytes"
	"testing"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/motion"
)

// benchmarkFile estimates a file of the reference with the limits of its run.
func benchmarkFile(b *testing.B, name string, fw motion.Firmware) {
	for _, ref := range readReference(b) {
		if ref.File != name {
			continue
		}
		for _, run := range ref.Runs {
			if run.Firmware != fw {
				continue
			}
			text := unpacked(b, name)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := File(bytes.NewReader(text), Options{Firmware: fw, Limits: run.Limits}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(ref.Moves)*float64(b.N)/b.Elapsed().Minutes()/1e6, "Mmoves/min")
			return
		}
	}
}

func BenchmarkKlipper(b *testing.B) { benchmarkFile(b, "ps_mk3_speed_prusa.gcode.gz", motion.Klipper) }
func BenchmarkMarlinJD(b *testing.B) {
	benchmarkFile(b, "ps_mk3_speed_prusa.gcode.gz", motion.MarlinJD)
}
func BenchmarkMarlinClassic(b *testing.B) {
	benchmarkFile(b, "ps_mk3_speed_prusa.gcode.gz", motion.MarlinClassic)
}
func BenchmarkReadOnly(b *testing.B) {
	text := unpacked(b, "ps_mk3_speed_prusa.gcode.gz")
	b.SetBytes(int64(len(text)))
	var c gcode.Command
	for b.Loop() {
		for rd := gcode.NewReader(bytes.NewReader(text)); rd.Next(&c); {
		}
	}
}

// BenchmarkLargeFile estimates 100 MB, the same 2 MB again and again: at most 10 s are
// allowed.
func BenchmarkLargeFile(b *testing.B) {
	text := string(unpacked(b, "ps_mk3_speed_prusa.gcode.gz"))
	n := 100<<20/len(text) + 1
	b.SetBytes(int64(n * len(text)))
	for b.Loop() {
		if _, err := File(&repeated{text: text, n: n}, Options{Firmware: motion.MarlinClassic}); err != nil {
			b.Fatal(err)
		}
	}
}
