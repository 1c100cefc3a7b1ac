package plan

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"github.com/visiere/visiere/internal/say"
)

// sample is an order of 600 frames for five printers.
func sample(t *testing.T) *Plan {
	t.Helper()
	o := Order{Frames: 600, Spoilage: 0.05, Elastic: 0.3}
	f := Fleet{Printers: 5, Hours: 12, Change: 900, Spool: 1000}
	full := Batch{Levels: 10, Columns: 1, Seconds: 21601.4, Grams: 231.27, Cost: 5.782}
	last := Batch{Levels: 2, Columns: 1, Seconds: 4700, Grams: 46.3, Cost: 1.157}
	p, err := New(o, f, full, last)
	if err != nil {
		t.Fatal(err)
	}
	p.Currency = "EUR"
	return p
}

func TestSample(t *testing.T) {
	p := sample(t)
	got := fmt.Sprintf("%+v", *p)
	want := "{Frames:600 ToMake:632 Made:632 Spoilage:5 Printers:5 Hours:12 PerBatch:10 Levels:10 Columns:1 " +
		"Batches:64 Last:2 Most:13 BatchS:21601 FrameS:2160 PrintS:1.365588e+06 PrinterS:280818 WallS:540901 Days:7 " +
		"FilamentG:14616.3 SpoolG:1000 Spools:18 BatchesASpool:4 FramesASpool:40 SpoolLeftoverG:74.9 " +
		"Cost:365.42 Currency:EUR Sheets:632 Elastics:632 ElasticM:189.6}"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestSameNumbers checks that each row of the table and of the CSV has the number that
// JSON has under its key.
func TestSameNumbers(t *testing.T) {
	p := sample(t)
	blob, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{}
	if err := json.Unmarshal(blob, &fields); err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := p.WriteCSV(&buf, say.English); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&buf).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != len(p.Rows())+1 {
		t.Fatalf("%d lines for %d rows", len(lines), len(p.Rows()))
	}
	for _, line := range lines[1:] {
		value, err := strconv.ParseFloat(line[2], 64)
		if err != nil || fields[line[0]] != value {
			t.Errorf("%s: %s in CSV, %v in JSON", line[0], line[2], fields[line[0]])
		}
	}
}

func TestTime(t *testing.T) {
	for s, want := range map[float64]string{
		0: "0 s", 59.4: "59 s", 59.5: "1 min 00 s", 3599: "59 min 59 s", 3600: "1 h 00 min",
		86400: "24 h 00 min", 172800: "2 d 0 h", 541802: "6 d 7 h",
	} {
		if got := Time(s).String(); got != want {
			t.Errorf("%g: %s, want %s", s, got, want)
		}
	}
}
