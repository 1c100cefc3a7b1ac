package profiles

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// resolve returns a set, without faults.
func resolve(t testing.TB, l *Library, printer, filament, process, iface string, overrides ...string) Set {
	t.Helper()
	set, err := l.Resolve(printer, filament, process, iface, overrides)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// What Flatten writes, Override reads: a set comes back whole, whatever it was laid over.
func TestFlattenRoundTrip(t *testing.T) {
	l := open(t)
	length := Length(1.5)
	for _, printer := range l.Names(KindPrinter) {
		set := resolve(t, l, printer, "pla", "0.3mm", "", "process.fill_angle=-30deg")
		set.Filament.RetractLength = &length
		set.Printer.Bed.Points = [][2]Length{{-1, 2}, {3.25, 4}}
		set.Printer.Bed.Exclude = append(set.Printer.Bed.Exclude, Zone{-1, 2, 3, 4, `a "clip", here: #1\n`})
		set.Printer.Inherits, set.Filament.Inherits, set.Process.Inherits, set.Interface.Inherits = "", "", "", ""
		var assignments []string
		for _, kv := range Flatten(&set) {
			assignments = append(assignments, kv[0]+"="+kv[1])
			if strings.Contains(kv[1], "\n") {
				t.Errorf("%s has more than one line", kv[0])
			}
		}
		other := resolve(t, l, "cr-10", "petg", "0.2mm", "")
		other.Printer.Inherits, other.Filament.Inherits, other.Process.Inherits, other.Interface.Inherits = "", "", "", ""
		for _, back := range []*Set{{}, &other} {
			if err := Override(back, assignments); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(set, *back); diff != "" {
				t.Errorf("%s: %s", printer, diff)
			}
		}
	}
}

func TestFlattenOrder(t *testing.T) {
	set := resolve(t, open(t), "", "", "", "")
	flat := Flatten(&set)
	got := map[string]string{}
	for _, kv := range flat {
		got[kv[0]] = kv[1]
	}
	for key, want := range map[string]string{
		"printer.name": "prusa-mk3s", "printer.bed.width": "250mm", "process.layer_height": "0.3mm",
		"filament.cost": "27.82EUR/kg", "filament.max_flow_by_nozzle": "{0.4mm: 8mm3/s, 0.6mm: 15mm3/s, 0.8mm: 18mm3/s, 1mm: 20mm3/s}",
		"printer.nozzles": "[0.25mm, 0.4mm, 0.6mm, 0.8mm]", "printer.power": "100W", "process.fill": "20%",
		"process.perimeters": "3", "printer.relative_e": "true", "interface.name": "petg",
	} {
		if got[key] != want {
			t.Errorf("%s: got %q, want %q", key, got[key], want)
		}
	}
	if flat[0][0] != "printer.name" || flat[len(flat)-1][0] != "interface.separator.prime" {
		t.Errorf("from %s to %s", flat[0][0], flat[len(flat)-1][0])
	}
	if _, ok := got["filament.retract_length"]; ok {
		t.Error("a value that is not set is listed")
	}
	if keys := Keys(); len(keys) != len(flat)+3 {
		t.Errorf("%d keys, %d of them set", len(keys), len(flat))
	}
}

// Mounting another nozzle changes what follows from it, there and back.
func TestNozzleSettles(t *testing.T) {
	l := open(t)
	set := resolve(t, l, "", "", "", "")
	check := func(flow Flow, width Length) {
		t.Helper()
		if set.Filament.MaxFlow != flow || set.FlowCap() != flow || set.LineWidth(0) != width {
			t.Errorf("got %s, %s, %s; want %s, %s", set.Filament.MaxFlow, set.FlowCap(), set.LineWidth(0), flow, width)
		}
	}
	check(8, 0.45)
	for _, step := range []struct {
		set   string
		flow  Flow
		width Length
	}{
		{"printer.nozzle=0.6mm", 15, 0.675},
		{"printer.nozzle=0.5mm", 11.5, 0.5625},
		{"printer.nozzle=0.2mm", 4, 0.225},
		{"printer.nozzle=1mm", 20, 1.125},
		{"printer.nozzle=0.4mm", 8, 0.45},
		{"filament.max_flow=6mm3/s", 6, 0.45},
		{"printer.nozzle=0.8mm", 6, 0.9},
	} {
		if err := Override(&set, []string{step.set}); err != nil {
			t.Fatal(err)
		}
		if step.set == "printer.nozzle=0.2mm" {
			set.Printer.MaxFlow = 10 // the filament's flow is what is looked at here
		}
		check(step.flow, step.width)
	}
	if set.LineWidth(0.5) != 0.5 {
		t.Error("a width that is set is not kept")
	}
	if set := resolve(t, l, "", "", "0.4mm", "", "printer.nozzle=0.6mm"); set.Interface.Name != "petg-0.6-thick" {
		t.Errorf("got interface %s", set.Interface.Name)
	}
}
