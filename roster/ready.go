package roster

import (
	"math"

	"github.com/visiere/visiere/flow"
)

// readied is a number of frames that a maker has ready for an order.
type readied struct {
	maker  *maker
	order  int
	frames int
}

// bringReady gives the frames that are there to orders, over the least way and to those
// in a hurry first, and then says how many each order still has to be made.
func (m *model) bringReady() {
	p := flow.Problem{Supply: make([]int, len(m.Ready)+1), Demand: make([]int, len(m.orders))}
	for i, r := range m.Ready {
		p.Supply[i] = r.Frames
	}
	for j, o := range m.orders {
		p.Demand[j] = o.need
		p.Supply[len(m.Ready)] += o.need
	}
	p.Cost = func(i, j int) int {
		if i == len(m.Ready) {
			return farthest + perLate*(m.days-m.orders[j].due)
		}
		w, r := m.wishes[m.orders[j].wish], m.Ready[i]
		if w.design != designOf(m.Campaign, r.Design) || w.material != "" && w.material != r.Material {
			return flow.Forbidden
		}
		at, _ := m.where.Place(m.orders[j].Place)
		return int(math.Round(perKm * at.Km(m.byID[r.Maker].point)))
	}
	for _, x := range flow.Solve(p).Ships {
		if x.Source < len(m.Ready) {
			m.ready = append(m.ready, readied{m.byID[m.Ready[x.Source].Maker], x.Sink, x.Units})
			m.orders[x.Sink].need -= x.Units
		}
	}
	for j := range m.orders {
		m.orders[j].toMake = m.toMake(m.orders[j].need)
	}
}
