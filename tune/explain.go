package tune

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/yield"
)

// Reason is a change of the process and what undoing it alone would do.
type Reason struct {
	Key     string  `json:"key"`
	From    string  `json:"from"`
	To      string  `json:"to"`
	LostDay float64 `json:"lost_per_day"` // good frames
	LostS   float64 `json:"lost_s"`       // of a frame
	Needed  bool    `json:"needed"`       // without it the process is not possible, or below the quality
}

// Relaxed is a limit and what less of it would give.
type Relaxed struct {
	Limit  string   `json:"limit"` // melt, acceleration, cooling, height, spool, visit, ...
	Text   say.Text `json:"text"`  // what is changed
	Good   float64  `json:"good_per_day"`
	Gain   float64  `json:"gain_per_day"`
	FrameS float64  `json:"frame_s"`
}

// explain fills in the reasons and what relaxing limits would give.
func (s *search) explain(r *Result, top *tried) error {
	s.left = math.MaxInt // explaining is no searching
	var err error
	if r.Reasons, err = s.reasons(top); err != nil {
		return err
	}
	r.Relaxed, err = s.relaxed(top)
	return err
}

// reasons undoes each change alone.
func (s *search) reasons(top *tried) ([]Reason, error) {
	base, err := s.bench.Set(top.process)
	if err != nil {
		return nil, err
	}
	was := map[string]string{}
	for _, kv := range profiles.Flatten(base) {
		was[kv[0]] = kv[1]
	}
	var out []Reason
	for _, key := range slices.Sorted(maps.Keys(top.changes)) {
		if was[key] == top.changes[key] {
			continue
		}
		found, err := s.all(top.with([]string{key + "=" + was[key]}))
		if err != nil {
			return nil, err
		}
		out = append(out, reason(key, was[key], top, found))
	}
	slices.SortStableFunc(out, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(b.LostDay, a.LostDay), cmp.Compare(b.LostS, a.LostS))
	})
	return out, nil
}

// reason compares the best with what undoing one change gave.
func reason(key, was string, top *tried, found []*tried) Reason {
	r := Reason{Key: key, From: was, To: top.changes[key], Needed: true}
	if len(found) > 0 {
		t := found[0]
		r.LostDay, r.LostS, r.Needed = top.rate.GoodPerDay-t.rate.GoodPerDay, t.sec-top.sec, !t.meets
	}
	return r
}

// By how much limits are relaxed.
const (
	// worthSaying is the least gain, as a share, that is told.
	worthSaying = 1e-3

	moreMelt   = 1.2
	moreAccel  = 1.5
	moreHeight = 1.5
	hotter     = 5 // degrees
	// perDegree is by how much more plastic melts in time for each degree that the nozzle
	// is hotter. Hotends that were tested until their strands fell short gained 0.5 to
	// 1.5 % for each degree above 200 C; that is typical, and of no printer here.
	perDegree = 0.01
)

// relaxed measures what each limit holds back: the best process is timed anew on a
// printer, a filament or a day that differ in it alone, and the heights are chosen anew.
func (s *search) relaxed(top *tried) ([]Relaxed, error) {
	var out []Relaxed
	give := func(limit string, text say.Text, t *tried) {
		if t != nil && t.rate.GoodPerDay > top.rate.GoodPerDay*(1+worthSaying) {
			out = append(out, Relaxed{limit, text, t.rate.GoodPerDay, t.rate.GoodPerDay - top.rate.GoodPerDay, t.sec})
		}
	}
	for _, c := range machines(top.trial.Set) {
		give(c.limit, c.text, s.changed(top, c.change))
	}
	for _, d := range s.days(top) {
		t := *top
		t.batch = batches(top.trial, d.spoolG)
		t.rate = d.day.Best(t.batch, d.hazard)
		give(d.limit, d.text, &t)
	}
	wider, err := s.nozzle(top)
	if err != nil {
		return nil, err
	}
	if wider != nil {
		give("nozzle", say.T("a nozzle of %s, process %s", wider.trial.Set.Printer.Nozzle, wider.process), wider)
	}
	slices.SortStableFunc(out, func(a, b Relaxed) int { return cmp.Compare(b.Gain, a.Gain) })
	return out, nil
}

// machine is a printer or filament that differs in one limit.
type machine struct {
	limit  string
	text   say.Text
	change func(*profiles.Set)
}

// machines are those whose limits may bind.
func machines(set *profiles.Set) []machine {
	flow := func(f profiles.Flow) func(*profiles.Set) {
		return func(p *profiles.Set) {
			p.Printer.MaxFlow, p.Filament.MaxFlow = p.Printer.MaxFlow*f, p.Filament.MaxFlow*f
		}
	}
	out := []machine{
		{"melt", say.T("a hotend and filament that melt a fifth more"), flow(moreMelt)},
		{"acceleration", say.T("half as much acceleration again, jerk and corners too"), quicker},
		{"cooling", say.T("cooling that needs no slowing of short layers"), func(p *profiles.Set) { p.Filament.SlowBelow = 0 }},
		{"height", say.T("half as much height again"), func(p *profiles.Set) { p.Printer.Height *= moreHeight }},
		{"first layer", say.T("first layers at 50 mm/s, on a clean bed"), func(p *profiles.Set) { p.Process.FirstLayerSpeed = max(p.Process.FirstLayerSpeed, 50) }},
		{"interface", say.T("the layer over the gap at 50 mm/s, once it is tried"), func(p *profiles.Set) { p.Interface.Speed = max(p.Interface.Speed, 50) }},
	}
	if set.Filament.NozzleTemp+hotter <= min(set.Filament.MaxNozzleTemp, set.Printer.MaxNozzleTemp) {
		out = append(out, machine{"temperature", say.T("%d degrees more, taken to melt %.0f %% more", hotter, 100.0*hotter*perDegree), flow(1 + hotter*perDegree)})
	}
	return out
}

// quicker is a printer that accelerates half as much again.
func quicker(p *profiles.Set) {
	l := &p.Printer.Limits
	for _, a := range []*profiles.Accel{&l.Accel, &l.AccelX, &l.AccelY, &l.AccelTravel, &p.Process.Accel, &p.Process.ExternalPerimeterAccel, &p.Process.PerimeterAccel, &p.Process.InfillAccel} {
		*a *= moreAccel
	}
	for _, v := range []*profiles.Speed{&l.JerkX, &l.JerkY, &l.SquareCornerVelocity} {
		*v *= moreAccel
	}
	l.JunctionDeviation *= moreAccel
}

// changed times the best on another machine; nil where that cannot be.
func (s *search) changed(top *tried, change func(*profiles.Set)) *tried {
	set := *top.trial.Set
	change(&set)
	t, err := s.bench.Try(&set, top.way)
	if err != nil {
		return nil
	}
	return s.reckon(top.candidate, t)
}

// dayOf is a day, a spool or a hazard that differ in one limit.
type dayOf struct {
	limit  string
	text   say.Text
	day    yield.Day
	hazard yield.Hazard
	spoolG float64
}

// days are those whose limits may bind.
func (s *search) days(top *tried) []dayOf {
	same := dayOf{day: s.spec.Day, hazard: s.spec.Hazard, spoolG: s.spec.SpoolG}
	spool, fail := same, same
	spool.limit, spool.text, spool.spoolG = "spool", say.T("spools of twice the filament"), 2*same.spoolG
	fail.limit, fail.text, fail.hazard = "failures", say.T("half as many failures"), same.hazard.Times(0.5)
	out := []dayOf{spool, fail}
	if len(same.day.Visits) > 0 {
		more, always := same, same
		at := middle(same.day.Visits)
		more.day.Visits = slices.Sorted(slices.Values(append(slices.Clone(same.day.Visits), at)))
		more.limit, more.text = "visit", say.T("one visit more, at %s", Clock(at))
		always.day.Visits = nil
		always.limit, always.text = "visits", say.T("somebody always there")
		out = append(out, more, always)
	}
	return out
}

// middle returns the middle of the longest time between two visits, in whole minutes.
func middle(visits []float64) float64 {
	longest, at := 0.0, 0.0
	for i, v := range visits {
		next := visits[0] + 86400
		if i+1 < len(visits) {
			next = visits[i+1]
		}
		if next-v > longest {
			longest, at = next-v, math.Mod((v+next)/2, 86400)
		}
	}
	return math.Floor(at/60) * 60
}

// nozzle returns the best of the shipped processes with the highest layers on one column, as
// they are and with the speeds of the quality, on the next wider nozzle and top's plate; nil where none is
// possible.
func (s *search) nozzle(top *tried) (*tried, error) {
	wider := profiles.Length(0)
	for _, n := range []profiles.Length{0.4, 0.6, 0.8} {
		if wider == 0 && n > top.trial.Set.Printer.Nozzle+1e-9 {
			wider = n
		}
	}
	if wider == 0 {
		return nil, nil
	}
	var all []candidate
	fast := speedOptions(s.spec.Floor)
	for _, c := range s.highest(s.starts("printer.nozzle=" + wider.String())) {
		all = append(all, c, c.with(s.free(fast[len(fast)-1])))
	}
	found, err := s.all(all...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if found, err = s.all(best(found).on(top.way)); err != nil {
		return nil, err
	}
	if t := best(found); t != nil && t.meets {
		return t, nil
	}
	return nil, nil
}

// highest returns those candidates whose layers are highest of all that the floor allows:
// on a wider nozzle lower layers only take longer.
func (s *search) highest(all []candidate) []candidate {
	top := profiles.Length(0)
	var out []candidate
	for _, c := range all {
		set, err := s.bench.Set(c.process, c.assignments()...)
		if err != nil || !s.spec.Floor.allows(set) {
			continue
		}
		if h := set.Process.LayerHeight; h > top+1e-9 {
			top, out = h, nil
		}
		if set.Process.LayerHeight > top-1e-9 {
			out = append(out, c)
		}
	}
	return out
}

// Clock writes a time of day: 7:00.
func Clock(s float64) string {
	m := int(s/60 + 0.5)
	return say.T("%d:%02d", m/60, m%60).String()
}

// make writes and checks each batch that the best choice starts.
func (s *search) make(r *Result, top *tried) error {
	done := map[int]*job.Report{}
	for i, k := range top.rate.Choice {
		if k < 0 || top.rate.Starts[i] < 1e-3 {
			continue
		}
		b := top.batch[k]
		st := Started{Levels: k + 1, Frames: b.Frames(), S: b.Seconds(), G: b.Grams(), Good: b.Good(s.spec.Hazard), PerDay: top.rate.Starts[i]}
		if len(s.spec.Day.Visits) > 0 {
			st.VisitS = s.spec.Day.Visits[i]
		}
		if done[k] == nil {
			rep, err := job.Run(s.ctx, s.jobOf(top, k+1), nil)
			if err != nil {
				return say.Errorf("the chosen stack of %d: %v", k+1, err)
			}
			done[k] = rep
		}
		st.Job = done[k]
		r.Batches = append(r.Batches, st)
	}
	return nil
}

// jobOf returns the job that prints a stack of n by the choice.
func (s *search) jobOf(top *tried, n int) job.Spec {
	spec := s.spec.Job
	w := top.way
	spec.Process, spec.Set = top.process, append(slices.Clone(spec.Set), top.assignments()...)
	spec.Stack, spec.Columns, spec.Order, spec.Flip, spec.Pillars = n, w.Columns, w.Order, w.Flip, w.Pillars
	spec.Output, spec.DryRun = outputFor(s.spec.Job.Output, n), s.spec.Job.Output == ""
	return spec
}
