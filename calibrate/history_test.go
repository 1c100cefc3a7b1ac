package calibrate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
)

// asCSV writes prints as a spreadsheet would.
func asCSV(prints []Print, head, sep, point string) string {
	var b strings.Builder
	b.WriteString(strings.ReplaceAll(head, ";", sep) + "\n")
	number := func(v float64) string { return strings.Replace(fmt.Sprintf("%.2f", v), ".", point, 1) }
	for _, p := range prints {
		b.WriteString(strings.Join([]string{p.File, p.Status, number(p.ActualS), number(p.MotionS), number(p.BedC), number(p.NozzleC), number(p.Points), number(p.UsedMM), number(p.WantedMM)}, sep) + "\n")
	}
	return b.String()
}

// asMoonraker writes prints as /server/history/list gives them.
func asMoonraker(prints []Print) []byte {
	var jobs []map[string]any
	for _, p := range prints {
		jobs = append(jobs, map[string]any{
			"job_id": "000001", "exists": true, "filename": p.File, "status": p.Status, "start_time": p.Start, "end_time": p.End,
			"total_duration": p.ActualS, "print_duration": p.ActualS - 100, "filament_used": p.UsedMM,
			"metadata": map[string]any{"slicer": "PrusaSlicer", "estimated_time": p.MotionS, "filament_total": p.WantedMM,
				"first_layer_bed_temp": p.BedC, "first_layer_extr_temp": p.NozzleC, "thumbnails": []any{map[string]any{"width": 32}}},
		})
	}
	b, _ := json.Marshal(map[string]any{"result": map[string]any{"count": len(jobs), "jobs": jobs}})
	return b
}

func TestCSV(t *testing.T) {
	set := mk3s(t)
	prints := synthetic(set, 11, 40)
	for name, text := range map[string]string{
		"English":  asCSV(prints, "file;status;duration_s;motion_s;bed_c;nozzle_c;probes;filament_used_mm;filament_estimated_mm", ",", "."),
		"French":   "\xef\xbb\xbf" + asCSV(prints, "Nom du fichier;Statut;Durée réelle (s);Mouvement (s);Plateau (°C);Buse (°C);Palpages;Filament utilisé (mm);Filament estimé (mm)", ";", ","),
		"tabs":     asCSV(prints, "File name;State;Total duration;Motion;Bed temp;Nozzle temp;Probe points;Filament;Filament total", "\t", "."),
		"Latin-1":  strings.NewReplacer("é", "\xe9").Replace(asCSV(prints, "fichier;état;durée;mouvement;lit;buse;points;filament utilisé;filament estimé", ";", ",")),
		"CR LF":    strings.ReplaceAll(asCSV(prints, "file;status;duration;motion;bed;nozzle;points;used;filament_total", ",", "."), "\n", "\r\n"),
		"brackets": asCSV(prints, "file;status;duration [s];motion [s];bed [°C];nozzle [°C];points;used [mm];filament_total [mm]", ";", "."),
	} {
		got, bad, err := Read(strings.NewReader(text))
		if err != nil || len(bad) > 0 || len(got) != len(prints) {
			t.Errorf("%s: %d prints, %v, %v", name, len(got), bad, err)
			continue
		}
		for i, p := range prints {
			g := got[i]
			if g.Row != i+2 || g.File != p.File || g.ActualS != p.ActualS || g.MotionS != p.MotionS || g.BedC != p.BedC || g.NozzleC != p.NozzleC || g.Points != p.Points || math.Abs(g.UsedMM-p.UsedMM) > 0.01 || math.Abs(g.WantedMM-p.WantedMM) > 0.01 {
				t.Errorf("%s: %+v, want %+v", name, g, p)
				break
			}
		}
		if r, err := Fit(got, bad, Options{Set: set}); err != nil || math.Abs(r.Heating.Value-truth.heating) > 0.07 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

func TestMoonraker(t *testing.T) {
	set := mk3s(t)
	prints := synthetic(set, 12, 40)
	for i := range prints {
		prints[i].Points = 0 // Moonraker does not tell: the profile's 9
	}
	got, bad, err := Read(bytes.NewReader(asMoonraker(prints)))
	if err != nil || len(bad) > 0 || len(got) != len(prints) {
		t.Fatalf("%d prints, %v, %v", len(got), bad, err)
	}
	p, g := prints[7], got[7]
	if g.File != p.File || g.ActualS != p.ActualS || g.EstimateS != p.MotionS || g.BedC != p.BedC || g.UsedMM != p.UsedMM || g.Start != p.Start || g.Slicer != "PrusaSlicer" {
		t.Errorf("%+v, want %+v", g, p)
	}
	if r, err := Fit(got, bad, Options{Set: set}); err != nil || math.Abs(r.Flow.Value-truth.flow) > 0.01 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestOctoPrint(t *testing.T) {
	for name, text := range map[string]string{
		"files": `{"files": [{"name": "a.gcode", "type": "machinecode", "gcodeAnalysis": {"estimatedPrintTime": 3000.5, "filament": {"tool0": {"length": 4000, "volume": 9}}},
			"prints": {"success": 2, "failure": 1, "last": {"date": 1700000000, "printTime": 3300, "success": true}}},
			{"name": "folder", "type": "folder", "children": [{"name": "b.gcode", "prints": {"last": {"printTime": 10, "success": false}}}]}, {"name": "never.gcode"}], "free": 1}`,
		"PrintHistory":    `{"history": [{"fileName": "a.gcode", "success": 1, "printTime": 3300, "filamentLength": 4000, "timestamp": 1700000000, "note": null}, {"fileName": "b.gcode", "success": 0, "printTime": 10}]}`,
		"PrintJobHistory": `{"allPrintJobs": [{"fileName": "a.gcode", "printStatusResult": "success", "duration": 3300, "filamentModels": {"total": {"usedLength": 4000}}}, {"fileName": "b.gcode", "printStatusResult": "canceled", "duration": 10}]}`,
	} {
		got, bad, err := Read(strings.NewReader(text))
		if err != nil || len(bad) > 0 || len(got) != 2 {
			t.Fatalf("%s: %+v, %v, %v", name, got, bad, err)
		}
		if got[0].File != "a.gcode" || got[0].ActualS != 3300 || !finished[got[0].Status] || got[1].File != "b.gcode" || finished[got[1].Status] {
			t.Errorf("%s: %+v", name, got)
		}
		if name == "files" && (got[0].EstimateS != 3000.5 || got[0].WantedMM != 4000 || got[0].End != 1.7e9) {
			t.Errorf("%+v", got[0])
		}
	}
}

func TestBroken(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "the history is empty",
		"\n\n":                     "the history is empty",
		"hello\nworld\n":           "must name its columns",
		"{":                        "no JSON",
		"[1, 2":                    "no JSON",
		"[]":                       "holds no prints",
		`{"result": {"jobs": []}}`: "holds no prints",
		strings.Repeat("[", 5000) + strings.Repeat("]", 5000): "holds no prints",
	} {
		if _, _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30q: %v, want %q", text, err, want)
		}
	}
	got, bad, err := Read(strings.NewReader("file,status,duration_s,motion_s\na,completed,100,90\nb,completed,soon,90\nc,completed,-5,90\nd,completed,NaN,90\n\ne,completed\n\"f,completed,1\n"))
	if err != nil || len(got) != 3 || len(bad) != 3 || bad[0].Row != 3 || !strings.Contains(bad[0].Why.String(), `"soon" is no value for duration`) {
		t.Errorf("%+v, %+v, %v", got, bad, err)
	}
}

func TestValues(t *testing.T) {
	for _, tt := range []struct {
		text  string
		kind  kind
		comma bool
		want  float64
		ok    bool
	}{
		{"5025", duration, false, 5025, true}, {"5025,5", duration, true, 5025.5, true}, {"5 025,5", duration, true, 5025.5, true}, {"5025,5", duration, false, 5025.5, true},
		{"1:23:45", duration, false, 5025, true}, {"83:45", duration, false, 5025, true}, {"1h 23m 45s", duration, false, 5025, true}, {"1 h 23 min", duration, false, 4980, true},
		{"1d 2h", duration, false, 93600, true}, {"2 j 3 h", duration, true, 183600, true}, {"1:2:3:4", duration, false, 0, false}, {"h", duration, false, 0, false},
		{"2023-11-14 22:13:20", moment, false, 1.7e9, true}, {"14/11/2023 22:13", moment, true, 1.7e9 - 20, true}, {"2023-11-14T23:13:20+01:00", moment, false, 1.7e9, true}, {"yesterday", moment, false, 0, false},
		{"1e999", plainNumber, false, 0, false}, {"-1", plainNumber, false, 0, false}, {"nan", plainNumber, false, 0, false}, {"1h", plainNumber, false, 0, false},
	} {
		if got, ok := parse(tt.text, tt.kind, tt.comma); ok != tt.ok || ok && got != tt.want {
			t.Errorf("%q: %v %v, want %v %v", tt.text, got, ok, tt.want, tt.ok)
		}
	}
	for head, want := range map[string]string{
		"Duration (min)": "duration 60", "duration_s": "duration 1", "used_m": "used 1000", "Filament [m]": "filament 1000", "État": "etat 1", "motion": "motion 1", "metadata.slicer": "metadata.slicer 1", "bed (°C)": "bed 1", "name (x)": "namex 1",
	} {
		if n, f := simple(head); fmt.Sprint(n, " ", f) != want {
			t.Errorf("%q: %s %v, want %s", head, n, f, want)
		}
	}
}

func FuzzHistory(f *testing.F) {
	set := mk3s(f)
	prints := synthetic(set, 1, 4)
	f.Add([]byte(asCSV(prints, "file;status;duration_s;motion_s;bed_c;nozzle_c;probes;used;filament_total", ";", ",")))
	f.Add(asMoonraker(prints))
	f.Add([]byte(`[{"printTime": 1e300, "bed": "x"}, {"printTime": "1:2:3", "estimated": 5}]`))
	f.Add([]byte("duration,motion\n1e11,1\n1,1e11\n3,3\n4,2\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		prints, bad, err := Read(bytes.NewReader(text))
		if err != nil {
			return
		}
		r, err := Fit(prints, bad, Options{Set: set, Batch: 3})
		if err != nil {
			return
		}
		if _, err := json.Marshal(r); err != nil {
			t.Fatal(err)
		}
		if r.Used+len(r.Rejected) != len(prints)+len(bad) {
			t.Fatalf("%d used and %d rejected of %d", r.Used, len(r.Rejected), len(prints)+len(bad))
		}
	})
}
