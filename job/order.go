package job

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/polygon"
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
	columns, err := stack.Layout(p.shadow(), p.set, or0(p.spec.Columns, 1))
	if err != nil {
		return nil, err
	}
	together := p.plate(columns, false)
	if p.spec.Order == OrderLayers || len(columns) < 2 || !p.roomForHead(len(columns)) {
		return together, nil
	}
	apart, err := p.oneByOne(len(columns))
	if err != nil {
		return together, nil
	}
	return p.quicker(together, apart)
}

// plate returns the plate of the levels in columns.
func (p *piler) plate(columns []stack.Column, oneByOne bool) *stack.Plate {
	a := &assembler{s: slicerOf(p.set), set: p.set, columns: len(columns)}
	if oneByOne {
		a.columns = 1 // a layer has no other column's time to cool
	}
	for _, st := range p.storeys {
		a.add(st)
	}
	return &stack.Plate{Levels: a.levels, Columns: columns, Gap: p.gap(), OneByOne: oneByOne && len(columns) > 1}
}

// roomForHead reports whether the bed may hold n columns as far from each other as the
// head needs: whether their areas with half of that around each fit it. It spares the
// search where it is in vain.
func (p *piler) roomForHead(n int) bool {
	half := geom.ToNM(float64(stack.Apart(p.set))) / 2
	bed, one := stack.Bed(p.set.Printer.Bed), polygon.Hull(p.shadow())
	return p.set.Printer.Head.Radius > 0 &&
		float64(n)*one.Offset(half, polygon.Round).Area() <= bed.Offset(half, polygon.Round).Area()
}

// oneByOne returns a plate whose columns are printed one after the other; of columns for
// which Auto is asked as many as allow it.
//
// Errors: why that many cannot be.
func (p *piler) oneByOne(n int) (*stack.Plate, error) {
	if err := p.interrupted(); err != nil && n != 1 {
		return nil, err
	}
	wide := *p.set
	wide.Process.Clearance = stack.Apart(p.set)
	outline, height := polygon.Hull(p.shadow()), p.height() // the nozzle travels all over the hull
	columns, err := stack.Layout(outline, &wide, n)
	if err != nil {
		err = say.Errorf("one column after the other, with the %.0f mm that the head of %s needs around its nozzle: %s", float64(wide.Process.Clearance), p.set.Printer.Name, err)
	} else {
		if columns, err = stack.Sequence(columns, outline, height, &p.set.Printer); err == nil {
			return p.plate(columns, true), nil
		}
	}
	if file := stack.InFile(outline, p.set, n); len(file) > 1 && len(file) >= n || n == stack.Auto && len(file) > 0 {
		if columns, other := stack.Sequence(file, outline, height, &p.set.Printer); other == nil {
			return p.plate(columns, true), nil
		}
	}
	return nil, err
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
