package roster

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// jobs returns the distinct prints of the batches and names them there.
func (m *model) jobs(batches []Batch) []Job {
	var jobs []Job
	at := map[Job]int{}
	for i := range batches {
		b := &batches[i]
		u := m.unitOf[b.Printer]
		p := u.paces[slices.Index(m.classes, class{b.Design, b.Material})]
		job := Job{
			Printer: u.printer.Printer, Nozzle: float64(u.printer.Nozzle), Process: u.printer.Process,
			Design: b.Design, Material: b.Material, Frames: b.Frames, Seconds: float64(p.seconds(b.Frames)), Grams: b.Grams,
		}
		k, known := at[job]
		if !known {
			k = len(jobs)
			at[job] = k
			jobs = append(jobs, job)
			jobs[k].ID = job.name()
		}
		jobs[k].Batches++
		b.Job = jobs[k].ID
	}
	slices.SortFunc(jobs, func(a, b Job) int {
		return cmp.Or(cmp.Compare(a.Printer, b.Printer), cmp.Compare(a.Design, b.Design), cmp.Compare(a.Frames, b.Frames), cmp.Compare(a.ID, b.ID))
	})
	return jobs
}

// name returns the id of a job, which is good for a file's name.
func (j Job) name() string {
	name := j.Printer
	if j.Nozzle > 0 {
		name += "-" + strconv.FormatFloat(j.Nozzle, 'f', -1, 64)
	}
	if j.Process != "" {
		name += "-" + j.Process
	}
	name = fmt.Sprintf("%s-%s-%s-%d", name, j.Design, j.Material, j.Frames)
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>| `, r) {
			return '-'
		}
		return r
	}, name)
}

// makerRows returns what is asked of each maker who prints.
func (m *model) makerRows() []Maker {
	rows := make([]Maker, len(m.makers))
	for i, k := range m.makers {
		rows[i] = Maker{ID: k.ID, Hands: make([]float64, len(k.hands)), Grams: map[string]float64{}, Buy: map[string]int{}}
	}
	for _, b := range m.batches {
		row := &rows[m.rank[b.Maker]]
		row.Batches++
		row.Frames += b.Frames
		row.Grams[b.Material] += b.Grams
		p := m.unitOf[b.Printer].paces[slices.Index(m.classes, class{b.Design, b.Material})]
		row.Hands[int(b.Start.Day()-m.from)/7] += float64(m.hands(p, b.Frames)) / 3600
	}
	for i, k := range m.makers {
		for _, s := range k.spools {
			if s.Batches > 0 {
				rows[i].Spools++
			}
			if s.Buy {
				rows[i].Buy[s.Material]++
			}
		}
	}
	return slices.DeleteFunc(rows, func(r Maker) bool { return r.Batches == 0 })
}

// spoolRows returns the spools that are used.
func (m *model) spoolRows() []Spool {
	var rows []Spool
	for _, k := range m.makers {
		for _, s := range k.spools {
			if s.Batches > 0 {
				row := s.Spool
				row.After = s.left
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// sure is the confidence of what is called P90.
const sure = 0.9

// allowance is how many frames have to be printed so that some good ones come of them
// with confidence q, where a share s is lost: the good ones of M are taken to be normal,
// with mean M(1-s) and variance M times vary.
func allowance(good int, s, vary, q float64) float64 {
	if good == 0 {
		return 0
	}
	z := distuv.UnitNormal.Quantile(q)
	spread := float64(z * math.Sqrt(vary))
	root := (spread + math.Sqrt(float64(spread*spread)+float64(4*(1-s)*float64(good)))) / (2 * (1 - s))
	return root * root
}

// variance returns the variance of the good ones among what r's batches print, for each
// frame: of failures what each batch's height makes of them, or of a share that is lost,
// where a failure takes its whole batch with it.
func (m *model) variance(r *Roster) float64 {
	printed, clump, spread := 0.0, 0.0, 0.0
	for _, b := range r.Batches {
		printed += float64(b.Frames)
		clump += float64(float64(b.Frames) * float64(b.Frames))
		p := m.unitOf[b.Printer].paces[slices.Index(m.classes, class{b.Design, b.Material})]
		spread += p.spread[b.Frames]
	}
	if printed == 0 {
		return 0
	}
	if m.FailHour == 0 && m.FailFrame == 0 {
		return m.lost * (1 - m.lost) * clump / printed
	}
	return spread / printed
}

// needs returns what the plan takes and what has to be bought.
func (m *model) needs(r *Roster) []Need {
	good := 0
	for _, o := range r.Orders {
		good += o.Planned
	}
	s, vary := m.lost, m.variance(r)
	needs := m.filament(r, allowance(good, s, vary, sure)/math.Max(1, allowance(good, s, vary, 0.5)))
	finished := good
	for _, x := range m.ready {
		finished += x.frames
	}
	spoilt := float64(m.Spoilage) // of what goes on a frame, whatever becomes of prints
	for _, x := range m.items() {
		n := Need{Item: x.name, Unit: x.unit, Each: x.step}
		for _, s := range m.Stock {
			n.Have += float64(float64(x.has(s)) * x.step)
		}
		n.P50 = roundUp(allowance(finished, spoilt, spoilt*(1-spoilt), 0.5)*x.each, x.step)
		n.P90 = roundUp(allowance(finished, spoilt, spoilt*(1-spoilt), sure)*x.each, x.step)
		n.Buy50, n.Buy90 = math.Max(0, n.P50-n.Have), math.Max(0, n.P90-n.Have)
		needs = append(needs, n)
	}
	return needs
}

// roundUp returns x as the next multiple of by.
func roundUp(x, by float64) float64 { return math.Max(0, math.Ceil(x/by-1e-9)) * by }

// filament returns what the plan takes of each material, and how many spools have to be
// bought; more is what nine in ten cases need of it.
func (m *model) filament(r *Roster, more float64) []Need {
	var needs []Need
	for _, material := range m.materials {
		n := Need{Item: "filament", Of: material, Unit: "kg", Each: float64(m.Spool) / 1000}
		for _, b := range r.Batches {
			if b.Material == material {
				n.P50 += b.Grams / 1000
			}
		}
		for _, s := range m.Spools {
			if s.Material == material {
				n.Have += float64(s.Left) / 1000
			}
		}
		for _, s := range r.Spools {
			if s.Buy && s.Material == material {
				n.Buy50++
			}
		}
		n.P90 = float64(n.P50 * more)
		n.Buy90 = n.Buy50 + math.Ceil((n.P90-n.P50)/n.Each)
		if n.P50 > 0 {
			needs = append(needs, n)
		}
	}
	return needs
}
