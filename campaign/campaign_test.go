package campaign

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/visiere/visiere/internal/say"
)

// evry reads the example of testdata.
func evry(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("../testdata/campaigns/evry.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRead(t *testing.T) {
	c, findings := Load(evry(t), "evry.yaml")
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	want := []any{
		Date(18358), 0.05, []Clock{7 * 3600, 19 * 3600, 23 * 3600}, Date(18369), "Camille", 36000.0, []string{"pla", "petg"}, 3, 850.0, 60000.0,
	}
	got := []any{
		c.Start, float64(c.Spoilage), c.Visits, c.Orders[1].Due, c.Makers[0].Name, float64(c.Makers[0].Hours),
		c.Makers[0].Printers[0].Materials, c.Makers[1].Count(), float64(c.Spools[0].Left), float64(c.Stock[0].Elastic),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if w := c.Origins["orders[1].frames"]; w != (Where{File: "evry.yaml", Row: 19, Col: 48}) {
		t.Errorf("the frames of C2 were read at %v", w)
	}
}

// TestBroken breaks the example in one place each time: there is one finding, with that
// place.
func TestBroken(t *testing.T) {
	for _, x := range []struct{ old, new, want string }{
		{"start: 2020-04-06", "strat: 2020-04-06", `evry.yaml:2:1: there is no strat; did you mean start? (VK002)`},
		{"start: 2020-04-06", "", `start: the first day is needed`},
		{"start: 2020-04-06", "start: April", `evry.yaml:2:8: start: "April" is not a day`},
		{"end: 2020-04-24", "end: 2020-04-02", `evry.yaml:3:6: end is 2020-04-02, before start`},
		{"visits: [07:00", "visits: [25:00", `evry.yaml:5:10: visits[0]: "25:00" is not a time of day`},
		{"spoilage: 5%", "spoilage: 95%", `evry.yaml:4:11: spoilage is 95%: from 0% to 90% is meant (VK004)`},
		{"spoilage: 5%", "spoilage: 5", `evry.yaml:4:11: spoilage: 5 has no unit: write 5%`},
		{"frames: 300", "fraems: 300", `evry.yaml:18:42: there is no orders[0].fraems; did you mean frames?`},
		{"frames: 300", "frames: -300", `evry.yaml:18:50: orders[0].frames is -300`},
		{"frames: 300", "frames: 3.5", `evry.yaml:18:50: orders[0].frames: "3.5" is not a whole number`},
		{"place: chsf", "place: chfs", `"chfs" is neither the id of a place nor a postal code of France; did you mean chsf? (VK008)`},
		{`postcode: "91100"`, `postcode: "91999"`, `evry.yaml:13:56: places[0].postcode: there is no postal code "91999" in France`},
		{"makers:\n", "  - {id: C1, place: chsf, frames: 1}\nmakers:\n", `evry.yaml:21:10: C1 is there twice, first at evry.yaml:18:10`},
		{"spools:\n", "  - {id: camille, place: mairie}\nspools:\n", `evry.yaml:35:10: camille is there twice, first at evry.yaml:22:9`},
		{"spools:\n", "  - {id: mairie, place: mairie}\nspools:\n", `mairie is the id of a place too`},
		{"due: 2020-04-15", "due: 2020-04-05", `evry.yaml:18:76: order C1 is due on 2020-04-05, before the campaign starts on 2020-04-06 (VK009)`},
		{"due: 2020-04-15", "due: 2020-05-15", `after the campaign ends`},
		{"printer: ender-3, materials", "material", `there is no makers[0].printers[0].material; did you mean materials?`},
		{"printer: prusa-mk3s, ", "", `makers[1].printers[0]: the name of a printer's profile is needed`},
		{"hours: 10h", "hours: 200h", `makers[0].hours is 720000s`},
		{"left: 850g", "left: -850g", `evry.yaml:36:51: spools[0].left is -850g`},
		{"left: 850g", "left: 850", `850 has no unit: write 850g`},
		{"at: camille", "at: camile", `"camile" is neither`},
		{"sheets: 200", "sheets: -1", `stock[0].sheets is -1`},
		{"maker: camille", "maker: camile", `evry.yaml:43:13: ready[0].maker: there is no "camile"; did you mean camille? (VK007)`},
		{"frames: 20,", "frames: 121,", `order C2 has 1 frames delivered more than it is for: was a delivery noted twice? (VK010)`},
		{"order: C2", "order: C3", `deliveries[0].order: there is no "C3"`},
		{"model: visor-888", "", `either a file or a model is needed`},
		{"design: visor", "design: visro", `there is no "visro"; did you mean visor?`},
		{"most: 20", "most: 0", `rates[0].most is 0`},
		{"campaign: V", "- V", `evry.yaml:`},
	} {
		data := bytes.Replace(evry(t), []byte(x.old), []byte(x.new), 1)
		_, findings := Load(data, "evry.yaml")
		if len(findings) != 1 {
			t.Errorf("%s: %d findings: %v", x.new, len(findings), findings)
		} else if !strings.Contains(findings[0].String(), x.want) {
			t.Errorf("%s: %s, want %s", x.new, findings[0], x.want)
		}
	}
}

// TestSeveral breaks two rows at once: each has its finding.
func TestSeveral(t *testing.T) {
	data := bytes.Replace(evry(t), []byte("frames: 300"), []byte("frames: many"), 1)
	data = bytes.Replace(data, []byte("left: 1kg"), []byte("left: -1kg"), 1)
	_, findings := Load(data, "evry.yaml")
	if len(findings) != 2 {
		t.Fatal(findings)
	}
	err := AsError(findings)
	if err == nil || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("%v", err)
	}
	if french := say.Of(err).In(say.French); !strings.Contains(french, "nombre") {
		t.Errorf("in French: %s", french)
	}
}

func TestWhere(t *testing.T) {
	for want, w := range map[string]Where{
		"a.yaml":           {File: "a.yaml"},
		"a.csv:3":          {File: "a.csv", Row: 3},
		"a.yaml:3:7":       {File: "a.yaml", Row: 3, Col: 7},
		"a.xlsx!Stock":     {File: "a.xlsx", Sheet: "Stock"},
		"a.xlsx!Stock!4":   {File: "a.xlsx", Sheet: "Stock", Row: 4},
		"a.xlsx!Stock!AB4": {File: "a.xlsx", Sheet: "Stock", Row: 4, Col: 28, Cell: Cell(4, 28)},
		"a.csv!Z4":         {File: "a.csv", Row: 4, Col: 26, Cell: Cell(4, 26)},
	} {
		if got := w.String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestDates(t *testing.T) {
	var d Date
	if err := d.UnmarshalText([]byte(" 29/02/2020 ")); err != nil || d.String() != "2020-02-29" || (d+1).String() != "2020-03-01" {
		t.Errorf("%v, %v", d, err)
	}
	if d.UnmarshalText([]byte("2020-02-30")) == nil {
		t.Error("there is no 30th of February")
	}
	east := time.FixedZone("east", 5*3600)
	if got := DateOf(time.Date(2020, 4, 6, 1, 0, 0, 0, east)); got.String() != "2020-04-06" {
		t.Errorf("%v: the day is the one of its clock", got)
	}
	clocks, err := Clocks("19h30, 7h; 23:15 7:00")
	if err != nil || len(clocks) != 3 || clocks[0].String() != "07:00" || clocks[1].String() != "19:30" {
		t.Errorf("%v, %v", clocks, err)
	}
	if _, err := Clocks("7h noon"); err == nil {
		t.Error("noon is read")
	}
}
