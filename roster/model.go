package roster

import (
	"math"
	"slices"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/places"
)

// Weights of what a plan costs, all in tenths of a kilometre that one frame is carried.
const (
	perKm    = 10  // as the crow flies
	perHour  = 10  // of a printer, for its share of a full batch: so that fast printers are preferred
	noSpool  = 20  // the maker holds no spool of the material
	perLate  = 500 // for each day after the order's
	perUnmet = 2e5 // beside the days until the end
	farthest = 3e5 // more than any way on earth
)

// order is an order as it is planned.
type order struct {
	*campaign.Order
	wish   int
	due    int // days from the first: frames are cleared before its midnight
	need   int // good frames wanted, beside those delivered and ready
	toMake int
}

// class is a design in one material.
type class struct{ design, material string }

// unit is one printer.
type unit struct {
	index     int // in the model
	maker, no int // number from 1 among the maker's
	printer   *campaign.Printer
	class     []int     // by wish: the class that it would make; -1: it cannot
	paces     []*pace   // by class
	use       []float64 // s that a frame takes in full batches, by class
	tracks    []*track
	free      int // first visit at which it is free
	queue     []pending
	made      int // batches
}

// pending is a number of frames that a unit has yet to make.
type pending struct {
	order, frames int
	late          bool // meant to come after its day, because nothing sooner is left
}

// maker is somebody who prints.
type maker struct {
	*campaign.Maker
	visits []int
	week   []int // of each visit
	hands  []int // s left in each week
	few    bool  // hands are what binds
	// together says that, where they are, the units are served at each visit one after the
	// other, and not each for all visits.
	together bool
	units    []*unit
	first    []*unit // the same, in the order in which they are served
	spools   []*spool
	spool    float64 // g on one that is bought
	bought   int
	point    places.Point
}

// model is a campaign made ready to be planned.
type model struct {
	*campaign.Campaign
	from    campaign.Date
	days    int // until the end: what is cleared on day days-1 is delivered on the last
	where   *campaign.Map
	orders  []order
	wishes  []wish
	classes []class
	makers  []*maker
	units   []*unit
	cutoffs []int   // days, ascending: the orders' due days and the end
	base    []int32 // by unit and order: the cost of a frame in time; negative: not possible
	batches []Batch
	ready   []readied // frames that were there and are delivered
	lost    float64   // share of what is printed that is expected to be lost

	byID      map[string]*maker
	rank      map[string]int   // of makers
	number    map[string]int   // of orders
	unitOf    map[string]*unit // by name
	sent      map[string]bool  // spools of places
	materials []string         // of the classes, sorted
}

// newModel returns c's model with the rates given.
func newModel(c *campaign.Campaign, rates []campaign.Rate) *model {
	m := &model{Campaign: c, from: c.From(), where: c.Map(), wishes: wishes(c), byID: map[string]*maker{},
		rank: map[string]int{}, number: map[string]int{}, unitOf: map[string]*unit{}, sent: map[string]bool{}}
	m.days = int(c.End - m.from)
	m.readOrders()
	m.readMakers(rates)
	m.widen()
	m.lay()
	m.lost = m.share()
	for _, c := range m.classes {
		m.materials = append(m.materials, c.material)
	}
	slices.Sort(m.materials)
	m.materials = slices.Compact(m.materials)
	m.bringReady()
	m.handOutSpools()
	m.chooseClasses()
	m.price()
	return m
}

// readOrders fills in the orders and the cutoffs.
func (m *model) readOrders() {
	delivered := map[string]int{}
	for _, d := range m.Deliveries {
		delivered[d.Order] += d.Frames
	}
	for i := range m.Orders {
		o := order{Order: &m.Orders[i], due: m.days}
		if o.Due != 0 {
			o.due = int(o.Due - m.from)
		}
		o.need = max(0, o.Frames-delivered[o.ID])
		o.wish = slices.Index(m.wishes, wishOf(m.Campaign, *o.Order))
		m.number[o.ID] = i
		m.orders = append(m.orders, o)
		if o.due > 0 {
			m.cutoffs = append(m.cutoffs, o.due)
		}
	}
	m.cutoffs = append(m.cutoffs, m.days)
	slices.Sort(m.cutoffs)
	m.cutoffs = slices.Compact(m.cutoffs)
}

// toMake returns how many frames are printed for need good ones.
func (m *model) toMake(need int) int {
	return int(math.Ceil(float64(need)/(1-m.lost) - 1e-9))
}

// readMakers fills in makers and units with all paces that there are.
func (m *model) readMakers(rates []campaign.Rate) {
	known := map[Print]*pace{}
	for i := range m.Makers {
		k := &maker{Maker: &m.Makers[i], spool: float64(m.Spool)}
		m.byID[k.ID], m.rank[k.ID] = k, i
		k.point, _ = m.where.Place(k.Place)
		clocks := k.Visits
		if len(clocks) == 0 {
			clocks = m.Visits
		}
		k.visits = visitsOf(clocks, m.from, m.days, slices.Concat(m.Off, k.Off)...)
		for _, t := range k.visits {
			k.week = append(k.week, t/(7*day))
		}
		k.hands = make([]int, m.days/7+1)
		for w := range k.hands {
			k.hands[w] = math.MaxInt / 2
			if k.Hours > 0 {
				k.hands[w] = int(k.Hours)
			}
		}
		m.makers = append(m.makers, k)
		for j := range k.Printers {
			for range max(1, k.Printers[j].Count) {
				m.addUnit(i, &k.Printers[j], rates, known)
			}
		}
	}
}

// addUnit appends a unit of a maker, with its paces.
func (m *model) addUnit(i int, p *campaign.Printer, rates []campaign.Rate, known map[Print]*pace) {
	k := m.makers[i]
	u := &unit{index: len(m.units), maker: i, no: len(k.units) + 1, printer: p}
	for _, w := range m.wishes {
		for _, material := range w.materials(m.Campaign, *p) {
			print := Print{p.Printer, p.Nozzle, p.Process, w.design, material}
			if _, seen := known[print]; !seen {
				known[print] = nil
				if r, ok := print.Rate(m.Campaign, rates); ok {
					known[print] = newPace(m.Campaign, r)
				}
			}
			if x := known[print]; x != nil && x.Most > 0 {
				c := m.classOf(class{w.design, material})
				for len(u.paces) <= c {
					u.paces = append(u.paces, nil)
				}
				u.paces[c] = x
			}
		}
	}
	k.units = append(k.units, u)
	m.units = append(m.units, u)
	m.unitOf[m.unitID(u)] = u
}

// classOf returns the number of a class.
func (m *model) classOf(c class) int {
	i := slices.Index(m.classes, c)
	if i < 0 {
		i = len(m.classes)
		m.classes = append(m.classes, c)
	}
	return i
}

// widen gives all units a place for every class.
func (m *model) widen() {
	for _, u := range m.units {
		for len(u.paces) < len(m.classes) {
			u.paces = append(u.paces, nil)
		}
		u.use = make([]float64, len(u.paces))
		for c, p := range u.paces {
			if p != nil {
				u.use[c] = float64(p.handling+p.seconds(p.Most)) / float64(p.Most)
			}
		}
	}
}

// share returns the share of what is printed that is expected to be lost: the campaign's,
// or where failures are given what they take of the batches that fit the visits.
func (m *model) share() float64 {
	if m.FailHour == 0 && m.FailFrame == 0 {
		return float64(m.Spoilage)
	}
	frames, good := 0.0, 0.0
	for _, u := range m.units {
		for c, t := range u.tracks {
			for a := 0; t != nil && a < len(t.next); a = max(a+1, t.next[a]) {
				frames, good = frames+float64(t.n[a]), good+u.paces[c].good[t.n[a]]
			}
		}
	}
	if frames == 0 {
		return 0
	}
	return min(0.95, 1-good/frames)
}

// chooseClasses settles for each unit in what it would make each wish: in the material
// of which its maker holds most, and of equal ones the first.
func (m *model) chooseClasses() {
	for _, u := range m.units {
		for _, w := range m.wishes {
			best, held := -1, -1.0
			for _, material := range w.materials(m.Campaign, *u.printer) {
				c := slices.Index(m.classes, class{w.design, material})
				if c < 0 || u.paces[c] == nil {
					continue
				}
				if g := m.makers[u.maker].grams(material); g > held {
					best, held = c, g
				}
			}
			u.class = append(u.class, best)
		}
	}
}

// tolls are the tolls tried on batches where hands are what binds, in full batches.
var tolls = []float64{0, 0.2, 0.4, 0.6, 0.9}

// lay lays the tracks of all units: as many frames as the visits allow, or, where that
// would take more hands than there are, with the toll by which the hands make most. The
// units that a frame costs least on come first.
func (m *model) lay() {
	par.Each(len(m.makers), func(i int) {
		k := m.makers[i]
		k.first = slices.Clone(k.units)
		slices.SortStableFunc(k.first, func(a, b *unit) int { return int(a.least() - b.least()) })
		for _, u := range k.units {
			u.lay(k.visits, 0, nil)
		}
		if k.Hours == 0 || m.handsOf(k) <= float64(k.Hours) {
			return
		}
		k.few = true
		m.tax(k)
	})
}

// tax lays the tracks of k's units with the tolls by which they make most together: each
// unit's is chosen in turn, twice.
func (m *model) tax(k *maker) {
	most := m.total(k)
	for range 2 {
		for _, u := range k.first {
			best := u.tracks
			for _, toll := range tolls {
				u.lay(k.visits, toll, nil)
				if made := m.total(k); made > most {
					best, most = u.tracks, made
				}
			}
			u.tracks = best
		}
	}
}

// lay lays u's tracks with a toll on batches, in full ones. A frame counts for what
// weights says of the visit at which it is cleared; nil: all alike.
func (u *unit) lay(visits []int, toll float64, weights []float64) {
	u.tracks = make([]*track, len(u.paces))
	for c, p := range u.paces {
		if p != nil {
			u.tracks[c] = newTrack(p, visits, toll*float64(p.Most), weights)
		}
	}
}

// total returns how much k's units make in trials of all classes.
func (m *model) total(k *maker) int {
	sum := 0
	for c := range m.classes {
		for _, made := range m.trial(k, c) {
			sum += made[len(made)-1]
		}
	}
	return sum
}

// handsOf returns how much of hands k's tracks take a week at most, s.
func (m *model) handsOf(k *maker) float64 {
	sum := 0.0
	for _, u := range k.units {
		most := 0.0
		for c, t := range u.tracks {
			if t != nil {
				frames, batches := t.total()
				most = max(most, float64(batches*u.paces[c].handling)+float64(float64(frames)*float64(m.Finishing)))
			}
		}
		sum += most
	}
	return sum * 7 / float64(max(1, m.days))
}

// price fills in what a frame costs from each unit for each order, in time.
func (m *model) price() {
	points := make([]places.Point, len(m.orders))
	for j, o := range m.orders {
		points[j], _ = m.where.Place(o.Place)
	}
	m.base = make([]int32, len(m.units)*len(m.orders))
	par.Each(len(m.makers), func(i int) {
		k := m.makers[i]
		way := make([]int32, len(points))
		for j, p := range points {
			way[j] = int32(math.Round(perKm * k.point.Km(p)))
		}
		for _, u := range k.units {
			row := m.row(u)
			for j, o := range m.orders {
				row[j] = -1
				if c := u.class[o.wish]; c >= 0 {
					row[j] = way[j] + u.effort(c, k.grams(m.classes[c].material) > 0)
				}
			}
		}
	})
}

// effort returns what a frame of class c costs on u, its way apart.
func (u *unit) effort(c int, held bool) int32 {
	p := u.paces[c]
	cost := int32(math.Round(perHour * float64(p.seconds(p.Most)) / float64(p.Most) / 3600))
	if !held {
		cost += noSpool
	}
	return cost
}

// least returns the effort of u's easiest class.
func (u *unit) least() int32 {
	least := int32(math.MaxInt32)
	for c, p := range u.paces {
		if p != nil {
			least = min(least, u.effort(c, true))
		}
	}
	return least
}

// row returns u's row of m.base.
func (m *model) row(u *unit) []int32 {
	return m.base[u.index*len(m.orders) : (u.index+1)*len(m.orders)]
}
