package profiles

import (
	"reflect"
	"strings"

	"github.com/visiere/visiere/internal/say"
)

// Position is where a value was written, from 1, in characters.
type Position struct{ Line, Col int }

// Decode reads the one document of data, called file in findings, into the struct that v
// points to, by its yaml tags, as profiles are read: numbers with their units, unknown
// keys and keys given twice are findings, and a value with a fault is left as it was.
// what says what the document should be, for one that is something else.
//
// It returns where each key was written, orders[3].frames, and every finding.
func Decode(data []byte, file string, v any, what say.Text) (map[string]Position, []Finding) {
	root, finding := parseYAML(data, file, what)
	if root == nil {
		return nil, []Finding{finding}
	}
	d := decoder{file: file, lines: strings.Split(string(data), "\n"), origins: map[string]position{}}
	d.mapping(root, reflect.ValueOf(v).Elem(), "")
	at := make(map[string]Position, len(d.origins))
	for key, p := range d.origins {
		at[key] = Position{p.line, p.col}
	}
	return at, d.findings
}
