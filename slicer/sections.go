package slicer

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// Sections are a mesh's layers before anything is laid in them: heights and regions. They
// do not change once made; goroutines and Slicers of the same SectionsBy may share them.
type Sections struct {
	layers []layer
	shadow func() []geom.Ring // made when first asked for
}

// Sections returns the layers of m.
//
// Errors: the mesh is lower than a layer can be.
func (s *Slicer) Sections(m *mesh.Mesh) (*Sections, error) {
	layers, err := s.layers(m)
	if err != nil {
		return nil, err
	}
	return &Sections{layers, sync.OnceValue(func() []geom.Ring { return shadowOf(layers) })}, nil
}

// SectionsBy returns what the sections of a mesh depend on in s's set, as a text: Slicers
// with the same text cut a mesh alike.
func (s *Slicer) SectionsBy() string {
	p, n := &s.process, float64(s.printer.Nozzle)
	return fmt.Sprint(float64(p.LayerHeight), float64(p.FirstLayerHeight), float64(p.Resolution), float64(p.ElephantFoot),
		float64(s.printer.MinLayerHeight)*n, float64(s.printer.MaxLayerHeight)*n)
}

// Len returns how many layers there are.
func (c *Sections) Len() int { return len(c.layers) }

// Regions returns how many different regions the layers have.
func (c *Sections) Regions() int {
	n := 0
	for i := range c.layers {
		if c.layers[i].rep == i {
			n++
		}
	}
	return n
}

// Outline returns what Slicer.Outline returns of the mesh whose sections c are.
func (c *Sections) Outline() *toolpath.Print {
	out := &toolpath.Print{}
	for i := range c.layers {
		out.Layers = append(out.Layers, c.layers[i].bare())
	}
	c.complete(out)
	return out
}

// own returns c's layers for s to lay something in.
func (s *Slicer) own(c *Sections) []layer {
	out := make([]layer, len(c.layers))
	for i := range out {
		l := &c.layers[i]
		out[i] = layer{index: i, z: l.z, height: l.height, first: l.first, rep: l.rep, region: l.region, whole: l.whole, shell: s.shell(i, len(out))}
	}
	return out
}

// Lay returns what Slice returns of the mesh whose sections c are.
//
// Errors: no layer has anything to print.
func (s *Slicer) Lay(c *Sections) (*toolpath.Print, error) { return s.Order(s.Draft(c)) }

// Draft is what is laid in a mesh's layers, before its order: loops, beads and lines. It
// does not change once made; goroutines may share it, and Slicers whose sets differ in the
// speed of travels and in what Retime may change alone.
type Draft struct {
	sections *Sections
	which    []int   // the layers that are laid, rising
	layers   []layer // all; of which those have walls
	like     grouping
	strands  map[int][]strand       // by the first of layers that are alike
	hang     map[int]polygon.Region // likewise: what is over air
}

// Draft returns what s lays in c.
func (s *Slicer) Draft(c *Sections) *Draft {
	all := make([]int, len(c.layers))
	for i := range all {
		all[i] = i
	}
	return s.draft(c, all)
}

// draft returns what s lays in the layers of c whose indices are in which, which rises, as
// all of them would be laid.
func (s *Slicer) draft(c *Sections, which []int) *Draft {
	d := &Draft{sections: c, which: which, layers: s.own(c), strands: map[int][]strand{}, hang: map[int]polygon.Region{}}
	walls := groups(which, func(i int) string { return wallKey(d.layers, i) })
	par.Each(len(walls.first), func(i int) { s.walls(&d.layers[walls.first[i]]) })
	for _, i := range which {
		d.layers[i].wall = d.layers[walls.of[i]].wall
	}
	d.like = groups(which, func(i int) string { return s.fillKey(d.layers, walls.of[i], i) })
	jobs := d.byWork()
	strands, hang := make([][]strand, len(jobs)), make([]polygon.Region, len(jobs))
	par.Each(len(jobs), func(k int) { strands[k], hang[k] = s.strands(d.layers, jobs[k]) })
	for k, i := range jobs {
		d.strands[i], d.hang[i] = strands[k], hang[k]
	}
	return d
}

// Order returns the print of d: its strands in order, with travels and speeds.
//
// Errors: no layer has anything to print.
func (s *Slicer) Order(d *Draft) (*toolpath.Print, error) {
	laid := make([]layer, len(d.which))
	at := make(map[int]int, len(d.which)) // index in laid, by index in d.layers
	for k, i := range d.which {
		at[i], laid[k] = k, d.layers[i]
		laid[k].like = at[d.like.of[i]]
	}
	jobs := d.byWork()
	par.Each(len(jobs)+1, func(k int) {
		if k == 0 {
			d.sections.shadow()
			return
		}
		i := jobs[k-1]
		s.finish(&laid[at[i]], d.strands[i], d.hang[i])
	})
	for k := range laid {
		laid[k].paths = laid[laid[k].like].paths
	}
	return s.print(laid, d.sections)
}

// byWork returns the first of layers that are alike: the first of those with the same walls, which makes what the
// others take, before these, and those with most to join first. So no processor waits long for another.
func (d *Draft) byWork() []int {
	work, seen := make(map[int]int, len(d.like.first)), map[*wall]bool{}
	for _, i := range d.like.first {
		w := d.layers[i].wall
		if seen[w] {
			continue
		}
		seen[w], work[i] = true, 1
		for _, b := range w.beads {
			work[i] += len(b.Points)
		}
	}
	jobs := slices.Clone(d.like.first)
	slices.SortStableFunc(jobs, func(a, b int) int { return cmp.Compare(work[b], work[a]) })
	return jobs
}

// Sample returns a Print of every so many of the layers that Lay lays, the lowest and the
// top one among them, and how many layers each of them stands for. Layers are laid as in
// Lay, with regard to all of their neighbours.
//
// Errors: none of the layers has anything to print.
func (s *Slicer) Sample(c *Sections, every int) (*toolpath.Print, []int, error) {
	low, top := s.process.BottomLayers, s.process.TopLayers
	if s.solid() {
		low, top = 0, 0
	}
	which, weights := sampled(len(c.layers), every, low, top)
	p, err := s.Order(s.draft(c, which))
	return p, weights, err
}

// sampled returns the indices of every so many of n layers, rising, and how many each stands
// for: those nearer to it than to others. The first and the last stand for themselves alone,
// and none of the low lowest and top highest ones, which are shells, for others than such.
func sampled(n, every, low, top int) (which, weights []int) {
	low = max(1, min(low, n-1))
	top = max(low, min(n-top, n-1))
	for _, part := range [][2]int{{0, 1}, {1, low}, {low, top}, {top, n - 1}, {max(1, n-1), n}} {
		for from := part[0]; from < part[1]; from += every {
			to := min(part[1], from+every)
			which, weights = append(which, (from+to-1)/2), append(weights, to-from)
		}
	}
	return which, weights
}

// shadowOf returns the shadow of all layers, the largest first: most others lie within it.
func shadowOf(layers []layer) []geom.Ring {
	var distinct []polygon.Region
	areas := map[int]float64{}
	var which []int
	for i := range layers {
		if layers[i].rep == i {
			which, areas[i] = append(which, i), layers[i].region.Area()
		}
	}
	slices.SortStableFunc(which, func(a, b int) int { return cmp.Compare(areas[b], areas[a]) })
	for _, i := range which {
		distinct = append(distinct, layers[i].region)
	}
	return shadow(distinct)
}

// complete sets what p says of all of c's layers.
func (c *Sections) complete(p *toolpath.Print) {
	n := len(c.layers)
	p.Height = c.layers[n-1].z
	p.Base, p.Bottom, p.Top = c.layers[0].region, c.layers[0].whole, c.layers[n-1].region
	p.Shadow = c.shadow()
}
