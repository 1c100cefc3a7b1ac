package roster

import (
	"fmt"
	"slices"
)

// trial returns how many frames of class c each of k's units could make by each cutoff,
// from where they are now, with the hands there are. Nothing of k is changed.
func (m *model) trial(k *maker, c int) [][]int {
	hands, made := slices.Clone(k.hands), make([][]int, len(k.units))
	for x := range made {
		made[x] = make([]int, len(m.cutoffs))
	}
	at := make([]int, len(k.units)) // the visit at which each is free
	for _, u := range k.units {
		at[u.no-1] = u.free
	}
	for _, units := range k.turns() {
		for v := range k.visits {
			for _, u := range units {
				p, x := u.paces[c], u.no-1
				if p == nil || at[x] > v {
					continue
				}
				n, to := m.size(k, u, c, v, p.Most, hands)
				if n == 0 {
					continue
				}
				hands[k.week[v]] -= m.hands(p, n)
				for b, d := range m.cutoffs {
					if k.visits[to] < d*day {
						made[x][b] += n
					}
				}
				at[x] = to
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

// run makes what is queued on k's units and returns what could not be made, by order.
// Where all are served visit by visit one uses up the spools of another.
func (m *model) run(k *maker) (batches []Batch, rest []pending) {
	for _, units := range k.turns() {
		for v := range k.visits {
			for _, u := range units {
				if u.free > v || len(u.queue) == 0 {
					continue
				}
				b, ok, back := m.start(k, u, v)
				rest = append(rest, back...)
				if ok {
					batches = append(batches, b)
				}
			}
		}
	}
	for _, u := range k.units {
		rest = append(rest, u.queue...)
		u.queue = nil
	}
	return batches, rest
}

// overdue takes off u's queue, and returns, what was to be in time and would not be in a
// batch that is cleared at a moment.
func (m *model) overdue(u *unit, done int) []pending {
	var back []pending
	for len(u.queue) > 0 && !u.queue[0].late && done >= m.orders[u.queue[0].order].due*day {
		back = append(back, u.queue[0])
		u.queue = u.queue[1:]
	}
	return back
}

// start starts a batch on u at visit v of what is queued there, and reports whether
// there is one: frames of the class of the first, for as many orders as it has room for.
// What it finds to come too late is taken off the queue and returned.
func (m *model) start(k *maker, u *unit, v int) (b Batch, ok bool, back []pending) {
	c, n, to := 0, 0, v
	for n == 0 && len(u.queue) > 0 {
		c = u.class[m.orders[u.queue[0].order].wish]
		if n, to = m.size(k, u, c, v, u.queued(m, c), k.hands); n == 0 {
			return b, false, back
		}
		if late := m.overdue(u, k.visits[to]); late != nil {
			back, n = append(back, late...), 0
		}
	}
	if n == 0 {
		return b, false, back
	}
	p := u.paces[c]
	if fed := k.fed(m.classes[c].material, p, k.visits[v]); fed < n && fed >= n/3 && fed > 0 && m.hasTime(k, u, c, v, n) {
		if n, to = m.size(k, u, c, v, fed, k.hands); n == 0 {
			return b, false, back
		}
	}
	s := k.spoolFor(m.classes[c].material, p.grams(n), k.visits[v])
	s.use(p.grams(n), m.from.At(k.visits[v]).Day(), k.visits[to])
	k.hands[k.week[v]] -= m.hands(p, n)
	u.free, u.made = to, u.made+1
	start := k.visits[v]
	b = Batch{
		ID: fmt.Sprintf("%s/%03d", m.unitID(u), u.made), Maker: k.ID, Printer: m.unitID(u),
		Design: m.classes[c].design, Material: m.classes[c].material, Frames: n, Good: m.goodOf(p, n), Grams: p.grams(n),
		Start: m.from.At(start), End: m.from.At(start + p.handling + p.seconds(n)), Done: m.from.At(k.visits[to]),
		Spool: s.ID, Left: s.left, Parts: u.take(m, c, n),
	}
	return b, true, back
}

// goodOf returns how many of a batch of n are expected to be good.
func (m *model) goodOf(p *pace, n int) float64 {
	if m.FailHour == 0 && m.FailFrame == 0 {
		return float64(n) * (1 - m.lost)
	}
	return p.good[n]
}

// queued returns how many frames of class c are queued on u.
func (u *unit) queued(m *model, c int) int {
	n := 0
	for _, q := range u.queue {
		if u.class[m.orders[q.order].wish] == c {
			n += q.frames
		}
	}
	return n
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
