package tune

import (
	"context"
	"slices"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/yield"
)

// Choice is a way to print with what it gives. Times are s, filament g.
type Choice struct {
	Process string   `json:"process"` // that the changes are made to
	Changes []string `json:"changes"`
	job.Way
	Layer      float64 `json:"layer_mm"`
	Fill       float64 `json:"fill"`
	FrameS     float64 `json:"frame_s"` // of a frame of a stack of ten, or as many as hold
	FrameG     float64 `json:"frame_g"`
	Stiffness  float64 `json:"stiffness"` // in the frame's plane, as a share of a solid one's
	Most       int     `json:"most_levels"`
	Meets      bool    `json:"meets_quality"`
	Sampled    bool    `json:"sampled"` // seconds, grams and stiffness are about right: of every fifth layer
	yield.Rate         // in the long run
	// Levels is how high a stack to start at each visit; 0: none.
	Levels []int `json:"levels"`
}

// Result is what tuning found.
type Result struct {
	Frame    string       `json:"frame"`
	Printer  string       `json:"printer"`
	Filament string       `json:"filament"`
	Quality  Floor        `json:"quality"`
	Visits   []float64    `json:"visits_s"` // after midnight; none: somebody is always there
	Hazard   yield.Hazard `json:"hazard"`
	Tried    int          `json:"tried"`
	Sliced   int          `json:"sliced"`
	Glanced  int          `json:"glanced"` // besides: by every fifth layer alone, which showed that they are not the best
	Best     Choice       `json:"best"`
	Shipped  []Choice     `json:"shipped"` // processes as they are, in the same way on the plate
	Front    []Choice     `json:"front"`   // no other tried has less time, less filament and more stiffness
	Reasons  []Reason     `json:"reasons"`
	Relaxed  []Relaxed    `json:"relaxed"` // the most worth first
	Hazards  []Sweep      `json:"hazards"`
	Plates   []Choice     `json:"plates"` // the best process in each way on the plate
	Batches  []Started    `json:"batches"`
	Warnings []say.Text   `json:"warnings"`
	Why      say.Text     `json:"why_no_higher"`

	fixed []string // changes that the spec asked for
	dots  []*tried // all that was tried on one column
}

// Started is a batch that is started at a visit.
type Started struct {
	VisitS float64     `json:"visit_s"` // after midnight
	Levels int         `json:"levels"`
	Frames int         `json:"frames"`
	S      float64     `json:"s"`
	G      float64     `json:"g"`
	Good   float64     `json:"good"`       // frames expected
	PerDay float64     `json:"starts_day"` // how often it is started in the long run
	Job    *job.Report `json:"job"`        // the batch as it was written and checked
}

// defaultTries is enough for every dimension to be gone through twice, from two starts.
const defaultTries = 150

// leastTries is what is left for frames of walls and fill, whatever solid ones took.
const leastTries = 30

// Tune looks for the most good frames a day. What it chooses is sliced, written to
// spec.Job.Output, where that names a file, and checked like every job.
//
// The result depends on spec alone, not on how many processors there are.
//
// Errors: a spec that cannot be, those of job.Run, ctx's; no candidate can be printed.
func Tune(ctx context.Context, spec Spec, progress job.Progress) (*Result, error) {
	if err := spec.check(); err != nil {
		return nil, err
	}
	s, err := newSearch(ctx, &spec, progress)
	if err != nil {
		return nil, err
	}
	top, held, err := s.process()
	if err != nil {
		return nil, err
	}
	s.say(say.T("trying plates"), 0.7)
	plates, err := s.plates(top, held)
	if err != nil {
		return nil, err
	}
	found := top.candidate
	top = best(plates)
	shipped, err := s.shipped(top.way)
	if err != nil {
		return nil, err
	}
	plates = slices.DeleteFunc(plates, func(t *tried) bool { return t.on(found.way).key() != found.key() })
	r := s.result(top, plates, shipped)
	s.say(say.T("trying what would give more"), 0.8)
	if err := s.explain(r, top); err != nil {
		return nil, err
	}
	r.Tried, r.Sliced, r.Glanced = len(s.order), s.bench.Slices(), len(s.cut)
	s.say(say.T("writing and checking"), 0.9)
	return r, s.make(r, top)
}

func newSearch(ctx context.Context, spec *Spec, progress job.Progress) (*search, error) {
	if progress == nil {
		progress = func(say.Text, float64) {}
	}
	progress(say.T("reading the frame"), 0)
	bench, err := job.NewBench(spec.Job)
	if err != nil {
		return nil, err
	}
	tries := spec.Tries
	if tries == 0 {
		tries = defaultTries
	}
	return &search{ctx: ctx, spec: spec, bench: bench, known: map[string]*tried{}, seen: map[string]*tried{}, left: tries, say: progress}, nil
}

// behind is how many times longer a frame of one kind, solid or of walls and fill, may take
// than the best of the other before no more ways to print it are tried.
const behind = 1.1

// process finds the best process on one column, and reports whether plain stacks of it
// are as high as the printer: it climbs from the best start, solid, and from the best
// start that is not, from the better of these first, and from the other where it is not far
// behind.
func (s *search) process() (top *tried, held bool, err error) {
	found, err := s.all(s.starts()...)
	if err != nil {
		return nil, false, err
	}
	if len(found) == 0 {
		return nil, false, s.impossible()
	}
	floor := s.spec.Floor
	from, err := s.kinds(found)
	for i, t := range from {
		if err != nil {
			return nil, false, err
		}
		if i > 0 && top.meets && t.sec >= behind*top.sec {
			break
		}
		if i > 0 {
			s.left = max(s.left, leastTries)
		}
		if t, err = s.climb(t, top, space(t.trial.Set, floor, t.isSolid())...); err == nil && t.better(top) {
			top = t
		}
	}
	if err != nil {
		return nil, false, err
	}
	if !top.meets {
		return nil, false, say.Errorf("no way to print that was tried reaches the quality %s: the best has %.0f %% of a solid frame's stiffness; ask for less (--quality, --stiffness)",
			floor.Name, 100*top.trial.Stiffness)
	}
	top, err = s.plain(top)
	return top, top != nil && !top.trial.Unheld, err
}

// kinds returns the best start that is solid and the best that is not, with the best fill
// and walls, where there are such: the better first.
func (s *search) kinds(found []*tried) ([]*tried, error) {
	solid, err := s.all(best(found).with(s.free([]string{"process.fill=100%"})))
	if err != nil {
		return nil, err
	}
	var out []*tried
	isSparse := func(t *tried) bool { return !t.isSolid() }
	if t := best(slices.DeleteFunc(append(solid, found...), isSparse)); t != nil {
		out = append(out, t)
	}
	if t := best(slices.DeleteFunc(slices.Clone(found), (*tried).isSolid)); t != nil {
		if t, err = s.climb(t, nil, fillOptions()); err != nil {
			return nil, err
		}
		if out = append(out, t); t.better(out[0]) {
			slices.Reverse(out)
		}
	}
	return out, nil
}

// isSolid reports whether t fills its frames.
func (t *tried) isSolid() bool { return t.trial.Set.Process.Fill >= 1 }

// floored returns what a start must give up for the floor.
func (s *search) floored(c candidate) []string {
	set, err := s.bench.Set(c.process, c.assignments()...)
	if err != nil {
		return nil
	}
	var out []string
	f, p := s.spec.Floor, &set.Process
	for _, k := range []struct {
		key       string
		now, most profiles.Speed
	}{{"external_perimeter", p.ExternalPerimeterSpeed, f.Outer}, {"small_perimeter", p.SmallPerimeterSpeed, f.Small}, {"first_layer", p.FirstLayerSpeed, f.First}} {
		if k.now > k.most {
			out = append(out, "process."+k.key+"_speed="+k.most.String())
		}
	}
	return out
}

// impossible says why the spec's own process cannot be printed.
func (s *search) impossible() error {
	set, err := s.bench.Set(s.spec.Job.Process)
	if err == nil {
		_, err = s.bench.Try(set, job.Way{Columns: 1})
	}
	if err == nil {
		err = say.Errorf("no process can be printed by this nozzle")
	}
	return err
}

// plates tries the best process of one column, and every shipped one that meets the floor
// as it is, in every way on the plate that could be better than a single column: so the best
// of them is never worse than any shipped process is on any plate.
func (s *search) plates(top *tried, held bool) ([]*tried, error) {
	ways, err := s.ways(held)
	if err != nil {
		return nil, err
	}
	shipped, err := s.shipped(job.Way{Columns: 1})
	if err != nil {
		return nil, err
	}
	on := func(ways []job.Way) (all []candidate) {
		for _, w := range ways {
			all = append(all, top.on(w))
			for _, t := range shipped {
				if t.meets {
					all = append(all, t.on(w))
				}
			}
		}
		return all
	}
	several := slices.IndexFunc(ways, func(w job.Way) bool { return w.Columns > 1 })
	if several < 0 {
		several = len(ways)
	}
	found, err := s.all(on(ways[:several])...)
	if err != nil {
		return nil, err
	}
	more, err := s.all(on(s.worthwhile(ways[several:], found))...)
	return append(found, more...), err
}

// worthwhile returns those ways with which at least the best of single columns could be
// reached: at every visit each column gives no more frames than a single one holds.
func (s *search) worthwhile(ways []job.Way, single []*tried) []job.Way {
	top, visits := best(single), len(s.spec.Day.Visits)
	if top == nil || visits == 0 {
		return ways
	}
	return slices.DeleteFunc(ways, func(w job.Way) bool {
		most := 0
		for _, t := range single {
			if t.way.Flip == w.Flip && t.way.Pillars == w.Pillars {
				most = max(most, t.trial.Most)
			}
		}
		return float64(visits*w.Columns*most) < top.rate.GoodPerDay
	})
}

// choice tells of a candidate.
func (t *tried) choice() Choice {
	p := &t.trial.Set.Process
	c := Choice{Process: t.process, Changes: t.assignments(), Way: t.way, Layer: float64(p.LayerHeight), Fill: float64(p.Fill),
		FrameS: t.sec, FrameG: t.gram, Stiffness: t.trial.Stiffness, Most: t.trial.Most, Meets: t.meets, Sampled: t.trial.Sampled, Rate: t.rate}
	for _, k := range t.rate.Choice {
		c.Levels = append(c.Levels, k+1)
	}
	return c
}

// result tells what was found.
func (s *search) result(top *tried, plates, shipped []*tried) *Result {
	r := &Result{Frame: s.bench.Name(), Printer: top.trial.Set.Printer.Name, Filament: top.trial.Set.Filament.Name,
		Quality: s.spec.Floor, Visits: s.spec.Day.Visits, Hazard: s.spec.Hazard, Best: top.choice(), Front: front(s.looked()),
		Hazards: s.sweep(top), Warnings: s.bench.Warnings(), Why: top.trial.Why, fixed: s.spec.Job.Set, dots: s.looked()}
	for _, t := range shipped {
		r.Shipped = append(r.Shipped, t.choice())
	}
	for _, t := range plates {
		r.Plates = append(r.Plates, t.choice())
	}
	return r
}

// looked returns all that was tried or glanced at.
func (s *search) looked() []*tried { return append(slices.Clone(s.order), s.cut...) }

// Sweep is what the best process gives where prints fail more or less often, with the
// heights that are best then.
type Sweep struct {
	Times      float64 `json:"times"` // the hazard
	GoodPerDay float64 `json:"good_per_day"`
	Levels     []int   `json:"levels"`
}

// sweep tries other hazards.
func (s *search) sweep(t *tried) []Sweep {
	var out []Sweep
	for _, f := range []float64{0, 0.5, 1, 2, 4, 8} {
		rate := s.spec.Day.Best(t.batch, s.spec.Hazard.Times(f))
		w := Sweep{Times: f, GoodPerDay: rate.GoodPerDay}
		for _, k := range rate.Choice {
			w.Levels = append(w.Levels, k+1)
		}
		out = append(out, w)
	}
	return out
}
