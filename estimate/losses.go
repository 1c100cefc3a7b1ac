package estimate

import (
	"math"

	"github.com/visiere/visiere/motion"
)

// Losses tells where the time goes that is not spent laying material at the speed asked
// for, in s. They overlap (a travel also accelerates), so they do not add up.
type Losses struct {
	// Acceleration is how much longer all moves take than without any acceleration, at the
	// speeds asked for and allowed.
	Acceleration float64 `json:"acceleration"`
	// SpeedLimits is how much longer moves take because the printer's limits are under the
	// speed asked for.
	SpeedLimits float64 `json:"speed_limits"`
	Travel      float64 `json:"travel"`     // all moves without filament
	Retraction  float64 `json:"retraction"` // pulling back, pushing again, wiping
	// MinLayerTime is how much longer the layers take that were slowed down to their least
	// time, against the fastest layer of the same feature; nil where that cannot be told:
	// the file and the profiles do not tell the least time, or a feature has no layer that
	// takes longer.
	MinLayerTime *float64 `json:"min_layer_time,omitempty"`
}

// strand sums what is laid of a feature in a layer.
type strand struct {
	layer   int32
	feature int32
	mm, s   float64 // s at the speed asked for
}

// The least of a feature in a layer that tells its speed, in mm, and how many strands
// are kept.
const (
	tellingMM  = 20
	maxStrands = 1 << 18
)

// pace sums what moves would take without acceleration.
type pace struct {
	asked, capped float64 // s
	strands       []strand
	full          bool // there were more strands
}

// move adds a move of the given length and speeds to the sums.
func (p *pace) move(d, asked, capped float64) {
	p.asked += d / asked
	p.capped += d / capped
}

// lay notes mm of a feature in a layer, laid in s at the speed asked for.
func (p *pace) lay(layer, feature int, mm, s float64) {
	for i := len(p.strands) - 1; i >= 0 && p.strands[i].layer == int32(layer); i-- {
		if p.strands[i].feature == int32(feature) {
			p.strands[i].mm += mm
			p.strands[i].s += s
			return
		}
	}
	if len(p.strands) == maxStrands {
		p.full = true
		return
	}
	p.strands = append(p.strands, strand{int32(layer), int32(feature), mm, s})
}

// slowed returns the seconds that layers of at most the least time lost, against the
// fastest layer of the same feature, and whether that can be told: a feature that is in
// slowed layers alone has none to be held against. The first layer has rules of its own
// and is left out.
func (p *pace) slowed(layerS []float64, least float64) (lost float64, ok bool) {
	fastest := map[int32]float64{}
	for _, s := range p.strands {
		if s.layer > 0 && s.mm > tellingMM && layerS[s.layer] > least*slowedLayer {
			fastest[s.feature] = max(fastest[s.feature], s.mm/s.s)
		}
	}
	for _, s := range p.strands {
		if s.layer < 1 || s.mm <= tellingMM || layerS[s.layer] > least*slowedLayer {
			continue
		}
		v := fastest[s.feature]
		if v == 0 {
			return 0, false
		}
		lost += max(0, s.s-s.mm/v)
	}
	return lost, true
}

// slowedLayer is how much longer than the least time a layer may be that was slowed down
// to it: slicers reckon without acceleration.
const slowedLayer = 1.15

// length returns the mm of a move as its feed rate counts them: of X, Y and Z, or of E.
func length(m *motion.Move) float64 {
	if d := math.Sqrt(float64(m.D[motion.X]*m.D[motion.X]) + float64(m.D[motion.Y]*m.D[motion.Y]) + float64(m.D[motion.Z]*m.D[motion.Z])); d > 0 {
		return d
	}
	return math.Abs(m.D[motion.E])
}

// losses returns where the time was lost. The features and the layers are final.
func (e *Estimator) losses() Losses {
	f := e.features.seconds
	l := Losses{
		Acceleration: max(0, e.est.MotionS-f[dwell]-e.pace.capped),
		SpeedLimits:  max(0, e.pace.capped-e.pace.asked),
		Travel:       f[travel] + f[lift],
		Retraction:   f[retract] + f[unretract] + f[wipe],
	}
	if e.opt.MinLayerS > 0 && !e.pace.full {
		if s, ok := e.pace.slowed(e.layers.seconds, e.opt.MinLayerS); ok {
			l.MinLayerTime = &s
		}
	}
	return l
}
