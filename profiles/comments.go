package profiles

import (
	"embed"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

//go:embed types.go after.go
var sources embed.FS

// comments returns what the source says of the fields of the profile types, by type and
// field, Printer.Height, and of the types themselves: "Limits.".
func comments() map[string]string {
	docs := map[string]string{}
	for _, name := range []string{"types.go", "after.go"} {
		src, err := sources.ReadFile(name)
		if err != nil {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
		if err != nil {
			continue // the compiler has read it
		}
		ast.Inspect(file, func(n ast.Node) bool {
			d, ok := n.(*ast.GenDecl)
			if !ok {
				return true
			}
			for _, spec := range d.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					document(docs, t, d.Doc)
				}
			}
			return false
		})
	}
	return docs
}

// document notes what is said of a type and of its fields: the comment behind a field,
// and one above it that begins with its name.
func document(docs map[string]string, t *ast.TypeSpec, doc *ast.CommentGroup) {
	s, ok := t.Type.(*ast.StructType)
	if !ok {
		return
	}
	docs[t.Name.Name+"."] = sentence(doc)
	for _, f := range s.Fields.List {
		for _, name := range f.Names {
			said := sentence(f.Comment)
			if above := sentence(f.Doc); strings.HasPrefix(above, name.Name+" ") || said == "" {
				said = strings.TrimSpace(above + " " + said)
			}
			docs[t.Name.Name+"."+name.Name] = said
		}
	}
}

// sentence returns a comment in one line.
func sentence(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }
