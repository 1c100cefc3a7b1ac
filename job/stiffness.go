package job

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// stiffness returns how stiff a frame is where it is bent in its plane, as a headband is
// when it is put on: its layers side by side, each by what it holds and where. A layer
// of area A whose core, inside the walls, has area C and is empty to the share e has the
// share 1 - e (C/A)^3 of a solid one's: of a band of even width, C/A is how wide the core
// is. Layers without anything empty count as solid, whatever they are made of. Each layer
// stands for as many as weights says; without weights for itself.
//
// Source: the second moment of area of a band with a core of less stiffness.
func stiffness(frame *toolpath.Print, weights []int, set *profiles.Set) float64 {
	walls := geom.ToNM(float64(float64(set.Process.Perimeters) * float64(set.LineWidth(set.Process.PerimeterWidth))))
	cores := map[*geom.Ring]float64{}
	var sum, height float64
	for i := range frame.Layers {
		l := &frame.Layers[i]
		area := polygon.Region(l.Region).Area()
		if area <= 0 {
			continue
		}
		core, known := cores[&l.Region[0]]
		if !known {
			core = polygon.Region(l.Region).Offset(-walls, polygon.Mitre).Area()
			cores[&l.Region[0]] = core
		}
		laid := (l.Volume() - l.Support()) / l.Height
		empty := min(1, max(0, area-laid)/max(core, 1e-9))
		of := l.Height
		if weights != nil {
			of *= float64(weights[i])
		}
		sum += float64(of * (1 - float64(empty*math.Pow(core/area, 3))))
		height += of
	}
	return sum / height
}
