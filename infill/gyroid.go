package infill

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
	"github.com/visiere/visiere/polygon"
)

// gyroidLength is the mean length of a gyroid's level lines per area, over all heights,
// times its period, measured by TestGyroidDensity. (A gyroid of period 1 has 3.0915 of
// surface per volume, and cutting a surface without a preferred direction leaves pi/4 of
// that as lines, 2.43; the equation is a close approximation of the gyroid.)
const gyroidLength = 2.478

// waveSteps is the number of points per period of a wave: it stays within 0.5 % of the
// period of the true curve.
const waveSteps = 24

// waves clips a layer of the gyroid
//
//	sin x cos y + sin y cos z + sin z cos x = 0
//
// to region. The gyroid's period is such that the lines' mean density over a period of
// layers is one per pitch nanometres.
func waves(region polygon.Region, opt Options, pitch float64) []Line {
	o := newOutline(region)
	var strokes []stroke
	for _, w := range gyroidWaves(region.Box(), gyroidLength*pitch, opt.Z*geom.Millimetre) {
		for _, pts := range polygon.ClipLine(w, region) {
			strokes = append(strokes, stroke{pts, [2]place{o.nearest(pts[0]), o.nearest(pts[len(pts)-1])}})
		}
	}
	return appendLines(nil, o.join(strokes, nil, opt.Link, opt.Spacing), opt.Spacing)
}

// gyroidWaves returns the level lines that cross b at height z of a gyroid of the given
// period, all in nanometres. Where |cos z| >= |sin z| every line is a function of x, with
// two in each period; elsewhere of y.
func gyroidWaves(b geom.Box, period, z float64) [][]geom.Point {
	sz, cz := steady.Sincos(2 * math.Pi * z / period)
	flat := math.Abs(cz) >= math.Abs(sz)
	if !flat {
		b = geom.Box{Min: swap(b.Min), Max: swap(b.Max)}
	}
	first := math.Floor(float64(b.Min.Y)/period) - 1
	last := math.Ceil(float64(b.Max.Y)/period) + 1
	var out [][]geom.Point
	for k := first; k <= last; k++ {
		for _, branch := range []float64{-1, 1} {
			w := wave(b, period, func(u float64) float64 {
				return float64(period * (k + gyroidAcross(u, sz, cz, branch, flat)/(2*math.Pi)))
			})
			for i := range w {
				if !flat {
					w[i] = swap(w[i])
				}
			}
			out = append(out, w)
		}
	}
	return out
}

// gyroidAcross solves the gyroid's equation, A cos v + B sin v + C = 0, for the coordinate
// across the waves where the one along them is u, in radians: v is y where flat is set,
// else x. The branches -1 and 1 are its two solutions.
func gyroidAcross(u, sz, cz, branch float64, flat bool) float64 {
	su, cu := steady.Sincos(u)
	a, b, c := su, cz, float64(sz*cu)
	if !flat {
		a, b, c = sz, cu, float64(su*cz)
	}
	r := steady.Hypot(a, b)
	v := steady.Atan2(b, a)
	if !flat && v < 0 && a < 0 {
		v += 2 * math.Pi // keeps the wave in one piece where its phase passes half a turn
	}
	return v + float64(branch*steady.Acos(max(-1, min(1, -c/r))))
}

// wave samples a wave along b's X, at whole multiples of a step from the origin.
func wave(b geom.Box, period float64, across func(u float64) float64) []geom.Point {
	step := period / waveSteps
	first, last := math.Floor(float64(b.Min.X)/step), math.Ceil(float64(b.Max.X)/step)
	var pts []geom.Point
	for i := first; i <= last; i++ {
		u := 2 * math.Pi * i / waveSteps
		pts = append(pts, geom.Point{X: int64(math.Round(i * step)), Y: int64(math.Round(across(u)))})
	}
	return pts
}

func swap(p geom.Point) geom.Point { return geom.Point{X: p.Y, Y: p.X} }

// nearest returns the edge of the outline nearest to p.
func (o outline) nearest(p geom.Point) place {
	var at place
	best := math.Inf(1)
	for i, g := range o.rings {
		for k, a := range g {
			if d := segDist2(p, a, g[(k+1)%len(g)]); d < best {
				best, at = d, place{int32(i), int32(k)}
			}
		}
	}
	return at
}

// segDist2 returns the squared distance from p to the segment ab, in square nanometres.
func segDist2(p, a, b geom.Point) float64 {
	abx, aby := float64(b.X-a.X), float64(b.Y-a.Y)
	apx, apy := float64(p.X-a.X), float64(p.Y-a.Y)
	t := 0.0
	if l2 := float64(abx*abx) + float64(aby*aby); l2 > 0 {
		t = min(1, max(0, (float64(apx*abx)+float64(apy*aby))/l2))
	}
	dx, dy := apx-float64(t*abx), apy-float64(t*aby)
	return float64(dx*dx) + float64(dy*dy)
}
