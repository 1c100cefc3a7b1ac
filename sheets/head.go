package sheets

import (
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
)

// kind is what a sheet may hold.
type kind struct {
	table   string   // as in a campaign's YAML: orders
	names   []string // that its sheet or file may have, as plain gives them
	columns []column
	add     func(*campaign.Campaign, *row) // adds what a row says
}

// column is one of a kind.
type column struct {
	key    string   // as in YAML: frames
	heads  []string // what may stand over it, as plain gives them; the first is shown
	needed bool
}

// header is where the columns of a kind stand in a sheet.
type header struct {
	kind  *kind
	row   int
	cols  map[string]int    // by key, from 0
	units map[string]string // that the header gives: kg
}

// units are the words that a column's head may end in.
var units = []string{"kg", "g", "grammes", "gr", "mm", "cm", "m", "metres", "h", "heures", "hours", "s", "min", "minutes"}

// topRows is how many rows may stand over the header: titles, notes.
const topRows = 30

// match returns which column of k a head is, and the unit that it gives.
func (k *kind) match(head string) (key, unit string) {
	head = plain(head)
	if key := k.named(head); key != "" {
		return key, ""
	}
	for _, u := range units {
		bare, ok := strings.CutSuffix(head, " "+u)
		if !ok {
			continue
		}
		for _, link := range []string{" en", " in", " restants", " left"} {
			bare = strings.TrimSuffix(bare, link)
		}
		if key := k.named(bare); key != "" {
			return key, u
		}
	}
	if slices.Contains(units, head) { // kg alone: the one column with that unit
		return k.named("unit " + head), head
	}
	return "", ""
}

// named returns the column that has the head.
func (k *kind) named(head string) string {
	for _, c := range k.columns {
		if head == c.key || slices.Contains(c.heads, head) {
			return c.key
		}
	}
	return ""
}

// read returns where a row of heads has k's columns; a column that is there twice is in
// twice.
func (k *kind) read(i int, cells []string) (h header, twice []place) {
	h = header{k, i, map[string]int{}, map[string]string{}}
	for j, s := range cells {
		key, unit := k.match(s)
		if key == "" {
			continue
		}
		if _, before := h.cols[key]; before {
			twice = append(twice, place{i, j})
			continue
		}
		h.cols[key], h.units[key] = j, unit
	}
	return h, twice
}

// missing returns the needed columns that h lacks.
func (h *header) missing() (lacks []column) {
	for _, c := range h.kind.columns {
		if _, ok := h.cols[c.key]; c.needed && !ok {
			lacks = append(lacks, c)
		}
	}
	return lacks
}

// best returns the header of k among the first rows: the row with the most of its
// columns.
func (k *kind) best(rows [][]string) (best header, twice []place) {
	best.kind = k
	for i, cells := range rows[:min(len(rows), topRows)] {
		if h, t := k.read(i, cells); len(h.cols) > len(best.cols) {
			best, twice = h, t
		}
	}
	return best, twice
}

// known returns how many heads of the likeliest kind rows have.
func known(rows [][]string) int {
	most := 0
	for i := range kinds {
		h, _ := kinds[i].best(rows)
		most = max(most, len(h.cols))
	}
	return most
}

// header returns what kind of sheet t is and where its columns are: a kind that its name
// says, or else the one of which it has the most, and none missing if that can be.
func (t *table) header() (best header, twice []place) {
	score := 0
	for i := range kinds {
		h, double := kinds[i].best(t.rows)
		s := 2 * len(h.cols)
		if len(h.missing()) > 0 {
			s--
			s -= 2 * len(h.missing())
		}
		if kinds[i].calls(t) {
			s += 100
		}
		if s > score && len(h.cols) > 0 {
			score, best, twice = s, h, double
		}
	}
	if len(best.cols) < 2 && score < 100 {
		return header{}, nil
	}
	return best, twice
}

// calls reports whether t's sheet, or a file of one sheet, has one of k's names in its
// own.
func (k *kind) calls(t *table) bool {
	name := t.sheet
	if name == "" {
		name = strings.TrimSuffix(t.file, ".csv")
	}
	words := strings.Fields(plain(name))
	return slices.ContainsFunc(k.names, func(n string) bool { return slices.Contains(words, n) })
}

// faults returns a finding for each column that is missing or there twice.
func (t *table) faults(h header, twice []place) (out []campaign.Finding) {
	for _, c := range h.missing() {
		f := t.fault(campaign.CodeMissing, say.T("a column is missing: put %q or %q over it", c.heads[0], c.heads[min(1, len(c.heads)-1)]))
		f.Where.Row = h.row + 1
		f.Key = h.kind.table + "." + c.key
		out = append(out, f)
	}
	for _, p := range twice {
		out = append(out, t.at(p, campaign.CodeTwice, say.T("%q: this column is there twice: leave one", t.cell(p))))
	}
	return out
}

// unread returns a remark that names the columns that are not read, nothing where there
// are none.
func (t *table) unread(h header) []campaign.Finding {
	var names []string
	for j := range t.rows[h.row] {
		name := t.cell(place{h.row, j})
		if key, _ := h.kind.match(name); name != "" && key == "" {
			names = append(names, strconv.Quote(short(name)))
		}
	}
	if names == nil {
		return nil
	}
	f := t.note(say.T("read as %s, without the columns %s", h.kind.table, strings.Join(names, ", ")))
	f.Where.Row = h.row + 1
	return []campaign.Finding{f}
}
