package weave

import (
	"math"

	"github.com/visiere/visiere/geom"
)

// cut is a place where a strand is interrupted: the piece before it ends at from, the one
// after it begins at to, which may lie beyond the end of a closed strand. Cut c has the
// ends 2c, of the piece before it, and 2c+1, of the one after it. An open strand has a cut
// at each of its ends.
type cut struct {
	strand   int32
	from, to float64
}

// none stands for no end.
const none = -1

const (
	// maxCut bounds a cut, in widths.
	maxCut = 1.75
	// apart is how far cuts of a strand are from each other, in widths, where they can;
	// tight is the least.
	apart, tight = 1.2, 0.5
)

// cut interrupts strand i and returns the cut's number.
func (w *weave) cut(i int32, from, to float64) int32 {
	n, start := int32(len(w.cuts)), w.strands[i].wrap(from)
	w.cuts = append(w.cuts, cut{i, start, start + to - from})
	w.on[i] = append(w.on[i], n)
	w.mate = append(w.mate, none, none)
	w.link = append(w.link, nil, nil)
	w.laid = append(w.laid, false, false)
	return n
}

// place returns where end e is.
func (w *weave) place(e int32) dab {
	c := w.cuts[e/2]
	if e%2 == 0 {
		return w.strands[c.strand].place(c.from)
	}
	return w.strands[c.strand].place(c.to)
}

// tie lets end f follow e and e follow f, by way of the link, which is laid; nil ties them
// by a travel.
func (w *weave) tie(e, f int32, link []dab, laid bool) {
	w.mate[e], w.mate[f] = f, e
	w.link[e], w.link[f] = link, reversed(link)
	w.laid[e], w.laid[f] = laid, laid
}

func reversed(d []dab) []dab {
	out := make([]dab, len(d))
	for i, x := range d {
		out[len(d)-1-i] = x
	}
	return out
}

// free reports whether strand i can be cut from one place to another: nothing else is cut
// nearby, and enough of it remains.
func (w *weave) free(i int32, from, to float64) bool {
	s := w.strands[i]
	if s.closed {
		from, to = s.wrap(from), s.wrap(from)+to-from
	}
	room, l := float64(w.apart*s.place(from).width), s.length()
	if to-from > maxCut*max(s.place(from).width, s.place(to).width) || to-from+room > l {
		return false
	}
	if !s.closed && (from < room || to > l-room) {
		return false
	}
	for _, k := range w.on[i] {
		c := w.cuts[k]
		for _, turn := range []float64{-l, 0, l} {
			if !s.closed && turn != 0 {
				continue
			}
			if from+turn < c.to+room && to+turn > c.from-room {
				return false
			}
		}
	}
	return true
}

// crowd returns the price of a joint at p for being near others, or near an open end, which needs
// room for its link.
func (w *weave) crowd(p geom.Vec) float64 {
	least := math.Inf(1)
	for _, q := range w.joints {
		least = min(least, p.Dist(q))
	}
	for _, e := range w.open {
		if !w.laid[e] {
			least = min(least, p.Dist(w.place(e).at))
		}
	}
	return nearPrice * max(0, 1-least/spread)
}
