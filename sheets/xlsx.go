package sheets

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/xuri/excelize/v2"
)

// openXLSX returns the visible sheets of a workbook.
func openXLSX(file string, data []byte) (tables []*table, findings []campaign.Finding) {
	whole := &table{file: file}
	damaged := []campaign.Finding{whole.fault(campaign.CodeForm, say.T("the workbook is damaged or locked: open it in a spreadsheet and save it again as .xlsx"))}
	defer func() {
		if recover() != nil { // the reader panics on some workbooks that are none
			tables, findings = nil, damaged
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: 8 * maxBytes, UnzipXMLSizeLimit: maxBytes,
	})
	if err != nil {
		return nil, damaged
	}
	defer book.Close()
	props, err := book.GetWorkbookProps()
	if err != nil {
		return nil, damaged
	}
	for _, sheet := range book.GetSheetList() {
		if visible, err := book.GetSheetVisible(sheet); err != nil || !visible {
			continue
		}
		t := &table{file: file, sheet: sheet, exact: map[place]bool{}}
		t.from1904 = props.Date1904 != nil && *props.Date1904
		if err := t.fill(book); err != nil {
			return nil, []campaign.Finding{t.fault(campaign.CodeForm, say.T("the sheet cannot be read: open it in a spreadsheet and save it again as .xlsx"))}
		}
		if len(t.rows) > maxRows {
			return nil, []campaign.Finding{t.fault(campaign.CodeForm, say.T("more than %d rows", maxRows))}
		}
		wrong := t.letters()
		if wrong == nil {
			tables = append(tables, t)
		}
		findings = append(findings, wrong...)
	}
	return tables, findings
}

// grouped matches numbers as text that may be thousands or thousandths.
var grouped = regexp.MustCompile(`^-?\d{1,3}[.,]\d{3}$`)

// fill reads the cells of t's sheet.
func (t *table) fill(book *excelize.File) error {
	rows, err := book.Rows(t.sheet)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() && len(t.rows) <= maxRows {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		cells = cells[:min(len(cells), maxCells)]
		for j, s := range cells {
			p := place{len(t.rows), j}
			if !grouped.MatchString(strings.TrimSpace(s)) {
				continue
			}
			kind, err := book.GetCellType(t.sheet, p.String())
			if err != nil {
				return err
			}
			t.exact[p] = kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber || kind == excelize.CellTypeFormula
		}
		t.rows = append(t.rows, cells)
	}
	return rows.Error()
}
