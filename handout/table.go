package handout

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
)

// table is rows under heads. A cell is a string, an int, a float64 to one decimal, a Date,
// a Moment, or sentences.
type table struct {
	heads []say.Text
	wide  []float64 // of the columns on a page, of their sum
	rows  [][]any
}

// steps returns what m prints.
func (m *Maker) steps() table {
	t := table{
		heads: []say.Text{say.T("start"), say.T("printer"), say.T("file"), say.T("frames"), say.T("spool"), say.T("grams to use"), say.T("take off"), say.T("lot")},
		wide:  []float64{19, 12, 25, 11, 13, 10, 19, 16},
	}
	for _, s := range m.Steps {
		t.rows = append(t.rows, []any{s.Start, s.Printer, s.File, s.Frames, s.Spool, s.Grams, s.Done, s.Lot})
	}
	return t
}

// spools returns what m prints from.
func (m *Maker) spools() table {
	t := table{
		heads: []say.Text{say.T("spool"), say.T("material"), say.T("from"), say.T("needed by"), say.T("before (g)"), say.T("after (g)")},
		wide:  []float64{20, 20, 24, 18, 18, 18},
	}
	for _, s := range m.Spools {
		from := any(s.From)
		switch {
		case s.Buy:
			from = say.T("to buy")
		case s.From == "":
			from = say.T("at home")
		}
		t.rows = append(t.rows, []any{s.ID, s.Material, from, s.By, s.Before, s.After})
	}
	return t
}

// deliveries returns what m brings.
func (m *Maker) deliveries() table {
	t := table{
		heads: []say.Text{say.T("date"), say.T("frames"), say.T("for"), say.T("bring to"), say.T("km"), say.T("delivery")},
		wide:  []float64{15, 11, 32, 28, 8, 25},
	}
	for _, d := range m.Deliveries {
		t.rows = append(t.rows, []any{d.Date, d.Frames, d.Who, d.Place, d.Km, d.ID})
	}
	return t
}

// section is a table with its title.
type section struct {
	title say.Text
	table
}

// sections returns all that m is told, in order; empty tables are left out.
func (m *Maker) sections() []section {
	return filled(section{say.T("Spools"), m.spools()}, section{say.T("Steps"), m.steps()}, section{say.T("Deliveries"), m.deliveries()})
}

// filled returns the sections that have rows.
func filled(all ...section) []section {
	return slices.DeleteFunc(all, func(s section) bool { return len(s.rows) == 0 })
}

// weekdays are the days as they are shown, Sunday first.
var weekdays = []say.Text{say.T("Sun"), say.T("Mon"), say.T("Tue"), say.T("Wed"), say.T("Thu"), say.T("Fri"), say.T("Sat")}

// shown returns a cell as people of l read it.
func shown(cell any, l say.Language) string {
	switch v := cell.(type) {
	case int:
		return strconv.Itoa(v)
	case float64:
		s := strconv.FormatFloat(v, 'f', 1, 64)
		if l == say.French {
			return strings.Replace(s, ".", ",", 1)
		}
		return s
	case campaign.Date:
		if v == 0 {
			return ""
		}
		return weekdays[v.Time().Weekday()].In(l) + v.Time().Format(" 02/01")
	case campaign.Moment:
		return fmt.Sprintf("%s %s", shown(v.Day(), l), v.String()[11:])
	case say.Text:
		return v.In(l)
	case []say.Text:
		return sentences(v, l)
	}
	return cell.(string)
}

// number reports whether a cell is one, and goes to the right.
func number(cell any) bool {
	switch cell.(type) {
	case int, float64:
		return true
	}
	return false
}

// title returns what m's pages are headed by, and the line under it.
func (b *Book) title(m *Maker, l say.Language) (title, line string) {
	title = m.Name
	if m.Place != "" {
		title += ", " + m.Place
	}
	line = say.T("%s to %s: %d frames in %d batches, %s g", shown(b.From, l), shown(b.End, l), m.Frames, len(m.Steps), shown(m.Grams, l)).In(l)
	if b.Campaign != "" {
		line = b.Campaign + ", " + line
	}
	return title, line
}

// about returns the lines of a step's label, beside its lot code.
func (s *Step) about(m *Maker, l say.Language) []string {
	return []string{
		say.T("%d frames, %s", s.Frames, s.Design).In(l),
		strings.TrimSpace(s.Material + " " + s.Spool),
		m.Name,
		shown(s.Done, l),
	}
}
