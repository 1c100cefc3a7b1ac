package deposit

import (
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/slicer"
)

// BenchmarkLayer measures one solid layer of a frame at several distances of rows.
func BenchmarkLayer(b *testing.B) {
	m := frame(b, "verkstan-iso838-v4")
	p, err := slicer.New(settings(b, "process.fill=100%")).Slice(m)
	if err != nil {
		b.Fatal(err)
	}
	l := &p.Layers[len(p.Layers)/2]
	region := m.Section(l.Z - l.Height/2).Simplify(smooth)
	for name, pixel := range map[string]float64{"20um": 0.02, "5um": 0.005} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Layer(l, region, Options{Pixel: pixel})
			}
		})
	}
	b.Run("picture", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Draw(l, region, region.Box().Grow(geom.Millimetre), 20, Options{})
		}
	})
}
