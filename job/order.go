package job

import (
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/polygon"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
)

// Order says in what order the columns of a plate are printed.
type Order string

// The orders.
const (
	OrderAuto    Order = ""        // whichever takes less time, of those that are possible
	OrderLayers  Order = "layers"  // every column's layer before the next
	OrderColumns Order = "columns" // one column after the other
)

// arrange places the levels' columns and chooses their order.
func (p *piler) arrange() (*stack.Plate, error) {
	if p.spec.Order == OrderColumns {
		return p.oneByOne(or0(p.spec.Columns, 1))
	}
	columns := p.places
	if columns == nil {
		var err error
		if columns, err = p.cut.layout(p, or0(p.spec.Columns, 1)); err != nil {
			return nil, err
		}
		if len(columns) > 1 { // the middle of the bed is soon found again
			p.places = columns
		}
	}
	together := p.plate(columns, false)
	if p.spec.Order == OrderLayers || len(columns) < 2 {
		return together, nil
	}
	apart := p.inRows(len(columns))
	if apart == nil {
		return together, nil
	}
	return p.quicker(together, apart)
}

// plate returns the plate of the levels in columns.
func (p *piler) plate(columns []stack.Column, oneByOne bool) *stack.Plate {
	a := newAssembler(slicerOf(p.set), p.set, len(columns))
	if oneByOne {
		a.columns = 1 // a layer has no other column's time to cool
	}
	if p.cut != nil {
		a.under = p.cut.underside(a.s)
	}
	levels := p.cut.levels(shape{p.storeys[0].frame, len(p.storeys), a.columns}, func() []stack.Level {
		for _, st := range p.storeys {
			a.add(st)
		}
		return a.levels
	})
	return &stack.Plate{Levels: levels, Columns: columns, Gap: p.gap(), OneByOne: oneByOne && len(columns) > 1, Outline: stack.Around(p.shadow())}
}

// oneByOne returns a plate whose columns are printed one after the other; of columns for
// which Auto is asked as many as allow it.
//
// Errors: why that many cannot be.
func (p *piler) oneByOne(n int) (*stack.Plate, error) {
	if plate := p.inRows(n); plate != nil && n != stack.Auto {
		return plate, nil
	}
	if err := p.interrupted(); err != nil && n != 1 {
		return nil, err
	}
	wide := p.wide()
	columns, err := stack.Layout(p.hull(), wide, n)
	if err != nil {
		return nil, say.Errorf("one column after the other, with the %.0f mm that the head of %s needs around its nozzle: %s",
			float64(wide.Process.Clearance), p.set.Printer.Name, err)
	}
	if columns, err = stack.Sequence(columns, p.hull(), p.height(), &p.set.Printer); err == nil {
		return p.plate(columns, true), nil
	}
	if plate := p.inRows(n); plate != nil {
		return plate, nil
	}
	return nil, err
}

// inRows returns the plate of oneByOne where columns in rows or in one file allow it: as
// many as are asked for, or nil.
func (p *piler) inRows(n int) *stack.Plate {
	if columns := p.rows(n); columns != nil {
		return p.plate(columns, true)
	}
	return nil
}

// rows returns the columns of inRows.
func (p *piler) rows(n int) []stack.Column {
	if p.interrupted() != nil {
		return nil
	}
	var best []stack.Column
	for _, columns := range [][]stack.Column{stack.Rows(p.hull(), p.wide(), n), stack.InFile(p.hull(), p.set, n)} {
		if columns, err := stack.Sequence(columns, p.hull(), p.height(), &p.set.Printer); err == nil && len(columns) > len(best) {
			best = columns
		}
	}
	if len(best) < n {
		return nil
	}
	return best
}

// hull returns where the nozzle goes while it prints a column: it travels straight from
// place to place.
func (p *piler) hull() polygon.Region { return polygon.Hull(p.shadow()) }

// wide returns the set with the clearance between columns that the head needs.
func (p *piler) wide() *profiles.Set {
	out := *p.set
	out.Process.Clearance = stack.Apart(p.set)
	return &out
}

// interrupted returns why the recipe of the stack does not go with columns that are
// printed one after the other: what takes the nozzle away could hit those that are done.
func (p *piler) interrupted() error {
	i := &p.set.Interface
	if len(p.storeys) > 1 && (i.Pause || i.Kind == "second") {
		return say.Errorf("interface %s stops the print or changes the tool between frames, which could hit a column that is done: print layer by layer (--order layers)", i.Name)
	}
	return nil
}

// quicker returns the plate that takes less time, as found by writing and replaying both.
func (p *piler) quicker(a, b *stack.Plate) (*stack.Plate, error) {
	var seconds [2]float64
	for i, plate := range []*stack.Plate{a, b} {
		try := *plate
		try.Surround(p.set)
		est, err := timed(&try, p.set)
		if err != nil {
			return nil, err
		}
		seconds[i] = est.TotalS
	}
	if seconds[1] < seconds[0] {
		return b, nil
	}
	return a, nil
}
