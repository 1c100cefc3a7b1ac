package calibrate

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/visiere/visiere/internal/say"
)

// A field is where a named value of a history goes.
type field struct {
	text   func(p *Print) *string
	number func(p *Print) *float64
	kind   kind
}

// kind tells how a value is written.
type kind int

const (
	plainText kind = iota
	plainNumber
	duration // 5025, 1:23:45, 1h 23m
	length   // mm
	moment   // Unix time, or a date
)

func number(k kind, at func(p *Print) *float64) field { return field{number: at, kind: k} }
func words(at func(p *Print) *string) field           { return field{text: at} }

// fields are the names of values, as simple makes them: of CSV files in English and
// French, of Moonraker's history, of OctoPrint's files and of its plugins PrintHistory
// and PrintJobHistory.
var fields = named(map[string]field{
	"file filename name displayname job fichier nomdufichier nom display":                                                     words(func(p *Print) *string { return &p.File }),
	"status state result success printstatusresult prints.last.success statut etat resultat":                                  words(func(p *Print) *string { return &p.Status }),
	"slicer metadata.slicer trancheur":                                                                                        words(func(p *Print) *string { return &p.Slicer }),
	"duration actual totalduration printtime elapsed prints.last.printtime duree dureereelle temps reel":                      number(duration, func(p *Print) *float64 { return &p.ActualS }),
	"estimated estimate estimatedtime metadata.estimatedtime gcodeanalysis.estimatedprinttime estimation dureeestimee estime": number(duration, func(p *Print) *float64 { return &p.EstimateS }),
	"motion mouvement": number(duration, func(p *Print) *float64 { return &p.MotionS }),
	"heating chauffe":  number(duration, func(p *Print) *float64 { return &p.HeatingS }),
	"homing origine":   number(duration, func(p *Print) *float64 { return &p.HomingS }),
	"start starttime started printstartdatetime debut":                                          number(moment, func(p *Print) *float64 { return &p.Start }),
	"end endtime ended timestamp prints.last.date printenddatetime fin":                         number(moment, func(p *Print) *float64 { return &p.End }),
	"bed bedtemp bedtemperature metadata.firstlayerbedtemp plateau lit":                         number(plainNumber, func(p *Print) *float64 { return &p.BedC }),
	"nozzle nozzletemp nozzletemperature extruder hotend metadata.firstlayerextrtemp buse":      number(plainNumber, func(p *Print) *float64 { return &p.NozzleC }),
	"probes points probepoints palpages":                                                        number(plainNumber, func(p *Print) *float64 { return &p.Points }),
	"frames levels montures niveaux":                                                            number(plainNumber, func(p *Print) *float64 { return &p.Frames }),
	"filament filamentused filamentlength used filamentmodels.total.usedlength filamentutilise": number(length, func(p *Print) *float64 { return &p.UsedMM }),
	"filamentestimated filamenttotal metadata.filamenttotal gcodeanalysis.filament.tool0.length filamentmodels.total.calculatedlength filamentestime": number(length, func(p *Print) *float64 { return &p.WantedMM }),
})

// named returns the table with an entry for every word of its keys.
func named(table map[string]field) map[string]field {
	out := map[string]field{}
	for names, f := range table {
		for _, name := range strings.Fields(names) {
			out[name] = f
		}
	}
	return out
}

// plainLetters are the letters with accents that headers have.
var plainLetters = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "à", "a", "â", "a", "î", "i", "ô", "o", "û", "u", "ç", "c")

// units are what a header may say behind the name, and what its values are multiplied by.
var units = map[string]float64{"s": 1, "sec": 1, "min": 60, "h": 3600, "mm": 1, "cm": 10, "m": 1000, "c": 1}

// header is a name's trailing unit: "Duration (min)", "motion_s", "bed [°C]".
var header = regexp.MustCompile(`^(.*?)(?:[ _]*[(\[]\s*°?([A-Za-z]+)\s*[)\]]|_(s|min|h|mm|m|c))?$`)

// simple returns a header as fields has it, and the factor of its unit.
func simple(name string) (string, float64) {
	factor := 1.0
	name = plainLetters.Replace(strings.ToLower(strings.TrimSpace(name)))
	if m := header.FindStringSubmatch(name); m != nil {
		if f, ok := units[m[2]+m[3]]; ok {
			name, factor = m[1], f
		}
	}
	return strings.Map(func(r rune) rune {
		if r == '.' || unicode.IsDigit(r) || 'a' <= r && r <= 'z' {
			return r
		}
		return -1
	}, name), factor
}

// set puts a value of the named field into p. What the program has no use for is passed
// over, and so are empty values.
//
// Errors: the value is not what the field holds.
func set(p *Print, name, value string, factor float64, comma bool) error {
	f, known := fields[name]
	value = strings.TrimSpace(value)
	if !known || value == "" || value == "null" || value == "-" {
		return nil
	}
	if f.text != nil {
		*f.text(p) = value
		return nil
	}
	v, ok := parse(value, f.kind, comma)
	if !ok {
		return say.Errorf("%s is no value for %s", strconv.Quote(value), name)
	}
	if f.kind != moment {
		v *= factor
	}
	*f.number(p) = v
	return nil
}

// parse reads a number, a duration or a moment.
func parse(s string, k kind, comma bool) (float64, bool) {
	if v, ok := plain(s, comma); ok {
		return v, true
	}
	switch k {
	case duration:
		return clock(s, comma)
	case moment:
		return date(s)
	}
	return 0, false
}

// plain reads a number that is finite and not negative. A comma is the decimal point
// where comma is set or where there is no point; spaces may group digits.
func plain(s string, comma bool) (float64, bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(s)
	if comma || !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil && v >= 0 && v < 1e12 && !math.IsNaN(v)
}

// spans is a duration in words: 1d 2h 3min 4.5s, 1 h 23 min.
var spans = regexp.MustCompile(`^(?:([\d.,]+)\s*[dj]\w*\s*)?(?:([\d.,]+)\s*h\w*\s*)?(?:([\d.,]+)\s*m\w*\s*)?(?:([\d.,]+)\s*s\w*\s*)?$`)

// clock reads 83:45, 1:23:45 and durations in words.
func clock(s string, comma bool) (float64, bool) {
	if parts := strings.Split(s, ":"); len(parts) == 2 || len(parts) == 3 {
		sum := 0.0
		for _, part := range parts {
			v, ok := plain(part, comma)
			if !ok {
				return 0, false
			}
			sum = float64(sum*60) + v
		}
		return sum, true
	}
	m := spans.FindStringSubmatch(strings.ToLower(s))
	if m == nil {
		return 0, false
	}
	sum := 0.0
	for i, unit := range []float64{86400, 3600, 60, 1} {
		if m[i+1] == "" {
			continue
		}
		v, ok := plain(m[i+1], comma)
		if !ok {
			return 0, false
		}
		sum += float64(v * unit)
	}
	return sum, sum > 0
}

// date reads a date with its time. Without a zone it counts as UTC: only differences are
// used.
func date(s string) (float64, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "02/01/2006 15:04:05", "02/01/2006 15:04", "02.01.2006 15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return float64(t.UnixMilli()) / 1000, true
		}
	}
	return 0, false
}
