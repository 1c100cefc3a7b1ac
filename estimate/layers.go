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
	laying  []float64 // s of the moves that lay material
	volume  []float64 // mm of filament in them
	peak    []float64 // mm/s of filament asked for
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
		l.laying, l.volume, l.peak = l.laying[:0], l.volume[:0], l.peak[:0]
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
		l.laying = append(l.laying, 0)
		l.volume = append(l.volume, 0)
		l.peak = append(l.peak, 0)
	}
}

// lay counts filament that a move of the current layer lays at the given speed of E.
func (l *layers) lay(mm, speed float64) {
	if l.current >= 0 {
		l.volume[l.current] += mm
		l.peak[l.current] = max(l.peak[l.current], speed)
	}
}

// flow returns the mean and the greatest flow of each layer in mm3/s, for filament of the
// given cross-section in mm2.
func (l *layers) flow(area float64) (mean, peak []float64) {
	mean, peak = make([]float64, len(l.seconds)), make([]float64, len(l.seconds))
	for i, s := range l.laying {
		if s > 0 {
			mean[i] = l.volume[i] * area / s
		}
		peak[i] = l.peak[i] * area
	}
	return mean, peak
}

// book adds the seconds of a move in a line of the file, and those of it that lay material;
// it ends at clock.
func (l *layers) book(line, layer int, s, laying, clock float64) {
	if layer < 0 || line < l.from {
		l.start += s
		return
	}
	l.seconds[layer] += s
	l.ends[layer] = clock
	l.laying[layer] += laying
}

// finish gives layers without moves the end of the layer before.
func (l *layers) finish() {
	last := 0.0
	for i, s := range l.ends {
		last = max(last, s)
		l.ends[i] = last
	}
}
