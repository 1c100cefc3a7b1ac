package sheets

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

func library(t testing.TB) *profiles.Library {
	t.Helper()
	l, err := profiles.Open()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// read reads one file into a new campaign.
func read(t testing.TB, name, text string) (*campaign.Campaign, []campaign.Finding) {
	t.Helper()
	c := campaign.New()
	return c, Read(c, library(t), File{name, []byte(text)})
}

// brief returns findings as lines of place, code and the first words.
func brief(findings []campaign.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&b, "%s %s %d:%d %s\n", f.Where, f.Code, f.Where.Row, f.Where.Col, f.Text)
	}
	return b.String()
}

const commandes = "Visières de l'Essonne;;;;\n" +
	"\n" +
	"N°;Établissement;Code postal;Quantité;À livrer avant le\n" +
	"C-1;Hôpital d'Orsay;91400;1 200;17/04/2020\n" +
	"C-2;\"EHPAD \"\"Les Œillets\"\"\nbâtiment B\";1000;40;2020-05-02\n" +
	";;;;\n" +
	"Total;;;1240;\n"

var wantOrders = []campaign.Order{
	{ID: "C-1", Who: "Hôpital d'Orsay", Place: "91400", Frames: 1200, Due: 18369},
	{ID: "C-2", Who: "EHPAD \"Les Œillets\"\nbâtiment B", Place: "01000", Frames: 40, Due: 18384},
}

// TestOrdersInEveryEncoding reads the same orders as each way of saving them gives them.
func TestOrdersInEveryEncoding(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String(commandes)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := utf.UTF16(utf.LittleEndian, utf.UseBOM).NewEncoder().String(commandes)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"UTF-8":         commandes,
		"with its mark": "\ufeff" + commandes,
		"Windows-1252":  latin,
		"UTF-16":        wide,
		"tabs":          strings.ReplaceAll(commandes, ";", "\t"),
		"commas":        strings.ReplaceAll(commandes, ";", ","),
		"CRLF":          strings.ReplaceAll(strings.ReplaceAll(commandes, "\n", "\r\n"), "\r\nbât", "\nbât"),
		"sep=":          "sep=;\n" + commandes,
	} {
		c, findings := read(t, "commandes.csv", text)
		if len(findings) > 0 {
			t.Errorf("%s: %s", name, brief(findings))
		}
		if d := cmp.Diff(wantOrders, c.Orders); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if w := c.Origins["orders[1].frames"]; w.Row != 5 || w.Cell != "D5" {
			t.Errorf("%s: the second order's frames were at %v", name, w)
		}
	}
}

// workbook returns a workbook of sheets, each a name and its rows.
func workbook(t testing.TB, names []string, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, name := range names {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for j, row := range sheets[name] {
			if err := f.SetSheetRow(name, campaign.Cell(j+1, 1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWorkbook reads a whole campaign of one workbook: text that looks like numbers,
// numbers, serial days, units in heads and in cells, printers by their titles.
func TestWorkbook(t *testing.T) {
	names := []string{"Commandes", "Makers", "Imprimantes", "Bobines", "Fournitures", "Notes"}
	data := workbook(t, names, map[string][][]any{
		"Commandes":   {{"Commande", "Demandeur", "CP", "Nb de visières", "Échéance", "Matière"}, {"7", "SAMU", 91000, 150, 43938, "PETG"}},
		"Makers":      {{"Nom", "Code postal", "Heures par semaine", "Passages"}, {"Léa Martin", "91300 Massy", 12.5, "7h, 19h30"}, {"Zoé", 1000, nil, nil}},
		"Imprimantes": {{"Maker", "Imprimante", "Buse (mm)", "Matières", "Nombre"}, {"lea martin", "Creality Ender 3", "0,6", "PLA, PETG", 2}, {"Zoé", "prusa-mk3s", nil, nil, nil}},
		"Bobines":     {{"Bobine", "Matière", "Reste (kg)", "Chez"}, {"B1", "PETG", 0.75, "Zoé"}, {"B2", "pla", "820 g", "91000"}, {"B3", "PLA", 1.234, "Zoé"}},
		"Fournitures": {{"Chez", "Feuilles", "Élastique (m)"}, {"Zoé", 200, "37,5"}},
		"Notes":       {{"Appeler la mairie"}},
	})
	c := campaign.New()
	got := brief(Read(c, library(t), File{"campagne.xlsx", data}))
	if want := "campagne.xlsx!Notes VK002 0:0 this sheet is not read: its columns are none that are known\n"; got != want {
		t.Fatal(got)
	}
	want := campaign.New()
	want.Orders = []campaign.Order{{ID: "7", Who: "SAMU", Place: "91000", Frames: 150, Due: 18369, Material: "petg"}}
	want.Makers = []campaign.Maker{
		{ID: "Léa Martin", Name: "Léa Martin", Place: "91300 Massy", Hours: 45000, Visits: []campaign.Clock{7 * 3600, 19*3600 + 1800},
			Printers: []campaign.Printer{{Printer: "ender-3", Nozzle: 0.6, Materials: []string{"pla", "petg"}, Count: 2}}},
		{ID: "Zoé", Name: "Zoé", Place: "01000", Printers: []campaign.Printer{{Printer: "prusa-mk3s"}}},
	}
	want.Spools = []campaign.Spool{{ID: "B1", Material: "petg", Left: 750, At: "Zoé"}, {ID: "B2", Material: "pla", Left: 820, At: "91000"}, {ID: "B3", Material: "pla", Left: 1234, At: "Zoé"}}
	want.Stock = []campaign.Stock{{At: "Zoé", Sheets: 200, Elastic: 37500}}
	want.Origins = c.Origins
	if d := cmp.Diff(want, c); d != "" {
		t.Error(d)
	}
	if w := c.Origins["makers[0].printers[0].nozzle"].String(); w != "campagne.xlsx!Imprimantes!C2" {
		t.Errorf("the nozzle was at %s", w)
	}
}

// TestOneFindingForEachFault reads spreadsheets with known faults: each is found once, at
// its cell.
func TestOneFindingForEachFault(t *testing.T) {
	const head = "id;qui;code postal;quantité;pour le\n"
	for _, c := range []struct{ name, file, text, want string }{
		{"a column is missing", "commandes.csv", "id;qui;code postal;pour le\nA;x;91000;17/04/2020\n",
			"commandes.csv:1 VK005 1:0 a column is missing: put \"frames\" or \"quantite\" over it"},
		{"a column of another kind", "commandes.csv", "id;cp;quantité;téléphone\nA;91000;3;0612345678\n",
			"commandes.csv:1 VK002 1:0 read as orders, without the columns \"téléphone\""},
		{"a column twice", "commandes.csv", "id;cp;quantité;quantité\nA;91000;3;4\n",
			"commandes.csv!D1 VK006 1:4 \"quantité\": this column is there twice"},
		{"a decimal comma in a count", "commandes.csv", head + "A;x;91000;12,5;\n",
			"commandes.csv!D2 VK003 2:4 12,5: a whole number"},
		{"thousands or thousandths", "commandes.csv", head + "A;x;91000;1,500;\n",
			"commandes.csv!D2 VK003 2:4 \"1,500\" may be 1500 or a thousandth"},
		{"a decimal comma splits a cell", "bobines.csv", "id,matière,reste,chez\nB1,PLA,12,5,Zoé\n",
			"bobines.csv!E2 VK001 2:5 this row has 5 cells and the header has 4"},
		{"no number", "commandes.csv", head + "A;x;91000;beaucoup;\n",
			"commandes.csv!D2 VK003 2:4 \"beaucoup\" is not a number"},
		{"negative stock", "bobines.csv", "bobine;matière;reste (g);chez\nB1;PLA;-200;Zoé\n",
			"bobines.csv!C2 VK004 2:3 -200 is less than nothing"},
		{"kilograms as grams", "bobines.csv", "bobine;matière;reste;chez\nB1;PLA;0,75;Zoé\n",
			"bobines.csv!C2 VK003 2:3 0,75 without a unit is grams"},
		{"no unit of ours", "bobines.csv", "bobine;matière;reste;chez\nB1;PLA;2 livres;Zoé\n",
			"bobines.csv!C2 VK003 2:3 \"2 livres\": the unit \"livres\" does not fit"},
		{"no such day", "commandes.csv", head + "A;x;91000;5;31/04/2020\n",
			"commandes.csv!E2 VK009 2:5 \"31/04/2020\" is in no calendar"},
		{"month before day", "commandes.csv", head + "A;x;91000;5;04/17/2020\n",
			"commandes.csv!E2 VK009 2:5 \"04/17/2020\" has no month 17"},
		{"a year of long ago", "commandes.csv", head + "A;x;91000;5;17/04/1920\n",
			"commandes.csv!E2 VK009 2:5 \"17/04/1920\" is in the year 1920"},
		{"soon", "commandes.csv", head + "A;x;91000;5;dès que possible\n",
			"commandes.csv!E2 VK009 2:5 \"dès que possible\" is not a day"},
		{"an empty cell", "commandes.csv", head + "A;x;91000;;\n",
			"commandes.csv!D2 VK005 2:4 \"quantité\" is empty here"},
		{"accents twice", "commandes.csv", head + "A;HÃ´pital;91000;5;\n",
			"commandes.csv!B2 VK011 2:2 accents were encoded twice"},
		{"accents lost", "commandes.csv", head + "A;H\ufffdpital;91000;5;\nB;\ufffdcole;91000;5;\n",
			"commandes.csv!B2 VK011 2:2 letters were lost here (�) when the file was saved: export it again as UTF-8 (1 more cells"},
		{"accents of DOS", "commandes.csv", "id;qui;code postal;quantit\x82\nA;H\x93pital d'Orl\x82ans;45000;5\n",
			"commandes.csv!B2 VK011 2:2 the letters are of another encoding"},
		{"a formula that failed", "commandes.csv", head + "A;x;91000;#REF!;\n",
			"commandes.csv!D2 VK003 2:4 #REF!: the formula here has failed"},
		{"an open quotation mark", "commandes.csv", head + "A;\"x;91000;5;\nB;y;91000;6;\n",
			"commandes.csv!B2 VK001 2:2 a quotation mark opens here"},
		{"nobody's printer", "imprimantes.csv", "maker;imprimante\nZoé;ender-3\n",
			"imprimantes.csv!A2 VK007 2:1 there is no maker \"Zoé\""},
		{"nothing of ours", "notes.csv", "bonjour;à tous\n",
			"notes.csv VK001 0:0 no orders, makers"},
		{"a picture", "photo.csv", "\x89PNG\r\n\x1a\n\x00\x00",
			"photo.csv VK001 0:0 neither text nor a workbook"},
		{"half a workbook", "a.xlsx", "PK\x03\x04 and no more",
			"a.xlsx VK001 0:0 the workbook is damaged"},
		{"an old workbook", "a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
			"a.xls VK001 0:0 an old or a locked workbook"},
	} {
		_, findings := read(t, c.file, c.text)
		if got := brief(findings); len(findings) != 1 || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %swant %s", c.name, got, c.want)
		}
	}
}

// TestEachFaultIsFoundBesideTheOthers puts several faults into one sheet.
func TestEachFaultIsFoundBesideTheOthers(t *testing.T) {
	_, findings := read(t, "commandes.csv", "id;cp;quantité;pour le\nA;91000;-3;32/01/2020\nB;;x;\nC;91000;7;\n")
	want := []string{"C2 VK004", "D2 VK009", "B3 VK005", "C3 VK003"}
	for i, f := range findings {
		if got := f.Where.Cell + " " + string(f.Code); i >= len(want) || got != want[i] {
			t.Errorf("finding %d: %s", i, got)
		}
	}
	if len(findings) != len(want) {
		t.Error(brief(findings))
	}
	text := say.Of(campaign.AsError(findings)).In(say.French)
	if !strings.Contains(text, "commandes.csv!C2 (ligne 2, colonne 3)") {
		t.Errorf("in French: %s", text)
	}
}

// TestDaysOff reads absences as people write them.
func TestDaysOff(t *testing.T) {
	c, findings := read(t, "makers.csv", "nom;cp;absences\nZoé;91000;13/04/2020, 20/04/2020 au 24/04/2020 et 1er mai 2020\nLéa;91000;2020-04-13..2020-04-14\nBob;91000;jeudi\n")
	if got := brief(findings); !strings.HasPrefix(got, "makers.csv!C4 VK009 4:3 \"jeudi\" is not a day") || len(findings) != 1 {
		t.Error(got)
	}
	want := [][]campaign.Span{{{First: 18365, Last: 18365}, {First: 18372, Last: 18376}, {First: 18383, Last: 18383}}, {{First: 18365, Last: 18366}}, nil}
	for i, m := range c.Makers {
		if d := cmp.Diff(want[i], m.Off); d != "" {
			t.Errorf("%s: %s", m.Name, d)
		}
	}
}

func TestNumbers(t *testing.T) {
	for text, want := range map[string]float64{
		"1250": 1250, "1 250": 1250, "1\u202f250,5": 1250.5, "1.250,5": 1250.5, "1,250.5": 1250.5, "12,5": 12.5, "12.50": 12.5,
		"1.250.000": 1250000, "-3": -3, "0,125": 0.125, "1250,": 1250, ",5": 0.5, "1.2E-05": 1.2e-5, "75 kg": 75, "1'250": 1250,
	} {
		if v, _, err := number(text, false); err != nil || v != want {
			t.Errorf("%s: %g, %v", text, v, err)
		}
	}
	for _, text := range []string{"", "-", "1.25.5", "1,2,3", "12h30", "1.250", "1,250.000,5", "3-4", "17/04/2020", "NaN", "Inf", "0x10", "1e999"} {
		if v, _, err := number(text, false); err == nil {
			t.Errorf("%q reads as %g", text, v)
		}
	}
	if v, _, err := number("1.250", true); err != nil || v != 1.25 {
		t.Errorf("a workbook's 1.250: %g, %v", v, err)
	}
}

func TestDates(t *testing.T) {
	for _, text := range []string{"17/04/2020", "17.4.20", "17-04-2020", "2020-04-17", "17 avril 2020", "vendredi 17 avril 2020", "17 April 2020", "43938", "43938.5", "17/04/2020 18:30", "2020-04-17T18:30:00Z"} {
		if d, err := date(text, false); err != nil || d.String() != "2020-04-17" {
			t.Errorf("%s: %v, %v", text, d, err)
		}
	}
	if d, err := date("42476", true); err != nil || d.String() != "2020-04-17" {
		t.Errorf("from 1904: %v, %v", d, err)
	}
	if d, err := date("1er mai 2020", false); err != nil || d.String() != "2020-05-01" {
		t.Errorf("%v, %v", d, err)
	}
}

// FuzzRead reads any bytes: no panic, and either findings or values whose origins are
// cells of the file.
func FuzzRead(f *testing.F) {
	f.Add("commandes.csv", []byte(commandes))
	f.Add("makers.csv", []byte("nom\tcp\timprimante\nZoé\t91000\tender 3\n"))
	f.Add("bobines.csv", []byte("bobine,matière,reste,chez\nB1,PLA,\"0,75 kg\",Zoé\n"))
	f.Add("a.xlsx", workbook(f, []string{"Commandes"}, map[string][][]any{"Commandes": {{"cp", "quantité"}, {91000, 5}}}))
	l := library(f)
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		c := campaign.New()
		findings := Read(c, l, File{name, data})
		if len(findings) == 0 && len(c.Origins) == 0 && !bytes.Contains(bytes.ToLower(data), []byte("total")) {
			t.Error("nothing was read and nothing said")
		}
		for key, w := range c.Origins {
			if w.Row < 1 || w.Cell != "" && w.Cell != campaign.Cell(w.Row, w.Col) {
				t.Errorf("%s at %+v", key, w)
			}
		}
	})
}

// TestWhatIsWrittenReadsBack writes a campaign in each language and reads it.
func TestWhatIsWrittenReadsBack(t *testing.T) {
	want := campaign.New()
	want.Orders = []campaign.Order{{ID: "C1", Who: "Hôpital", Place: "91400", Frames: 1500, Design: "v13", Material: "petg", Due: 18372}}
	want.Makers = []campaign.Maker{{ID: "zoé", Name: "Zoé", Place: "01000", Visits: []campaign.Clock{7 * 3600, 20 * 3600}, Hours: 45000, Off: []campaign.Span{{First: 18365, Last: 18365}, {First: 18370, Last: 18374}},
		Printers: []campaign.Printer{{Printer: "ender-3", Nozzle: 0.6, Process: "0.3mm", Materials: []string{"petg", "pla"}, Count: 2}}}}
	want.Spools = []campaign.Spool{{ID: "B1", Material: "petg", Colour: "bleu", Left: 1.234, At: "zoé", Owner: "mairie"}}
	want.Stock = []campaign.Stock{{At: "zoé", Sheets: 3, Elastic: 1500, Clips: 4}}
	want.Places = []campaign.Place{{ID: "mairie", Name: "Mairie", Postcode: "91000", Lat: 48.625, Lon: -2.5, Collects: true}}
	want.Designs = []campaign.Design{{ID: "v13", Model: "visor-888"}}
	want.Ready = []campaign.Ready{{Maker: "zoé", Design: "v13", Material: "petg", Frames: 7}}
	want.Deliveries = []campaign.Delivery{{ID: "L1", Order: "C1", Maker: "zoé", Frames: 5, Date: 18360}}
	want.Rates = []campaign.Rate{{Printer: "ender-3", Nozzle: 0.6, Process: "0.3mm", Design: "v13", Material: "petg", First: 4000.5, Frame: 3000, FirstGrams: 41, Grams: 40.125, Most: 20}}
	for _, l := range []say.Language{say.English, say.French} {
		var a, b bytes.Buffer
		if err := Write(&a, want, l); err != nil {
			t.Fatal(err)
		}
		if err := Write(&b, want, l); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: written again it is another file (%v)", l, err)
		}
		got := campaign.New()
		if findings := Read(got, library(t), File{"a.xlsx", a.Bytes()}); len(findings) > 0 {
			t.Errorf("%s: %s", l, brief(findings))
		}
		want.Origins = got.Origins
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", l, d)
		}
	}
}

// TestCheckJudgesARowOnce checks rows beside rows whose cells could not be read.
func TestCheckJudgesARowOnce(t *testing.T) {
	c, form := read(t, "commandes.csv", "id;cp;quantité;pour le\nA;91000;-3;\nB;99999;5;\nC;91000;5;01/06/2021\nC;91000;5;\n")
	c.Designs = []campaign.Design{{ID: "v", Model: "visor-888"}}
	c.Start, c.End = 18358, 18400
	want := "commandes.csv!C2 VK004|commandes.csv!B3 VK008|commandes.csv!A5 VK006|commandes.csv!D4 VK009"
	var got []string
	for _, f := range Check(c, form) {
		got = append(got, f.Where.String()+" "+string(f.Code))
		if text := f.Text.String(); strings.Contains(text, "orders[") {
			t.Errorf("%s is called by its key: %s", f.Where, text)
		}
	}
	if s := strings.Join(got, "|"); len(got) != 4 || !strings.Contains(s, "A5 VK006") || !strings.Contains(s, "D4 VK009") || !strings.Contains(s, "B3 VK008") {
		t.Errorf("%s, want %s", s, want)
	}
}
