// Package sheets reads the spreadsheets that coordinators keep, CSV and XLSX, in French or
// English, into a campaign's orders, makers, printers and stock.
//
// A book is read whole or not at all: every fault is a Finding with its sheet, row and
// column, and where there is one nothing of the book is returned.
package sheets

import (
	"bytes"
	"path/filepath"
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
)

// The most that is read of one book: more is a mistake or an attack, not a campaign.
const (
	maxBytes = 64 << 20
	maxRows  = 500_000
	maxCells = 256 // of a row
)

// table is one sheet as it was read: rows of text. Row i is row i+1 of the sheet, empty
// ones included.
type table struct {
	file, sheet string // sheet is empty where the file has only one
	rows        [][]string
	exact       map[place]bool // numbers of a workbook that look like 1.234 and are meant so
	from1904    bool           // dates count from 1904
}

// place is a cell's row and column, from 0.
type place struct{ row, col int }

// cell returns the text of a cell, without space around it; empty beyond a row's end.
func (t *table) cell(p place) string {
	if p.row >= len(t.rows) || p.col < 0 || p.col >= len(t.rows[p.row]) {
		return ""
	}
	return trim(t.rows[p.row][p.col])
}

// trim drops space from both ends of s, no-break ones and the like included.
func trim(s string) string { return strings.Trim(s, " \t\r\n\u00a0\u202f\u2009\u2007\ufeff\u200b") }

// open returns the tables of a file called name, or what keeps it from being read.
func open(name string, data []byte) ([]*table, []campaign.Finding) {
	file := filepath.Base(name)
	whole := &table{file: file}
	switch {
	case len(data) > maxBytes:
		return nil, []campaign.Finding{whole.fault(campaign.CodeForm, say.T("more than %d MB: keep only the orders, makers and stock in it", maxBytes>>20))}
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return openXLSX(file, data)
	case bytes.HasPrefix(data, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return nil, []campaign.Finding{whole.fault(campaign.CodeForm, say.T("an old or a locked workbook: save it as .xlsx without a password"))}
	}
	return openCSV(file, data)
}
