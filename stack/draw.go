package stack

import (
	"bytes"
	"fmt"
	"math"
	"strconv"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/toolpath"
)

// Draw returns a picture of the plate from above as SVG, one unit a millimetre, Y
// upwards: the bed, what of it is kept free, the columns with their numbers from 1 in
// the order in which they are printed, half the process's clearance around each, skirt
// and brim. Its words are in the language l.
func (p *Plate) Draw(set *profiles.Set, l say.Language) []byte {
	b := set.Printer.Bed
	whole := shape(b)
	d := drawing{box: whole.Box().Grow(4 * geom.Millimetre)}
	d.begin()
	d.region("bed", whole)
	d.region("free", polygon.Difference(whole, Bed(b)))
	d.raster(whole)
	half := geom.ToNM(float64(set.Process.Clearance)) / 2
	outline := p.outline()
	grown := outline.Offset(half, polygon.Round)
	for i, c := range p.Columns {
		pose := c.Pose()
		d.region("near", posed(grown, &pose))
		d.region("column", posed(outline, &pose))
		d.number(i+1, inside(outline), &pose)
	}
	for i := range p.Around {
		d.line(&p.Around[i])
	}
	d.end(set, len(p.Columns), l)
	return d.Bytes()
}

// outline returns the outlines of all levels of a column around its origin.
func (p *Plate) outline() polygon.Region {
	var all polygon.Region
	seen := map[*toolpath.Print]bool{}
	for _, l := range p.Levels {
		if !seen[l.Frame] {
			seen[l.Frame] = true
			all = polygon.Union(all, l.Frame.Shadow)
		}
	}
	return all
}

// posed returns where r lies in a column.
func posed(r polygon.Region, pose *geom.Pose) polygon.Region {
	out := make(polygon.Region, len(r))
	for i, g := range r {
		out[i] = pose.Ring(g)
	}
	return out
}

// inside returns a place of r for its number: the middle of the widest way through it
// along the axes through its box's middle.
func inside(r polygon.Region) geom.Point {
	box := r.Box()
	mid := box.Centre()
	best, at := 0.0, mid
	for _, way := range [][]geom.Point{
		{{X: box.Min.X, Y: mid.Y}, {X: box.Max.X, Y: mid.Y}},
		{{X: mid.X, Y: box.Min.Y}, {X: mid.X, Y: box.Max.Y}},
	} {
		for _, part := range polygon.ClipLine(way, r) {
			if l := geom.PolylineLength(part); l > best {
				best, at = l, part[0].Lerp(part[len(part)-1], 0.5)
			}
		}
	}
	return at
}

// drawing is a picture that is being written.
type drawing struct {
	bytes.Buffer
	box geom.Box
}

// styles are the picture's colours; it is legible in black and white.
const styles = `<style>
.bed{fill:#fdfdfb;stroke:#333;stroke-width:.6}
.free{fill:#d8d8d8;stroke:#999;stroke-width:.3}
.raster{stroke:#e4e4e0;stroke-width:.2}
.near{fill:none;stroke:#2a6f97;stroke-width:.25;stroke-dasharray:2 1.5}
.column{fill:#7fb3d0;stroke:#12455f;stroke-width:.35}
.skirt{fill:none;stroke:#c2571a;stroke-width:.4}
text{font-family:sans-serif;fill:#111}
</style>
`

// legend is how much room the line below the picture takes, mm.
const legend = 8

// begin writes what stands before the shapes.
func (d *drawing) begin() {
	w, h := d.box.Size()
	fmt.Fprintf(d, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]smm" height="%[2]smm" viewBox="0 0 %[1]s %[2]s">`+"\n",
		short(geom.ToMM(w)), short(geom.ToMM(h)+legend))
	d.WriteString(styles)
}

// short writes mm with at most two decimals.
func short(mm float64) string { return strconv.FormatFloat(math.Round(mm*100)/100, 'f', -1, 64) }

// at returns p in the picture, mm from its upper left corner.
func (d *drawing) at(p geom.Point) (x, y string) {
	return short(geom.ToMM(p.X - d.box.Min.X)), short(geom.ToMM(d.box.Max.Y - p.Y))
}

// path writes the data of a line through points.
func (d *drawing) path(pts []geom.Point) {
	for i, p := range pts {
		x, y := d.at(p)
		letter := "L"
		if i == 0 {
			letter = "M"
		}
		d.WriteString(letter + x + " " + y)
	}
}

// region draws r in a style.
func (d *drawing) region(style string, r polygon.Region) {
	if r.Empty() {
		return
	}
	fmt.Fprintf(d, `<path class="%s" fill-rule="evenodd" d="`, style)
	for _, g := range r {
		d.path(g)
		d.WriteString("Z")
	}
	d.WriteString("\"/>\n")
}

// rasterStep is how far the lines over the bed are apart, mm.
const rasterStep = 50

// raster draws lines over the bed at whole multiples of rasterStep.
func (d *drawing) raster(bed polygon.Region) {
	box, step := bed.Box(), int64(rasterStep*geom.Millimetre)
	for _, axis := range []geom.Point{{X: 1}, {Y: 1}} {
		lo, hi := box.Min.X*axis.X+box.Min.Y*axis.Y, box.Max.X*axis.X+box.Max.Y*axis.Y
		for k := int64(math.Ceil(float64(lo) / float64(step))); k*step < hi; k++ {
			a := geom.Point{X: k*step*axis.X + box.Min.X*axis.Y, Y: k*step*axis.Y + box.Min.Y*axis.X}
			b := geom.Point{X: k*step*axis.X + box.Max.X*axis.Y, Y: k*step*axis.Y + box.Max.Y*axis.X}
			for _, part := range polygon.ClipLine([]geom.Point{a, b}, bed) {
				d.WriteString(`<path class="raster" d="`)
				d.path(part)
				d.WriteString("\"/>\n")
			}
		}
	}
}

// number writes a column's number at the place p of its frame.
func (d *drawing) number(n int, p geom.Point, pose *geom.Pose) {
	x, y := d.at(pose.Place(p))
	fmt.Fprintf(d, `<text x="%s" y="%s" font-size="7" text-anchor="middle" dominant-baseline="central" `+
		`stroke="#fff" stroke-width="1.6" paint-order="stroke" font-weight="bold">%d</text>`+"\n", x, y, n)
}

// line draws a skirt's or brim's path.
func (d *drawing) line(p *toolpath.Path) {
	d.WriteString(`<path class="skirt" d="`)
	d.path(p.Points)
	d.WriteString("\"/>\n")
}

// end writes the line below the picture.
func (d *drawing) end(set *profiles.Set, columns int, l say.Language) {
	w, h := d.box.Size()
	bw, bd := shape(set.Printer.Bed).Box().Size()
	fmt.Fprintf(d, `<text x="4" y="%s" font-size="4.5">%s: %s x %s mm</text>`+"\n", short(geom.ToMM(h)+legend/2),
		set.Printer.Name, short(geom.ToMM(bw)), short(geom.ToMM(bd)))
	told := say.T("%d columns, at least %s mm apart", columns, short(float64(set.Process.Clearance)))
	fmt.Fprintf(d, `<text x="%s" y="%s" font-size="4.5" text-anchor="end">%s</text>`+"\n</svg>\n",
		short(geom.ToMM(w)-4), short(geom.ToMM(h)+legend/2), told.In(l))
}
