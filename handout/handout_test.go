package handout

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/roster"
	"github.com/xuri/excelize/v2"
)

// essonne returns a small campaign's book: two makers, names with accents and marks.
func essonne(t testing.TB) *Book {
	t.Helper()
	c := campaign.New()
	c.Name, c.Start, c.End = "Essonne <1>", 18358, 18400
	c.Designs = []campaign.Design{{ID: "v13", Model: "visor-888"}}
	c.Places = []campaign.Place{{ID: "mairie", Name: "Mairie d'Évry & Cie", Postcode: "91000"}}
	c.Orders = []campaign.Order{
		{ID: "C1", Who: "Hôpital d'Orsay", Place: "91400", Frames: 130, Due: 18375},
		{ID: "C2", Who: "EHPAD Les Œillets", Place: "mairie", Frames: 45},
	}
	c.Makers = []campaign.Maker{
		{ID: "zoé/1", Name: "Zoé Łukasz", Place: "91300", Printers: []campaign.Printer{{Printer: "ender-3", Count: 2}}},
		{ID: "lea", Name: "Léa Martin", Place: "91120", Printers: []campaign.Printer{{Printer: "ender-3"}}},
	}
	c.Spools = []campaign.Spool{{ID: "B1", Material: "petg", Left: 1000, At: "zoé/1"}, {ID: "B2", Material: "petg", Left: 700.25, At: "mairie"}}
	c.Rates = []campaign.Rate{{Printer: "ender-3", Design: "v13", Material: "petg", First: 5000, Frame: 3210, Grams: 38.46, Most: 12}}
	if err := campaign.AsError(campaign.Check(c)); err != nil {
		t.Fatal(err)
	}
	b := New(c, roster.New(c, c.Rates))
	if len(b.Makers) != 2 || len(b.Makers[0].Steps) < 3 || len(b.Makers[1].Steps) < 3 {
		t.Fatalf("%+v", b)
	}
	return b
}

// facts are the numbers of a step, as one line.
func facts(lot, file, frames, grams, spool string) string {
	return strings.Join([]string{lot, file, frames, strings.Replace(grams, ",", ".", 1), spool}, " ")
}

// wanted returns the facts of all steps of b by maker, as b itself has them.
func wanted(b *Book) map[string][]string {
	all := map[string][]string{}
	for _, m := range b.Makers {
		for _, s := range m.Steps {
			all[m.ID] = append(all[m.ID], facts(s.Lot, s.File, fmt.Sprint(s.Frames), fmt.Sprintf("%.1f", s.Grams), s.Spool))
		}
	}
	return all
}

// TestTheSameNumbersEverywhere reads each kind of file back and compares.
func TestTheSameNumbersEverywhere(t *testing.T) {
	b := essonne(t)
	want := wanted(b)
	for kind, got := range map[string]map[string][]string{
		"JSON": fromJSON(t, b), "CSV": fromCSV(t, b), "XLSX": fromXLSX(t, b), "HTML": fromHTML(t, b),
	} {
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", kind, d)
		}
	}
}

func fromJSON(t *testing.T, b *Book) map[string][]string {
	var out bytes.Buffer
	if err := b.WriteJSON(&out); err != nil {
		t.Fatal(err)
	}
	var raw struct {
		Makers []struct {
			ID    string
			Steps []struct {
				Lot, File, Spool string
				Frames, Grams    json.Number
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &raw); err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, m := range raw.Makers {
		for _, s := range m.Steps {
			g, err := s.Grams.Float64()
			if err != nil {
				t.Fatal(err)
			}
			all[m.ID] = append(all[m.ID], facts(s.Lot, s.File, s.Frames.String(), fmt.Sprintf("%.1f", g), s.Spool))
		}
	}
	return all
}

func fromCSV(t *testing.T, b *Book) map[string][]string {
	var out bytes.Buffer
	if err := b.WriteCSV(&out, say.French); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, c := range rows[1:] {
		all[c[0]] = append(all[c[0]], facts(c[8], c[3], c[4], c[6], c[5]))
	}
	return all
}

func fromXLSX(t *testing.T, b *Book) map[string][]string {
	var out bytes.Buffer
	if err := b.WriteXLSX(&out, say.French); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	index, err := f.GetRows(say.T("Makers").In(say.French))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, line := range index[1:] {
		rows, err := f.GetRows(line[6])
		if err != nil {
			t.Fatal(err)
		}
		in := false
		for _, c := range rows {
			switch {
			case len(c) != 8:
				in = false
			case in:
				var g float64
				fmt.Sscan(c[5], &g)
				all[line[0]] = append(all[line[0]], facts(c[7], c[2], c[3], fmt.Sprintf("%.1f", g), c[4]))
			default:
				in = true // the heads
			}
		}
	}
	return all
}

func fromHTML(t *testing.T, b *Book) map[string][]string {
	all := map[string][]string{}
	for i := range b.Makers {
		var out bytes.Buffer
		if err := b.WriteHTML(&out, &b.Makers[i], say.French); err != nil {
			t.Fatal(err)
		}
		if outside := regexp.MustCompile(`https?:|src=|@import|url\(`).Find(out.Bytes()); outside != nil {
			t.Errorf("the page asks for something from elsewhere: %s", outside)
		}
		d := xml.NewDecoder(&out)
		d.Strict, d.Entity, d.AutoClose = false, xml.HTMLEntity, xml.HTMLAutoClose
		var cells []string
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			switch e := token.(type) {
			case xml.StartElement:
				switch e.Name.Local {
				case "tr":
					cells = nil
				case "td":
					cells = append(cells, "")
				}
			case xml.CharData:
				if len(cells) > 0 {
					cells[len(cells)-1] += strings.TrimSpace(string(e))
				}
			case xml.EndElement:
				if e.Name.Local == "tr" && len(cells) == 8 {
					all[b.Makers[i].ID] = append(all[b.Makers[i].ID], facts(cells[7], cells[2], cells[3], cells[5], cells[4]))
				}
			}
		}
	}
	return all
}

// TestAgainTheSameBytes writes each kind of file twice.
func TestAgainTheSameBytes(t *testing.T) {
	for kind, write := range map[string]func(*Book, io.Writer) error{
		"JSON": func(b *Book, w io.Writer) error { return b.WriteJSON(w) },
		"CSV":  func(b *Book, w io.Writer) error { return b.WriteCSV(w, say.English) },
		"XLSX": func(b *Book, w io.Writer) error { return b.WriteXLSX(w, say.French) },
		"HTML": func(b *Book, w io.Writer) error { return b.WriteHTML(w, &b.Makers[0], say.French) },
		"PDF":  func(b *Book, w io.Writer) error { return b.WritePDF(w, &b.Makers[1], say.French) },
	} {
		var one, two bytes.Buffer
		if err := write(essonne(t), &one); err != nil {
			t.Fatal(err)
		}
		if err := write(essonne(t), &two); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s: other bytes", kind)
		}
	}
}

func TestSheetNames(t *testing.T) {
	taken := map[string]bool{"makers": true}
	for _, c := range [][2]string{{"zoé/1", "zoé-1"}, {"Zoé:1", "Zoé-1 2"}, {"'[a]*?", "(a)--"}, {"Makers", "Makers 2"}, {strings.Repeat("é", 40), strings.Repeat("é", 31)}, {"", " 2"}} {
		if got := sheetName(c[0], taken); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
}

// BenchmarkMaker writes the pages of one maker with a dozen steps.
func BenchmarkMaker(b *testing.B) {
	book := essonne(b)
	for _, kind := range []struct {
		name  string
		write func() error
	}{
		{"HTML", func() error { return book.WriteHTML(io.Discard, &book.Makers[0], say.French) }},
		{"PDF", func() error { return book.WritePDF(io.Discard, &book.Makers[0], say.French) }},
	} {
		b.Run(kind.name, func(b *testing.B) {
			for b.Loop() {
				if err := kind.write(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
