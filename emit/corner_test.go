package emit

import (
	"bytes"
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// Paths with corners of their own are told so in each firmware's words, and the printer
// has its own again before the next path and at the end.
func TestCorners(t *testing.T) {
	for _, c := range []struct {
		firmware profiles.Firmware
		limits   profiles.Limits
		set, own string
	}{
		{profiles.Marlin, profiles.Limits{JerkX: 8, JerkY: 9}, "M205 X4 Y4", "M205 X8 Y9"},
		{profiles.PrusaFW, profiles.Limits{JerkX: 7.5, JerkY: 7.5}, "M205 X4 Y4", "M205 X7.5 Y7.5"},
		{profiles.Marlin, profiles.Limits{JunctionDeviation: 0.03}, "M205 J0.01", "M205 J0.03"},
		{profiles.RRF, profiles.Limits{JerkX: 8, JerkY: 9}, "M566 X240 Y240", "M566 X480 Y540"},
		{profiles.Klipper, profiles.Limits{SquareCornerVelocity: 5}, "SET_VELOCITY_LIMIT SQUARE_CORNER_VELOCITY=4", "SET_VELOCITY_LIMIT SQUARE_CORNER_VELOCITY=5"},
	} {
		j := job(c.firmware)
		c.limits.SpeedZ, c.limits.Accel = 12, 1500
		j.Set.Printer.Limits = c.limits
		layers := j.Plate.Levels[0].Frame.Layers
		for i := range layers {
			layers[i].Paths[0].Corner = 4
		}
		var out bytes.Buffer
		if _, err := Write(&out, j); err != nil {
			t.Fatal(err)
		}
		text := out.String()
		if set, own := strings.Count(text, c.set+"\n"), strings.Count(text, c.own+"\n"); set == 0 || set != own {
			t.Errorf("%s: %d times %q, %d times %q", c.firmware, set, c.set, own, c.own)
		}
		if strings.LastIndex(text, c.own) < strings.LastIndex(text, c.set) {
			t.Errorf("%s: the printer does not get its own back", c.firmware)
		}
		for i := range layers {
			layers[i].Paths[0].Corner = 0
		}
		out.Reset()
		if _, err := Write(&out, j); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), c.own) {
			t.Errorf("%s: corners are told where none is asked for", c.firmware)
		}
	}
}
