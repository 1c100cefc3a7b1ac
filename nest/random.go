package nest

// random is a stream of numbers that is the same for the same seed, everywhere.
//
// Source: SplitMix64, Steele, Lea and Flood, 2014.
type random uint64

// next returns 64 bits.
func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// unit returns a number from 0 up to 1.
func (r *random) unit() float64 { return float64(r.next()>>11) / (1 << 53) }

// between returns a number from lo up to hi.
func (r *random) between(lo, hi float64) float64 { return lo + float64(r.unit()*(hi-lo)) }

// below returns a whole number from 0 up to n-1.
func (r *random) below(n int) int { return int(r.next() % uint64(n)) }
