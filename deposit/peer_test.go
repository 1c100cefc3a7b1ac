package deposit

import (
	"flag"
	"image"
	"image/draw"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hschendel/stl"
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

var peer = flag.String("peer", "", "a prusa-slicer to lay the places of TestPlaces with, for comparison")

// peerOptions let PrusaSlicer fill by Arachne's perimeters alone, as wide as ours.
var peerOptions = []string{"--export-gcode", "--nozzle-diameter", "0.6", "--layer-height", "0.4", "--first-layer-height", "0.4",
	"--perimeter-generator", "arachne", "--perimeters", "20", "--perimeter-extrusion-width", "0.87", "--external-perimeter-extrusion-width", "0.87",
	"--fill-density", "100%", "--fill-pattern", "rectilinear", "--top-solid-layers", "0", "--bottom-solid-layers", "0", "--elefant-foot-compensation", "0",
	"--skirts", "0", "--center", "100,100", "--resolution", "0", "--filament-diameter", "1.75", "--use-relative-e-distances"}

// TestPeerPlaces tells what a peer leaves void and lays twice at the places of TestPlaces, by
// the same measure, and draws it with -pictures. It holds the peer to nothing.
func TestPeerPlaces(t *testing.T) {
	if *peer == "" {
		t.Skip("needs -args -peer prusa-slicer")
	}
	const size, scale, height, layer = 11, 24, 4.0, 5 // mm, pixels per mm, mm, one in the middle
	tile := size*scale + 2
	all := image.NewNRGBA(image.Rect(0, 0, 3*tile, 2*tile))
	for i, p := range kinds {
		t.Run(p.name, func(t *testing.T) {
			dir := t.TempDir()
			part, file := filepath.Join(dir, "part.stl"), filepath.Join(dir, "part.gcode")
			if err := prismSTL(p.region, height).WriteFile(part); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(*peer, append(peerOptions, "-o", file, part)...).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			f, err := os.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			r, err := GCode(f, prism(t, p.region, height), Plate{}, FromProfiles(settings(t, solid[1].changes...)))
			if err != nil {
				t.Fatal(err)
			}
			s := r.shapes[layer]
			void, twice := most(flaws(s, 0, r.opt))
			t.Logf("void %.2f, twice %.2f mm2", void.area, twice.area)
			x, y := p.region.Box().Centre().MM()
			at := flaw{at: geom.V(100-x, 100-y)}
			img := picture(s.strokes, s.section, at.box(size), scale, r.opt)
			draw.Draw(all, image.Rect(0, 0, tile-2, tile-2).Add(image.Pt(i%3*tile, i/3*tile)), img, image.Point{}, draw.Src)
		})
	}
	if *pictures != "" {
		save(t, filepath.Join(*pictures, "places-peer.png"), all)
	}
}

// prismSTL returns a region extruded to h mm. Its caps are fans, as in prism.
func prismSTL(r polygon.Region, h float32) *stl.Solid {
	var s stl.Solid
	add := func(a, b, c stl.Vec3) {
		s.Triangles = append(s.Triangles, stl.Triangle{Vertices: [3]stl.Vec3{a, b, c}})
	}
	for _, g := range r {
		at := func(i int, z float32) stl.Vec3 {
			p := g[i%len(g)]
			return stl.Vec3{float32(geom.ToMM(p.X)), float32(geom.ToMM(p.Y)), z}
		}
		for i := range g {
			add(at(i, 0), at(i+1, 0), at(i+1, h))
			add(at(i, 0), at(i+1, h), at(i, h))
			if i > 0 && i+1 < len(g) {
				add(at(0, h), at(i, h), at(i+1, h))
				add(at(0, 0), at(i+1, 0), at(i, 0))
			}
		}
	}
	s.RecalculateNormals()
	return &s
}
