package estimate

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"

	"github.com/visiere/visiere/internal/say"
)

// The picture's measures in px.
const (
	chartWidth  = 960
	chartHeight = 576
	chartLeft   = 64
	chartRight  = 24
	plotHeight  = 180
	timeTop     = 88
	flowTop     = 332
	maxColumns  = 400 // more layers share columns
)

// The picture's colours: told apart also without colour vision, and on paper.
const (
	inkColour   = "#24292f"
	greyColour  = "#6b7280"
	gridColour  = "#e5e7eb"
	timeColour  = "#2563a8"
	peakColour  = "#e08a1e"
	levelColour = "#9ca3af"
)

// WriteSVG draws the time and the flow of each layer of e, with the levels of a stack, as
// a picture of its own: no scripts, no fonts or styles from elsewhere. The same estimate
// gives the same bytes.
//
// Errors: those of w.
func WriteSVG(w io.Writer, e *Estimate, title string, lang say.Language) error {
	c := &chart{lang: lang}
	c.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n",
		chartWidth, chartHeight, chartWidth, chartHeight)
	c.printf(`<rect width="%d" height="%d" fill="#ffffff"/>`+"\n", chartWidth, chartHeight)
	c.text(chartLeft, 28, "start", inkColour, 16, title)
	c.text(chartLeft, 48, "start", greyColour, 12, c.tr("%d layers, motion %s of %s", e.Layers, clock(e.MotionS), clock(e.TotalS)))
	cols := columnsOf(e)
	most := greatest(cols.peak)
	c.panel(cols, timeTop, c.tr("seconds a layer"), greatest(cols.seconds))
	c.bars(cols.seconds, timeTop)
	c.panel(cols, flowTop, c.tr("flow, mm³/s"), most)
	c.line(cols.peak, flowTop, peakColour)
	c.line(cols.mean, flowTop, timeColour)
	c.legend()
	c.layersAxis(cols)
	c.printf("</svg>\n")
	_, err := w.Write(c.out.Bytes())
	return err
}

// columns are the layers as they are drawn, several in one where there are many.
type columns struct {
	layers     int
	of         int // layers in a column
	seconds    []float64
	mean, peak []float64
	levels     []int // first layers of the levels above the first
}

// columnsOf gathers the layers of e.
func columnsOf(e *Estimate) columns {
	c := columns{layers: len(e.ByLayerS), of: 1 + (len(e.ByLayerS)-1)/maxColumns}
	for i := 0; i < c.layers; i += c.of {
		end := min(i+c.of, c.layers)
		var s, mean, peak float64
		for k := i; k < end; k++ {
			s += e.ByLayerS[k] / float64(end-i)
			mean += e.LayerFlow[k] / float64(end-i)
			peak = max(peak, e.LayerPeakFlow[k])
		}
		c.seconds, c.mean, c.peak = append(c.seconds, s), append(c.mean, mean), append(c.peak, peak)
	}
	layer := 0
	for i := 0; i+1 < len(e.ByLevel); i++ {
		for layer < c.layers && e.LayerEndS[layer] < e.ByLevel[i].EndS {
			layer++
		}
		c.levels = append(c.levels, layer+1)
	}
	return c
}

func greatest(v []float64) float64 {
	most := 0.0
	for _, x := range v {
		most = max(most, x)
	}
	return most
}

// chart is a picture that is being written.
type chart struct {
	out  bytes.Buffer
	lang say.Language
	top  float64 // value at the top of the panel
}

func (c *chart) printf(format string, args ...any) { fmt.Fprintf(&c.out, format, args...) }

func (c *chart) tr(format string, args ...any) string { return say.T(format, args...).In(c.lang) }

// text writes text with its baseline's start, middle or end at x, y.
func (c *chart) text(x, y float64, anchor, colour string, size int, text string) {
	c.printf(`<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s" font-size="%d">`, x, y, anchor, colour, size)
	xml.EscapeText(&c.out, []byte(text)) // a buffer takes everything
	c.printf("</text>\n")
}

// panel draws a panel's title, its grid and its levels, and sets its scale.
func (c *chart) panel(cols columns, top float64, title string, most float64) {
	step := niceStep(most / 4)
	c.top = float64(step * max(1, math.Ceil(most/step)))
	c.text(chartLeft, top-10, "start", inkColour, 13, title)
	for v := 0.0; v <= c.top+step/2; v += step {
		y := top + float64(plotHeight*(1-v/c.top))
		c.printf(`<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="%s"/>`+"\n", chartLeft, y, chartWidth-chartRight, y, gridColour)
		c.text(chartLeft-8, y+4, "end", greyColour, 11, c.tr("%g", math.Round(float64(v*1e6))/1e6))
	}
	for i, layer := range cols.levels {
		x := chartLeft + plotWidth*float64(layer)/float64(cols.layers)
		c.printf(`<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-dasharray="3 3"/>`+"\n", x, top, x, top+plotHeight, levelColour)
		if len(cols.levels) <= 20 {
			c.text(x+3, top+11, "start", greyColour, 10, fmt.Sprint(i+2))
		}
	}
}

const plotWidth = chartWidth - chartLeft - chartRight

// niceStep returns 1, 2 or 5 times a power of ten, at least v.
func niceStep(v float64) float64 {
	if !(v > 0) || v > 1e300 {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(v)))
	for _, f := range []float64{1, 2, 5} {
		if v <= f*p {
			return f * p
		}
	}
	return 10 * p
}

// bars draws a bar for each value.
func (c *chart) bars(v []float64, top float64) {
	w := plotWidth / float64(max(1, len(v)))
	gap := 0.0
	if w > 3 {
		gap = 1
	}
	c.printf(`<g fill="%s">`+"\n", timeColour)
	for i, s := range v {
		h := plotHeight * s / c.top
		c.printf(`<rect x="%.2f" y="%.2f" width="%.2f" height="%.2f"/>`+"\n", chartLeft+float64(float64(i)*w), top+plotHeight-h, w-gap, h)
	}
	c.printf("</g>\n")
}

// line draws a step for each value.
func (c *chart) line(v []float64, top float64, colour string) {
	w := plotWidth / float64(max(1, len(v)))
	c.printf(`<path fill="none" stroke="%s" stroke-width="1.6" d="`, colour)
	for i, s := range v {
		y := top + float64(plotHeight*(1-s/c.top))
		move := 'L'
		if i == 0 {
			move = 'M'
		}
		c.printf("%c%.2f %.2fH%.2f", move, chartLeft+float64(float64(i)*w), y, chartLeft+float64(float64(i+1)*w))
	}
	c.printf("\"/>\n")
}

// legend names the two lines of the flow.
func (c *chart) legend() {
	for i, k := range []struct{ colour, text string }{{timeColour, c.tr("mean")}, {peakColour, c.tr("most asked for")}} {
		x, y := float64(chartWidth-chartRight-230+i*90), float64(flowTop-14)
		c.printf(`<line x1="%.0f" y1="%.0f" x2="%.0f" y2="%.0f" stroke="%s" stroke-width="3"/>`+"\n", x, y, x+18, y, k.colour)
		c.text(x+24, y+4, "start", inkColour, 11, k.text)
	}
}

// layersAxis writes the numbers of the layers under the panels.
func (c *chart) layersAxis(cols columns) {
	y := float64(flowTop + plotHeight)
	if cols.layers > 0 {
		step := max(1, niceStep(float64(cols.layers)/10))
		for n := step; n <= float64(cols.layers); n += step {
			x := chartLeft + plotWidth*(n-0.5)/float64(cols.layers)
			c.text(x, y+18, "middle", greyColour, 11, fmt.Sprint(int(n)))
			c.text(x, timeTop+plotHeight+18, "middle", greyColour, 11, fmt.Sprint(int(n)))
		}
	}
	label := c.tr("layer")
	if cols.of > 1 {
		label = c.tr("layer (%d of them a column)", cols.of)
	}
	c.text(chartLeft+plotWidth/2, y+40, "middle", greyColour, 12, label)
	if len(cols.levels) > 0 {
		c.text(chartLeft, y+40, "start", greyColour, 11, c.tr("dashed: a new level of the stack"))
	}
}

// clock returns seconds as h:mm:ss.
func clock(s float64) string {
	n := int(math.Round(min(s, 1e9)))
	return fmt.Sprintf("%d:%02d:%02d", n/3600, n/60%60, n%60)
}
