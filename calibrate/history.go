package calibrate

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/visiere/visiere/internal/say"
)

// What is read of a history at most.
const (
	maxHistory = 64 << 20 // bytes
	maxPrints  = 200_000
	maxDepth   = 20 // objects of JSON inside each other
)

// Read reads a history: CSV with a line of names (see docs/estimate.md; commas,
// semicolons or tabs, decimal points or commas), Moonraker's /server/history/list, or
// OctoPrint's files or the lists of its history plugins, in JSON. Prints whose values
// cannot be read are rejected.
//
// Errors: r fails, or what it gives is no history.
func Read(r io.Reader) ([]Print, []Rejection, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxHistory+1))
	if err != nil {
		return nil, nil, err
	}
	if len(text) > maxHistory {
		return nil, nil, say.Errorf("the history is larger than %d MB: cut it into parts", maxHistory>>20)
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if start := bytes.TrimLeft(text, " \t\r\n"); len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		return readJSON(start)
	}
	return readCSV(utf(text))
}

// utf returns text in UTF-8: what is not is taken for Latin-1, as old spreadsheets write.
func utf(text []byte) []byte {
	if utf8.Valid(text) {
		return text
	}
	var out []byte
	for _, b := range text {
		out = utf8.AppendRune(out, rune(b))
	}
	return out
}

// separator returns the one of the usual separators that the first line has most of.
func separator(text []byte) rune {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	best := ','
	for _, sep := range ";\t" {
		if bytes.Count(line, []byte(string(sep))) > bytes.Count(line, []byte(string(best))) {
			best = sep
		}
	}
	return best
}

// readCSV reads a table with a head.
func readCSV(text []byte) (prints []Print, bad []Rejection, err error) {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator(text), true, -1
	head, err := r.Read()
	if err != nil {
		return nil, nil, say.Errorf("the history is empty")
	}
	names, factors := make([]string, len(head)), make([]float64, len(head))
	known := 0
	for i, h := range head {
		names[i], factors[i] = simple(h)
		if _, ok := fields[names[i]]; ok {
			known++
		}
	}
	if known < 2 {
		line := strings.Join(head, string(r.Comma))
		return nil, nil, say.Errorf("the first line of the history must name its columns, such as file,status,duration_s,motion_s; it says %s", strconv.Quote(line[:min(80, len(line))]))
	}
	for len(prints) < maxPrints {
		row, err := r.Read()
		if err == io.EOF {
			return prints, bad, nil
		}
		line, _ := r.FieldPos(0)
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			bad = append(bad, Rejection{broken.Line, "", say.T("the line is not CSV")})
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		p := Print{Row: line}
		if err := p.fill(names, factors, row, r.Comma != ','); err != nil {
			bad = append(bad, Rejection{line, p.File, say.Of(err)})
			continue
		}
		prints = append(prints, p)
	}
	return prints, bad, nil
}

// fill sets the values of a row.
func (p *Print) fill(names []string, factors []float64, row []string, comma bool) error {
	for i, value := range row[:min(len(row), len(names))] {
		if err := set(p, names[i], value, factors[i], comma); err != nil {
			return err
		}
	}
	return nil
}

// readJSON finds the prints in JSON of any shape: objects that tell how long they took.
func readJSON(text []byte) ([]Print, []Rejection, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, nil, say.Errorf("the history is no JSON: %v", err)
	}
	f := finder{}
	f.find(v, 0)
	if f.row == 0 {
		return nil, nil, say.Errorf("the history holds no prints: JSON of Moonraker's /server/history/list, of OctoPrint's /api/files or of its history plugins is meant")
	}
	return f.prints, f.bad, nil
}

// finder collects prints from JSON.
type finder struct {
	row    int
	prints []Print
	bad    []Rejection
}

// find looks for prints in v.
func (f *finder) find(v any, depth int) {
	if depth > maxDepth || f.row >= maxPrints {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			f.find(x, depth+1)
		}
	case map[string]any:
		values := map[string]string{}
		flatten(v, "", values, 0)
		if tellsDuration(values) {
			f.take(values)
			return
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			f.find(v[key], depth+1)
		}
	}
}

// tellsDuration reports whether values have a field for how long a print took.
func tellsDuration(values map[string]string) bool {
	var p Print
	for name := range values {
		if f := fields[name]; f.number != nil && f.number(&p) == &p.ActualS {
			return true
		}
	}
	return false
}

// take makes a print of values.
func (f *finder) take(values map[string]string) {
	f.row++
	p := Print{Row: f.row}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if err := set(&p, name, values[name], 1, false); err != nil {
			f.bad = append(f.bad, Rejection{p.Row, p.File, say.Of(err)})
			return
		}
	}
	f.prints = append(f.prints, p)
}

// flatten notes the values of an object and of those in it, lists apart, by their path.
func flatten(v map[string]any, prefix string, out map[string]string, depth int) {
	for _, key := range slices.Sorted(maps.Keys(v)) {
		name, _ := simple(key)
		switch x := v[key].(type) {
		case string:
			out[prefix+name] = x
		case json.Number:
			out[prefix+name] = x.String()
		case bool:
			out[prefix+name] = strconv.FormatBool(x)
		case map[string]any:
			if depth < 5 {
				flatten(x, prefix+name+".", out, depth+1)
			}
		}
	}
}
