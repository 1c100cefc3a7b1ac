package handout

import (
	_ "embed" // the page
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
	"github.com/visiere/visiere/internal/say"
)

//go:embed page.html
var pageHTML string

// page is the template of a maker's pages.
var page = template.Must(template.New("page").Parse(pageHTML))

// shownTable is a table as a page shows it.
type shownTable struct {
	Title string
	Heads []shownCell
	Rows  [][]shownCell
}

// shownCell is one cell of it.
type shownCell struct {
	Text  string
	Right bool
}

// label is one as a page shows it.
type label struct {
	Lot   string
	Lines []string
	Code  template.HTML // SVG of the lot as a QR code
}

// WriteHTML writes the pages of one maker: a document by itself, to print.
//
// Errors: a lot code too long for a QR code; those of w.
func (b *Book) WriteHTML(w io.Writer, m *Maker, l say.Language) error {
	title, line := b.title(m, l)
	data := newPage(title, line, m.sections(), l)
	for i := range m.Steps {
		s := &m.Steps[i]
		code, err := qrCode(s.Lot)
		if err != nil {
			return err
		}
		data.Lots = append(data.Lots, label{s.Lot, s.about(m, l), svg(code)})
	}
	return page.Execute(w, data)
}

// WriteSummaryHTML writes the pages of whoever coordinates: a document by itself, to print.
//
// Errors: those of w.
func (b *Book) WriteSummaryHTML(w io.Writer, l say.Language) error {
	title, line := b.heading(l)
	return page.Execute(w, newPage(title, line, b.sections(), l))
}

// shownPage is all that the template shows.
type shownPage struct {
	Lang, Title, Line, Labels, Hint string
	Sections                        []shownTable
	Lots                            []label
}

// newPage returns a page without labels.
func newPage(title, line string, sections []section, l say.Language) *shownPage {
	p := &shownPage{Lang: string(l), Title: title, Line: line, Labels: say.T("Labels").In(l), Hint: hint.In(l)}
	for _, s := range sections {
		p.Sections = append(p.Sections, s.shown(l))
	}
	return p
}

// hint says how labels are used.
var hint = say.T("Stick one on each box of frames. The code is what to record the batch by.")

// shown returns s, which has rows, as a page shows it.
func (s *section) shown(l say.Language) shownTable {
	t := shownTable{Title: s.title.In(l)}
	for i, h := range s.heads {
		t.Heads = append(t.Heads, shownCell{h.In(l), number(s.rows[0][i])})
	}
	for _, row := range s.rows {
		var cells []shownCell
		for _, c := range row {
			cells = append(cells, shownCell{shown(c, l), number(c)})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// qrCode returns the QR code of a lot.
func qrCode(lot string) (barcode.Barcode, error) {
	code, err := qr.Encode(lot, qr.M, qr.Auto)
	if err != nil {
		return nil, say.Errorf("%s is too long for a label's code: give the maker a shorter id", lot)
	}
	return code, nil
}

// dark calls f for each run of dark modules of a code: its row, its first column, and how
// many.
func dark(code barcode.Barcode, f func(row, col, n int)) {
	size := code.Bounds().Dx()
	for y := range size {
		run := 0
		for x := range size + 1 {
			if x < size {
				if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
					run++
					continue
				}
			}
			if run > 0 {
				f(y, x-run, run)
			}
			run = 0
		}
	}
}

// svg returns a code as a picture, with the quiet zone that readers need.
func svg(code barcode.Barcode) template.HTML {
	var path strings.Builder
	dark(code, func(row, col, n int) { fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", col+2, row+2, n, n) })
	size := code.Bounds().Dx() + 4
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 %d %d" shape-rendering="crispEdges"><path d="%s"/></svg>`, size, size, path.String()))
}
