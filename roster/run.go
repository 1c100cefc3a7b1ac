package roster

import (
	"fmt"
	"slices"
)

// trial returns how many frames of class c each of k's units could make by each cutoff,
// from where they are now, with the hands there are; nothing of k is changed.
func (m *model) trial(k *maker, c int) [][]int {
	hands := slices.Clone(k.hands)
	free, made := make([]int, len(k.units)), make([][]int, len(k.units))
	for x, u := range k.units {
		free[x], made[x] = u.free, make([]int, len(m.cutoffs))
	}
	for v := range k.visits {
		for _, u := range k.first {
			p, x := u.paces[c], u.no-1
			if p == nil || free[x] > v {
				continue
			}
			n, to := m.size(k, u, c, v, p.Most, hands)
			if n == 0 {
				continue
			}
			free[x] = to
			hands[k.week[v]] -= m.hands(p, n)
			for b, d := range m.cutoffs {
				if k.visits[to] < d*day {
					made[x][b] += n
				}
			}
		}
	}
	return made
}

// hands returns what a batch of n frames takes of hands, s, all counted in the week it
// is started in.
func (m *model) hands(p *pace, n int) int { return p.handling + n*int(m.Finishing) }

// size returns the best batch of at most most frames of class c to start on u at visit
// v, and the visit at which it is cleared; 0 frames: none.
func (m *model) size(k *maker, u *unit, c, v, most int, hands []int) (n, to int) {
	p, t := u.paces[c], u.tracks[c]
	n, to = t.n[v], t.next[v]
	if left := hands[k.week[v]] - p.handling; m.Finishing > 0 {
		most = min(most, left/int(m.Finishing))
	} else if left < 0 {
		return 0, v
	}
	if n <= most && to < len(k.visits) {
		return n, to
	}
	n = min(n, most)
	for to = v + 1; n > 0 && to < len(k.visits); to++ {
		if p.frames(k.visits[to]-k.visits[v]) >= n {
			return n, to
		}
	}
	return 0, v
}

// run makes what is queued on k's units, visit by visit, and returns what could not be
// made, by order.
func (m *model) run(k *maker) (batches []Batch, rest []pending) {
	for v := range k.visits {
		for _, u := range k.first {
			if u.free > v || len(u.queue) == 0 {
				continue
			}
			if b, ok := m.start(k, u, v); ok {
				batches = append(batches, b)
			}
		}
	}
	for _, u := range k.units {
		rest = append(rest, u.queue...)
		u.queue = nil
	}
	return batches, rest
}

// start starts a batch on u at visit v of what is queued there, and reports whether
// there is one: frames of the class of the first, for as many orders as it has room for.
func (m *model) start(k *maker, u *unit, v int) (Batch, bool) {
	c := u.class[m.orders[u.queue[0].order].wish]
	queued := 0
	for _, q := range u.queue {
		if u.class[m.orders[q.order].wish] == c {
			queued += q.frames
		}
	}
	n, to := m.size(k, u, c, v, queued, k.hands)
	if n == 0 {
		return Batch{}, false
	}
	p := u.paces[c]
	if fed := k.fed(m.classes[c].material, p, k.visits[v]); fed < n && fed >= n/3 && fed > 0 && m.hasTime(k, u, c, v, n) {
		if n, to = m.size(k, u, c, v, fed, k.hands); n == 0 {
			return Batch{}, false
		}
	}
	s := k.spoolFor(m.classes[c].material, p.grams(n), k.visits[v])
	s.use(p.grams(n), m.from.At(k.visits[v]).Day(), k.visits[to])
	k.hands[k.week[v]] -= m.hands(p, n)
	u.free, u.made = to, u.made+1
	start := k.visits[v]
	b := Batch{
		ID: fmt.Sprintf("%s/%03d", m.unitID(u), u.made), Maker: k.ID, Printer: m.unitID(u),
		Design: m.classes[c].design, Material: m.classes[c].material, Frames: n, Grams: p.grams(n),
		Start: m.from.At(start), End: m.from.At(start + p.handling + p.seconds(n)), Done: m.from.At(k.visits[to]),
		Spool: s.ID, Left: s.left, Parts: u.take(m, c, n),
	}
	return b, true
}

// hasTime reports whether all that is queued on u from visit v on, and n frames more, would
// be in time: a batch may then be smaller than it could be, to use up a spool.
func (m *model) hasTime(k *maker, u *unit, c, v, n int) bool {
	if k.few {
		return false
	}
	t, queued, made := u.tracks[c], n, 0
	for _, q := range u.queue {
		queued += q.frames
		for end := m.orders[q.order].due * day; v < len(k.visits) && k.visits[t.next[v]] < end; v = max(v+1, t.next[v]) {
			made += t.n[v]
		}
		if made < queued {
			return false
		}
	}
	return true
}

// unitID returns u's name: its maker's and a number.
func (m *model) unitID(u *unit) string { return fmt.Sprintf("%s/%d", m.makers[u.maker].ID, u.no) }

// take takes n frames of class c off u's queue, the first first.
func (u *unit) take(m *model, c, n int) []Part {
	var parts []Part
	rest := u.queue[:0]
	for _, q := range u.queue {
		if got := min(n, q.frames); got > 0 && u.class[m.orders[q.order].wish] == c {
			parts = append(parts, Part{m.orders[q.order].ID, got})
			n, q.frames = n-got, q.frames-got
		}
		if q.frames > 0 {
			rest = append(rest, q)
		}
	}
	u.queue = rest
	return parts
}
