package job

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/motion"
	"github.com/visiere/visiere/verify"
)

// recaller counts the lines that a listener recalls.
type recaller struct {
	gcode.Listener
	lines int
}

// Recall counts.
func (r *recaller) Recall(p *gcode.Passage, e gcode.Effect) bool {
	ok := r.Listener.Recall(p, e)
	if ok {
		r.lines += p.Lines
	}
	return ok
}

// heard is what both readers say of a file, and how many lines they recalled.
type heard struct {
	found          []verify.Violation
	est            *estimate.Estimate
	checked, timed int
}

// hear plays text to both readers.
func hear(t testing.TB, text []byte, limits verify.Limits, opt estimate.Options, memo *gcode.Memo) heard {
	c, e := verify.New(limits), estimate.New(opt)
	check, est := &recaller{Listener: c}, &recaller{Listener: e}
	if err := gcode.Play(gcode.NewReader(bytes.NewReader(text)), memo, check, est); err != nil {
		t.Fatal(err)
	}
	return heard{c.Finish(), e.Finish(), check.lines, est.lines}
}

// differs plays text with and without a memo and says what is another: nothing may be.
func differs(t testing.TB, text []byte, limits verify.Limits, opt estimate.Options, memo *gcode.Memo) (with heard, off string) {
	with = hear(t, text, limits, opt, memo)
	want := hear(t, text, limits, opt, gcode.NewMemo(0))
	switch {
	case want.checked > 0 || want.timed > 0:
		return with, "without memory something is recalled"
	case !reflect.DeepEqual(with.found, want.found):
		return with, fmt.Sprintf("found %v, and %v where nothing is recalled", with.found, want.found)
	case !reflect.DeepEqual(with.est, want.est):
		return with, fmt.Sprintf("%v s, and %v s where nothing is recalled, or something else", with.est.TotalS, want.est.TotalS)
	}
	return with, ""
}

// edited returns text with a change made at random: a byte, a line less, or a line twice.
func edited(rng *rand.Rand, text []byte) []byte {
	at := rng.IntN(len(text))
	start := bytes.LastIndexByte(text[:at], '\n') + 1
	end := start + bytes.IndexByte(text[start:], '\n') + 1
	if end <= start {
		end = len(text)
	}
	line := text[start:end]
	var b []byte
	switch rng.IntN(4) {
	case 0:
		line = nil
	case 1:
		line = bytes.Repeat(line, 2)
	case 2:
		extra := [...]string{"G91\n", "G90\n", "M82\n", "G28\n", "M104 S0\n", "M107\n", "G92 E0\n", "G92 Z0\n", ";LAYER_CHANGE\n", "M220 S50\n", "G10\n", "T1\n", "M600\n", "G4 P500\n"}
		line = append(bytes.Clone(line), extra[rng.IntN(len(extra))]...)
	default:
		line = bytes.Clone(line)
		if i := bytes.IndexAny(line, "0123456789"); i >= 0 && len(line) > 3 {
			if k := i + rng.IntN(len(line)-i); '0' <= line[k] && line[k] <= '9' {
				line[k] = byte('0' + rng.IntN(10))
			}
		}
	}
	b = append(b, text[:start]...)
	b = append(b, line...)
	return append(b, text[end:]...)
}

// TestRecalledFilesAreTheSame makes stacks of all kinds and holds that what is read of them
// is the same, to the last bit, where it is recalled: as they are, after another one, and
// with changes made at random.
func TestRecalledFilesAreTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	t.Parallel()
	specs := append([]Spec{
		{Printer: "ender-3", Columns: 2, Set: []string{"process.fill=100%"}},
		{Printer: "voron-2.4", Filament: "pla", Process: "0.2mm", Flip: FlipAlternate, Set: []string{"process.fill=100%"}},
		{Set: []string{"printer.firmware=reprapfirmware", "process.fill=100%"}},
	}, grounds...)
	memo := gcode.NewMemo(gcode.MemoBytes)
	rng := rand.New(rand.NewPCG(1, 2))
	for i, spec := range specs {
		spec.Stack = 5
		if spec.Order == OrderColumns {
			spec.Model = models.TrialName // others leave no room for the head
		}
		if i%2 == 1 && spec.Flip == "" {
			spec.Flip = FlipAlternate
		}
		spec.Force = true
		name := fmt.Sprint(i, " ", spec.Printer, " ", spec.Interface)
		_, text := run(t, spec)
		set, err := Settings(spec)
		if err != nil {
			t.Fatal(err)
		}
		limits, opt := verify.FromProfiles(set), estimate.FromProfiles(set)
		got, off := differs(t, text, limits, opt, memo)
		if off != "" {
			t.Errorf("%s: %s", name, off)
		}
		lines := bytes.Count(text, []byte("\n"))
		t.Logf("%s: of %d lines %d are recalled by the check, %d by the estimate", name, lines, got.checked, got.timed)
		if set.Process.Fill == 1 && spec.Order != OrderColumns && (got.checked < lines/3 || got.timed < lines/3) {
			t.Errorf("%s: of %d lines %d are recalled by the check, %d by the estimate", name, lines, got.checked, got.timed)
		}
		for range 3 {
			bad := edited(rng, edited(rng, text))
			if _, off := differs(t, bad, limits, opt, memo); off != "" {
				t.Fatalf("%s, with changes: %s", name, off)
			}
		}
	}
}

// TestRecalledReferencesAreTheSame holds the same of files of other slicers.
func TestRecalledReferencesAreTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	rng := rand.New(rand.NewPCG(3, 4))
	files, _ := filepath.Glob(filepath.Join("..", "..", "shared", "reference", "*.gcode*"))
	if len(files) == 0 {
		t.Skip("needs ../shared/reference")
	}
	set, err := Settings(Spec{})
	if err != nil {
		t.Fatal(err)
	}
	limits := verify.FromProfiles(set)
	for _, file := range files {
		text := plain(t, file)
		twice := append(bytes.Clone(text), text...)
		for _, fw := range []motion.Firmware{motion.MarlinClassic, motion.MarlinJD, motion.Klipper, motion.RRF} {
			got, off := differs(t, twice, limits, estimate.Options{Firmware: fw}, gcode.NewMemo(gcode.MemoBytes))
			if off != "" {
				t.Errorf("%s, %s: %s", file, fw, off)
			}
			if fw == motion.MarlinClassic {
				t.Logf("%s: of %d lines %d are recalled by the check, %d by the estimate", filepath.Base(file), bytes.Count(twice, []byte("\n")), got.checked, got.timed)
			}
		}
		if _, off := differs(t, edited(rng, twice), limits, estimate.Options{}, gcode.NewMemo(gcode.MemoBytes)); off != "" {
			t.Errorf("%s, with a change: %s", file, off)
		}
	}
}

// plain reads a file, unpacked where it is packed.
func plain(t testing.TB, path string) []byte {
	data, err := os.ReadFile(path)
	if err == nil && strings.HasSuffix(path, ".gz") {
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(data)); err == nil {
			data, err = io.ReadAll(z)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// repeating is a file of four levels of two layers, which repeat but for their heights.
func repeating() []byte {
	var b bytes.Buffer
	b.WriteString("G28\nM190 S85\nM109 S240\nM83\nG92 E0\n")
	for k := range 8 {
		z := 0.2 + 0.3*float64(k)
		fmt.Fprintf(&b, ";LAYER_CHANGE\n;Z:%.1f\n;HEIGHT:0.3\nM73 P%d\nG92 E0\n; printing object a\nG1 Z%.1f F600\n", z, 12*k, z)
		rng := rand.New(rand.NewPCG(uint64(k%2), 0))
		for i := range 90 {
			switch i {
			case 30, 31:
				fmt.Fprintf(&b, "G1 Z%.1f F600\nG1 X%d Y%d F9000\n", z+0.4*float64(31-i), 50+i, 60+i)
			case 32:
				b.WriteString("M204 P700\nM106 S99\n;TYPE:Perimeter\nG3 X90 Y90 I3 J4 E.5 F1200\nG1 E-1 F2100\nG1 E1\n")
			default:
				fmt.Fprintf(&b, "G1 X%.2f Y%.2f E%.3f F%d\n", 50+100*rng.Float64(), 50+100*rng.Float64(), 0.1+rng.Float64(), 900+rng.IntN(900))
			}
		}
		b.WriteString("; stop printing object a\n")
	}
	return b.Bytes()
}

// FuzzRecall damages a file of repeated layers, and holds that it is read the same whether
// or not passages are recalled. Each five bytes of edits are a place in the file and the
// byte that is put there.
func FuzzRecall(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 1, 0, 0, 'Z', 0, 2, 0, 0, ';', 0, 3, 1, 0, '\n'})
	f.Add([]byte{9, 1, 1, 0, '9', 0, 2, 2, 0, '-'})
	good := repeating()
	set, err := Settings(Spec{})
	if err != nil {
		f.Fatal(err)
	}
	if got, off := differs(f, good, verify.FromProfiles(set), estimate.FromProfiles(set), gcode.NewMemo(gcode.MemoBytes)); off != "" || got.checked < 300 || got.timed < 300 {
		f.Fatalf("of the file %d and %d lines are recalled; %s", got.checked, got.timed, off)
	}
	f.Fuzz(func(t *testing.T, edits []byte) {
		text := bytes.Clone(good)
		for ; len(edits) >= 5; edits = edits[5:] {
			text[int(binary.LittleEndian.Uint32(edits))%len(text)] = edits[4]
		}
		opt := estimate.FromProfiles(set)
		for _, fw := range []motion.Firmware{opt.Firmware, motion.Klipper, motion.RRF} {
			o := opt
			if fw != opt.Firmware {
				o = estimate.Options{Firmware: fw}
			}
			if _, off := differs(t, text, verify.FromProfiles(set), o, gcode.NewMemo(gcode.MemoBytes)); off != "" {
				t.Fatalf("%s: %s", fw, off)
			}
		}
	})
}
