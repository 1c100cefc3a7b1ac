package estimate_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/profiles"
)

// TestHeaderAndProgress makes a stack and checks that what its head and its M73 lines say
// is this package's estimate of the finished file: seconds of the head, minutes left and
// per cent done at every line.
func TestHeaderAndProgress(t *testing.T) {
	for _, printer := range []string{"prusa-mk3s", "voron-2.4"} {
		path := filepath.Join(t.TempDir(), "stack.gcode")
		if _, err := job.Run(context.Background(), job.Spec{Output: path, Printer: printer, Stack: 3}, nil); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		checkFile(t, printer, text)
	}
}

// checkFile compares what a file of ours says with its estimate.
func checkFile(t *testing.T, printer string, text []byte) {
	src, err := estimate.ReadSource(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var set profiles.Set
	if err := profiles.Override(&set, src.Settings); err != nil || set.Printer.Name != printer {
		t.Fatalf("%s: %v", set.Printer.Name, err)
	}
	opt := estimate.FromProfiles(set)
	est, err := estimate.File(bytes.NewReader(text), opt)
	if err != nil {
		t.Fatal(err)
	}
	if est.HeatingS < 60 || est.HomingS <= 0 || est.ProbingS <= 0 || len(est.ByLevel) != 3 {
		t.Errorf("%s: heating %.0f s, homing %.0f s, probing %.0f s, %d levels", printer, est.HeatingS, est.HomingS, est.ProbingS, len(est.ByLevel))
	}
	s := int(math.Round(est.TotalS))
	want := fmt.Sprintf("%dh %dm %ds", s/3600, s/60%60, s%60)
	said := regexp.MustCompile(`; estimated printing time \(normal mode\) = (.*)`).FindAllSubmatch(text, -1)
	if len(said) == 0 {
		t.Fatalf("%s: no time in the file", printer)
	}
	for _, m := range said {
		if got := string(bytes.TrimSpace(m[1])); got != want {
			t.Errorf("%s: the file says %s, the estimate %s", printer, got, want)
		}
	}
	progress := regexp.MustCompile(`^M73 P(\d+) R(\d+)`)
	n := 0
	for i, line := range bytes.Split(text, []byte("\n")) {
		m := progress.FindSubmatch(line)
		if m == nil {
			continue
		}
		n++
		p, _ := strconv.Atoi(string(m[1]))
		r, _ := strconv.Atoi(string(m[2]))
		at := est.ElapsedAtLine(i + 1)
		if math.Abs(float64(p)-100*at/est.TotalS) > 1.1 || math.Abs(float64(r)-(est.TotalS-at)/60) > 1.1 {
			t.Fatalf("%s: line %d says %s after %.0f of %.0f s", printer, i+1, line, at, est.TotalS)
		}
	}
	if n < 20 {
		t.Errorf("%s: %d lines of progress", printer, n)
	}
}
