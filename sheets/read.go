package sheets

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// File is a spreadsheet: its name, which findings call it by, and its bytes.
type File struct {
	Name string
	Data []byte
}

// reader reads files into one campaign.
type reader struct {
	c        *campaign.Campaign
	profiles map[profiles.Kind]map[string]string // names by what people call them
	findings []campaign.Finding
	printers []owned
	tables   int // that were understood
}

// owned is a printer of a maker who may stand in a sheet that is read later.
type owned struct {
	maker string
	campaign.Printer
	key   string // printers[3]
	where campaign.Where
}

// Read appends to c what files hold, and returns what is wrong with their cells: one
// finding for each fault, in the order of the files, sheets and rows. Sheets are told by
// their names or columns, profiles in library by their names or titles.
//
//  1. Where a finding is an Error, c is not to be used.
//  2. Each value's Origin is its cell, so that findings of campaign.Check are found too.
func Read(c *campaign.Campaign, library *profiles.Library, files ...File) []campaign.Finding {
	r := &reader{c: c, profiles: called(library)}
	for _, f := range files {
		before := r.tables
		tables, findings := open(f.Name, f.Data)
		r.findings = append(r.findings, findings...)
		told := len(r.findings)
		for _, t := range tables {
			r.sheet(t)
		}
		if r.tables == before && len(findings) == 0 {
			t := &table{file: filepath.Base(f.Name)}
			r.findings = append(r.findings[:told], t.fault(campaign.CodeForm, say.T("no orders, makers, printers, spools or stock were found: put names such as %q, %q and %q over the columns", "commande", "code postal", "quantité")))
		}
	}
	r.settle()
	return r.findings
}

// sheet reads one sheet.
func (r *reader) sheet(t *table) {
	h, twice := t.header()
	if h.kind == nil {
		r.findings = append(r.findings, t.note(say.T("this sheet is not read: its columns are none that are known")))
		return
	}
	r.tables++
	if faults := t.faults(h, twice); faults != nil {
		r.findings = append(r.findings, faults...)
		return
	}
	r.findings = append(r.findings, t.unread(h)...)
	if !slices.ContainsFunc(t.rows[h.row+1:], func(cells []string) bool { return trim(strings.Join(cells, "")) != "" }) {
		r.findings = append(r.findings, t.note(say.T("there is nothing under the columns")))
	}
	for i := h.row + 1; i < len(t.rows); i++ {
		if t.blank(i) {
			continue
		}
		if f, wide := t.shifted(h, i); wide {
			r.findings = append(r.findings, f)
			continue
		}
		key := h.kind.table + "[" + strconv.Itoa(r.length(h.kind.table)) + "]"
		r.c.Origins[key] = campaign.Where{File: t.file, Sheet: t.sheet, Row: i + 1}
		h.kind.add(r.c, &row{t, h, r, place{i, 0}, key})
	}
}

// blank reports whether row i has nothing to read: it is empty, or a sum under the table.
func (t *table) blank(i int) bool {
	for j := range t.rows[i] {
		if s := t.cell(place{i, j}); s != "" {
			word := plain(s)
			return word == "total" || word == "totaux" || word == "somme" || word == "sum"
		}
	}
	return true
}

// shifted returns a finding for a row of a text file that has more cells than its header:
// as a rule a decimal comma has split one in two.
func (t *table) shifted(h header, i int) (campaign.Finding, bool) {
	wide := len(t.rows[h.row])
	for j := wide; j < len(t.rows[i]) && t.sheet == ""; j++ {
		if p := (place{i, j}); t.cell(p) != "" {
			return t.at(p, campaign.CodeForm, say.T("this row has %d cells and the header has %d: a comma inside a cell needs quotation marks around the cell", len(t.rows[i]), wide)), true
		}
	}
	return campaign.Finding{}, false
}

// length returns how many rows a table of the campaign has.
func (r *reader) length(table string) int {
	switch table {
	case "orders":
		return len(r.c.Orders)
	case "makers":
		return len(r.c.Makers)
	case "printers":
		return len(r.printers)
	case "spools":
		return len(r.c.Spools)
	case "stock":
		return len(r.c.Stock)
	case "places":
		return len(r.c.Places)
	case "designs":
		return len(r.c.Designs)
	case "ready":
		return len(r.c.Ready)
	case "deliveries":
		return len(r.c.Deliveries)
	}
	return len(r.c.Rates)
}

// settle gives each printer to its maker, by id or name.
func (r *reader) settle() {
	makers := map[string]int{}
	for i, m := range slices.Backward(r.c.Makers) {
		makers[plain(m.Name)] = i
	}
	for i, m := range slices.Backward(r.c.Makers) {
		makers[plain(m.ID)] = i
	}
	for _, p := range r.printers {
		i, ok := makers[plain(p.maker)]
		switch {
		case ok:
			m := &r.c.Makers[i]
			r.move(p.key, "makers["+strconv.Itoa(i)+"].printers["+strconv.Itoa(len(m.Printers))+"]")
			m.Printers = append(m.Printers, p.Printer)
		case p.maker != "":
			r.findings = append(r.findings, campaign.Finding{
				Code: campaign.CodeUnknown, Severity: profiles.Error, Where: p.where, Key: p.key + ".maker",
				Text: say.T("there is no maker %q: add them to the makers, or write the name as it stands there", p.maker),
			})
		}
	}
}

// move gives the origins of a row another key.
func (r *reader) move(from, to string) {
	for _, column := range []string{"", ".printer", ".nozzle", ".process", ".materials", ".count"} {
		if w, ok := r.c.Origins[from+column]; ok {
			delete(r.c.Origins, from+column)
			r.c.Origins[to+column] = w
		}
	}
}

// profile returns the name of the profile that people mean by text: its own name, or its
// title with or without the brand. What no profile is called stays, as names are written.
func (r *reader) profile(kind profiles.Kind, text string) string {
	meant := plain(text)
	if name, ok := r.profiles[kind][meant]; ok || kind == profiles.KindProcess {
		return cmp.Or(name, text)
	}
	return strings.ReplaceAll(meant, " ", "-")
}

// material returns the name of a filament's profile.
func (r *reader) material(text string) string { return r.profile(profiles.KindFilament, text) }

// called returns the names of profiles by what people call them.
func called(library *profiles.Library) map[profiles.Kind]map[string]string {
	all := map[profiles.Kind]map[string]string{}
	for _, kind := range profiles.Kinds() {
		all[kind] = map[string]string{}
		for _, name := range library.Names(kind) {
			title := plain(library.Title(kind, name))
			_, model, _ := strings.Cut(title, " ")
			for _, s := range []string{model, title, plain(name)} {
				if s != "" {
					all[kind][s] = name
				}
			}
		}
	}
	return all
}
