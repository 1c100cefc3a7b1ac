package exchange

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/profiles"
)

// spot is a place in the plane, mm.
type spot struct{ x, y float64 }

// spots reads places such as 0x0,250x0.
func spots(value string) ([]spot, bool) {
	var all []spot
	for _, part := range list(value) {
		a, b, ok := strings.Cut(strings.TrimSpace(part), "x")
		x, err := strconv.ParseFloat(a, 64)
		y, err2 := strconv.ParseFloat(b, 64)
		if !ok || err != nil || err2 != nil || math.Abs(x) > 1e5 || math.Abs(y) > 1e5 || x != x || y != y {
			return nil, false
		}
		all = append(all, spot{x, y})
	}
	return all, len(all) >= 3
}

// bedShape takes the outline of a bed: a rectangle from X0 Y0 or around it, a circle
// around it, else a polygon.
func bedShape(c *conversion, value string) result {
	points, ok := spots(value)
	if !ok {
		return ignored(say.T("%q is no outline of a bed", clip(value)))
	}
	least, most := points[0], points[0]
	for _, p := range points {
		least = spot{min(least.x, p.x), min(least.y, p.y)}
		most = spot{max(most.x, p.x), max(most.y, p.y)}
	}
	w, d := most.x-least.x, most.y-least.y
	centred := math.Abs(least.x+most.x) < 0.01*w && math.Abs(least.y+most.y) < 0.01*d
	atZero := math.Abs(least.x) < 1e-6 && math.Abs(least.y) < 1e-6
	switch {
	case w <= 0 || d <= 0:
		return ignored(say.T("%q is no outline of a bed", clip(value)))
	case len(points) == 4 && isRectangle(points, least, most) && (centred || atZero):
		return c.rectangle(w, d, centred)
	case len(points) > 7 && centred && isRound(points):
		return c.circle(w)
	}
	texts := make([]string, len(points))
	for i, p := range points {
		texts[i] = "[" + decimal(p.x) + "mm, " + decimal(p.y) + "mm]"
	}
	c.set["printer.bed.points"] = "[" + strings.Join(texts, ", ") + "]"
	return result{"polygon", true, say.Text{}}
}

// rectangle sets a bed of this size.
func (c *conversion) rectangle(w, d float64, centred bool) result {
	c.set["printer.bed.width"], c.set["printer.bed.depth"] = decimal(w)+"mm", decimal(d)+"mm"
	c.set["printer.bed.origin"] = "front-left"
	if centred {
		c.set["printer.bed.origin"] = "centre"
	}
	return result{"rectangle", true, say.T("%s x %s", decimal(w), decimal(d)+" mm")}
}

// circle sets a round bed around X0 Y0. A printer that has one is a delta, whose arms reach
// over all of it.
func (c *conversion) circle(diameter float64) result {
	c.set["printer.bed.diameter"], c.set["printer.bed.origin"] = decimal(diameter)+"mm", "centre"
	c.set["printer.head.gantry"] = "all"
	return result{"circle", true, say.T("%s in diameter", decimal(diameter)+" mm")}
}

// isRectangle reports whether points are the corners of the box from least to most.
func isRectangle(points []spot, least, most spot) bool {
	for _, p := range points {
		if p.x != least.x && p.x != most.x || p.y != least.y && p.y != most.y {
			return false
		}
	}
	return true
}

// isRound reports whether points lie as far from X0 Y0.
func isRound(points []spot) bool {
	r := steady.Hypot(points[0].x, points[0].y)
	for _, p := range points {
		if math.Abs(steady.Hypot(p.x, p.y)-r) > 0.01*r {
			return false
		}
	}
	return true
}

// excluded takes zones of a bed where nothing is printed: the box around each outline.
func excluded(_ *conversion, value string) result {
	points, ok := spots(value)
	if !ok {
		return ignored(ownChoice)
	}
	return zoneAround(points)
}

// zoneAround returns the box around points as a zone of ours.
func zoneAround(points []spot) result {
	least, most := points[0], points[0]
	for _, p := range points {
		least = spot{min(least.x, p.x), min(least.y, p.y)}
		most = spot{max(most.x, p.x), max(most.y, p.y)}
	}
	if most.x <= least.x || most.y <= least.y {
		return ignored(ownChoice)
	}
	return result{"[{x: " + decimal(least.x) + "mm, y: " + decimal(least.y) + "mm, width: " + decimal(most.x-least.x) +
		"mm, depth: " + decimal(most.y-least.y) + "mm}]", true, say.T("the box around it")}
}

// curaZones takes Cura's places where nothing is printed, whose X0 Y0 is the bed's centre
// and whose Y grows to the front.
func curaZones(c *conversion, value string) result {
	var polygons [][][2]float64
	w, _, okW := first(c.keys["machine_width"])
	d, _, okD := first(c.keys["machine_depth"])
	if json.Unmarshal([]byte(value), &polygons) != nil || !okW || !okD || len(polygons) == 0 {
		return ignored(ownChoice)
	}
	var zones []string
	for _, polygon := range polygons {
		var points []spot
		for _, p := range polygon {
			x, y := max(-w/2, min(w/2, p[0])), max(-d/2, min(d/2, p[1]))
			if c.keys["machine_center_is_zero"] != "true" {
				x, y = x+w/2, y+d/2
			}
			points = append(points, spot{x, y})
		}
		if len(points) > 2 {
			if zone := zoneAround(points).text; zone != "" {
				zones = append(zones, strings.Trim(zone, "[]"))
			}
		}
	}
	if len(zones) == 0 {
		return ignored(ownChoice)
	}
	return result{"[" + strings.Join(zones, ", ") + "]", true, say.T("the box around it")}
}

// curaBed takes the width of Cura's machine, with its depth and shape.
func curaBed(c *conversion, value string) result {
	w, _, ok := first(value)
	d, _, okD := first(c.keys["machine_depth"])
	if !ok || !okD || w <= 0 || d <= 0 {
		return noNumber(value)
	}
	centred := c.keys["machine_center_is_zero"] == "true"
	if c.keys["machine_shape"] == "elliptic" && centred {
		return c.circle(min(w, d))
	}
	return c.rectangle(w, d, centred)
}

// klipperBed takes how far X goes, with Y's, or the radius of a delta.
func klipperBed(c *conversion, value string) result {
	if c.keys["printer.kinematics"] == "delta" {
		r, _, ok := first(value)
		if !ok || r <= 0 {
			return noNumber(value)
		}
		return c.circle(2 * r)
	}
	w, _, ok := first(value)
	d, _, okD := first(c.keys["stepper_y.position_max"])
	if !ok || !okD || w <= 0 || d <= 0 {
		return noNumber(value)
	}
	return c.rectangle(w, d, false)
}

// corners returns the outline of a bed of ours; a circle has 72 corners.
func corners(bed *profiles.Bed) []spot {
	switch bed.Shape {
	case "circle":
		points := make([]spot, 72)
		r := float64(bed.Diameter) / 2
		for i := range points {
			a := 2 * math.Pi * float64(i) / float64(len(points))
			points[i] = spot{float64(r * steady.Cos(a)), float64(r * steady.Sin(a))}
		}
		if bed.Origin != "centre" {
			for i := range points {
				points[i] = spot{points[i].x + r, points[i].y + r}
			}
		}
		return points
	case "polygon":
		points := make([]spot, len(bed.Points))
		for i, p := range bed.Points {
			points[i] = spot{float64(p[0]), float64(p[1])}
		}
		return points
	}
	least, most := bed.Box()
	x0, y0, x1, y1 := float64(least[0]), float64(least[1]), float64(most[0]), float64(most[1])
	return []spot{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
}
