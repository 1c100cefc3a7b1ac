package job

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/visiere/visiere/verify"
)

// bars is a print of small parts on a large bed, where the head has room.
func bars(t *testing.T, order Order) Spec {
	return Spec{Model: "chin", Printer: "voron-2.4-350", Filament: "petg", Process: "0.3mm",
		Stack: 2, Columns: 3, Order: order, Output: filepath.Join(t.TempDir(), "out.gcode")}
}

// TestColumnsOneAfterTheOther checks the file: each column is done before the next, the
// nozzle crosses what is done above it, and a file that does not is rejected.
func TestColumnsOneAfterTheOther(t *testing.T) {
	spec := bars(t, OrderColumns)
	rep, err := Run(context.Background(), spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Order != OrderColumns || rep.Columns != 3 || rep.Frames != 6 {
		t.Errorf("order %q, %d columns, %d frames", rep.Order, rep.Columns, rep.Frames)
	}
	text, err := os.ReadFile(spec.Output)
	if err != nil {
		t.Fatal(err)
	}
	column, seen := 0, 0
	for _, line := range strings.Split(string(text), "\n") {
		if at, ok := strings.CutPrefix(line, "; printing object column_"); ok {
			if n := int(at[0] - '0'); n < column {
				t.Fatalf("column %d comes after column %d", n, column)
			} else {
				column = n
			}
			seen++
		}
	}
	if column != 3 || seen != 3*2*rep.Layers {
		t.Errorf("%d marks, the last of column %d", seen, column)
	}
	set, err := Settings(spec)
	if err != nil {
		t.Fatal(err)
	}
	limits := verify.FromProfiles(set)
	low := bytes.ReplaceAll(text, []byte(liftOf(rep)), []byte("G1 Z1 F720\n"))
	if bytes.Equal(low, text) {
		t.Fatalf("no %q in the file", liftOf(rep))
	}
	found, err := verify.File(bytes.NewReader(low), limits)
	if err != nil || len(found) == 0 || found[0].Code != verify.CodeHit {
		t.Errorf("a file that crosses what is done at Z1: %v, %v", found, err)
	}
	limits.Head.Radius *= 2
	if found, err := verify.File(bytes.NewReader(text), limits); err != nil || len(found) == 0 || found[0].Code != verify.CodeHit {
		t.Errorf("a head twice as large: %v, %v", found, err)
	}
}

// liftOf returns the line by which the nozzle is lifted over a column that is done.
func liftOf(rep *Report) string {
	z := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(rep.Height+2, 'f', 3, 64), "0"), ".")
	return "G1 Z" + z + " F720\n"
}

// TestOrderIsChosenByTime checks that auto takes the quicker of the two.
func TestOrderIsChosenByTime(t *testing.T) {
	seconds := map[Order]float64{}
	var chosen Order
	for _, o := range []Order{OrderAuto, OrderLayers, OrderColumns} {
		spec := bars(t, o)
		spec.DryRun, spec.Columns = true, 2
		rep, err := Run(context.Background(), spec, nil)
		if err != nil {
			t.Fatal(o, err)
		}
		seconds[o] = rep.TotalS
		if o == OrderAuto {
			chosen = rep.Order
		} else if rep.Order != o {
			t.Errorf("%q was asked for, %q came", o, rep.Order)
		}
	}
	if want := min(seconds[OrderLayers], seconds[OrderColumns]); seconds[OrderAuto] != want || seconds[chosen] != want {
		t.Errorf("auto is %q and takes %.0f s, layers %.0f s, columns %.0f s", chosen, seconds[OrderAuto], seconds[OrderLayers], seconds[OrderColumns])
	}
}

// TestOrderIsRefusedWithTheReason checks what stands against columns one after the
// other.
func TestOrderIsRefusedWithTheReason(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: nothing runs beside it that other tests do not run")
	}
	for _, c := range []struct {
		name, want string
		change     func(*Spec)
	}{
		{"no room", "head of prusa-mk3s", func(s *Spec) { s.Printer, s.Columns = "prusa-mk3s", 9 }},
		{"no room for the gantry", "gantry", func(s *Spec) { s.Stack, s.Columns = 8, 4 }},
		{"arms of a delta", "arms", func(s *Spec) { s.Stack, s.Columns, s.Printer = 8, 2, "flsun-qq-s" }},
		{"unknown head", "printer.head.radius", func(s *Spec) { s.Set = []string{"printer.head.radius=0mm"} }},
		{"pause", "stops the print", func(s *Spec) { s.Set = []string{"interface.pause=true"} }},
		{"no height left", "no height", func(s *Spec) { s.Set = []string{"printer.height=10.5mm"} }},
	} {
		spec := bars(t, OrderColumns)
		c.change(&spec)
		if rep, err := Run(context.Background(), spec, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %+v", c.name, err, rep)
		}
		spec.Order, spec.DryRun = OrderLayers, true
		if c.name == "pause" || c.name == "unknown head" {
			if _, err := Run(context.Background(), spec, nil); err != nil {
				t.Errorf("%s, layer by layer: %v", c.name, err)
			}
		}
	}
}
