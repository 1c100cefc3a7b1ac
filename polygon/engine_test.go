package polygon

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// operations pairs each rule with what it means for two winding numbers.
var operations = []struct {
	name string
	rule rule
	keep func(a, b int) bool
}{
	{"nonzero", nonZero, func(a, _ int) bool { return a != 0 }},
	{"positive", positive, func(a, _ int) bool { return a > 0 }},
	{"intersection", intersection, func(a, b int) bool { return a != 0 && b != 0 }},
	{"difference", difference, func(a, b int) bool { return a != 0 && b == 0 }},
	{"xor", xor, func(a, b int) bool { return (a != 0) != (b != 0) }},
}

// fuzzBoolean checks one random case of all the operations.
func fuzzBoolean(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	size := []int64{3, 10, 60, 1000, 100_000, 30_000_000, 500_000_000}[seed%7]
	a, b := randRings(r, size), randRings(r, size)
	both := append(append([]Ring{}, a...), b...)
	for _, op := range operations {
		got := boolean(op.rule, a, b)
		checkNormal(t, got)
		if again := boolean(nonZero, got, nil); !reflect.DeepEqual(got, again) {
			t.Fatalf("%s: not stable: %v, then %v", op.name, got, again)
		}
		in := both
		if op.rule <= positive {
			in = a
		}
		checkSamples(t, r, got, in, size, 3, func(x, y float64) bool {
			return op.keep(windingAt(a, x, y), windingAt(b, x, y))
		})
	}
}

func TestBooleanRandom(t *testing.T) {
	n := 280
	if testing.Short() {
		n = 70
	}
	for seed := range n {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { fuzzBoolean(t, uint64(seed)) })
	}
}

func FuzzBoolean(f *testing.F) {
	for seed := range uint64(14) {
		f.Add(seed)
	}
	f.Fuzz(fuzzBoolean)
}
