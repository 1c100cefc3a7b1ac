package proof

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/profiles"
)

// slicer makes trial frames by sets.
type slicer struct {
	t *testing.T
	*job.Prover
}

func newSlicer(t *testing.T) *slicer {
	prover, err := job.NewProver(job.Spec{Model: models.TrialName})
	if err != nil {
		t.Fatal(err)
	}
	return &slicer{t, prover}
}

// refuses returns why no two frames can be made by set; nil: they can.
func (s *slicer) refuses(set *profiles.Set) error {
	cut := s.Cut()
	defer cut.Close()
	_, err := cut.Prove(context.Background(), set, 2)
	return err
}

// ofFrame are the reasons for which a frame is refused that are of its size, not of a
// profile: another frame would pass.
var ofFrame = regexp.MustCompile(`however it is turned it does not fit|prints up to \S+ mm: at most|less than a layer of|as wide as the thinnest line|` +
	`columns were asked for`)

// printerOf, with a filament and a process, for each way to plan corners.
var planners = [][3]string{
	{"ender-3", "petg", "0.3mm"}, {"voron-2.4", "pla", "0.2mm"}, {"prusa-mk4", "pla", "quality"}, {"ultimaker-s5", "pla", "0.3mm"},
}

// What is not refused by the rules of form and physics is not refused by slice, whatever
// key is 0, a thousandth or a thousandfold of what it is.
func TestWhatValidatePassesIsSliced(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	s := newSlicer(t)
	number := regexp.MustCompile(`^-?[0-9.]+`)
	for n, base := range planners {
		set, err := lib.Resolve(base[0], base[1], base[2], "", nil)
		if err != nil {
			t.Fatal(err)
		}
		passed, refused := 0, 0
		for k, kv := range profiles.Flatten(&set) {
			digits := number.FindString(kv[1])
			if digits == "" || strings.HasSuffix(kv[0], "_gcode") {
				continue
			}
			// 0 for every key of one printer and for the limits of all, the others by turns: it takes
			// ten milliseconds each.
			factors := []float64{[]float64{0, 1e-3, 1e3, 10}[(k+n)%len(planners)]}
			if n == 0 || strings.HasPrefix(kv[0], "printer.limits.") {
				factors = []float64{0, factors[0]}
			}
			for _, factor := range factors {
				value, _ := strconv.ParseFloat(digits, 64)
				text := strconv.FormatFloat(value*factor, 'f', -1, 64) + kv[1][len(digits):]
				mutant, found := lib.ResolveAll(base[0], base[1], base[2], "", []string{kv[0] + "=" + text})
				if profiles.AsError(found) != nil {
					refused++
					continue
				}
				passed++
				if err := s.refuses(&mutant); err != nil && !ofFrame.MatchString(err.Error()) {
					t.Errorf("%s: %s=%s: validate finds %v, slice says: %v", base[0], kv[0], text, found, err)
				}
			}
		}
		if passed < 60 || refused < 20 {
			t.Errorf("%s: %d mutants pass, %d do not", base[0], passed, refused)
		}
	}
}

// Printers that are whole files, with keys left out, are either refused by the rules or
// sliced.
func TestWhatIsLeftOutIsMissedOrSliced(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	s, seed := newSlicer(t), uint64(20200404)
	random := rand.New(rand.NewPCG(seed, seed))
	for _, base := range planners {
		set, err := lib.Resolve(base[0], base[1], base[2], "", nil)
		if err != nil {
			t.Fatal(err)
		}
		whole := lines(&set)
		if lib.Validate(profiles.Physics, file(t, whole)) != nil && hasError(lib.Validate(profiles.Physics, file(t, whole))) {
			t.Fatalf("%s as one file: %v", base[0], lib.Validate(profiles.Physics, file(t, whole)))
		}
		passed, refused := 0, 0
		for range 40 {
			some := slices.Clone(whole)
			for range 1 + random.IntN(3) {
				i := random.IntN(len(some))
				some = slices.Delete(some, i, i+1)
			}
			path := file(t, some)
			if hasError(lib.Validate(profiles.Physics, path)) {
				refused++
				continue
			}
			passed++
			mutant, err := lib.Resolve(path, base[1], base[2], "", nil)
			if err != nil {
				continue // of another filament and process it is
			}
			if err := s.refuses(&mutant); err != nil && !ofFrame.MatchString(err.Error()) {
				t.Errorf("%s (seed %d) without\n%s: slice says: %v", base[0], seed, missing(whole, some), err)
			}
		}
		if passed < 5 || refused < 5 {
			t.Errorf("%s: %d pass, %d do not", base[0], passed, refused)
		}
	}
}

// hasError reports whether any finding forbids the use of a profile.
func hasError(found []profiles.Finding) bool { return profiles.AsError(found) != nil }

// lines returns a set's printer, one dotted key and its value a line.
func lines(set *profiles.Set) (out []string) {
	codes := map[string]string{
		"printer.header_gcode": set.Printer.HeaderGcode, "printer.start_gcode": set.Printer.StartGcode, "printer.end_gcode": set.Printer.EndGcode,
		"printer.layer_gcode": set.Printer.LayerGcode, "printer.level_gcode": set.Printer.LevelGcode, "printer.pause_gcode": set.Printer.PauseGcode,
	}
	for _, kv := range profiles.Flatten(set) {
		if !strings.HasPrefix(kv[0], "printer.") || kv[1] == "" || strings.HasSuffix(kv[0], ".name") || strings.HasSuffix(kv[0], ".inherits") {
			continue
		}
		value := kv[1]
		if code, ok := codes[kv[0]]; ok {
			quoted, _ := json.Marshal(code)
			value = string(quoted)
		}
		out = append(out, kv[0]+"="+value)
	}
	return out
}

// file writes lines as a profile and returns its path.
func file(t *testing.T, lines []string) string {
	t.Helper()
	root := map[string]any{}
	for _, line := range lines {
		key, value, _ := strings.Cut(line, "=")
		at, parts := root, strings.Split(key, ".")
		for _, p := range parts[:len(parts)-1] {
			if at[p] == nil {
				at[p] = map[string]any{}
			}
			at = at[p].(map[string]any)
		}
		at[parts[len(parts)-1]] = value
	}
	path := filepath.Join(t.TempDir(), "whole.yaml")
	var b strings.Builder
	writeYAML(&b, root, 0)
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// writeYAML writes nested keys whose values are YAML already.
func writeYAML(b *strings.Builder, m map[string]any, depth int) {
	keys := []string{}
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if sub, ok := m[k].(map[string]any); ok {
			fmt.Fprintf(b, "%s%s:\n", strings.Repeat("  ", depth), k)
			writeYAML(b, sub, depth+1)
			continue
		}
		fmt.Fprintf(b, "%s%s: %s\n", strings.Repeat("  ", depth), k, m[k])
	}
}

// missing returns the lines that some lacks.
func missing(whole, some []string) string {
	var out []string
	for _, l := range whole {
		if !slices.Contains(some, l) {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}
