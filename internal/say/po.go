package say

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

// The catalogues, in gettext's PO format: fr.po has every sentence, en.po those that
// differ where their number is 1.
var (
	//go:embed fr.po
	frPO string
	//go:embed en.po
	enPO string
)

// entry is a sentence of a catalogue. Forms has one translation, or two where the
// sentence counts something: the first for one, the second for many.
type entry struct {
	ID    string
	Forms []string
	Line  int // of its msgid, from 1
}

// counted returns the index, from 1, of the value that selects among Forms: that of the
// first %d of the ID; 0 where there is none.
func (e entry) counted() int {
	for _, v := range verbs(e.ID) {
		if v.verb == 'd' {
			return v.arg
		}
	}
	return 0
}

// mustParse is parsePO for the embedded catalogues, which a test has parsed.
func mustParse(po string) []entry {
	entries, err := parsePO(po)
	if err != nil {
		panic(err)
	}
	return entries
}

// parsePO reads msgid, msgstr and msgstr[n] entries; msgid_plural is read and forgotten:
// the sentence in the code is the plural.
//
// Source: GNU gettext manual, "The Format of PO Files".
func parsePO(po string) ([]entry, error) {
	var entries []entry
	var into, unused *string
	unused = new(string)
	for i, line := range strings.Split(po, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		keyword, quoted, found := strings.Cut(line, " ")
		if strings.HasPrefix(line, `"`) {
			keyword, quoted, found = "", line, true
		}
		text, err := strconv.Unquote(quoted)
		if !found || err != nil {
			return nil, fmt.Errorf("line %d: no quoted string", i+1)
		}
		switch {
		case keyword == "msgid":
			entries = append(entries, entry{Line: i + 1})
			into = &entries[len(entries)-1].ID
		case keyword == "msgid_plural":
			into = unused
		case strings.HasPrefix(keyword, "msgstr") && len(entries) > 0:
			e := &entries[len(entries)-1]
			e.Forms = append(e.Forms, "")
			into = &e.Forms[len(e.Forms)-1]
		case keyword != "" || into == nil:
			return nil, fmt.Errorf("line %d: %q is not understood", i+1, keyword)
		}
		*into += text
	}
	return checked(entries)
}

// checked drops the header, whose ID is empty, and refuses entries that cannot be used.
func checked(entries []entry) ([]entry, error) {
	kept := entries[:0]
	for _, e := range entries {
		switch {
		case e.ID == "":
			continue
		case len(e.Forms) == 0 || len(e.Forms) > 2:
			return nil, fmt.Errorf("line %d: %d translations, not 1 or 2", e.Line, len(e.Forms))
		case len(e.Forms) == 2 && e.counted() == 0:
			return nil, fmt.Errorf("line %d: two forms, but no %%d to choose by", e.Line)
		}
		kept = append(kept, e)
	}
	return kept, nil
}
