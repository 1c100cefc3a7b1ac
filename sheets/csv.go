package sheets

import (
	"strings"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
)

// separators are what stands between cells, in the order they are tried.
const separators = ";\t,|"

// openCSV returns the one table of a text file.
func openCSV(file string, data []byte) ([]*table, []campaign.Finding) {
	t := &table{file: file}
	text := decode(data)
	if strings.ContainsRune(text, 0) {
		return nil, []campaign.Finding{t.fault(campaign.CodeForm, say.T("neither text nor a workbook: save it as CSV or .xlsx"))}
	}
	text, given := separator(text)
	best, unclosed := -1, (*place)(nil)
	for _, sep := range given {
		rows, open := split(text, sep)
		if n := known(rows); n > best {
			best, t.rows, unclosed = n, rows, open
		}
	}
	switch {
	case unclosed != nil:
		return nil, []campaign.Finding{t.at(*unclosed, campaign.CodeForm, say.T("a quotation mark opens here and is never closed: close it or take it out"))}
	case len(t.rows) > maxRows:
		return nil, []campaign.Finding{t.fault(campaign.CodeForm, say.T("more than %d rows", maxRows))}
	}
	if wrong := t.letters(); wrong != nil {
		return nil, wrong
	}
	return []*table{t}, nil
}

// separator returns the text without a first line sep=;, which spreadsheets do not show,
// and the separators that come into question.
func separator(text string) (string, string) {
	line, rest, _ := strings.Cut(text, "\n")
	sep, ok := strings.CutPrefix(strings.TrimRight(line, "\r"), "sep=")
	if ok && len(sep) == 1 {
		return rest, sep
	}
	return text, separators
}

// split returns the cells of text, and the place of a quoted one that never ends. Line
// ends inside quotation marks are the cell's own, so rows are counted as spreadsheets do.
func split(text string, sep rune) (rows [][]string, unclosed *place) {
	var row []string
	var cell strings.Builder
	var opened place
	quoted, begun := false, false
	endCell := func() {
		row = append(row, cell.String())
		cell.Reset()
		begun = false
	}
	endRow := func() {
		endCell()
		rows, row = append(rows, row), nil
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for i, r := range text {
		switch {
		case quoted && r == '"' && strings.HasPrefix(text[i+1:], `"`):
			cell.WriteRune(r)
			quoted = false // the second one opens again
		case r == '"' && quoted:
			quoted = false
		case r == '"' && (!begun || i > 0 && text[i-1] == '"'):
			if !begun {
				opened = place{len(rows), len(row)}
			}
			quoted, begun = true, true
		case r == sep && !quoted:
			endCell()
		case (r == '\n' || r == '\r') && !quoted:
			endRow()
		default:
			cell.WriteRune(r)
			begun = true
		}
	}
	if begun || len(row) > 0 {
		endRow()
	}
	if quoted {
		return rows, &opened
	}
	return rows, nil
}

// letters returns a finding for the first cell whose letters are wrong, and says in how
// many more they are.
func (t *table) letters() []campaign.Finding {
	var first *campaign.Finding
	more := 0
	for i, row := range t.rows {
		for j, s := range row {
			text, bad := garbled(s)
			switch {
			case bad && first == nil:
				f := t.at(place{i, j}, campaign.CodeLetters, text)
				first = &f
			case bad:
				more++
			}
		}
	}
	if first == nil {
		return nil
	}
	if more > 0 {
		first.Text = say.T("%s (%d more cells are like this)", first.Text, more)
	}
	return []campaign.Finding{*first}
}
