package tune

import (
	"fmt"
	"html"
	"io"
	"math"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/internal/steady"
)

// The drawing's size and its plot's edges, in its own units.
const (
	wide, high          = 720.0, 480.0
	left, right         = 70.0, 690.0
	upper, bottom       = 60.0, 420.0
	ink, faint, chosen  = "#222222", "#999999", "#c62828"
	stiffInk, shippedBy = "#1565c0", "#2e7d32"
)

// chart maps minutes and grams of a frame to places in the drawing.
type chart struct {
	b                      strings.Builder
	minX, maxX, minY, maxY float64
	lang                   say.Language
}

// Draw writes the trade between minutes, grams and stiffness of a frame as SVG: every way
// that was tried on one column, those that no other beats in all three with their
// stiffness, the shipped processes and the chosen one. It needs no script and no font.
//
// Errors: those of w.
func (r *Result) Draw(w io.Writer, lang say.Language) error {
	c := &chart{lang: lang, minX: math.Inf(1), minY: math.Inf(1)}
	for _, t := range r.dots {
		if t.way.Columns == 1 {
			c.room(t.sec/60, t.gram)
		}
	}
	c.room(r.Best.FrameS/60, r.Best.FrameG)
	c.axes(r)
	for _, t := range r.dots {
		if t.way.Columns == 1 {
			c.dot(t.sec/60, t.gram, 2, faint, c.tip(t.choice()))
		}
	}
	c.frontier(r.Front)
	for _, s := range r.Shipped {
		c.dot(s.FrameS/60, s.FrameG, 5, shippedBy, s.Process+": "+c.tip(s))
	}
	c.dot(r.Best.FrameS/60, r.Best.FrameG, 7, chosen, c.tip(r.Best))
	c.legend()
	c.b.WriteString("</svg>\n")
	_, err := io.WriteString(w, c.b.String())
	return err
}

// room makes room for a point.
func (c *chart) room(x, y float64) {
	c.minX, c.maxX = min(c.minX, x), max(c.maxX, x)
	c.minY, c.maxY = min(c.minY, y), max(c.maxY, y)
}

// at returns where a point is drawn.
func (c *chart) at(x, y float64) (float64, float64) {
	return left + (right-left)*(x-c.minX)/(c.maxX-c.minX), bottom - (bottom-upper)*(y-c.minY)/(c.maxY-c.minY)
}

// axes writes the head, the axes and their numbers.
func (c *chart) axes(r *Result) {
	fmt.Fprintf(&c.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="sans-serif" font-size="13" fill="%s">`+"\n", wide, high, ink)
	fmt.Fprintf(&c.b, `<rect width="%.0f" height="%.0f" fill="#ffffff"/>`+"\n", wide, high)
	c.text(left, 28, "start", say.T("Minutes and grams of a frame on %s with %s", r.Printer, r.Filament))
	stepX, stepY := step(c.maxX-c.minX), step(c.maxY-c.minY)
	c.minX, c.maxX = float64(math.Floor(c.minX/stepX)*stepX), float64(math.Ceil(c.maxX/stepX+1e-9)*stepX)
	c.minY, c.maxY = float64(math.Floor(c.minY/stepY)*stepY), float64(math.Ceil(c.maxY/stepY+1e-9)*stepY)
	for i := range int(math.Round((c.maxX-c.minX)/stepX)) + 1 {
		v := c.minX + float64(float64(i)*stepX)
		x, _ := c.at(v, c.minY)
		fmt.Fprintf(&c.b, `<path d="M%.1f %.0fV%.0f" stroke="#eeeeee"/>`+"\n", x, upper, bottom)
		c.text(x, bottom+18, "middle", say.T("%g", v))
	}
	for i := range int(math.Round((c.maxY-c.minY)/stepY)) + 1 {
		v := c.minY + float64(float64(i)*stepY)
		_, y := c.at(c.minX, v)
		fmt.Fprintf(&c.b, `<path d="M%.0f %.1fH%.0f" stroke="#eeeeee"/>`+"\n", left, y, right)
		c.text(left-8, y+4, "end", say.T("%g", math.Round(float64(v*1e6))/1e6))
	}
	c.text((left+right)/2, bottom+40, "middle", say.T("minutes a frame"))
	c.text(left, upper-10, "start", say.T("grams a frame"))
}

// step returns a round step that divides a span into four to ten.
func step(span float64) float64 {
	if span <= 0 {
		return 1
	}
	s := math.Pow(10, math.Floor(math.Log10(span/4)))
	for _, f := range []float64{5, 2} {
		if span/(s*f) >= 4 {
			return s * f
		}
	}
	return s
}

// frontier joins the points of the front and writes their stiffness beside those that are
// apart.
func (c *chart) frontier(front []Choice) {
	lastX, lastY := math.Inf(-1), math.Inf(-1)
	for _, f := range front {
		x, y := c.at(f.FrameS/60, f.FrameG)
		c.dot(f.FrameS/60, f.FrameG, 3.5, stiffInk, c.tip(f))
		if steady.Hypot(x-lastX, y-lastY) > 40 {
			c.text(x+6, y+14, "start", say.T("%.0f %%", 100*f.Stiffness))
			lastX, lastY = x, y
		}
	}
}

// dot writes a point with what it says when it is pointed at.
func (c *chart) dot(x, y, radius float64, colour, tip string) {
	px, py := c.at(x, y)
	fmt.Fprintf(&c.b, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="%s"><title>%s</title></circle>`+"\n", px, py, radius, colour, html.EscapeString(tip))
}

// tip says what a point is.
func (c *chart) tip(t Choice) string {
	return say.T("%.1f min, %.1f g, stiffness %.0f %%, layers of %.2f mm, fill %.0f %%", t.FrameS/60, t.FrameG, 100*t.Stiffness, t.Layer, 100*t.Fill).In(c.lang)
}

// text writes a sentence.
func (c *chart) text(x, y float64, anchor string, t say.Text) {
	fmt.Fprintf(&c.b, `<text x="%.1f" y="%.1f" text-anchor="%s">%s</text>`+"\n", x, y, anchor, html.EscapeString(t.In(c.lang)))
}

// legend says what the colours mean.
func (c *chart) legend() {
	x := left
	for _, k := range []struct {
		colour string
		text   say.Text
		room   float64
	}{
		{chosen, say.T("chosen"), 90}, {shippedBy, say.T("shipped"), 90},
		{stiffInk, say.T("beaten in nothing, with its stiffness"), 260}, {faint, say.T("tried"), 90},
	} {
		fmt.Fprintf(&c.b, `<circle cx="%.1f" cy="%.0f" r="5" fill="%s"/>`+"\n", x+5, high-8, k.colour)
		c.text(x+16, high-4, "start", k.text)
		x += k.room
	}
}
