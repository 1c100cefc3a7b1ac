package roster

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/visiere/visiere/campaign"
)

// carry is a number of printed frames that a maker has for an order from a day on.
type carry struct {
	maker  *maker
	order  int
	day    int // on which they can be delivered
	frames int
	ready  bool // good ones, from before
}

// sameWay reports whether a and b go in one delivery: within a week of the campaign, and
// neither waits for the other beyond its order's day.
func (m *model) sameWay(a, b carry) bool {
	due := m.orders[a.order].due
	return a.maker == b.maker && a.order == b.order && a.ready == b.ready &&
		(a.day-1)/7 == (b.day-1)/7 && (a.day > due) == (b.day > due)
}

// carries returns what is to be carried, by order, maker and day.
func (m *model) carries() []carry {
	var all []carry
	for _, r := range m.ready {
		all = append(all, carry{r.maker, r.order, 0, r.frames, true})
	}
	for _, b := range m.batches {
		for _, p := range b.Parts {
			all = append(all, carry{m.byID[b.Maker], m.number[p.Order], int(b.Done.Day()-m.from) + 1, p.Frames, false})
		}
	}
	slices.SortStableFunc(all, func(a, b carry) int {
		return cmp.Or(a.order-b.order, cmp.Compare(m.rank[a.maker.ID], m.rank[b.maker.ID]), a.day-b.day)
	})
	return all
}

// deliveries returns who brings what to whom: what a maker has for an order in a week
// goes together, on the last day on which some of it is done. Of printed frames those
// that are expected to be good are counted, so that an order's sum is what it needs.
func (m *model) deliveries() []Delivery {
	var ways []carry
	for _, c := range m.carries() {
		if n := len(ways); n > 0 && m.sameWay(ways[n-1], c) {
			ways[n-1].frames += c.frames
			ways[n-1].day = c.day
			continue
		}
		ways = append(ways, c)
	}
	var out []Delivery
	printed, good, number := make([]int, len(m.orders)), make([]int, len(m.orders)), map[[2]string]int{}
	for _, w := range ways {
		o := m.orders[w.order]
		frames := w.frames
		if !w.ready {
			printed[w.order] += w.frames
			frames = printed[w.order]*o.need/o.toMake - good[w.order]
			good[w.order] += frames
		}
		if frames == 0 {
			continue
		}
		number[[2]string{o.ID, w.maker.ID}]++
		d := Delivery{
			ID:    fmt.Sprintf("%s/%s/%d", o.ID, w.maker.ID, number[[2]string{o.ID, w.maker.ID}]),
			Order: o.ID, Maker: w.maker.ID, Date: m.from + campaign.Date(w.day), Frames: frames, Late: w.day > o.due,
		}
		d.Via, d.Km = m.way(w.maker, o)
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b Delivery) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(m.rank[a.Maker], m.rank[b.Maker]))
	})
	return out
}

// nearby is how far makers bring frames to their place themselves, km.
const nearby = 5

// way returns where k brings frames for o, and how far that is: straight to its place, or
// to a collection point where the place is not nearby and the point less than half as far.
func (m *model) way(k *maker, o order) (via string, km float64) {
	at, _ := m.where.Place(o.Place)
	km = k.point.Km(at)
	if km <= nearby {
		return "", km
	}
	straight := km
	for _, p := range m.Places {
		point, _ := m.where.Place(p.ID)
		if d := k.point.Km(point); p.Collects && p.ID != o.Place && d < min(km, straight/2) {
			via, km = p.ID, d
		}
	}
	return via, km
}

// orderRows returns what each order gets.
func (m *model) orderRows(deliveries []Delivery) []Order {
	rows := make([]Order, len(m.orders))
	for j, o := range m.orders {
		rows[j] = Order{ID: o.ID, Frames: o.Frames, ToMake: o.toMake, Due: m.from + campaign.Date(o.due)}
	}
	for _, d := range m.Deliveries {
		rows[m.number[d.Order]].Delivered += d.Frames
	}
	for _, r := range m.ready {
		rows[r.order].Ready += r.frames
	}
	for _, d := range deliveries {
		row := &rows[m.number[d.Order]]
		row.Planned += d.Frames
		row.Last = max(row.Last, d.Date)
		if d.Late {
			row.Late += d.Frames
		}
	}
	for j := range rows {
		row := &rows[j]
		row.OnTime = row.Delivered + row.Planned - row.Late
		row.Planned -= row.Ready
		row.Unmet = max(0, row.Frames-row.Delivered-row.Ready-row.Planned)
	}
	return rows
}
