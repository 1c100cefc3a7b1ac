package emit

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// anyJob returns a job of one or two of some frames in any number of levels and columns,
// with everything at random that the way of writing depends on.
func anyJob(rng *rand.Rand, some []*toolpath.Print) Job {
	pick := func() bool { return rng.IntN(2) == 0 }
	j := job([]profiles.Firmware{profiles.Marlin, profiles.PrusaFW, profiles.Klipper, profiles.RRF}[rng.IntN(4)])
	p := &j.Set.Printer
	p.RelativeE, p.Retract.Firmware, p.Retract.Wipe = pick(), pick(), pick()
	p.Retract.Hop = profiles.Length(float64(rng.IntN(3)) * 0.3)
	p.Labels = []profiles.Labels{profiles.LabelAll, profiles.LabelComments, profiles.LabelNothing}[rng.IntN(3)]
	p.ArcTolerance = profiles.Length(float64(rng.IntN(2)) * 0.05)
	p.Limits.JerkX, p.Limits.JerkY, p.Limits.SquareCornerVelocity = 8, 9, 5
	p.Limits.JunctionDeviation = profiles.Length(float64(rng.IntN(2)) * 0.02)
	p.LayerGcode, p.LevelGcode = []string{"", ";{layer_num} at {layer_z}"}[rng.IntN(2)], []string{"", "M300"}[rng.IntN(2)]
	if rng.IntN(4) == 0 {
		p.After = ejecting(p.Firmware).Set.Printer.After
	}
	j.Set.Filament.NozzleTemp += profiles.Temperature(rng.IntN(2))
	in := &j.Set.Interface
	in.Gap = profiles.Length(0.2 + 0.1234567*rng.Float64())
	in.Pause, in.Wait = rng.IntN(4) == 0, pick()
	in.Temperature = profiles.Temperature(rng.IntN(2) * 210)
	j.Plate.OneByOne = pick()
	j.Plate.Columns = j.Plate.Columns[:1+rng.IntN(2)]
	if pick() {
		j.Plate.Columns = append(j.Plate.Columns, stack.Column{At: geom.MM(100, 160), Turn: 33})
	}
	if pick() {
		j.Plate.Around = nil
	}
	below := some[rng.IntN(len(some))]
	frames := []*toolpath.Print{overGap(below, in), overGap(some[rng.IntN(len(some))], in)}
	j.Plate.Levels = stack.Add(nil, below, nil, nil)
	between := [][]toolpath.Layer{nil, separator(0), separator(1)}[rng.IntN(3)]
	flip := rng.IntN(2)
	for k := range rng.IntN(7) {
		j.Plate.Levels = stack.Add(j.Plate.Levels, frames[k&flip], between, in)
	}
	return j
}

// someFrame returns a frame of random layers, many of them again and again: the same, in
// memory of their own, with another travel, or slower.
func someFrame(rng *rand.Rand) *toolpath.Print {
	f := randomFrame(rng, 0.2, 0.3)
	for range rng.IntN(8) {
		l := f.Layers[rng.IntN(len(f.Layers))]
		l.Paths = append([]toolpath.Path(nil), l.Paths...)
		q := &l.Paths[rng.IntN(len(l.Paths))]
		switch rng.IntN(4) {
		case 0:
			q.Points = append([]geom.Point(nil), q.Points...)
		case 1:
			q.Travel.Retract = !q.Travel.Retract
		case 2:
			q.Speed *= 0.7
		}
		f.Height += l.Height
		l.Z = f.Height
		f.Layers = append(f.Layers, l)
	}
	return f
}

// elsewhere returns j with its columns in other places.
func elsewhere(j Job) Job {
	p := *j.Plate
	p.Columns = slices.Clone(p.Columns)
	for i := range p.Columns {
		p.Columns[i].Turn += 10
	}
	j.Plate = &p
	return j
}

// TestMemoChangesNothing writes random jobs without a memo, with one of their own, with a
// small one, and with one that has seen all jobs before, twice.
func TestMemoChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 7))
	seen := NewMemo(1 << 30)
	layers, kept := 0, 0
	var some []*toolpath.Print
	var j, before Job
	for n := range 300 {
		if n%20 == 0 {
			some = []*toolpath.Print{someFrame(rng), someFrame(rng)}
		}
		if j = anyJob(rng, some); n%2 > 0 {
			j = elsewhere(before)
		}
		before = j
		j.Memo = NewMemo(0)
		want, slots := written(t, j)
		if len(j.Memo.bodies) > 0 {
			t.Fatal("a memo without room keeps something")
		}
		own := NewMemo(mostKept)
		for _, m := range []*Memo{own, NewMemo(20_000), seen, seen} {
			j.Memo = m
			got, s := written(t, j)
			if !bytes.Equal(got, want) {
				t.Fatalf("job %d: a memo changes the file in %s", n, firstDifference(got, want))
			}
			if !reflect.DeepEqual(s, slots) {
				t.Fatalf("job %d: a memo changes the slots:\n%+v\n%+v", n, s, slots)
			}
		}
		layers += bytes.Count(want, []byte(";LAYER_CHANGE"))
		kept += len(own.bodies)
	}
	if seen.room < 0 || kept > layers/2 {
		t.Errorf("of %d layers %d are written anew; room for %d bytes is left", layers, kept, seen.room)
	}
}

// firstDifference returns the first line of a that b has not in its place.
func firstDifference(a, b []byte) string {
	x, y := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(x), len(y)) {
		if !bytes.Equal(x[i], y[i]) {
			return string(x[i]) + ", want " + string(y[i])
		}
	}
	return "its length"
}

// TestMemoIsBounded writes many jobs with one memo of little room.
func TestMemoIsBounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	m := NewMemo(100_000)
	for range 50 {
		j := anyJob(rng, []*toolpath.Print{someFrame(rng)})
		j.Memo = m
		written(t, j)
		size := 0
		for _, b := range m.bodies {
			size += len(b.text)
		}
		if size > 100_000 {
			t.Fatalf("%d bytes are kept", size)
		}
	}
}

// TestAlike changes each value of a path and of a layer in turn: none is like the one
// before.
func TestAlike(t *testing.T) {
	of := func() *toolpath.Layer { return &randomFrame(rand.New(rand.NewPCG(2, 2)), 0.2, 0.3).Layers[0] }
	a, b := of(), of()
	if !alike(a, b) || gistOf(a) != gistOf(b) {
		t.Fatal("two layers of equal values are not alike")
	}
	all := func(l *toolpath.Layer) []reflect.Value {
		v := reflect.ValueOf(l).Elem()
		return append(values(reflect.ValueOf(&l.Paths[0]).Elem()), v.FieldByName("Height"), v.FieldByName("Fan"))
	}
	for i := range all(of()) {
		b := of()
		change(all(b)[i])
		if alike(a, b) {
			t.Errorf("layers are alike whose value %d differs", i)
		}
	}
}

// values returns the values in v, those of structs in it one by one.
func values(v reflect.Value) []reflect.Value {
	if v.Kind() != reflect.Struct {
		return []reflect.Value{v}
	}
	var out []reflect.Value
	for i := range v.NumField() {
		out = append(out, values(v.Field(i))...)
	}
	return out
}

// change gives v another value, of a list the last one.
func change(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Float64:
		v.SetFloat(v.Float() + 1)
	case reflect.Int64, reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8:
		v.SetUint(v.Uint() + 1)
	case reflect.Slice:
		if v.Len() == 0 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		}
		change(values(v.Index(v.Len() - 1))[0])
	}
}
