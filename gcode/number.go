package gcode

import (
	"math"
	"strconv"
)

// Round returns the integer nearest to v times 10 to the power of decimals (0 to 15),
// halves away from zero.
//
// 1. It rounds the exact value of v: no product is rounded before.
// 2. What exceeds an int64 becomes the largest or least one; NaN becomes 0.
func Round(v float64, decimals int) int64 {
	if v < 0 {
		return -Round(-v, decimals)
	}
	scale := pow10[decimals]
	p := float64(v * scale)
	if !(p < 1<<52) {
		return saturate(p)
	}
	lost := math.FMA(v, scale, -p)
	n := math.Floor(p)
	if f := p - n; f > 0.5 || (f == 0.5 && lost >= 0) {
		n++
	}
	return int64(n)
}

func saturate(p float64) int64 {
	if p != p {
		return 0
	}
	if p >= 1<<63 {
		return math.MaxInt64
	}
	return int64(p)
}

// AppendWord appends a space, the letter and v rounded to decimals, as AppendNumber does.
func AppendWord(buf []byte, letter byte, v float64, decimals int) []byte {
	return AppendNumber(append(buf, ' ', letter), v, decimals)
}

// AppendNumber appends v rounded by Round to decimals (0 to 15), without trailing zeros
// and without an exponent: 12.5, -0.03, 0.
func AppendNumber(buf []byte, v float64, decimals int) []byte {
	return AppendFixed(buf, Round(v, decimals), decimals)
}

// AppendFixed appends n divided by 10 to the power of decimals (0 to 15), as
// AppendNumber does. It is for callers that sum up what Round gave.
func AppendFixed(buf []byte, n int64, decimals int) []byte {
	if n < 0 {
		buf = append(buf, '-')
	}
	u := magnitude(n)
	for decimals > 0 && u%10 == 0 {
		u /= 10
		decimals--
	}
	if decimals == 0 {
		return strconv.AppendUint(buf, u, 10)
	}
	unit := uint64(pow10[decimals])
	buf = strconv.AppendUint(buf, u/unit, 10)
	buf = append(buf, '.')
	for rest := u % unit; decimals > 0; rest %= unit {
		unit /= 10
		buf = append(buf, '0'+byte(rest/unit))
		decimals--
	}
	return buf
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
