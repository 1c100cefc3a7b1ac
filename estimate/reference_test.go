package estimate

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/visiere/visiere/motion"
)

const referenceDir = "../../shared/reference"

// reference is an entry of times.json.
type reference struct {
	File  string
	Moves int
	Runs  []struct {
		Firmware   motion.Firmware
		Limits     motion.Limits
		TotalS     float64            `json:"total_s"`
		ByLayerS   map[string]float64 `json:"by_layer_s"`
		ByFeatureS map[string]float64 `json:"by_feature_s"`
	}
}

func readReference(t testing.TB) []reference {
	b, err := os.ReadFile(filepath.Join(referenceDir, "times.json"))
	if err != nil {
		t.Skip("the reference times are not in ../shared/reference")
	}
	var refs []reference
	if err := json.Unmarshal(b, &refs); err != nil {
		t.Fatal(err)
	}
	return refs
}

// unpacked reads a file of the reference whole.
func unpacked(t testing.TB, name string) []byte {
	b, err := os.ReadFile(filepath.Join(referenceDir, name))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return b
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	b, err = io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// allowed returns the error in per cent that a file may have with a firmware.
func allowed(file string, fw motion.Firmware) float64 {
	switch {
	case fw == motion.Klipper:
		return 0.1
	case strings.HasSuffix(file, ".gz"):
		return 0.5
	case file[:3] == "u03" || file[:3] == "u16" || file[:3] == "u18" || file[:3] == "u19":
		return 3
	}
	return 1
}

// cause tells why a time differs by more than 0.05 %.
func cause(file string, fw motion.Firmware) string {
	switch {
	case fw == motion.Klipper:
		return "none known"
	case strings.HasPrefix(file, "u09"):
		return "6 ms where M220 changes at a corner; not explained"
	case strings.HasPrefix(file, "u16"):
		return "the angle of short moves: the firmware's arc cosine is approximate"
	}
	return "the stepper's timer rounds every interval down to a tick of 0.04 microseconds"
}

// TestReference prints the table of all files and limits against the firmwares' own times.
func TestReference(t *testing.T) {
	for _, ref := range readReference(t) {
		text := unpacked(t, ref.File)
		for _, run := range ref.Runs {
			est, err := File(bytes.NewReader(text), Options{Firmware: run.Firmware, Limits: run.Limits})
			if err != nil {
				t.Fatal(err)
			}
			off := 100 * (est.MotionS/run.TotalS - 1)
			worst, where := worstLayer(est, run.ByLayerS)
			row := fmt.Sprintf("%-45s %-14s %10.3f s, firmware %10.3f s, %+.4f %%", ref.File, run.Firmware, est.MotionS, run.TotalS, off)
			if run.ByLayerS != nil {
				row += fmt.Sprintf(", layer %s %.3f %%", where, worst)
			}
			if math.Abs(off) > 0.05 {
				row += ": " + cause(ref.File, run.Firmware)
			}
			t.Log(row)
			if math.Abs(off) > allowed(ref.File, run.Firmware) || worst > 1 {
				t.Errorf("%s: too far", row)
			}
		}
	}
}

// worstLayer returns the largest error in per cent of a layer of over 10 s.
func worstLayer(est *Estimate, want map[string]float64) (off float64, layer string) {
	for k, w := range want {
		i, _ := strconv.Atoi(k)
		if w <= 10 || i < 0 || i >= len(est.ByLayerS) {
			continue
		}
		if d := 100 * math.Abs(est.ByLayerS[i]/w-1); d > off {
			off, layer = d, k
		}
	}
	return off, layer
}
