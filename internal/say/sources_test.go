package say

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// use is a place in the code that says a sentence.
type use struct {
	format string
	where  string // file:line
	values int    // how many follow the format; -1: not known
}

// sink is a parameter that takes a sentence's format: of say.T and say.Errorf, and of
// every function that hands its own parameter on to such a one.
type sink struct {
	pkg, name string
	param     int
}

// sources is the repository's code, parsed.
type sources struct {
	fset   *token.FileSet
	files  map[string][]*ast.File // by package folder, relative to the repository
	consts map[string]string      // by folder + "." + name
	sinks  map[sink]bool
	uses   []use
	faults []string // formats that are not constants
}

// load parses the Go files of the repository at root, tests apart.
func load(t *testing.T, root string) *sources {
	t.Helper()
	s := &sources{
		fset:   token.NewFileSet(),
		files:  map[string][]*ast.File{},
		consts: map[string]string{},
		sinks: map[sink]bool{
			{"internal/say", "T", 0}:      true,
			{"internal/say", "Errorf", 0}: true,
		},
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(s.fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		dir := filepath.ToSlash(rel)
		s.files[dir] = append(s.files[dir], f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.readConsts()
	for n := -1; n != len(s.sinks); {
		n = len(s.sinks)
		s.uses, s.faults = nil, nil
		for dir, files := range s.files {
			for _, f := range files {
				s.scanFile(dir, f)
			}
		}
	}
	slices.SortFunc(s.uses, func(a, b use) int { return strings.Compare(a.where, b.where) })
	return s
}

// readConsts notes the string constants of all packages.
func (s *sources) readConsts() {
	for dir, files := range s.files {
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				v, ok := n.(*ast.ValueSpec)
				for i := 0; ok && i < min(len(v.Names), len(v.Values)); i++ {
					if text, ok := s.text(dir, v.Values[i]); ok {
						s.consts[dir+"."+v.Names[i].Name] = text
					}
				}
				return true
			})
		}
	}
}

// text returns the value of a constant string expression.
func (s *sources) text(dir string, e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return s.text(dir, e.X)
	case *ast.Ident:
		text, ok := s.consts[dir+"."+e.Name]
		return text, ok
	case *ast.BinaryExpr:
		a, okA := s.text(dir, e.X)
		b, okB := s.text(dir, e.Y)
		return a + b, okA && okB && e.Op == token.ADD
	}
	return "", false
}

// scanFile notes the uses in f, and the functions that turn out to be sinks.
func (s *sources) scanFile(dir string, f *ast.File) {
	imports := importsOf(f)
	for _, d := range f.Decls {
		fn, _ := d.(*ast.FuncDecl)
		ast.Inspect(d, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				s.scanCall(dir, imports, fn, n)
			case *ast.CompositeLit:
				s.scanLiteral(dir, n)
			}
			return true
		})
	}
}

// importsOf returns the packages that f imports, by the name it uses: those of this
// repository by their folder.
func importsOf(f *ast.File) map[string]string {
	m := map[string]string{}
	for _, imp := range f.Imports {
		path, _ := strconv.Unquote(imp.Path.Value)
		folder := strings.TrimPrefix(path, "github.com/visiere/visiere/")
		name := folder[strings.LastIndex(folder, "/")+1:]
		if imp.Name != nil {
			name = imp.Name.Name
		}
		m[name] = folder
	}
	return m
}

// scanCall notes a call of a sink in function fn, nil outside functions.
func (s *sources) scanCall(dir string, imports map[string]string, fn *ast.FuncDecl, call *ast.CallExpr) {
	pkg, name := callee(dir, imports, call)
	for param := range call.Args {
		if !s.sinks[sink{pkg, name, param}] {
			continue
		}
		where := s.where(call.Args[param])
		text, ok := s.text(dir, call.Args[param])
		if ok {
			values := len(call.Args) - param - 1
			if call.Ellipsis.IsValid() {
				values = -1
			}
			s.uses = append(s.uses, use{text, where, values})
			continue
		}
		if i := paramIndex(fn, call.Args[param]); i >= 0 {
			s.sinks[sink{dir, fn.Name.Name, i}] = true
			continue
		}
		s.faults = append(s.faults, where+": the sentence is not a constant")
	}
}

// scanLiteral notes a say.Text{Format: "..."}.
func (s *sources) scanLiteral(dir string, lit *ast.CompositeLit) {
	sel, ok := lit.Type.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Text" || fmt.Sprint(sel.X) != "say" || len(lit.Elts) == 0 {
		return
	}
	format := lit.Elts[0]
	if kv, ok := format.(*ast.KeyValueExpr); ok {
		format = kv.Value
	}
	if text, ok := s.text(dir, format); ok {
		s.uses = append(s.uses, use{text, s.where(lit), -1})
	}
}

// callee returns the folder and name of the function called. A method counts as one of
// the calling package.
func callee(dir string, imports map[string]string, call *ast.CallExpr) (pkg, name string) {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return dir, f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && imports[x.Name] != "" {
			return imports[x.Name], f.Sel.Name
		}
		return dir, f.Sel.Name
	}
	return "", ""
}

// paramIndex returns which of fn's parameters e names, -1 for none.
func paramIndex(fn *ast.FuncDecl, e ast.Expr) int {
	id, ok := e.(*ast.Ident)
	if !ok || fn == nil {
		return -1
	}
	i := 0
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			if name.Name == id.Name {
				return i
			}
			i++
		}
	}
	return -1
}

// where returns file:line of n.
func (s *sources) where(n ast.Node) string {
	p := s.fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", filepath.ToSlash(p.Filename), p.Line)
}
