package sheets

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/visiere/visiere/internal/say"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// decode returns data as text: UTF-8 with or without its mark, UTF-16 with one, and else
// Windows-1252, which is what French spreadsheets write as plain CSV.
func decode(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		wide := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewDecoder()
		if out, err := wide.Bytes(data); err == nil {
			return string(out)
		}
	case utf8.Valid(data):
		return strings.TrimPrefix(string(data), "\ufeff")
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return string(bytes.ToValidUTF8(data, []byte("\ufffd")))
	}
	return string(out)
}

// garbled says what is wrong with the letters of s, nothing where they are right.
func garbled(s string) (say.Text, bool) {
	switch {
	case ascii(s):
		return say.Text{}, false
	case strings.ContainsRune(s, utf8.RuneError):
		return say.T("letters were lost here (�) when the file was saved: export it again as UTF-8"), true
	case strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 && r < 0xa0 }), foreign(s):
		return say.T("the letters are of another encoding: export the file again as UTF-8"), true
	case twice(s):
		return say.T("accents were encoded twice: export the file again as UTF-8 from the spreadsheet it came from"), true
	}
	return say.Text{}, false
}

// ascii reports whether s is plain ASCII, in which nothing can be wrong.
func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// foreign reports whether s has, between two letters, a mark that no word has there, but
// which an accent of DOS or of old Macs becomes.
func foreign(s string) bool {
	r := []rune(s)
	for i := 1; i+1 < len(r); i++ {
		if strings.ContainsRune("‚„†‡ˆ‰Ž", r[i]) && unicode.IsLower(r[i-1]) && unicode.IsLower(r[i+1]) {
			return true
		}
	}
	return false
}

// twice reports whether s is UTF-8 that was read as Windows-1252 once: then writing it as
// Windows-1252 gives UTF-8 that is shorter.
func twice(s string) bool {
	back, err := charmap.Windows1252.NewEncoder().String(s)
	return err == nil && utf8.ValidString(back) && utf8.RuneCountInString(back) < utf8.RuneCountInString(s)
}

// plain returns s as headers and names are compared: lower case, without accents, each
// run of anything but letters and digits one space.
func plain(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFD.String(strings.ReplaceAll(strings.ToLower(s), "œ", "oe")) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
	}
	return b.String()
}
