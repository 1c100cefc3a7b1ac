package roster

import (
	"cmp"
	"math"
	"slices"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/flow"
)

// Supply is some sheets, elastic or clips that have to be where frames are brought to.
type Supply struct {
	To     string        `json:"to"`             // place
	Item   string        `json:"item"`           // sheets, elastic, clips
	Unit   string        `json:"unit"`           // m, or nothing
	Amount float64       `json:"amount"`         // of Unit
	From   string        `json:"from,omitempty"` // holder who sends it; empty: to buy
	By     campaign.Date `json:"by"`             // the first frames come there
	Km     float64       `json:"km"`             // as the crow flies; to buy: 0
}

// supplies returns what has to be sent or bought for the frames that are brought to each
// place, over the least way. What lies there already is used first and is not listed.
func (m *model) supplies(deliveries []Delivery) []Supply {
	frames, first := map[string]int{}, map[string]campaign.Date{}
	var to []string
	for _, d := range deliveries { // by date
		at := cmp.Or(d.Via, m.orders[m.number[d.Order]].Place)
		if frames[at] == 0 {
			first[at] = d.Date
			to = append(to, at)
		}
		frames[at] += d.Frames
	}
	slices.Sort(to)
	var all []Supply
	for _, item := range m.items() {
		p := flow.Problem{Supply: make([]int, len(m.Stock)+1), Demand: make([]int, len(to))}
		for i, s := range m.Stock {
			p.Supply[i] = item.has(s)
		}
		for j, at := range to {
			p.Demand[j] = int(math.Ceil(float64(frames[at])*item.each/item.step - 1e-9))
			p.Supply[len(m.Stock)] += p.Demand[j]
		}
		km := func(i, j int) float64 {
			from, _ := m.where.Holder(m.Stock[i].At)
			at, _ := m.where.Place(to[j])
			return from.Km(at)
		}
		p.Cost = func(i, j int) int {
			if i == len(m.Stock) {
				return farthest
			}
			if m.Stock[i].At == to[j] {
				return 0
			}
			return 1 + int(math.Round(perKm*km(i, j)))
		}
		for _, x := range flow.Solve(p).Ships {
			s := Supply{To: to[x.Sink], Item: item.name, Unit: item.unit, Amount: float64(x.Units) * item.step, By: first[to[x.Sink]]}
			if x.Source < len(m.Stock) {
				if s.From = m.Stock[x.Source].At; s.From == s.To {
					continue
				}
				s.Km = km(x.Source, x.Sink)
			}
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b Supply) int { return cmp.Or(cmp.Compare(a.By, b.By), cmp.Compare(a.To, b.To)) })
	return all
}

// item is what goes on frames beside filament.
type item struct {
	name, unit string
	each       float64 // of unit, for each frame
	step       float64 // the least that is counted
	has        func(campaign.Stock) int
}

// items returns those of which frames take any.
func (m *model) items() []item {
	all := []item{
		{"sheets", "", float64(m.Sheets), 1, func(s campaign.Stock) int { return s.Sheets }},
		{"elastic", "m", float64(m.Elastic) / 1000, 0.1, func(s campaign.Stock) int { return int(float64(s.Elastic)/100 + 1e-9) }},
		{"clips", "", float64(m.Clips), 1, func(s campaign.Stock) int { return s.Clips }},
	}
	return slices.DeleteFunc(all, func(x item) bool { return x.each == 0 })
}
