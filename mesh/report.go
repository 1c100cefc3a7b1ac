package mesh

import "github.com/visiere/visiere/internal/say"

// Report says what was found in a file and what was done to make a mesh of it.
type Report struct {
	Format      string     `json:"format"`       // binary STL, ASCII STL, 3MF or triangles
	Unit        string     `json:"unit"`         // of the numbers in the file
	Triangles   int        `json:"triangles"`    // in the file
	Welded      int        `json:"welded"`       // corners joined to a neighbour that was not exactly equal
	Degenerate  int        `json:"degenerate"`   // triangles dropped that had a corner twice
	Duplicate   int        `json:"duplicate"`    // triangles dropped that were there twice, or back to back
	Flipped     int        `json:"flipped"`      // triangles turned to face outwards
	OpenEdges   int        `json:"open_edges"`   // edges with a face on one side only, before holes were closed
	NonManifold int        `json:"non_manifold"` // edges where more than two faces meet
	HolesClosed int        `json:"holes_closed"` // holes that were covered
	StillOpen   int        `json:"still_open"`   // edges without a counterpart after that
	Shells      int        `json:"shells"`       // connected surfaces
	Overlaps    bool       `json:"overlaps"`     // parts of the solid lie within each other
	Raised      float64    `json:"raised"`       // mm by which the mesh was moved up to stand on the bed
	Closed      bool       `json:"closed"`       // nothing is still open
	Warnings    []say.Text `json:"warnings,omitempty"`
}

// warn adds the faults that matter to whoever prints the mesh.
func (r *Report) warn(name string) {
	if !r.Closed {
		r.add(say.T("%s: %d open edges are left; sections are closed across the gaps: look at the preview", name, r.StillOpen))
	} else if r.OpenEdges > 0 {
		r.add(say.T("%s: open edges: %d, holes closed: %d", name, r.OpenEdges, r.HolesClosed))
	}
	if r.NonManifold > 0 {
		r.add(say.T("%s: more than two faces meet at %d edges", name, r.NonManifold))
	}
	switch {
	case r.Overlaps && r.Shells > 1:
		r.add(say.T("%s: %d shells overlap; they are printed as one solid", name, r.Shells))
	case r.Overlaps:
		r.add(say.T("%s: its surface goes through itself; what it encloses is printed as one solid", name))
	}
}

func (r *Report) add(t say.Text) { r.Warnings = append(r.Warnings, t) }
