package emit

import (
	"regexp"
	"strings"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// The level code stands between the frames of a stack, with the filament pulled back, and
// what follows counts on nothing that it may have changed.
func TestLevelCode(t *testing.T) {
	for _, fw := range []profiles.Firmware{profiles.Marlin, profiles.Klipper} {
		j := job(fw)
		levels(&j, 3)
		j.Set.Printer.LevelGcode = "; frame {level} of {levels}: layer {layer_num} at {layer_z}\nG1 X190 Y190 F9000\nM106 S255\nG91"
		bytes, _ := written(t, j)
		parts := strings.Split(string(bytes), "; frame ")
		if len(parts) != 3 || !strings.HasPrefix(parts[1], "2 of 3: layer 3 at 1.3\n") || !strings.HasPrefix(parts[2], "3 of 3: layer 6 at 2.4\n") {
			t.Fatalf("%s: %d parts: %.40q", fw, len(parts), parts[1:])
		}
		for i, part := range parts[1:] {
			if before := parts[i]; strings.LastIndex(before, " E-") < strings.LastIndex(before, " E0") {
				t.Errorf("%s: the filament is not pulled back before level %d", fw, i+2)
			}
			code := part[:strings.Index(part, ";TYPE:")]
			at := -1
			for _, want := range []string{"G91\n", "G90\n", "M83\n", "G1 Z", "F600", "G1 X", " Y", "F9000"} {
				next := strings.Index(code[at+1:], want)
				if next < 0 {
					t.Fatalf("%s: no %q in its place after the level code: %s", fw, want, code)
				}
				at += 1 + next
			}
			if !strings.Contains(part[len(code):], "\nM106 S255\n") && !strings.Contains(part[len(code):], "\nM107\n") {
				t.Errorf("%s: the fan is left as the level code set it", fw)
			}
		}
		verified(t, j)
	}
}

// differs matches what may differ between levels that print the same: heights, and what
// tells the time and which level it is, though not where that stands.
var differs = regexp.MustCompile(`(?m) Z[-0-9.]+|^;Z:.*$|^;[0-9.]+$|^M73.*$|^;LEVEL:.*$`)

// TestLevelsAreWrittenAlike checks guarantee 2 of Write: from the second level on, levels
// of random strokes are the same bytes but for those.
func TestLevelsAreWrittenAlike(t *testing.T) {
	for seed := range uint64(20) {
		j := wild(seed, 300, seed%3 == 0)
		levels(&j, 5)
		j.Set.Printer.LayerGcode = "" // it counts layers
		text, _ := written(t, j)
		parts := strings.Split(string(differs.ReplaceAll(text, nil)), ";LAYER_CHANGE\n")[1:]
		per := len(parts) / 5
		if len(parts) != 5*per || per == 0 {
			t.Fatalf("seed %d: %d layers of 5 levels", seed, len(parts))
		}
		for i := 2 * per; i < len(parts)-1; i++ {
			if parts[i] != parts[i-per] {
				t.Fatalf("seed %d: layer %d is not written as the one a level below", seed, i+1)
			}
		}
	}
}
