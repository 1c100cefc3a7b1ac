package hold

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/toolpath"
)

// Column is how a stack stands, on its bed and joint by joint, while it is pushed.
//
// The model: the nozzle pushes sideways, N newton at the top of the column. A joint, the
// bed or a gap, gives way by tilting around an edge of the convex hull of its contact.
// Against that work the weight above, at its distance from the edge, and the bond of the
// contact, whose stress grows from nothing at the edge to what it bears at the far side.
// Frames are rigid; heat, warping and vibration are not in it. Stands is the push that
// the weakest joint bears.
type Column struct {
	Height  float64 `json:"height_mm"`
	Width   float64 `json:"least_width_mm"` // of the hull of the base
	Slender float64 `json:"slenderness"`    // Height over Width
	Mass    float64 `json:"mass_g"`
	X       float64 `json:"x_mm"` // of the centre of mass, in the frame
	Y       float64 `json:"y_mm"`
	Z       float64 `json:"z_mm"`         // above the bed
	Margin  float64 `json:"margin_mm"`    // from the centre of mass to the nearest edge of any joint below it; negative: it tips over, -1: nothing carries it
	Bed     float64 `json:"bed_push_N"`   // that the bed's joint bears, brim and all
	Joint   float64 `json:"joint_push_N"` // that the weakest gap bears; 0 where there is none
	Weakest int     `json:"weakest"`      // level above the weakest gap
	Foot    float64 `json:"bed_contact_mm2"`
	Brim    float64 `json:"needs_brim_mm"` // that the bed's joint needs to bear the push; 0: none
	Enough  bool    `json:"brim_is_enough"`
}

// body is a mass in grams with its moments.
type body struct{ g, x, y, z float64 }

// add adds another mass.
func (b *body) add(o body) {
	b.g += o.g
	b.x += o.x
	b.y += o.y
	b.z += o.z
}

// bodyOf returns the mass of a frame as if it were solid, around its own origin.
func bodyOf(p *toolpath.Print, density float64) body {
	var b body
	var last polygon.Region
	var m moments
	for i := range p.Layers {
		l := &p.Layers[i]
		if r := region(l.Region); i == 0 || !same(r, last) {
			last, m = r, momentsOf(r)
		}
		g := float64(density / 1000 * l.Height)
		b.add(body{float64(g * m.a), float64(g * m.x), float64(g * m.y), float64(g * m.a * (l.Z - l.Height/2))})
	}
	return b
}

// joint is where a column may give way.
type joint struct {
	hull    geom.Ring
	moments moments
	bond    float64 // N/mm2
}

// newJoint returns the joint of a contact.
func newJoint(contact polygon.Region, bond float64) joint {
	j := joint{moments: momentsOf(contact), bond: bond}
	if h := polygon.Hull(contact); len(h) > 0 {
		j.hull = h[0]
	}
	return j
}

// nowhere is the margin, mm, where nothing carries what is above.
const nowhere = -1.0

// bears returns the push in N, lever mm above the joint, that the joint bears under
// above, and how far the middle of that mass is from the nearest edge, mm.
func (j *joint) bears(above body, lever float64) (most, margin float64) {
	if len(j.hull) < 3 || above.g == 0 || lever <= 0 {
		return 0, nowhere
	}
	most, margin = math.Inf(1), math.Inf(1)
	x, y := above.x/above.g, above.y/above.g
	for i, p := range j.hull {
		nx, ny, c := inward(p, j.hull[(i+1)%len(j.hull)])
		in := float64(nx*x) + float64(ny*y) - c
		margin = min(margin, in)
		_, second := j.moments.about(nx, ny, c)
		moment := float64(above.g/1000*gravity*in) + float64(j.bond*second/furthest(j.hull, nx, ny, c))
		most = min(most, moment/lever)
	}
	return max(0, most), margin
}

// mostBrim is the widest brim that is thought of, mm.
const mostBrim = 20

// column measures how the stack of c stands.
func (c *checker) column() {
	levels, col := c.plate.Levels, &c.rep.Column
	col.Height = c.plate.Height()
	density := float64(c.set.Filament.Density)
	bodies := make([]body, len(levels))
	known := map[*toolpath.Print]body{}
	for k, l := range levels {
		b, ok := known[l.Frame]
		if !ok {
			b = bodyOf(l.Frame, density)
			known[l.Frame] = b
		}
		b.z += float64(b.g * l.Z)
		bodies[k] = b
	}
	col.Joint, col.Margin = math.Inf(1), math.Inf(1)
	var above body
	for k := len(levels) - 1; k > 0; k-- {
		above.add(bodies[k])
		j := c.joints[c.kindOf[k-1]]
		f, margin := j.bears(above, col.Height-levels[k].Z)
		col.Margin = min(col.Margin, margin)
		if f < col.Joint {
			col.Joint, col.Weakest = f, k+1
		}
	}
	if len(levels) < 2 {
		col.Joint = 0
	}
	above.add(bodies[0])
	if above.g > 0 {
		col.Mass, col.X, col.Y, col.Z = above.g, above.x/above.g, above.y/above.g, above.z/above.g
	}
	c.foot(above)
}

// foot measures how the column, whose mass is all, stands on the bed.
func (c *checker) foot(all body) {
	col := &c.rep.Column
	base := region(c.plate.Levels[0].Frame.Base)
	bears := func(brim float64) (float64, float64) {
		j := newJoint(base.Offset(geom.ToNM(brim), polygon.Round), bedBond)
		return j.bears(all, col.Height)
	}
	var margin float64
	col.Bed, margin = bears(float64(c.set.Process.BrimWidth))
	col.Margin = min(col.Margin, margin)
	for f, _ := bears(0); f < safety*push && col.Brim < mostBrim; f, _ = bears(col.Brim) {
		col.Brim++
	}
	f, _ := bears(col.Brim)
	col.Enough = f >= safety*push
	col.Foot = base.Area()
	if hull := polygon.Hull(base); len(hull) > 0 {
		col.Width = leastWidth(hull[0])
	}
	if col.Width > 0 {
		col.Slender = col.Height / col.Width
	}
}
