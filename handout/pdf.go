package handout

import (
	"io"
	"slices"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"github.com/visiere/visiere/internal/say"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// The sheet and its margins, mm.
const (
	pageW, pageH = 210.0, 297.0
	margin       = 12.0
	inner        = pageW - 2*margin
	lineH        = 5.0
)

// sheet is a PDF in the making.
type sheet struct {
	*fpdf.Fpdf
	l say.Language
}

// WritePDF writes the pages of one maker, A4 upright.
//
// Errors: a lot code too long for a QR code; those of w.
func (b *Book) WritePDF(w io.Writer, m *Maker, l say.Language) error {
	title, line := b.title(m, l)
	p := b.newSheet(title, line, m.sections(), l)
	if err := p.labels(m); err != nil {
		return err
	}
	return p.Output(w)
}

// WriteSummaryPDF writes the pages of whoever coordinates, A4 upright.
//
// Errors: those of w.
func (b *Book) WriteSummaryPDF(w io.Writer, l say.Language) error {
	title, line := b.heading(l)
	return b.newSheet(title, line, b.sections(), l).Output(w)
}

// newSheet returns a PDF of sections under a title and a line.
func (b *Book) newSheet(title, line string, sections []section, l say.Language) *sheet {
	p := &sheet{fpdf.New("P", "mm", "A4", ""), l}
	day := b.From.Time() // not the clock's, so that the same plan gives the same bytes
	p.SetCreationDate(day)
	p.SetModificationDate(day)
	p.SetCatalogSort(true)
	p.SetLang(string(l))
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(false, 0)
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.AddPage()
	p.SetTitle(title, true)
	p.SetFont("go", "B", 16)
	p.MultiCell(inner, 8, title, "", "L", false)
	p.SetFont("go", "", 9)
	p.MultiCell(inner, lineH, line, "", "L", false)
	for _, s := range sections {
		p.section(&s)
	}
	return p
}

// section writes a table under its title; the heads are repeated on each page.
func (p *sheet) section(s *section) {
	if p.GetY()+6*lineH > pageH-margin {
		p.AddPage()
	}
	p.Ln(4)
	p.SetFont("go", "B", 12)
	p.CellFormat(inner, 7, s.title.In(p.l), "", 1, "L", false, 0, "")
	p.widen(s)
	heads := make([]any, len(s.heads))
	for i, h := range s.heads {
		heads[i] = h
	}
	p.row(heads, s, "B")
	for _, cells := range s.rows {
		if p.GetY()+p.height(cells, s) > pageH-margin {
			p.AddPage()
			p.row(heads, s, "B")
		}
		p.row(cells, s, "")
	}
}

// pad is the air beside the text of a column, mm.
const pad = 2

// widen makes the columns of s together as wide as the sheet, and each as wide as the
// longest word over it, so that no word of a head is broken.
func (p *sheet) widen(s *section) {
	p.SetFont("go", "B", 8.5)
	least, fixed := make([]float64, len(s.heads)), make([]bool, len(s.heads))
	for i, h := range s.heads {
		for _, word := range strings.Fields(h.In(p.l)) {
			least[i] = max(least[i], p.GetStringWidth(word)+pad+0.5)
		}
	}
	wide := slices.Clone(s.wide)
	for again := true; again; {
		again = false
		room, sum := inner, 0.0
		for i := range wide {
			if fixed[i] {
				room -= wide[i]
			} else {
				sum += wide[i]
			}
		}
		for i := range wide {
			if fixed[i] {
				continue
			}
			if wide[i] *= room / sum; wide[i] < least[i]-1e-9 {
				wide[i], fixed[i], again = least[i], true, true
			}
		}
	}
	s.wide = wide
}

// breaks returns text in parts between which a line may end: after a space, and inside
// names and codes after a slash, a dash or a low line.
func breaks(text string) []string {
	var parts []string
	from := 0
	for i, r := range text {
		if strings.ContainsRune(" /-_", r) {
			parts = append(parts, text[from:i+1])
			from = i + 1
		}
	}
	return append(parts, text[from:])
}

// lines returns a cell's text in lines that fit its column. What has nowhere to break is
// broken where it is full.
func (p *sheet) lines(cell any, width float64) (out []string) {
	line := ""
	for _, word := range breaks(shown(cell, p.l)) {
		if line != "" && p.GetStringWidth(line+strings.TrimRight(word, " ")) > width {
			out, line = append(out, line), ""
		}
		for _, r := range word {
			if line != "" && r != ' ' && p.GetStringWidth(line+string(r)) > width {
				out, line = append(out, line), ""
			}
			line += string(r)
		}
	}
	return append(out, line)
}

// height returns how high a row is.
func (p *sheet) height(cells []any, s *section) float64 {
	p.SetFont("go", "", 8.5)
	most := 1
	for i, c := range cells {
		most = max(most, len(p.lines(c, s.wide[i]-pad)))
	}
	return float64(float64(most)*4) + 1.5
}

// row writes cells in one row, with a line under it.
func (p *sheet) row(cells []any, s *section, style string) {
	high := p.height(cells, s)
	p.SetFont("go", style, 8.5)
	x, y := margin, p.GetY()
	for i, c := range cells {
		width := s.wide[i]
		align := "L"
		if number(c) || style == "B" && len(s.rows) > 0 && number(s.rows[0][i]) {
			align = "R"
		}
		for k, line := range p.lines(c, width-pad) {
			p.SetXY(x, y+0.7+float64(float64(k)*4))
			p.CellFormat(width-pad, 4, strings.TrimSpace(line), "", 0, align, false, 0, "")
		}
		x += width
	}
	p.SetLineWidth(map[string]float64{"B": 0.4, "": 0.1}[style])
	p.Line(margin, y+high, margin+inner, y+high)
	p.SetXY(margin, y+high)
}

// The labels: three beside each other, mm.
const (
	labelW, labelH = inner / 3, 33.0
	codeSize       = 26.0
)

// labels writes a label for each step, on pages of their own.
func (p *sheet) labels(m *Maker) error {
	for i := range m.Steps {
		column, y := i%3, p.GetY()
		if column == 0 && (i == 0 || y+2*labelH > pageH-margin) {
			p.AddPage()
			p.SetFont("go", "B", 12)
			p.CellFormat(inner, 7, say.T("Labels").In(p.l), "", 1, "L", false, 0, "")
			p.SetFont("go", "", 8.5)
			p.CellFormat(inner, 6, hint.In(p.l), "", 1, "L", false, 0, "")
			y = p.GetY()
		} else if column == 0 {
			y += labelH
		}
		if err := p.label(m, &m.Steps[i], margin+float64(float64(column)*labelW), y); err != nil {
			return err
		}
		p.SetXY(margin, y)
	}
	return nil
}

// label writes one label at x, y.
func (p *sheet) label(m *Maker, s *Step, x, y float64) error {
	code, err := qrCode(s.Lot)
	if err != nil {
		return err
	}
	p.SetLineWidth(0.1)
	p.SetDashPattern([]float64{1, 1}, 0)
	p.Rect(x, y, labelW, labelH, "D")
	p.SetDashPattern(nil, 0)
	module := codeSize / float64(code.Bounds().Dx()+4)
	p.SetFillColor(0, 0, 0)
	dark(code, func(row, col, n int) {
		p.Rect(x+1+float64(float64(col+2)*module), y+3+float64(float64(row+2)*module), float64(n)*module, module, "F")
	})
	left, width, line := x+codeSize+1, labelW-codeSize-2, 0
	for i, text := range append([]string{s.Lot}, s.about(m, p.l)...) {
		p.SetFont("go", map[bool]string{true: "B", false: ""}[i == 0], 8)
		for _, part := range p.lines(text, width) {
			if line < 8 {
				p.SetXY(left, y+2.5+float64(float64(line)*3.6))
				p.CellFormat(width, 3.6, strings.TrimSpace(part), "", 0, "L", false, 0, "")
			}
			line++
		}
	}
	return nil
}
