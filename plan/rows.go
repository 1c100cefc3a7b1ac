package plan

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/visiere/visiere/internal/say"
)

// Row is one line of a plan's table: its number as in JSON under Key, and as people
// read it.
type Row struct {
	Key   string
	Item  say.Text
	Value float64
	Unit  string   // of Value
	Shown say.Text // the number with its unit, for people
}

// Rows returns p as a table, in the order it is read.
func (p *Plan) Rows() []Row {
	return []Row{
		count("frames", say.T("good frames ordered"), p.Frames),
		count("frames_to_make", say.T("frames to make, spoilage allowed for"), p.ToMake),
		{"frames_a_batch", say.T("frames a batch"), float64(p.PerBatch), "",
			say.T("%d (%d high, %d beside)", p.PerBatch, p.Levels, p.Columns)},
		{"batches", say.T("batches"), float64(p.Batches), "",
			say.T("%d (the last of %d frames)", p.Batches, p.Last)},
		count("batches_printer", say.T("batches on the busiest printer"), p.Most),
		seconds("batch_s", say.T("time of a batch"), p.BatchS),
		seconds("frame_s", say.T("time of a frame"), p.FrameS),
		seconds("print_s", say.T("printing, all printers together"), p.PrintS),
		seconds("printer_s", say.T("printing, busiest printer"), p.PrinterS),
		seconds("wall_s", say.T("from start to end"), p.WallS),
		count("days", say.T("days begun"), p.Days),
		{"filament_g", say.T("filament"), p.FilamentG, "g", say.T("%.2f kg", p.FilamentG/1000)},
		count("spools", say.T("spools"), p.Spools),
		count("frames_a_spool", say.T("frames a spool"), p.FramesASpool),
		{"spool_leftover_g", say.T("left on a spool, too little for a batch"), p.SpoolLeftoverG, "g",
			say.T("%.0f g", p.SpoolLeftoverG)},
		{"cost", say.T("cost of the filament"), p.Cost, p.Currency, say.T("%.2f %s", p.Cost, p.Currency)},
		count("sheets", say.T("clear sheets"), p.Sheets),
		count("elastics", say.T("elastics"), p.Elastics),
		{"elastic_m", say.T("elastic, all together"), p.ElasticM, "m", say.T("%.1f m", p.ElasticM)},
	}
}

// count returns a row with a whole number.
func count(key string, item say.Text, n int) Row {
	return Row{key, item, float64(n), "", say.T("%d", n)}
}

// seconds returns a row with a time.
func seconds(key string, item say.Text, s float64) Row {
	return Row{key, item, s, "s", Time(s)}
}

// Time returns s seconds as people read it: 3 d 4 h, 5 h 12 min, 7 min 30 s or 42 s.
func Time(s float64) say.Text {
	n := int(s + 0.5)
	switch {
	case n >= 48*3600:
		h := (n + 1800) / 3600
		return say.T("%d d %d h", h/24, h%24)
	case n >= 3600:
		m := (n + 30) / 60
		return say.T("%d h %02d min", m/60, m%60)
	case n >= 60:
		return say.T("%d min %02d s", n/60, n%60)
	}
	return say.T("%d s", n)
}

// WriteCSV writes p's rows to w as comma-separated values: key, item in language l,
// value with a decimal point, unit. The numbers are those of JSON.
func (p *Plan) WriteCSV(w io.Writer, l say.Language) error {
	c := csv.NewWriter(w)
	lines := [][]string{{"key", "item", "value", "unit"}}
	for _, r := range p.Rows() {
		value := strconv.FormatFloat(r.Value, 'f', -1, 64)
		lines = append(lines, []string{r.Key, r.Item.In(l), value, r.Unit})
	}
	return c.WriteAll(lines)
}
