package layering

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go/ast"
	"go/parser"
	"go/token"
)

const module = "github.com/visiere/visiere"

// allowed lists for each package what it may import of this module, besides
// internal/say and internal/steady, which all may. A name ending in /... stands for all packages under it.
var allowed = map[string]string{
	// Floor 0: know nothing of each other.
	"geom":              "",
	"gcode":             "",
	"motion":            "",
	"template":          "",
	"internal/say":      "",
	"internal/steady":   "",
	"internal/par":      "",
	"internal/golden":   "",
	"internal/layering": "",
	"profiles":          "template internal/par", // checks the G-code templates it reads
	"places":            "geom",
	"places/gen":        "",
	"yield":             "",
	"flow":              "",

	// Floor 1: the plane, the solid, the path.
	"polygon":         "geom internal/par",
	"toolpath":        "geom",
	"mesh":            "geom polygon internal/par",
	"models":          "geom polygon",
	"internal/sample": "mesh models", // for tests

	"annotate": "profiles",
	"exchange": "profiles template",
	"campaign": "places profiles template",
	"sheets":   "campaign profiles",
	"ledger":   "campaign profiles",

	// Floor 2: the verbs.
	"infill":   "geom polygon",
	"medial":   "geom polygon internal/par",
	"weave":    "geom polygon medial internal/par",
	"slicer":   "geom polygon mesh toolpath profiles infill medial weave internal/par",
	"nest":     "geom polygon internal/par",
	"stack":    "geom nest polygon toolpath profiles",
	"hold":     "geom polygon toolpath profiles stack",
	"emit":     "geom toolpath stack profiles gcode template",
	"estimate": "gcode motion profiles",
	"verify":   "geom gcode mesh profiles",
	"preview":  "geom mesh toolpath gcode",
	"deposit":  "geom gcode polygon mesh toolpath profiles internal/par",

	"resume": "emit gcode geom polygon profiles stack",
	"roster": "campaign flow places profiles yield internal/par",

	// Floor 3: the whole way.
	"job": "geom gcode motion template profiles models polygon mesh toolpath slicer stack " +
		"emit estimate verify deposit preview hold resume internal/par",
	"calibrate": "estimate profiles",

	// Floor 4: many jobs.
	"handout": "campaign roster",
	"plan":    "campaign job profiles roster",
	"tune":    "job profiles yield internal/par",

	"proof": "job models profiles internal/par",

	// Floor 5: what people touch.
	"cmd/visiere": "/...",
}

// fenced lists where a library may be imported: files, or folders ending in a slash.
var fenced = map[string][]string{
	"github.com/hschendel/stl":     {"mesh/stl.go", "models/"},
	"github.com/fogleman/fauxgl":   {"preview/"},
	"github.com/hpinc/go3mf":       {"mesh/"},
	"github.com/spf13/cobra":       {"cmd/"},
	"github.com/spf13/pflag":       {"cmd/"},
	"github.com/jedib0t/go-pretty": {"cmd/"},
	"github.com/vbauerster/mpb":    {"cmd/"},
	"go.yaml.in/yaml":              {"profiles/"},
	"golang.org/x/text":            {"internal/say/", "places/gen/", "sheets/"},
	"codeberg.org/go-pdf/fpdf":     {"handout/"},
	"github.com/boombuler/barcode": {"handout/"},
	"github.com/jackc/pgx":         {"ledger/"},
	"github.com/pressly/goose":     {"ledger/"},
	"modernc.org/sqlite":           {"ledger/"},
	"github.com/xuri/excelize":     {"sheets/", "handout/"},
	"github.com/xfmoulet/qoi":      {"gcode/"},
}

// pkg is what this test reads of a package from go list.
type pkg struct {
	ImportPath string
	Dir        string
	Imports    []string
	GoFiles    []string
}

// list returns the packages of this module, tests apart.
func list(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Imports,GoFiles", "./...")
	cmd.Dir = filepath.Join("..", "..")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal("go list: ", err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// TestImports names each import that the table does not allow.
func TestImports(t *testing.T) {
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		row, known := allowed[name]
		if !known {
			t.Errorf("package %s has no row in internal/layering: say what it may import", name)
			continue
		}
		for _, fault := range offenders(row, p.Imports) {
			t.Errorf("package %s must not import %s", name, fault)
		}
	}
}

// offenders returns those of imports that are of this module and not in row.
func offenders(row string, imports []string) []string {
	if row == "/..." {
		return nil
	}
	may := append(strings.Fields(row), "internal/say", "internal/steady")
	var out []string
	for _, imp := range imports {
		name, ours := strings.CutPrefix(imp, module+"/")
		if ours && !slices.Contains(may, name) {
			out = append(out, name)
		}
	}
	return out
}

// TestLibraries names each file that imports a library outside its fence.
func TestLibraries(t *testing.T) {
	for _, p := range list(t) {
		folder := strings.TrimPrefix(p.ImportPath, module+"/")
		for _, file := range p.GoFiles {
			name := folder + "/" + file
			for _, imp := range importsOf(t, filepath.Join(p.Dir, file)) {
				if fence := outside(imp, name); fence != nil {
					t.Errorf("%s must not import %s: that is for %v", name, imp, fence)
				}
			}
		}
	}
}

// unsteady are functions of package math whose last bits hang on the processor, and for which internal/steady has others.
var unsteady = []string{"Log", "Hypot", "Atan", "Atan2", "Asin", "Acos", "Sin", "Cos", "Sincos", "Tan"}

// TestSteady names each use of a function of package math whose results are not the same everywhere, tests apart.
func TestSteady(t *testing.T) {
	for _, p := range list(t) {
		if strings.HasSuffix(p.ImportPath, "/internal/steady") {
			continue
		}
		for _, file := range p.GoFiles {
			path := filepath.Join(p.Dir, file)
			f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range usesOf(f, "math") {
				if slices.Contains(unsteady, name) {
					t.Errorf("%s uses math.%s: take that of internal/steady", path, name)
				}
			}
		}
	}
}

// usesOf returns what f uses of a package, by their names.
func usesOf(f *ast.File, pkg string) (names []string) {
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == pkg {
				names = append(names, s.Sel.Name)
			}
		}
		return true
	})
	return names
}

// outside returns the fence of imp when file is outside it.
func outside(imp, file string) []string {
	for library, fence := range fenced {
		if imp != library && !strings.HasPrefix(imp, library+"/") {
			continue
		}
		for _, f := range fence {
			if file == f || strings.HasSuffix(f, "/") && strings.HasPrefix(file, f) {
				return nil
			}
		}
		return fence
	}
	return nil
}

// importsOf returns what a Go file imports.
func importsOf(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range f.Imports {
		path, err := strconv.Unquote(s.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, path)
	}
	return out
}

// TestTheTableIsALadder checks that no two rows allow a cycle, so that the table itself
// cannot let the packages knot.
func TestTheTableIsALadder(t *testing.T) {
	var visit func(name string, trail []string)
	done := map[string]bool{}
	visit = func(name string, trail []string) {
		if slices.Contains(trail, name) {
			t.Fatal("a cycle: ", strings.Join(append(trail, name), " > "))
		}
		if done[name] {
			return
		}
		for _, next := range strings.Fields(allowed[name]) {
			if next != "/..." {
				visit(next, append(trail, name))
			}
		}
		done[name] = true
	}
	for name := range allowed {
		visit(name, nil)
	}
}

func TestUses(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "a.go", "package a; import \"math\"; var b = math.Sin(math.Pi) + c.Cos(1)", 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := usesOf(f, "math"); !slices.Equal(got, []string{"Sin", "Pi"}) {
		t.Errorf("used: %v", got)
	}
}

func TestOffenders(t *testing.T) {
	imports := []string{"fmt", module + "/geom", module + "/job", module + "/internal/say"}
	for row, want := range map[string]string{
		"geom":     "[job]",
		"geom job": "[]",
		"":         "[geom job]",
		"/...":     "[]",
	} {
		if got := fmt.Sprint(offenders(row, imports)); got != want {
			t.Errorf("row %q: %s, want %s", row, got, want)
		}
	}
	for file, fenceIsHit := range map[string]bool{"mesh/stl.go": false, "mesh/mesh.go": true, "models/a.go": false} {
		if (outside("github.com/hschendel/stl", file) != nil) != fenceIsHit {
			t.Error(file)
		}
	}
}
