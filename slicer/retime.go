package slicer

import "github.com/visiere/visiere/toolpath"

// Retime returns p, which was sliced by a set that differs from s's in speeds but those of
// travels, in accelerations, flow caps and fans alone, with those of s's: what Slice would
// return, at a hundredth of its cost. p stays as it is; both share their points.
func (s *Slicer) Retime(p *toolpath.Print) *toolpath.Print {
	out := *p
	out.Layers = append([]toolpath.Layer(nil), p.Layers...)
	for i := range out.Layers {
		l := &out.Layers[i]
		again := layer{first: i == 0, paths: append([]toolpath.Path(nil), l.Paths...)}
		s.speeds(&again)
		for k := range again.paths {
			if q := &again.paths[k]; q.Fan >= 0 {
				q.Fan = float64(s.filament.BridgeFan)
			}
		}
		l.Paths = again.paths
	}
	return &out
}
