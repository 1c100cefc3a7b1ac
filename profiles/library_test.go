package profiles

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// folder writes files, named and filled by turns, and returns where.
func folder(t testing.TB, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(dir, files[i])
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestNames(t *testing.T) {
	l := open(t)
	for _, kind := range Kinds() {
		names := l.Names(kind)
		if len(names) < 2 || !slices.IsSorted(names) || strings.HasPrefix(names[0], "_") {
			t.Errorf("%s: %q", kind, names)
		}
		for _, name := range names {
			if l.Title(kind, name) == "" {
				t.Errorf("%s %s has no title", kind, name)
			}
		}
	}
	printer, filament, process := Defaults()
	set := resolve(t, l, "", "", "", "")
	if set.Printer.Name != printer || set.Filament.Name != filament || set.Process.Name != process {
		t.Errorf("defaults are %s, %s, %s", set.Printer.Name, set.Filament.Name, set.Process.Name)
	}
}

// A child takes all that it does not say, key by key, across files and folders.
func TestInheritance(t *testing.T) {
	dir := folder(t,
		"shop/fleet.yaml", "printer: {name: fleet, inherits: ender-3, bed: {margin: 5mm}, retract: {hop: 1mm}}\n",
		"mine.yml", "printer:\n  name: mine\n  inherits: fleet\n  bed: {width: 210mm, exclude: []}\n  max_flow: 5mm3/s\n"+
			"filament: {inherits: petg, cost: 19.5USD/kg}\nprocess: {inherits: 0.3mm, perimeters: 4}\n",
		"notes.txt", "not: a profile")
	l := open(t, dir)
	set := resolve(t, l, "mine", "mine", "mine", "", "filament.retract_length=2mm")
	p := set.Printer
	if p.Bed.Width != 210 || p.Bed.Depth != 220 || p.Bed.Margin != 5 || p.Bed.Exclude != nil {
		t.Errorf("bed %+v", p.Bed)
	}
	if p.Retract.Hop != 1 || p.Retract.Length != 5 || p.Retract.Speed != 25 || p.Limits.SpeedZ != 5 {
		t.Errorf("retract %+v", p.Retract)
	}
	if p.MaxFlow != 5 || p.MaxFlowByNozzle != nil {
		t.Errorf("flow %s %v: a flow of its own does away with the table", p.MaxFlow, p.MaxFlowByNozzle)
	}
	if set.Filament.Cost != 19.5 || set.Filament.Currency != "USD" || *set.Filament.RetractLength != 2 {
		t.Errorf("filament %+v", set.Filament)
	}
	if set.Process.Perimeters != 4 || set.Process.LayerHeight != 0.3 {
		t.Errorf("process %+v", set.Process)
	}
	if again := resolve(t, l, "fleet", "", "", ""); again.Printer.Bed.Width != 220 || len(again.Printer.Bed.Exclude) != 1 {
		t.Errorf("the parent has changed: %+v", again.Printer.Bed)
	}
}

// A file by its path is as good as a name.
func TestPaths(t *testing.T) {
	dir := folder(t, "a.yaml", "printer: {inherits: cr-10, title: Big}\n")
	set := resolve(t, open(t), filepath.Join(dir, "a.yaml"), "", "", "")
	if set.Printer.Name != "a" || set.Printer.Title != "Big" || set.Printer.Bed.Width != 300 {
		t.Errorf("got %+v", set.Printer)
	}
	if findings := open(t).Validate(Physics, filepath.Join(dir, "a.yaml")); len(findings) > 0 {
		t.Errorf("%s", listing(findings))
	}
}

// A cycle across files is found from wherever one looks, and named.
func TestCycle(t *testing.T) {
	l := open(t, folder(t,
		"a.yaml", "printer: {inherits: b}\n", "b.yaml", "printer: {inherits: c}\n",
		"c.yaml", "printer: {inherits: b}\n", "d.yaml", "printer: {inherits: a}\n"))
	for _, name := range []string{"a", "b", "c", "d"} {
		_, err := l.Resolve(name, "", "", "", nil)
		var bad Faults
		if !errors.As(err, &bad) || bad[0].Code != CodeCycle {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if findings := l.Validate(Physics); len(findings) < 2 || findings[0].Code != CodeCycle {
		t.Errorf("%s", listing(findings))
	}
}

// Two profiles of one name are a fault where the name is asked for, and nowhere else.
func TestRivals(t *testing.T) {
	l := open(t, folder(t, "ender-3.yaml", "printer: {inherits: cr-10}\n"))
	if _, err := l.Resolve("ender-3", "", "", "", nil); err == nil {
		t.Error("one of two profiles is taken without a word")
	}
	resolve(t, l, "cr-10", "", "", "")
}

// A fault in one file leaves the others alone.
func TestFaultsStayApart(t *testing.T) {
	l := open(t, folder(t, "bad.yaml", "printer: {nozzle: 3}\n", "worse.yaml", ": : :\n"))
	resolve(t, l, "ender-3", "", "", "")
	if _, err := l.Resolve("bad", "", "", "", nil); err == nil {
		t.Error("a printer with faults is taken")
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that does not exist is taken")
	}
	large := folder(t, "large.yaml", "# "+strings.Repeat("x", largestFile))
	if findings := open(t, large).Validate(Form); len(findings) != 1 || findings[0].Code != CodeSyntax {
		t.Errorf("%s", listing(findings))
	}
}

// No file makes Validate or Resolve panic or hang, findings have places within it, and
// what is found without fault resolves to numbers that are finite.
func FuzzProfile(f *testing.F) {
	seeds, _ := filepath.Glob("testdata/findings/*.yaml")
	for _, name := range seeds {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add("printer: {inherits: ender-3, nozzle: 0.6mm, bed: {shape: circle, diameter: 100mm}}")
	f.Add("process: {inherits: 0.3mm, fill: 100%}\nfilament: {inherits: pla, retract_length: 3mm}")
	shipped := open(f)
	f.Fuzz(func(t *testing.T, text string) {
		l := shipped.clone()
		read, findings := parse([]byte(text), "x.yaml", "x")
		names := map[Kind]string{}
		for _, p := range read {
			if l.add(p); !isProfile(p.name) && !strings.ContainsAny(p.name, `/\`) {
				names[p.kind] = p.name
			}
		}
		lines := 2 + strings.Count(text, "\n") + strings.Count(text, "\r")
		for _, x := range l.validate(Physics, read, findings) {
			if x.Line < 0 || x.File == "x.yaml" && x.Line > lines || x.Text.String() == "" {
				t.Errorf("%+v", x)
			}
		}
		set, err := l.Resolve(names[KindPrinter], names[KindFilament], names[KindProcess], names[KindInterface], nil)
		for _, kv := range Flatten(&set) {
			if err == nil && (strings.Contains(kv[1], "Inf") || strings.Contains(kv[1], "\n")) {
				t.Errorf("%s = %s", kv[0], kv[1])
			}
		}
	})
}

func BenchmarkOpenAndResolve(b *testing.B) {
	for b.Loop() {
		l, err := Open()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := l.Resolve("", "", "", "", nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	l := open(b)
	for b.Loop() {
		if _, err := l.Resolve("", "", "", "", nil); err != nil {
			b.Fatal(err)
		}
	}
}
