package sheets

import (
	"math"
	"slices"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
)

// row is one row of a sheet as it becomes a value of a campaign: it reads cells by their
// column's key, and notes what is wrong with them.
type row struct {
	*table
	header
	reader *reader
	at0    place  // the row's first cell
	key    string // orders[3]
}

// place returns where the cell of a column is; col is -1 where there is no such column.
func (r *row) place(key string) place {
	if col, ok := r.cols[key]; ok {
		return place{r.at0.row, col}
	}
	return place{r.at0.row, -1}
}

// text returns a cell as text and notes where it was.
func (r *row) text(key string) string {
	p := r.place(key)
	if p.col < 0 {
		return ""
	}
	s := r.cell(p)
	full := r.key + "." + key
	r.reader.c.Origins[full] = r.where(p)
	switch {
	case strings.HasPrefix(s, "#") && (strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || s == "#N/A"):
		r.fault(key, campaign.CodeValue, say.T("%s: the formula here has failed: mend it, or write its value", s))
	case s == "" && r.needed(key):
		r.fault(key, campaign.CodeMissing, say.T("%q is empty here: fill it, or empty the whole row", r.cell(place{r.row, p.col})))
	}
	return s
}

// needed reports whether the column of that key must be filled.
func (r *row) needed(key string) bool {
	return slices.ContainsFunc(r.kind.columns, func(c column) bool { return c.key == key && c.needed })
}

// fault notes what is wrong with a cell, the first time alone.
func (r *row) fault(key string, code campaign.Code, text say.Text) {
	f := r.at(r.place(key), code, text)
	f.Key = r.key + "." + key
	if slices.ContainsFunc(r.reader.findings, func(o campaign.Finding) bool { return o.Where == f.Where }) {
		return
	}
	r.reader.findings = append(r.reader.findings, f)
}

// id returns a cell as a short name, the first of several columns that has one.
func (r *row) id(keys ...string) string {
	for _, k := range keys {
		if s := strings.TrimSuffix(r.text(k), ".0"); s != "" {
			r.reader.c.Origins[r.key+".id"] = r.where(r.place(k))
			return s
		}
	}
	return ""
}

// number returns a cell as a number of 0 or more in the unit that scales has as 1; an
// empty cell is 0. bare is the unit of a number that has none.
func (r *row) number(key, bare string, scales map[string]float64) float64 {
	v := r.signed(key, bare, scales)
	if v < 0 {
		r.fault(key, campaign.CodeRange, say.T("%s is less than nothing: count again what is there", r.cell(r.place(key))))
	}
	return v
}

// signed returns a cell as a number of any sign.
func (r *row) signed(key, bare string, scales map[string]float64) float64 {
	s := r.text(key)
	if s == "" || strings.HasPrefix(s, "#") {
		return 0
	}
	v, unit, err := number(s, r.exact[r.place(key)])
	if err != nil {
		r.fault(key, campaign.CodeValue, say.Of(err))
		return 0
	}
	if unit == "" {
		unit = r.units[key]
	}
	if unit == "" {
		unit = bare
	}
	scale, ok := scales[unit]
	if !ok {
		r.fault(key, campaign.CodeValue, say.T("%q: the unit %q does not fit here", short(s), unit))
	}
	return v * scale
}

// count returns a cell as a whole number; an empty cell is 0.
func (r *row) count(key string) int {
	v := r.number(key, "", map[string]float64{"": 1})
	if v != math.Trunc(v) || v > 1e9 {
		r.fault(key, campaign.CodeValue, say.T("%s: a whole number is meant, like 1250; a comma is for decimals", r.cell(r.place(key))))
		return 0
	}
	return int(v)
}

// The units of masses, lengths and times, by the name that a cell or a head has.
var (
	grams       = map[string]float64{"g": 1, "gr": 1, "grammes": 1, "kg": 1000}
	millimetres = map[string]float64{"mm": 1, "cm": 10, "m": 1000, "metres": 1000, "mètres": 1000}
	degrees     = map[string]float64{"": 1, "°": 1}
	seconds     = map[string]float64{"s": 1, "min": 60, "minutes": 60, "h": 3600, "heures": 3600, "hours": 3600}
)

// grams returns a cell as a mass. A number without a unit that only kilograms make sense
// of is refused: nobody keeps a spool of 0.75 g.
func (r *row) grams(key string) float64 {
	v := r.number(key, "g", grams)
	s := r.cell(r.place(key))
	if _, unit, _ := number(s, true); unit == "" && r.units[key] == "" && v > 0 && v < 10 {
		r.fault(key, campaign.CodeValue, say.T("%s without a unit is grams: write %s kg if kilograms are meant, or put the unit over the column", s, s))
	}
	return v
}

// date returns a cell as a day; an empty cell is none.
func (r *row) date(key string) campaign.Date {
	s := r.text(key)
	if s == "" || strings.HasPrefix(s, "#") {
		return 0
	}
	d, err := date(s, r.from1904)
	if err != nil {
		r.fault(key, campaign.CodeDeadline, say.Of(err))
	}
	return d
}

// spans returns a cell as days with commas, semicolons or "et" between, each one day or, with
// ".." or "au" between, several: 13/04/2020, 20/04/2020 au 24/04/2020.
func (r *row) spans(key string) (all []campaign.Span) {
	s := r.text(key)
	if strings.HasPrefix(s, "#") {
		return nil
	}
	s = strings.NewReplacer(" et ", ",", " and ", ",", ";", ",", "\n", ",", " au ", "..", " to ", "..").Replace(s)
	for part := range strings.SplitSeq(s, ",") {
		if part = trim(part); part == "" {
			continue
		}
		first, last, two := strings.Cut(part, "..")
		if !two {
			last = first
		}
		var span campaign.Span
		var err error
		if span.First, err = date(trim(first), r.from1904); err == nil {
			span.Last, err = date(trim(last), r.from1904)
		}
		if err != nil {
			r.fault(key, campaign.CodeDeadline, say.Of(err))
			return nil
		}
		all = append(all, span)
	}
	return all
}

// yes returns a cell as yes or no; an empty cell is no.
func (r *row) yes(key string) bool {
	s := plain(r.text(key))
	switch s {
	case "oui", "o", "yes", "y", "x", "1", "vrai", "true":
		return true
	case "", "non", "no", "n", "0", "faux", "false":
		return false
	}
	r.fault(key, campaign.CodeValue, say.T("%q: yes or no is meant", short(s)))
	return false
}

// clocks returns a cell as times of day.
func (r *row) clocks(key string) []campaign.Clock {
	s := strings.NewReplacer(" et ", " ", " and ", " ", "/", " ").Replace(r.text(key))
	times, err := campaign.Clocks(s)
	if err != nil {
		r.fault(key, campaign.CodeValue, say.Of(err))
	}
	return times
}

// words returns a cell as names with commas, semicolons, slashes or plus signs between.
func (r *row) words(key string, name func(string) string) (list []string) {
	for _, w := range strings.FieldsFunc(r.text(key), func(c rune) bool { return strings.ContainsRune(",;/+", c) }) {
		if w = trim(w); w != "" {
			list = append(list, name(w))
		}
	}
	return list
}
