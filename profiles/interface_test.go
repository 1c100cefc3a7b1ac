package profiles

import (
	"strings"
	"testing"
)

// TestInterfaceIsChosen looks at which recipe a print takes by itself.
func TestInterfaceIsChosen(t *testing.T) {
	l := open(t)
	for _, c := range []struct {
		filament, process string
		set               []string
		want              string
	}{
		{"petg", "0.3mm", nil, "petg"},
		{"petg", "0.3mm", []string{"printer.nozzle=0.6mm"}, "petg-0.6"},
		{"petg", "0.4mm", []string{"printer.nozzle=0.6mm"}, "petg-0.6-thick"},
		{"petg", "0.3mm", []string{"printer.nozzle=0.8mm", "process.layer_height=0.5mm"}, "petg-0.6-thick"},
		{"pla", "0.3mm", nil, "pla"},
		{"pla", "0.3mm", []string{"printer.nozzle=0.8mm", "process.layer_height=0.5mm"}, "pla-0.8"},
		{"pla", "0.3mm", []string{"printer.nozzle=0.8mm"}, "pla-0.6"},
		{"petg", "0.3mm", []string{"filament.material=ABS"}, "abs"},
	} {
		set, findings := l.ResolveAll("", c.filament, c.process, "", c.set)
		if AsError(findings) != nil || set.Interface.Name != c.want {
			t.Errorf("%s, %s %v: got %q, want %q: %v", c.filament, c.process, c.set, set.Interface.Name, c.want, AsError(findings))
		}
		if set.Interface.Kind != Air || set.Interface.Distance() != set.Interface.Gap {
			t.Errorf("%s: kind %q, %v apart", set.Interface.Name, set.Interface.Kind, set.Interface.Distance())
		}
	}
}

// TestInterfaceFaults has recipes that cannot be laid.
func TestInterfaceFaults(t *testing.T) {
	l := open(t)
	for _, c := range []struct {
		name string
		set  []string
		want string
	}{
		{"petg-on-pla", nil, "has one extruder, and a second material needs another"},
		{"petg-on-pla", []string{"printer.extruders=2"}, ""},
		{"petg-on-pla", []string{"printer.extruders=2", "interface.separator.temperature=0C"}, "interface.separator.temperature: an interface of kind second needs it"},
		{"petg", []string{"interface.kind=lines"}, "interface.separator.pitch: an interface of kind lines needs it"},
		{"petg-pins", []string{"interface.separator.length=0mm"}, "interface.separator.length"},
		{"petg-sheet", []string{"interface.separator.height=0mm"}, "interface.separator.height"},
		{"petg", []string{"interface.kind=water"}, "is not one of"},
		{"petg-cool", nil, ""},
		{"petg", []string{"interface.temperature=195C"}, "goes over a gap at 200C to 260C"},
		{"petg", []string{"interface.temperature=270C"}, "goes over a gap at"},
		{"petg", []string{"printer.after.eject.repeats=1"}, "a path of two points or more and a speed are needed"},
		{"petg", []string{"printer.after.eject.repeats=30"}, "is out of range"},
		{"petg", []string{"printer.after.eject.repeats=1", "printer.after.eject.speed=30mm/s", "printer.after.eject.path=[[0mm, 0mm, 5mm], [300mm, 0mm, 5mm]]"}, "the path leaves the printer"},
		{"petg", []string{"printer.after.eject.repeats=1", "printer.after.eject.speed=30mm/s", "printer.after.eject.path=[[0mm, 0mm, 5mm], [200mm, 0mm, 5mm]]"}, ""},
	} {
		_, err := l.Resolve("", "", "", c.name, c.set)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %v: got %v, want %q", c.name, c.set, err, c.want)
		}
	}
	set, err := l.Resolve("", "", "", "petg-sheet", nil)
	if in := set.Interface; err != nil || in.Distance() != 2*in.Gap+in.Separator.Height {
		t.Errorf("a sheet is %v apart", in.Distance())
	}
}
