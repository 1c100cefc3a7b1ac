// Package medial finds the middle of regions, and fills regions with beads whose widths
// follow from it.
//
// An island's outline is sampled; the samples' Delaunay triangulation gives the medial
// axis (skeleton), whose bands, necks and spurs are told apart by how fast its radius
// grows (central). Thin lays one bead along the bands. Beads decides on the bands how many
// beads lie side by side (counts) and lays them along the ribs from the outline to the
// axis (walls) and along the axis itself (strokes).
//
// Floating point serves inside, in millimetres relative to the island; what comes out is
// rounded once, to nanometres.
package medial

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// Graph is the medial axis of a region: the centres of the circles within it that touch
// its outline in more than one place.
type Graph struct {
	Nodes []Node
	Edges []Edge
}

// Node is where edges end: a leaf has one edge, a junction three, and a ring without
// either has one node where its edge begins and ends. A lone node is a disc.
type Node struct {
	At     geom.Point
	Radius int64 // nm to the outline
	Edges  int   // ends of edges here
}

// Edge is a part of the axis between two nodes.
type Edge struct {
	From, To int // in Nodes
	Points   []geom.Point
	Radii    []int64 // nm to the outline, at each point
}

// AxisOptions say how to sample. The zero value is useful.
type AxisOptions struct {
	Step int64 // nm between samples of the outline; 0 and less: 0.3 mm
}

// Axis returns the medial axis of r without the spurs into corners: branches that end and
// whose radius grows by more than 0.45 of the way from their tip (corners wider than 53
// degrees). Nodes and edges are in the order of r's islands.
//
// Points lie within a few micrometres of the true axis, wherever two parts of the outline
// are further apart than the step; radii are exact distances from them. Islands that
// touch themselves within a micrometre may be left out, and nothing panics.
func Axis(r polygon.Region, opt AxisOptions) *Graph {
	step := 0.3
	if opt.Step > 0 {
		step = geom.ToMM(opt.Step)
	}
	g := &Graph{}
	for _, island := range r.Islands() {
		eachSkeleton(island, step, nm(nearest), g.add)
	}
	return g
}

// add appends an island's axis.
func (g *Graph) add(s *skeleton) {
	part := make([]int32, len(s.vertices))
	for i, v := range s.vertices {
		if v.radius > 0 && !v.spur {
			part[i] = 1
		}
	}
	w := &web{skeleton: s, part: part}
	node := make([]int, len(part))
	seen := make([]bool, len(part))
	for i := range part {
		node[i] = none
		if _, n := w.around(int32(i)); part[i] != 0 && n != 2 {
			node[i] = g.node(s, int32(i))
		}
	}
	for i := range part {
		if node[i] != none {
			g.edgesFrom(w, int32(i), node, seen)
		}
	}
	for i := range part {
		if part[i] != 0 && node[i] == none && !seen[i] {
			node[i] = g.node(s, int32(i))
			g.edgesFrom(w, int32(i), node, seen)
		}
	}
}

func (g *Graph) node(s *skeleton, i int32) int {
	v := s.vertices[i]
	g.Nodes = append(g.Nodes, Node{At: v.at.Point().Add(s.origin), Radius: nm(v.radius)})
	return len(g.Nodes) - 1
}

// edgesFrom adds the edges that leave node vertex i and were not met from their other end.
func (g *Graph) edgesFrom(w *web, i int32, node []int, seen []bool) {
	near, n := w.around(i)
	for _, j := range near[:n] {
		if node[j] == none && seen[j] || node[j] != none && j < i {
			continue
		}
		path := []int32{i, j}
		for a, b := i, j; node[b] == none; {
			seen[b] = true
			near, _ := w.around(b)
			next := near[0]
			if next == a {
				next = near[1]
			}
			path = append(path, next)
			a, b = b, next
		}
		g.edge(w, path, node)
	}
}

// edge adds the edge along path.
func (g *Graph) edge(w *web, path []int32, node []int) {
	e := Edge{From: node[path[0]], To: node[path[len(path)-1]]}
	for _, i := range path {
		v := w.vertices[i]
		e.Points, e.Radii = append(e.Points, v.at.Point().Add(w.origin)), append(e.Radii, nm(v.radius))
	}
	g.Nodes[e.From].Edges++
	g.Nodes[e.To].Edges++
	g.Edges = append(g.Edges, e)
}
