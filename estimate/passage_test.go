package estimate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/motion"
)

// recaller counts the lines that an Estimator recalls.
type recaller struct {
	*Estimator
	lines int
}

// Recall counts.
func (r *recaller) Recall(p *gcode.Passage, e gcode.Effect) bool {
	ok := r.Estimator.Recall(p, e)
	if ok {
		r.lines += p.Lines
	}
	return ok
}

// played estimates text with a memo.
func played(t testing.TB, text string, opt Options, memo *gcode.Memo) (*Estimate, int) {
	r := &recaller{Estimator: New(opt)}
	if err := gcode.Play(gcode.NewReader(strings.NewReader(text)), memo, r); err != nil {
		t.Fatal(err)
	}
	return r.Finish(), r.lines
}

// storeys returns a file of levels whose layers repeat but for their heights.
func storeys(rng *rand.Rand, levels int, pitch float64) string {
	var b strings.Builder
	seeds := [2]uint64{rng.Uint64(), rng.Uint64()}
	b.WriteString("M83\nG28\nM190 S60\nM109 S210\n")
	for level := range levels {
		fmt.Fprintf(&b, ";LEVEL:%d\n", level+1)
		for k := range 3 {
			z := 0.2 + 0.2*float64(k) + pitch*float64(level)
			fmt.Fprintf(&b, ";LAYER_CHANGE\n;Z:%.3f\n;HEIGHT:0.2\nG92 E0\nG1 Z%.3f F600\n", z, z)
			own := rand.New(rand.NewPCG(seeds[k%2], 0))
			for object := range 2 {
				fmt.Fprintf(&b, "; printing object part_%d\nM486 S%d\n", object, object)
				strokes(&b, own, z)
				b.WriteString("M486 S-1\n; stop printing object\n")
			}
		}
	}
	b.WriteString("G1 E-1 F2100\nM104 S0\nM107\n")
	return b.String()
}

// strokes writes an object of a layer: features, hops, retractions, arcs, accelerations.
func strokes(b *strings.Builder, rng *rand.Rand, z float64) {
	at := func() float64 { return 20 + 100*rng.Float64() }
	for _, feature := range []string{"External perimeter", "Solid infill", "Travel"} {
		fmt.Fprintf(b, "G1 E-0.8 F2100\nG1 Z%.3f F600\nG1 X%.3f Y%.3f F9000\nG1 Z%.3f\nG1 E0.8 F2100\n;TYPE:%s\n;WIDTH:0.45\n", z+0.2, at(), at(), z, feature)
		fmt.Fprintf(b, "M204 P%d\nM106 S%d\n", 500+rng.IntN(500), rng.IntN(255))
		for range 60 {
			fmt.Fprintf(b, "G1 X%.3f Y%.3f E%.5f F%d\n", at(), at(), rng.Float64(), 1200+rng.IntN(3000))
		}
		fmt.Fprintf(b, "G3 X%.3f Y%.3f I5 J2 E.3\n", at(), at())
	}
}

// TestRecalledIsTheSame holds that an estimate is the same to the last bit whether passages
// are read or recalled, also from an earlier file, and that it is that of the commands one
// by one: to the last bit but for the order of sums.
func TestRecalledIsTheSame(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, fw := range []motion.Firmware{motion.Klipper, motion.MarlinJD, motion.MarlinClassic, motion.RRF} {
		for _, pitch := range []float64{0.6, 5.28, 1.0375, 0.6180339} {
			text := storeys(rng, 6, pitch)
			opt := Options{Firmware: fw, MinLayerS: 5}
			want, none := played(t, text, opt, gcode.NewMemo(0))
			memo := gcode.NewMemo(gcode.MemoBytes)
			got, some := played(t, text, opt, memo)
			again, most := played(t, text, opt, memo)
			if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(again, want) {
				t.Fatalf("%s, pitch %g: another estimate where passages are recalled:\n%+v\n%+v", fw, pitch, got, want)
			}
			if lines := strings.Count(text, "\n"); none > 0 || some < lines/3 && pitch != 0.6180339 || most < lines/2 && pitch != 0.6180339 {
				t.Errorf("%s, pitch %g: of %d lines %d were recalled without a memo, %d with one, %d in the same file again", fw, pitch, lines, none, some, most)
			}
			e := New(opt)
			rd := gcode.NewReader(strings.NewReader(text))
			var c gcode.Command
			for rd.Next(&c) {
				e.Command(&c)
			}
			if off := differs(e.Finish(), want); off != "" {
				t.Errorf("%s, pitch %g: %s", fw, pitch, off)
			}
		}
	}
}

// longestMove is how many seconds the longest move of storeys takes: 141 mm at 20 mm/s.
const longestMove = 7

// differs compares numbers to 1e-9, and the times of lines to two seconds and half of
// the longest move, between whose ends they lie; it says what is another.
func differs(a, b *Estimate) string {
	for line := range 5000 {
		if math.Abs(a.ElapsedAtLine(line)-b.ElapsedAtLine(line)) > 2+longestMove/2 {
			return fmt.Sprintf("line %d: %.3f s and %.3f s", line, a.ElapsedAtLine(line), b.ElapsedAtLine(line))
		}
	}
	x, y := *a, *b
	x.marks, y.marks = nil, nil
	return differ(reflect.ValueOf(x), reflect.ValueOf(y), "")
}

// differ compares two values of one type, numbers to 1e-9.
func differ(a, b reflect.Value, where string) string {
	switch a.Kind() {
	case reflect.Float64:
		if x, y := a.Float(), b.Float(); math.Abs(x-y) > 1e-9*(1+math.Abs(x)) {
			return fmt.Sprintf("%s: %v and %v", where, x, y)
		}
	case reflect.Struct:
		for i := range a.NumField() {
			if off := differ(a.Field(i), b.Field(i), where+"."+a.Type().Field(i).Name); off != "" {
				return off
			}
		}
	case reflect.Slice:
		if a.Len() != b.Len() {
			return fmt.Sprintf("%s: %d and %d", where, a.Len(), b.Len())
		}
		for i := range a.Len() {
			if off := differ(a.Index(i), b.Index(i), fmt.Sprintf("%s[%d]", where, i)); off != "" {
				return off
			}
		}
	case reflect.Map:
		for _, k := range append(a.MapKeys(), b.MapKeys()...) {
			x, y := a.MapIndex(k), b.MapIndex(k)
			if !x.IsValid() || !y.IsValid() {
				return fmt.Sprintf("%s: %v is in one alone", where, k)
			}
			if off := differ(x, y, fmt.Sprintf("%s[%v]", where, k)); off != "" {
				return off
			}
		}
	case reflect.Pointer:
		if a.IsNil() != b.IsNil() {
			return where + ": one is nil"
		}
		if !a.IsNil() {
			return differ(a.Elem(), b.Elem(), where)
		}
	case reflect.Func, reflect.Interface:
	default:
		if a.CanInt() && a.Int() != b.Int() || a.Kind() == reflect.String && a.String() != b.String() {
			return fmt.Sprintf("%s: %v and %v", where, a, b)
		}
	}
	return ""
}

// TestThinnedMarksAreTheSame recalls passages while marks are forgotten.
func TestThinnedMarksAreTheSame(t *testing.T) {
	text := storeys(rand.New(rand.NewPCG(7, 8)), 40, 0.6)
	opt := Options{Firmware: motion.RRF}
	run := func(bytes int) *Estimate {
		e := New(opt)
		e.every = 1e-4
		if err := gcode.Play(gcode.NewReader(strings.NewReader(strings.Repeat(text, 6))), gcode.NewMemo(bytes), e); err != nil {
			t.Fatal(err)
		}
		return e.Finish()
	}
	a, b := run(0), run(gcode.MemoBytes)
	if len(a.marks) < maxMarks/4 || !reflect.DeepEqual(a, b) {
		t.Errorf("%d and %d marks, or other ones", len(a.marks), len(b.marks))
	}
}
