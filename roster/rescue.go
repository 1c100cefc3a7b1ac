package roster

import (
	"math"

	"github.com/visiere/visiere/internal/say"
)

// Advice returns by how many frames o is late and what would save it, one sentence each; nothing where it is not late.
func (o *Order) Advice() []say.Text {
	x := o.Rescue
	if x == nil {
		return nil
	}
	var all []say.Text
	all = append(all, say.T("%d frames too late", x.Frames))
	if x.Kind == "" {
		all = append(all, say.T("no printer here makes them by %s", o.Due.String()))
	} else {
		all = append(all, say.T("%d more printers like %s from the first day on", x.Printers, x.Kind))
	}
	if x.Until != 0 {
		all = append(all, say.T("or %s as its day instead of %s", x.Until.String(), o.Due.String()))
	}
	if x.Hands > 0 {
		all = append(all, say.T("or more hours of its %d makers who have no more to give", x.Hands))
	}
	return all
}

// rescue says of every order that is late what would save it.
func (m *model) rescue(r *Roster) {
	helpers := make([]map[*maker]bool, len(m.orders))
	for _, b := range r.Batches {
		for _, p := range b.Parts {
			j := m.number[p.Order]
			if helpers[j] == nil {
				helpers[j] = map[*maker]bool{}
			}
			helpers[j][m.byID[b.Maker]] = true
		}
	}
	for j := range r.Orders {
		row := &r.Orders[j]
		if row.Late+row.Unmet == 0 {
			continue
		}
		row.Rescue = &Rescue{Frames: row.Late + row.Unmet}
		if row.Unmet == 0 {
			row.Rescue.Until = row.Last
		}
		m.reinforce(j, row.Rescue)
		for k := range helpers[j] {
			if k.few {
				row.Rescue.Hands++
			}
		}
	}
}

// reinforce says in x how many further printers would make its frames for order j in
// time, at the campaign's visits.
func (m *model) reinforce(j int, x *Rescue) {
	o, most := m.orders[j], 0
	visits := visitsOf(m.Visits, m.from, max(0, min(o.due, m.days)), m.Off...)
	if len(visits) == 0 {
		return
	}
	tried := map[*pace]bool{}
	for _, u := range m.units {
		c := u.class[o.wish]
		if c < 0 || tried[u.paces[c]] {
			continue
		}
		p := u.paces[c]
		tried[p] = true
		if made, _ := newTrack(p, visits, 0, nil).total(); made > most {
			most, x.Kind = made, u.printer.Printer
		}
	}
	if most > 0 {
		x.Printers = int(math.Ceil(float64(m.toMake(x.Frames)) / float64(most)))
	}
}
