package sheets

import (
	"io"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/xuri/excelize/v2"
)

// Write writes c as a workbook that Read reads back: a sheet for each table that has rows.
// The bytes depend on c and l alone.
//
// Errors: those of w.
func Write(w io.Writer, c *campaign.Campaign, l say.Language) error {
	book := excelize.NewFile()
	defer book.Close()
	first := true
	for _, s := range written(c) {
		if len(s.rows) == 0 {
			continue
		}
		name := s.name.In(l)
		if first {
			if err := book.SetSheetName("Sheet1", name); err != nil {
				return err
			}
			first = false
		} else if _, err := book.NewSheet(name); err != nil {
			return err
		}
		if err := fill(book, name, s, l); err != nil {
			return err
		}
	}
	_, err := book.WriteTo(w)
	return err
}

// sheet is one that is written.
type sheet struct {
	name say.Text
	head []say.Text
	rows [][]any
}

// fill writes a sheet.
func fill(book *excelize.File, name string, s sheet, l say.Language) error {
	head := make([]any, len(s.head))
	for i, h := range s.head {
		head[i] = h.In(l)
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := book.SetSheetRow(name, "A1", &head); err != nil {
		return err
	}
	if err := book.SetCellStyle(name, "A1", campaign.Cell(1, len(head)), bold); err != nil {
		return err
	}
	if err := book.SetColWidth(name, "A", strings.TrimRight(campaign.Cell(1, len(head)), "1"), 18); err != nil {
		return err
	}
	for i, row := range s.rows {
		if err := book.SetSheetRow(name, campaign.Cell(i+2, 1), &row); err != nil {
			return err
		}
	}
	return nil
}

// written returns the tables of c as sheets.
func written(c *campaign.Campaign) []sheet {
	return []sheet{
		{say.T("Orders"), []say.Text{say.T("order number"), say.T("who"), say.T("place"), say.T("frames"), say.T("design"), say.T("material"), say.T("due")},
			rows(c.Orders, func(o campaign.Order) []any {
				return []any{o.ID, o.Who, o.Place, o.Frames, o.Design, o.Material, o.Due.String()}
			})},
		{say.T("Makers"), []say.Text{say.T("number"), say.T("name"), say.T("place"), say.T("visits"), say.T("hours a week"), say.T("days off")},
			rows(c.Makers, func(m campaign.Maker) []any {
				return []any{m.ID, m.Name, m.Place, clocks(m.Visits), float64(m.Hours) / 3600, spans(m.Off)}
			})},
		{say.T("Printers"), []say.Text{say.T("maker"), say.T("printer"), say.T("nozzle"), say.T("process"), say.T("materials"), say.T("count")},
			printers(c.Makers)},
		{say.T("Spools"), []say.Text{say.T("spool"), say.T("material"), say.T("colour"), say.T("left (g)"), say.T("at"), say.T("owner")},
			rows(c.Spools, func(s campaign.Spool) []any {
				return []any{s.ID, s.Material, s.Colour, float64(s.Left), s.At, s.Owner}
			})},
		{say.T("Stock"), []say.Text{say.T("at"), say.T("sheets"), say.T("elastic (m)"), say.T("clips")},
			rows(c.Stock, func(s campaign.Stock) []any { return []any{s.At, s.Sheets, float64(s.Elastic) / 1000, s.Clips} })},
		{say.T("Places"), []say.Text{say.T("number"), say.T("name"), say.T("postcode"), say.T("latitude"), say.T("longitude"), say.T("collection point")},
			rows(c.Places, func(p campaign.Place) []any {
				return []any{p.ID, p.Name, p.Postcode, p.Lat, p.Lon, map[bool]string{true: "x"}[p.Collects]}
			})},
		{say.T("Designs"), []say.Text{say.T("number"), say.T("file"), say.T("built-in model")},
			rows(c.Designs, func(d campaign.Design) []any { return []any{d.ID, d.File, d.Model} })},
		{say.T("Ready"), []say.Text{say.T("maker"), say.T("design"), say.T("material"), say.T("frames")},
			rows(c.Ready, func(r campaign.Ready) []any { return []any{r.Maker, r.Design, r.Material, r.Frames} })},
		{say.T("Deliveries"), []say.Text{say.T("number"), say.T("order number"), say.T("maker"), say.T("frames"), say.T("date")},
			rows(c.Deliveries, func(d campaign.Delivery) []any { return []any{d.ID, d.Order, d.Maker, d.Frames, d.Date.String()} })},
		{say.T("Rates"), []say.Text{say.T("printer"), say.T("nozzle"), say.T("process"), say.T("design"), say.T("material"), say.T("first (s)"), say.T("frame (s)"), say.T("first grams"), say.T("grams"), say.T("most")},
			rows(c.Rates, func(r campaign.Rate) []any {
				return []any{r.Printer, float64(r.Nozzle), r.Process, r.Design, r.Material, float64(r.First), float64(r.Frame), float64(r.FirstGrams), float64(r.Grams), r.Most}
			})},
	}
}

// rows returns values as cells.
func rows[T any](values []T, cells func(T) []any) (out [][]any) {
	for _, v := range values {
		out = append(out, cells(v))
	}
	return out
}

// printers returns the printers of all makers as cells.
func printers(makers []campaign.Maker) (out [][]any) {
	for _, m := range makers {
		for _, p := range m.Printers {
			out = append(out, []any{m.ID, p.Printer, float64(p.Nozzle), p.Process, strings.Join(p.Materials, ", "), p.Count})
		}
	}
	return out
}

// spans returns days off as one cell.
func spans(off []campaign.Span) string {
	words := make([]string, len(off))
	for i, s := range off {
		words[i] = s.String()
	}
	return strings.Join(words, ", ")
}

// clocks returns times of day as one cell.
func clocks(times []campaign.Clock) string {
	words := make([]string, len(times))
	for i, c := range times {
		words[i] = c.String()
	}
	return strings.Join(words, ", ")
}
