package mesh

import (
	"math"
)

// Stacked says of a mesh that is a stack of frames already, not one frame, how it is made.
type Stacked struct {
	Levels  int     `json:"levels"`
	Height  float64 `json:"height_mm"` // of the lowest frame
	Pitch   float64 `json:"pitch_mm"`  // from a frame to the next, in the mean
	Gap     float64 `json:"gap_mm"`    // the narrowest
	Islands int     `json:"islands"`   // that join two frames across a gap, larger than 0.5 mm2
	Joined  float64 `json:"joined_mm2"`
}

const (
	// widestGap is how far apart, mm, frames of a ready-made stack are at most.
	widestGap = 2.0
	// leastFace is how large, mm2, the faces on both sides of a gap are at least.
	leastFace = 20.0
	// mostJoined is how much of the smaller of them may be joined across the gap.
	mostJoined = 0.3
	// evenly is how much, mm, frames of a stack may differ in height.
	evenly = 0.2
)

// gap is a range of heights between two frames.
type gap struct{ from, to float64 }

// Stacked returns how m is made where it is a stack of equally high frames with gaps
// between them, nil where it is not: at each gap, faces that look up and faces that look
// down lie close to each other with little or nothing between them.
func (m *Mesh) Stacked() *Stacked {
	gaps := m.gaps()
	if len(gaps) == 0 {
		return nil
	}
	s := &Stacked{Levels: len(gaps) + 1, Height: gaps[0].from, Gap: math.Inf(1)}
	floor := 0.0
	for _, g := range append(gaps, gap{m.Size().Z, math.Inf(1)}) {
		if math.Abs(g.from-floor-s.Height) > evenly {
			return nil
		}
		s.Gap, floor = min(s.Gap, g.to-g.from), g.to
	}
	s.Pitch = math.Round(gaps[len(gaps)-1].to/float64(len(gaps))*1e6) / 1e6
	s.Gap = math.Round(s.Gap*1e6) / 1e6
	joint := m.Section((gaps[0].from + gaps[0].to) / 2)
	s.Islands, _ = rings(joint)
	s.Joined = joint.Area()
	return s
}

// gaps returns where m is all but parted by two faces, from the lowest up.
func (m *Mesh) gaps() []gap {
	var out []gap
	flats := m.Flats()
	for i, top := range flats {
		if top.Up < leastFace {
			continue
		}
		for _, base := range flats[i+1:] {
			if base.Z-top.Z > widestGap {
				break
			}
			if base.Down < leastFace {
				continue
			}
			if m.Section((top.Z+base.Z)/2).Area() <= mostJoined*min(top.Up, base.Down) {
				if n := len(out); n > 0 && out[n-1].to == base.Z {
					out = out[:n-1] // a step below the top
				}
				out = append(out, gap{top.Z, base.Z})
			}
			break
		}
	}
	return out
}
