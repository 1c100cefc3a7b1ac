package estimate

import "math"

// maxLayers bounds how many layers are told apart; more are counted as the last.
const maxLayers = 1 << 18

// layers sums seconds by layer. Layers are told by comments, and where a file has none
// by the Z at which it extrudes.
type layers struct {
	current int // -1: before the first
	kind    int // of the comments, from 1; 0: none so far
	from    int // line of the first comment
	z       float64
	start   float64
	seconds []float64
	ends    []float64
}

// marked starts a layer that a comment of the given kind tells. The first such comment
// takes over from Z: what was before it is the start. Other kinds do not count.
func (l *layers) marked(kind, line int) {
	if l.kind == 0 {
		l.kind, l.from = kind+1, line
		for _, s := range l.seconds {
			l.start += s
		}
		l.seconds, l.ends, l.current = l.seconds[:0], l.ends[:0], -1
	}
	if l.kind == kind+1 {
		l.next()
	}
}

// extrude notes that material is laid at z.
func (l *layers) extrude(z float64) {
	if l.kind == 0 && (l.current < 0 || math.Abs(z-l.z) > 1e-6) {
		l.z = z
		l.next()
	}
}

func (l *layers) next() {
	if len(l.seconds) < maxLayers {
		l.current++
		l.seconds = append(l.seconds, 0)
		l.ends = append(l.ends, 0)
	}
}

// book adds the seconds of a move in a line of the file; it ends at clock.
func (l *layers) book(line, layer int, s, clock float64) {
	if layer < 0 || line < l.from {
		l.start += s
		return
	}
	l.seconds[layer] += s
	l.ends[layer] = clock
}

// finish gives layers without moves the end of the layer before.
func (l *layers) finish() {
	last := 0.0
	for i, s := range l.ends {
		last = math.Max(last, s)
		l.ends[i] = last
	}
}

// tag packs where a move belongs: 32 bits of line, 20 of layer, 12 of feature.
func tag(line, layer, feature int) uint64 {
	return uint64(uint32(line))<<32 | uint64(layer+1)<<12 | uint64(feature)
}

func untag(t uint64) (line, layer, feature int) {
	return int(t >> 32), int(t>>12&0xfffff) - 1, int(t & 0xfff)
}
