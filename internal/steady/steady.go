// Package steady has the functions of package math whose last bits hang on the processor: math has some in assembly on one
// kind, and compiles others so that products and sums are fused on another. These round every step, so that what is made of
// them is the same bytes everywhere. Their results are those of package math of Go 1.26 on amd64, to the bit, but for arguments
// no plane has: denormal numbers, and angles of 2^29 and more, which lose what Payne and Hanek's reduction keeps.
//
// Source: package math of Go, which has them from Cephes (S. L. Moshier) and FreeBSD's msun. Copyright 2009-2011 The Go Authors,
// under the license in this folder.
package steady

import "math"

// Hypot returns the square root of p2 + q2.
func Hypot(p, q float64) float64 {
	p, q = math.Abs(p), math.Abs(q)
	if p < q {
		p, q = q, p
	}
	switch {
	case math.IsInf(p, 1) || math.IsInf(q, 1):
		return math.Inf(1)
	case p == 0 && q == 0:
		return 0
	}
	q /= p
	return float64(p * math.Sqrt(1+float64(q*q)))
}

// Log returns the natural logarithm of x: -Inf of 0, NaN of less.
func Log(x float64) float64 {
	const (
		ln2Hi = 6.93147180369123816490e-01
		ln2Lo = 1.90821492927058770002e-10
		l1    = 6.666666666666735130e-01
		l2    = 3.999999999940941908e-01
		l3    = 2.857142874366239149e-01
		l4    = 2.222219843214978396e-01
		l5    = 1.818357216161805012e-01
		l6    = 1.531383769920937332e-01
		l7    = 1.479819860511658591e-01
	)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 1):
		return x
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	}
	f, exp := math.Frexp(x)
	k := float64(exp)
	if f <= math.Sqrt2/2 {
		f, k = f*2, k-1
	}
	f--
	s := f / (2 + f)
	s2 := float64(s * s)
	s4 := float64(s2 * s2)
	t1 := float64(s2 * (l1 + float64(s4*(l3+float64(s4*(l5+float64(s4*l7)))))))
	t2 := float64(s4 * (l2 + float64(s4*(l4+float64(s4*l6)))))
	half := float64(0.5 * f * f)
	return float64(k*ln2Hi) - ((half - (float64(s*(half+(t1+t2))) + float64(k*ln2Lo))) - f)
}

// Atan returns the arctangent of x, radians.
func Atan(x float64) float64 {
	switch {
	case x > 0:
		return atan(x)
	case x < 0:
		return -atan(-x)
	}
	return x
}

// atan is Atan of x > 0: it brings x into the range up to 0.66.
func atan(x float64) float64 {
	const (
		morebits = 6.123233995736765886130e-17 // of pi / 2
		tan3pio8 = 2.41421356237309504880
	)
	switch {
	case x <= 0.66:
		return small(x)
	case x > tan3pio8:
		return math.Pi/2 - small(1/x) + morebits
	}
	return math.Pi/4 + small((x-1)/(x+1)) + 0.5*morebits
}

// small is Atan of x from 0 to 0.66.
func small(x float64) float64 {
	const (
		p0 = -8.750608600031904122785e-01
		p1 = -1.615753718733365076637e+01
		p2 = -7.500855792314704667340e+01
		p3 = -1.228866684490136173410e+02
		p4 = -6.485021904942025371773e+01
		q0 = +2.485846490142306297962e+01
		q1 = +1.650270098316988542046e+02
		q2 = +4.328810604912902668951e+02
		q3 = +4.853903996359136964868e+02
		q4 = +1.945506571482613964425e+02
	)
	z := float64(x * x)
	z = float64(z*fifth(z, 0, p0, p1, p2, p3, p4)) / fifth(z, 1, q0, q1, q2, q3, q4)
	return float64(x*z) + x
}

// fifth returns a x5 + b x4 + c x3 + d x2 + e x + f.
func fifth(x, a, b, c, d, e, f float64) float64 {
	return float64((float64((float64((float64((float64(a*x)+b)*x)+c)*x)+d)*x)+e)*x) + f
}

// Atan2 returns the angle of (x, y) from the X axis, from -pi to pi.
func Atan2(y, x float64) float64 {
	if math.IsNaN(x) || math.IsNaN(y) || x == 0 || y == 0 || math.IsInf(x, 0) || math.IsInf(y, 0) {
		return math.Atan2(y, x) // a multiple of pi / 4
	}
	q := Atan(y / x)
	switch {
	case x > 0:
		return q
	case q <= 0:
		return q + math.Pi
	}
	return q - math.Pi
}

// Asin returns the arcsine of x, radians: NaN where x is not from -1 to 1.
func Asin(x float64) float64 {
	a := math.Abs(x)
	switch {
	case x == 0:
		return x
	case !(a <= 1):
		return math.NaN()
	}
	t := math.Sqrt(1 - float64(a*a))
	if a > 0.7 {
		t = math.Pi/2 - Atan(t/a)
	} else {
		t = Atan(a / t)
	}
	return math.Copysign(t, x)
}

// Acos returns the arccosine of x, radians: NaN where x is not from -1 to 1.
func Acos(x float64) float64 { return math.Pi/2 - Asin(x) }

// Sin returns the sine of x, radians.
func Sin(x float64) float64 {
	sin, _ := Sincos(x)
	return sin
}

// Cos returns the cosine of x, radians.
func Cos(x float64) float64 {
	_, cos := Sincos(x)
	return cos
}

// Sincos returns the sine and the cosine of x, radians.
func Sincos(x float64) (sin, cos float64) {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return math.Sincos(x)
	}
	j, z := octant(math.Abs(x))
	j &= 7
	sinSign, cosSign := x < 0, false
	if j > 3 { // reflect in the x axis
		j -= 4
		sinSign, cosSign = !sinSign, !cosSign
	}
	if j > 1 {
		cosSign = !cosSign
	}
	zz := float64(z * z)
	cos = 1.0 - float64(0.5*zz) + float64(float64(zz*zz)*fifth(zz,
		-1.13585365213876817300e-11, 2.08757008419747316778e-9, -2.75573141792967388112e-7,
		2.48015872888517045348e-5, -1.38888888888730564116e-3, 4.16666666666665929218e-2))
	sin = z + float64(float64(z*zz)*fifth(zz,
		1.58962301576546568060e-10, -2.50507477628578072866e-8, 2.75573136213857245213e-6,
		-1.98412698295895385996e-4, 8.33333333332211858878e-3, -1.66666666666666307295e-1))
	if j == 1 || j == 2 {
		sin, cos = cos, sin
	}
	if cosSign {
		cos = -cos
	}
	if sinSign {
		sin = -sin
	}
	return sin, cos
}

// octant returns how many eighths of a turn x, not less than 0, has, rounded up to an even number, and how much more it is.
func octant(x float64) (j uint64, z float64) {
	const ( // pi / 4 in three parts
		a = 7.85398125648498535156e-1
		b = 3.77489470793079817668e-8
		c = 2.69515142907905952645e-15
	)
	j = uint64(x * (4 / math.Pi))
	j += j & 1
	y := float64(j)
	return j, ((x - float64(y*a)) - float64(y*b)) - float64(y*c)
}

// Tan returns the tangent of x, radians.
func Tan(x float64) float64 {
	if x == 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return math.Tan(x)
	}
	j, z := octant(math.Abs(x))
	y := z
	if zz := float64(z * z); zz > 1e-14 {
		p := fifth(zz, 0, 0, 0, -1.30936939181383777646e4, 1.15351664838587416140e6, -1.79565251976484877988e7)
		q := fifth(zz, 0, 1, 1.36812963470692954678e4, -1.32089234440210967447e6, 2.50083801823357915839e7, -5.38695755929454629881e7)
		y = z + float64(z*(float64(zz*p)/q))
	}
	if j&2 == 2 {
		y = -1 / y
	}
	if x < 0 {
		y = -y
	}
	return y
}
