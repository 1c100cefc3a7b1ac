package slicer

import (
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
)

// TestFramesTravel holds solid real frames to at most 2 % of travel of the path length, and
// single-island layers to that and to 3 retractions each.
func TestFramesTravel(t *testing.T) {
	for _, name := range []string{"visiere-solidaire-v13", "verkstan-iso838-v4", "verkstan-888-v2-solid-front", "brussels-888", "prusa-rc3", "yschroeder-v18"} {
		for _, c := range [][2]string{{"0.4mm", "0.3mm"}, {"0.6mm", "0.4mm"}} {
			t.Run(name+"/"+c[0], func(t *testing.T) {
				if testing.Short() {
					t.Skipf("-short: %s is not sliced", name)
				}
				m, _, err := mesh.Load(frameFile(t, name+".stl"), mesh.Options{})
				if err != nil {
					t.Fatal(err)
				}
				p := slice(t, m, "process.fill=100%", "process.elephant_foot=0mm", "printer.nozzle="+c[0], "process.layer_height="+c[1], "process.first_layer_height="+c[1])
				var laid, travel [2]float64 // of layers of one island, and of all
				for i := range p.Layers {
					l := &p.Layers[i]
					mm, pulls := travelled(l)
					if i > 0 {
						at, _ := end(p.Layers[i-1].Paths)
						mm += at.Dist(l.Paths[0].Points[0]) / geom.Millimetre
						if l.Paths[0].Travel.Retract {
							pulls++
						}
					}
					of := 0
					if len(polygon.Region(l.Region).Islands()) > 1 {
						of = 1
					} else if pulls > 3 {
						t.Errorf("layer %d of one island: %d retractions", i+1, pulls)
					}
					for ; of < 2; of++ {
						travel[of] += mm
						for k := range l.Paths {
							laid[of] += l.Paths[k].Length()
						}
					}
				}
				t.Logf("travel: %.2f %% of the path in layers of one island, %.2f %% in all", 100*travel[0]/laid[0], 100*travel[1]/laid[1])
				if travel[0] > 0.02*laid[0] || travel[1] > 0.02*laid[1] {
					t.Errorf("travel: %.4f of the path in layers of one island, %.4f in all", travel[0]/laid[0], travel[1]/laid[1])
				}
			})
		}
	}
}
