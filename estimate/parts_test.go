package estimate

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/motion"
)

func TestObjects(t *testing.T) {
	line := "G1 X100 E1|M400|G1 X0|M400"
	for _, tt := range []struct{ what, text string }{
		{"comments", "; printing object a id:0 copy 0|LINE|; stop printing object a id:0 copy 0|LINE|; printing object b|LINE|LINE"},
		{"Klipper", "EXCLUDE_OBJECT_START NAME=a|LINE|EXCLUDE_OBJECT_END NAME=a|LINE|EXCLUDE_OBJECT_START NAME=b|LINE|LINE"},
		{"Marlin", "M486 S0|M486 Aa|LINE|M486 S-1|LINE|M486 S1|M486 Ab|LINE|LINE"},
		{"Cura", ";MESH:a|LINE|;MESH:NONMESH|LINE|;MESH:b|LINE|LINE"},
		{"the first way counts", "; printing object a|M486 S0|LINE|; stop printing object a|M486 S5|LINE|; printing object b|LINE|LINE"},
	} {
		text := "M83|G1 F6000|" + strings.ReplaceAll(tt.text, "LINE", line)
		est := of(t, klipper, strings.Split(text, "|")...)
		if len(est.ByObject) != 2 || est.ByObject[0].Name[0] != 'a' || est.ByObject[1].Name[0] != 'b' {
			t.Errorf("%s: %+v", tt.what, est.ByObject)
			continue
		}
		near(t, tt.what+": a", est.ByObject[0].S, 2.2)
		near(t, tt.what+": b", est.ByObject[1].S, 4.4)
		near(t, tt.what+": end of a", est.ByObject[0].EndS, 1.1)
		near(t, tt.what+": end of b", est.ByObject[1].EndS, 7.7)
		near(t, tt.what+": filament of b", est.ByObject[1].FilamentMM, 2)
	}
}

func TestLevels(t *testing.T) {
	var lines []string
	for level := 1; level <= 3; level++ {
		lines = append(lines, fmt.Sprint(";LEVEL:", level))
		for range 2 {
			lines = append(lines, ";LAYER_CHANGE")
			for c := range 2 {
				lines = append(lines, fmt.Sprint("; printing object column id:0 copy ", c), "G1 X100 E1", "M400", "G1 X0", "M400", "; stop printing object column")
			}
		}
	}
	est := of(t, klipper, append([]string{"M83", "G1 F6000"}, lines...)...)
	if len(est.ByLevel) != 3 || est.Layers != 6 || len(est.ByLevel[2].Frames) != 2 {
		t.Fatalf("%d layers, levels %+v", est.Layers, est.ByLevel)
	}
	for i, l := range est.ByLevel {
		from := float64(i) * 8.8
		near(t, "seconds", l.S, 8.8)
		near(t, "end", l.EndS, from+7.7)
		near(t, "end of the first column", l.Frames[0].EndS, from+5.5)
		near(t, "end of the second column", l.Frames[1].EndS, from+7.7)
		near(t, "filament", l.FilamentMM, 4)
	}
}

func TestLosses(t *testing.T) {
	opt := klipper
	opt.MinLayerS = 3
	lay := func(layer, mm, f int) []string {
		return []string{";LAYER_CHANGE", ";TYPE:Perimeter", fmt.Sprintf("G1 X%d E1 F%d", mm, f), "M400", "G1 X0 F30000", "M400", "G1 E-1 F1200", "G1 E1", "M400"}
	}
	lines := []string{"M83"}
	for i, l := range [][2]int{{100, 600}, {1000, 6000}, {100, 3000}} { // the third layer is slowed
		lines = append(lines, lay(i, l[0], l[1])...)
	}
	est := of(t, opt, lines...)
	l := est.LostS
	near(t, "least layer time", *l.MinLayerTime, 100.0/50-100.0/100)
	near(t, "travel", l.Travel, est.ByFeatureS["Travel"])
	near(t, "retraction", l.Retraction, est.ByFeatureS["Retract"]+est.ByFeatureS["Unretract"])
	near(t, "speed limits", l.SpeedLimits, 1200.0/300-1200.0/500)
	naive := 10 + 10 + 2 + 1200.0/300 + 6.0/20
	near(t, "acceleration", l.Acceleration, est.MotionS-naive)
	near(t, "flow", est.LayerPeakFlow[1], 0.1*2.405281875)
	opt.MinLayerS = 0
	if of(t, opt, lines...).LostS.MinLayerTime != nil {
		t.Error("a least layer time that nobody told")
	}
}

// TestChart checks that the picture is well-formed XML in both languages, for no layers
// and for many, and the same twice.
func TestChart(t *testing.T) {
	stack := []string{"M83"}
	for i := range 1000 {
		if i%100 == 0 {
			stack = append(stack, fmt.Sprint(";LEVEL:", i/100+1))
		}
		stack = append(stack, ";LAYER_CHANGE", fmt.Sprintf("G1 X%d E1 F6000", 10+i%2*90))
	}
	for _, lines := range [][]string{{"G28"}, {"M83", ";LAYER_CHANGE", "G1 X10 E1 F600"}, stack} {
		est := of(t, klipper, lines...)
		var pics [3]bytes.Buffer
		for i, lang := range []say.Language{say.English, say.English, say.French} {
			if err := WriteSVG(&pics[i], est, "<a & b>", lang); err != nil {
				t.Fatal(err)
			}
			for d := xml.NewDecoder(bytes.NewReader(pics[i].Bytes())); ; {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
		}
		if !bytes.Equal(pics[0].Bytes(), pics[1].Bytes()) || bytes.Contains(pics[0].Bytes(), []byte("NaN")) {
			t.Error("the picture differs or has no numbers")
		}
		if pics[0].Len() > 200_000 {
			t.Errorf("%d bytes", pics[0].Len())
		}
	}
}

// TestLargeFileIsStreamed estimates 100 MB of G-code and watches the heap.
func TestLargeFileIsStreamed(t *testing.T) {
	if testing.Short() {
		t.Skip("100 MB")
	}
	var text strings.Builder
	text.WriteString(";LAYER_CHANGE\n;TYPE:Perimeter\nM83\n")
	for i := 0; text.Len() < 1<<20; i++ {
		fmt.Fprintf(&text, "G1 X%.3f Y%.3f E%.5f\n", 100+float64(i*7919%1000)/50, 100+float64(i*104729%1000)/50, 0.4)
	}
	most := uint64(0)
	watch := &watched{r: &repeated{text: text.String(), n: 100}, every: 8 << 20, look: func() {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.Sys-m.HeapReleased)
	}}
	est, err := File(watch, Options{Firmware: motion.MarlinClassic})
	if err != nil || est.Layers != 100 || est.FaultCount > 0 {
		t.Fatalf("%v, %d layers, %d faults", err, est.Layers, est.FaultCount)
	}
	if most > 64<<20 {
		t.Errorf("%d MB of memory", most>>20)
	}
}

// watched calls look every so many bytes.
type watched struct {
	r          io.Reader
	every, got int
	look       func()
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if w.got += n; w.got >= w.every {
		w.got = 0
		w.look()
	}
	return n, err
}
