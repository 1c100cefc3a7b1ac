package handout

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/xuri/excelize/v2"
)

// WriteJSON writes b as JSON.
func (b *Book) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(b)
}

// WriteCSV writes the steps of all makers as the spreadsheets of l's speakers open them: in
// French with semicolons and decimal commas.
func (b *Book) WriteCSV(w io.Writer, l say.Language) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	if l == say.French {
		c.Comma = ';'
	}
	for i := range b.Makers {
		t := b.Makers[i].steps()
		if i == 0 {
			head := []string{say.T("maker").In(l)}
			for _, h := range t.heads {
				head = append(head, h.In(l))
			}
			if err := c.Write(head); err != nil {
				return err
			}
		}
		for _, row := range t.rows {
			line := []string{b.Makers[i].ID}
			for _, cell := range row {
				if m, ok := cell.(campaign.Moment); ok {
					line = append(line, m.String())
				} else {
					line = append(line, shown(cell, l))
				}
			}
			if err := c.Write(line); err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}

// WriteXLSX writes b as a workbook: a summary, a sheet of all makers, and one for each.
func (b *Book) WriteXLSX(w io.Writer, l say.Language) error {
	book := excelize.NewFile()
	defer book.Close()
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	x := &workbook{File: book, l: l, bold: bold}
	sum, first := say.T("Summary").In(l), say.T("Makers").In(l)
	if err := book.SetSheetName("Sheet1", sum); err != nil {
		return err
	}
	if _, err := book.NewSheet(first); err != nil {
		return err
	}
	title, line := b.heading(l)
	x.page(sum, title, line, b.sections())
	taken := map[string]bool{strings.ToLower(sum): true, strings.ToLower(first): true}
	all := table{heads: []say.Text{say.T("maker"), say.T("name"), say.T("place"), say.T("frames"), say.T("batches"), say.T("grams to use"), say.T("sheet")}}
	for i := range b.Makers {
		m := &b.Makers[i]
		name := sheetName(m.ID, taken)
		all.rows = append(all.rows, []any{m.ID, m.Name, m.Place, m.Frames, len(m.Steps), m.Grams, name})
		if _, err := book.NewSheet(name); err != nil {
			return err
		}
		title, line := b.title(m, l)
		x.page(name, title, line, m.sections())
	}
	row := 1
	x.table(first, &row, all)
	if x.err != nil {
		return x.err
	}
	_, err = book.WriteTo(w)
	return err
}

// workbook is one in the making. After an error it takes no more.
type workbook struct {
	*excelize.File
	l    say.Language
	bold int
	err  error
}

// row writes cells into a row of a sheet and goes to the next.
func (x *workbook) row(sheet string, row *int, style int, cells ...any) {
	if x.err != nil {
		return
	}
	if x.err = x.SetSheetRow(sheet, campaign.Cell(*row, 1), &cells); x.err == nil && style != 0 {
		x.err = x.SetCellStyle(sheet, campaign.Cell(*row, 1), campaign.Cell(*row, len(cells)), style)
	}
	*row++
}

// page writes a sheet: its title, a line, and tables under theirs.
func (x *workbook) page(sheet, title, line string, sections []section) {
	row := 1
	x.row(sheet, &row, x.bold, title)
	x.row(sheet, &row, 0, line)
	for _, s := range sections {
		row++
		x.row(sheet, &row, x.bold, s.title.In(x.l))
		x.table(sheet, &row, s.table)
	}
}

// table writes a table: numbers as numbers, the rest as text.
func (x *workbook) table(sheet string, row *int, t table) {
	var head []any
	for _, h := range t.heads {
		head = append(head, h.In(x.l))
	}
	x.row(sheet, row, x.bold, head...)
	for _, cells := range t.rows {
		line := make([]any, len(cells))
		for i, c := range cells {
			if line[i] = c; !number(c) {
				line[i] = shown(c, x.l)
			}
		}
		x.row(sheet, row, 0, line...)
	}
	if x.err == nil {
		x.err = x.SetColWidth(sheet, "A", "H", 18)
	}
}

// sheetName returns a name for a maker's sheet as workbooks allow it: 31 letters, none of
// []:*?/\, and no two alike.
func sheetName(id string, taken map[string]bool) string {
	clean := []rune(strings.Trim(strings.NewReplacer("[", "(", "]", ")", ":", "-", "*", "-", "?", "-", "/", "-", "\\", "-").Replace(id), "' "))
	name := string(clean[:min(len(clean), 31)])
	for n := 2; name == "" || taken[strings.ToLower(name)]; n++ {
		end := " " + strconv.Itoa(n)
		name = string(clean[:min(len(clean), 31-len(end))]) + end
	}
	taken[strings.ToLower(name)] = true
	return name
}
