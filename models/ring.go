package models

import (
	"math"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/polygon"
)

// A ring of a calibration print, mm: as broad as the bands of a visor frame.
const (
	ringRadius = 20.0
	ringBand   = 4.0
	ringHeight = 2.0
	notchDepth = 1.4
	notchOne   = 1.2 // width of a notch that counts 1
	notchFive  = 4.0 // of one that counts 5
)

// MostRing is the greatest number that a ring can have.
const MostRing = 49

// Ring returns a ring that tells its number by notches around it: broad ones count five,
// narrow ones one. It stands on the bed around the origin.
//
// Errors: the number is below 0 or above MostRing.
func Ring(number int) (Solid, error) {
	if number < 0 || number > MostRing {
		return Solid{}, say.Errorf("a ring is numbered from 0 to %d, not %d", MostRing, number)
	}
	r := polygon.Difference(disc(geom.Vec{}, ringRadius), disc(geom.Vec{}, ringRadius-ringBand))
	const step = 2 * math.Pi / 16
	at := 0.0
	for n := number; n > 0; at += step {
		width := notchOne
		if n >= 5 {
			width = notchFive
		}
		r = polygon.Difference(r, notch(at, width))
		if n >= 5 {
			n -= 5
		} else {
			n--
		}
	}
	o := outline{region: r, inset: r, height: ringHeight}
	return o.extrude()
}

// notch returns a rectangle across the ring's outline at an angle.
func notch(angle, width float64) polygon.Region {
	box := geom.Box{Min: geom.MM(ringRadius-notchDepth, -width/2), Max: geom.MM(ringRadius+1, width/2)}
	return polygon.Rect(box).Turn(angle)
}
