package calibrate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/profiles"
)

// truth is what the synthetic histories are made with.
var truth = struct{ overhead, heating, probe, flow, noise float64 }{47, 1.25, 4.2, 0.97, 5}

// mk3s returns the profiles that the histories are fitted from.
func mk3s(t testing.TB) profiles.Set {
	t.Helper()
	lib, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	set, err := lib.Resolve("prusa-mk3s", "petg", "0.3mm", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// synthetic returns n prints of a printer with the true constants. Their starts are days
// apart, so that each begins cold.
func synthetic(set profiles.Set, seed uint64, n int) []Print {
	r := rand.New(rand.NewPCG(seed, 7))
	m := &model{known: estimate.FromProfiles(set)}
	prints := make([]Print, n)
	for i := range prints {
		p := &prints[i]
		*p = Print{
			Row: i + 2, File: fmt.Sprintf("frame-%d.gcode", i), Status: "completed", MotionS: 1000 + 20000*r.Float64(),
			BedC: 50 + 10*float64(r.IntN(5)), NozzleC: 200 + 10*float64(r.IntN(6)), Points: []float64{9, 16, 25, 49}[r.IntN(4)],
			WantedMM: 1000 + 5000*r.Float64(), Start: 1.7e9 + 86400*2*float64(i),
		}
		p.MotionS = math.Round(p.MotionS)
		p.ActualS = math.Round(p.MotionS + m.known.HomingS + truth.overhead + truth.heating*m.reach(p, 20) + truth.probe*p.Points + truth.noise*r.NormFloat64())
		p.End = p.Start + p.ActualS
		p.UsedMM = p.WantedMM * (truth.flow + 0.01*r.NormFloat64())
	}
	return prints
}

// spoil pauses every tenth print and cancels every tenth other.
func spoil(prints []Print) (spoilt int) {
	for i := range prints {
		switch i % 10 {
		case 3:
			prints[i].ActualS += 300 + 100*float64(i%7)
			spoilt++
		case 6:
			prints[i].Status = "cancelled"
			prints[i].ActualS /= 3
			spoilt++
		}
	}
	return spoilt
}

func within(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s: %.4f, want %.4f within %.4f", what, got, want, tol)
	}
}

// TestTruthIsRecovered fits 60 prints of which 12 are paused or cancelled, for several
// seeds: overhead within 8 s, heating within 4 %, a point within 0.2 s, flow within 0.5 %.
func TestTruthIsRecovered(t *testing.T) {
	set := mk3s(t)
	for seed := range uint64(8) {
		prints := synthetic(set, seed, 60)
		spoilt := spoil(prints)
		r, err := Fit(prints, nil, Options{Set: set})
		if err != nil {
			t.Fatal(err)
		}
		within(t, "overhead", r.Overhead.Value, truth.overhead, 8)
		within(t, "heating", r.Heating.Value, truth.heating, 0.05)
		within(t, "probe", r.Probe.Value, truth.probe, 0.2)
		within(t, "flow", r.Flow.Value, truth.flow, 0.005)
		within(t, "noise", r.Residuals.SD, truth.noise, 2)
		within(t, "bias of the moves", r.Residuals.MotionBias, 0, 0.0005)
		if r.Used != 60-spoilt || len(r.Rejected) != spoilt {
			t.Errorf("seed %d: %d used, rejected %v", seed, r.Used, r.Rejected)
		}
		for name, c := range map[string]Constant{"overhead": r.Overhead, "heating": r.Heating, "probe": r.Probe, "flow": r.Flow} {
			if c.Learned < 0.8 {
				t.Errorf("%s: only %.2f learned", name, c.Learned)
			}
		}
	}
}

// TestQuantilesHold prints batches with the true constants: half of them are over P50
// and a tenth over P90.
func TestQuantilesHold(t *testing.T) {
	set := mk3s(t)
	r := rand.New(rand.NewPCG(3, 3))
	m := &model{known: estimate.FromProfiles(set)}
	over50, over90, all := 0, 0, 0
	for seed := range uint64(60) {
		prints := synthetic(set, seed, 25)
		job := &estimate.Estimate{MotionS: 7000, HomingS: m.known.HomingS, HeatingS: m.reach(&Print{BedC: 85, NozzleC: 240}, 20), ProbingS: 9 * m.known.ProbeS}
		res, err := Fit(prints, nil, Options{Set: set, Job: job, Batch: 10})
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			total := 0.0
			for range 10 {
				total += 7000 + m.known.HomingS + truth.overhead + truth.heating*job.HeatingS + truth.probe*9 + truth.noise*r.NormFloat64()
			}
			all++
			if total > res.Batch.P50S {
				over50++
			}
			if total > res.Batch.P90S {
				over90++
			}
		}
	}
	within(t, "share over P50", float64(over50)/float64(all), 0.5, 0.15)
	within(t, "share over P90", float64(over90)/float64(all), 0.1, 0.07)
}

func TestPriorsHoldWhereNothingIsTold(t *testing.T) {
	set := mk3s(t)
	prints := synthetic(set, 1, 4)
	for i := range prints {
		prints[i].BedC, prints[i].NozzleC, prints[i].UsedMM = 60, 215, 0
		prints[i].Points = 9
		prints[i].ActualS = 20 + prints[i].MotionS + 300
	}
	r, err := Fit(prints, nil, Options{Set: set})
	if err != nil {
		t.Fatal(err)
	}
	if r.Flow.Value != 1 || r.Flow.Learned != 0 || r.FlowUsed != 0 {
		t.Errorf("flow %+v from no filament", r.Flow)
	}
	if r.Heating.Learned > 0.9 || r.Probe.Learned > 0.9 {
		t.Errorf("alike prints taught heating %+v, probing %+v", r.Heating, r.Probe)
	}
}

// TestWarmBedIsKnown checks that prints that follow each other at once are expected to
// heat less.
func TestWarmBedIsKnown(t *testing.T) {
	set := mk3s(t)
	prints := []Print{{Start: 1e9, ActualS: 3600, BedC: 85, MotionS: 3000}, {Start: 1e9 + 3700, ActualS: 3600, BedC: 85, MotionS: 3000}, {Start: 1e9 + 99999, ActualS: 3600, BedC: 85, MotionS: 3000}}
	m := newModel(&Options{Set: set}, prints)
	if !(m.heat[1] < m.heat[0]/3) || m.heat[2] != m.heat[0] {
		t.Errorf("heating %v s", m.heat)
	}
}

func TestFilesAreEstimated(t *testing.T) {
	set := mk3s(t)
	prints := synthetic(set, 5, 20)
	files := map[string]*estimate.Estimate{}
	m := &model{known: estimate.FromProfiles(set)}
	for i := range prints {
		p := &prints[i]
		files[p.File] = &estimate.Estimate{MotionS: p.MotionS, HomingS: m.known.HomingS, ProbingS: p.Points * m.known.ProbeS,
			HeatingS: m.reach(p, 20), BedC: p.BedC, NozzleC: p.NozzleC, FilamentMM: p.WantedMM}
		p.MotionS, p.EstimateS, p.Points, p.BedC, p.NozzleC, p.WantedMM = 0, 1, 0, 0, 0, 0
	}
	r, err := Fit(prints, nil, Options{Set: set, Estimate: func(name string) (*estimate.Estimate, bool) { e, ok := files[name]; return e, ok }})
	if err != nil {
		t.Fatal(err)
	}
	within(t, "heating", r.Heating.Value, truth.heating, 0.1)
	within(t, "probe", r.Probe.Value, truth.probe, 0.3)
	within(t, "flow", r.Flow.Value, truth.flow, 0.01)
}

func TestForeignEstimatesShowTheirBias(t *testing.T) {
	set := mk3s(t)
	prints := synthetic(set, 9, 40)
	for i := range prints {
		prints[i].EstimateS, prints[i].MotionS = prints[i].MotionS/1.002, 0
	}
	r, err := Fit(prints, nil, Options{Set: set})
	if err != nil {
		t.Fatal(err)
	}
	within(t, "bias of the moves", r.Residuals.MotionBias, 0.002, 0.0006)
}

func TestTooFew(t *testing.T) {
	set := mk3s(t)
	if _, err := Fit(nil, nil, Options{Set: set}); err == nil || !strings.Contains(err.Error(), "0 prints can be used and 3 are needed") {
		t.Error(err)
	}
	prints := synthetic(set, 1, 4)
	prints[0].Status, prints[2].ActualS, prints[2].End = "error", 0, 0
	if _, err := Fit(prints, nil, Options{Set: set}); err == nil || !strings.Contains(err.Error(), "2 of 4 prints can be used") || !strings.Contains(err.Error(), "it did not finish: error") {
		t.Error(err)
	}
}

// TestProfileIsRead resolves the profiles that were written, and fits again: nothing is
// left to correct.
func TestProfileIsRead(t *testing.T) {
	set := mk3s(t)
	prints := synthetic(set, 2, 60)
	r, err := Fit(prints, nil, Options{Set: set})
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := r.WriteProfile(&text); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(path, text.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	lib, err := profiles.Open(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	printer, filament := r.Name()
	again, err := lib.Resolve(printer, filament, "0.3mm", "", nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, text.String())
	}
	second, err := Fit(prints, nil, Options{Set: again})
	if err != nil {
		t.Fatal(err)
	}
	within(t, "heating", second.Heating.Value, 1, 0.02)
	within(t, "overhead", second.Overhead.Value, r.Overhead.Value, 3)
	within(t, "flow", second.Flow.Value, second.Flow.Prior, 0.002)
}

func TestSameTwice(t *testing.T) {
	set := mk3s(t)
	one, _ := Fit(synthetic(set, 4, 30), nil, Options{Set: set, Batch: 7})
	two, _ := Fit(synthetic(set, 4, 30), nil, Options{Set: set, Batch: 7})
	if !reflect.DeepEqual(one, two) {
		t.Error("the same history gives two results")
	}
	if _, err := json.Marshal(one); err != nil {
		t.Error(err)
	}
}

// TestOwnEstimatesCountOnce checks that the times of Visiere's own files, which include
// heating, homing and probing, teach the same as those of the moves alone.
func TestOwnEstimatesCountOnce(t *testing.T) {
	set := mk3s(t)
	m := &model{known: estimate.FromProfiles(set)}
	prints := synthetic(set, 6, 60)
	for i := range prints {
		p := &prints[i]
		p.EstimateS = p.MotionS + m.reach(p, 20) + m.known.HomingS + m.known.ProbeS*p.Points
		p.MotionS, p.Slicer = 0, "Visiere 0.1"
	}
	r, err := Fit(prints, nil, Options{Set: set})
	if err != nil {
		t.Fatal(err)
	}
	within(t, "heating", r.Heating.Value, truth.heating, 0.05)
	within(t, "probe", r.Probe.Value, truth.probe, 0.2)
	within(t, "bias of the moves", r.Residuals.MotionBias, 0, 0.0005)
}
