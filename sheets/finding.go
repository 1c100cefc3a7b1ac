package sheets

import (
	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// fault returns an error of the whole of t.
func (t *table) fault(c campaign.Code, text say.Text) campaign.Finding {
	where := campaign.Where{File: t.file, Sheet: t.sheet}
	return campaign.Finding{Code: c, Severity: profiles.Error, Where: where, Text: text}
}

// note returns a remark on the whole of t.
func (t *table) note(text say.Text) campaign.Finding {
	f := t.fault(campaign.CodeKey, text)
	f.Severity = profiles.Note
	return f
}

// at returns an error of one cell of t.
func (t *table) at(p place, c campaign.Code, text say.Text) campaign.Finding {
	f := t.fault(c, text)
	f.Where = t.where(p)
	return f
}

// where returns the place of a cell.
func (t *table) where(p place) campaign.Where {
	return campaign.Where{File: t.file, Sheet: t.sheet, Row: p.row + 1, Col: p.col + 1, Cell: p.String()}
}

// String returns p as spreadsheets name it: C7.
func (p place) String() string { return campaign.Cell(p.row+1, p.col+1) }

// short returns s, or its beginning where it is long.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}
