package emit

import (
	"bytes"
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// A file sets the firmware's limits, in its own units, before anything moves, where the
// profile says so and only there.
func TestLimits(t *testing.T) {
	l := profiles.Limits{SpeedX: 200, SpeedY: 180, SpeedZ: 12, SpeedE: 120, AccelX: 1000, AccelY: 900, AccelZ: 200, AccelE: 5000,
		Accel: 800, JerkX: 8, JerkY: 7.5, JerkZ: 0.4, JerkE: 4.5, SquareCornerVelocity: 5}
	deviating, few := l, l
	deviating.JunctionDeviation = 0.02
	few.AccelZ, few.JerkX, few.JerkY, few.JerkZ, few.JerkE = 0, 0, 0, 0, 0
	for _, c := range []struct {
		firmware profiles.Firmware
		limits   profiles.Limits
		want     string
	}{
		{profiles.Marlin, l, "M201 X1000 Y900 Z200 E5000\nM203 X200 Y180 Z12 E120\nM205 X8 Y7.5 Z0.4 E4.5\n"},
		{profiles.PrusaFW, l, "M201 X1000 Y900 Z200 E5000\nM203 X200 Y180 Z12 E120\nM205 X8 Y7.5 Z0.4 E4.5\n"},
		{profiles.Marlin, deviating, "M201 X1000 Y900 Z200 E5000\nM203 X200 Y180 Z12 E120\nM205 J0.02\n"},
		{profiles.RRF, l, "M201 X1000 Y900 Z200 E5000\nM203 X12000 Y10800 Z720 E7200\nM566 X480 Y450 Z24 E270\n"},
		{profiles.Klipper, l, "SET_VELOCITY_LIMIT VELOCITY=180 ACCEL=800 SQUARE_CORNER_VELOCITY=5\n"},
		{profiles.Marlin, few, "M201 X1000 Y900 E5000\nM203 X200 Y180 Z12 E120\n"},
	} {
		j := job(c.firmware)
		j.Set.Printer.Limits = c.limits
		for _, send := range []bool{true, false} {
			j.Set.Printer.SendLimits = send
			var out bytes.Buffer
			if _, err := Write(&out, j); err != nil {
				t.Fatal(err)
			}
			head, _, _ := strings.Cut(out.String(), "M107")
			if got := strings.Contains(head, c.want); got != send {
				t.Errorf("%s, send %v: the head is\n%s", c.firmware, send, head)
			}
		}
	}
}
