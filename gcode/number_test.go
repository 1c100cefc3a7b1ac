package gcode

import (
	"math"
	"math/big"
	"testing"
)

func TestAppendWord(t *testing.T) {
	for _, tt := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{0, 3, " X0"}, {12.5, 3, " X12.5"}, {-0.03, 3, " X-0.03"}, {-0.0004, 3, " X0"}, {100, 0, " X100"},
		{100, 3, " X100"}, {0.0005, 3, " X0.001"}, {1.0005, 3, " X1"}, {2.5, 0, " X3"}, {-2.5, 0, " X-3"},
		{0.1 + 0.2, 15, " X0.3"}, {1e-5, 5, " X0.00001"}, {123456.789, 2, " X123456.79"}, {math.NaN(), 3, " X0"},
		{0.49999999999999994, 0, " X0"}, {1e300, 0, " X9223372036854775807"}, {math.Inf(-1), 0, " X-9223372036854775807"},
	} {
		if got := string(AppendWord(nil, 'X', tt.v, tt.decimals)); got != tt.want {
			t.Errorf("%v to %d: %q, want %q", tt.v, tt.decimals, got, tt.want)
		}
	}
	if got := string(AppendFixed(nil, math.MinInt64, 0)); got != "-9223372036854775808" {
		t.Error(got)
	}
}

// exactRound is Round by exact rationals.
func exactRound(v float64, decimals int) int64 {
	r := new(big.Rat).SetFloat64(math.Abs(v))
	r.Mul(r, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)))
	r.Add(r, big.NewRat(1, 2))
	n := new(big.Int).Quo(r.Num(), r.Denom()).Int64()
	if v < 0 {
		return -n
	}
	return n
}

func FuzzRound(f *testing.F) {
	for _, v := range []float64{0.5, 1.0005, 2.675, -0.5, 1e-9, 123.4565, 0.49999999999999994} {
		f.Add(v, uint8(3))
	}
	f.Fuzz(func(t *testing.T, v float64, d uint8) {
		decimals := int(d % 6)
		if !(math.Abs(v) < 1e9) {
			return
		}
		if got, want := Round(v, decimals), exactRound(v, decimals); got != want {
			t.Errorf("Round(%v, %d) = %d, want %d", v, decimals, got, want)
		}
		half := (math.Floor(v) + 0.5) / pow10[decimals]
		for _, w := range []float64{half, math.Nextafter(half, 1e9), math.Nextafter(half, -1e9)} {
			if got, want := Round(w, decimals), exactRound(w, decimals); got != want {
				t.Errorf("Round(%v, %d) = %d, want %d", w, decimals, got, want)
			}
		}
	})
}

func BenchmarkAppendWord(b *testing.B) {
	buf := make([]byte, 0, 64)
	v := 0.0
	for b.Loop() {
		v += 0.0371
		buf = AppendWord(buf[:0], 'X', v, 3)
	}
}
