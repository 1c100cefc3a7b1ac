package slicer

import (
	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/toolpath"
)

// Cool returns p with its layers' fans set and with layers slowed that would be too
// short to cool, for a plate whose columns, printed layer by layer, share a layer's time.
// p stays as it is; unslowed layers share its paths.
func (s *Slicer) Cool(p *toolpath.Print, columns int) *toolpath.Print {
	out := *p
	out.Layers = append([]toolpath.Layer(nil), p.Layers...)
	for i := range out.Layers {
		l := &out.Layers[i]
		print, travel := s.seconds(l)
		total := float64((print + travel) * float64(columns))
		if i >= s.filament.FanOffLayers {
			l.Fan = s.fan(total)
		}
		if short := float64(s.filament.SlowBelow); print > 0 && total < short {
			l.Paths = s.slowed(l.Paths, print/max(print, short/float64(columns)-travel))
		}
	}
	return &out
}

// seconds returns the time to print l's paths and to travel between them at full speed.
func (s *Slicer) seconds(l *toolpath.Layer) (print, travel float64) {
	for i := range l.Paths {
		p := &l.Paths[i]
		print += p.Seconds(l.Height)
		if i > 0 {
			last := l.Paths[i-1].Points
			d := last[len(last)-1].Dist(p.Points[0]) / geom.Millimetre
			travel += s.travelTime(d, p.Travel)
		}
	}
	return print, travel
}

// slowed returns paths with their speeds multiplied by factor, down to the filament's
// least speed.
func (s *Slicer) slowed(paths []toolpath.Path, factor float64) []toolpath.Path {
	least := float64(s.filament.MinSpeed)
	out := append([]toolpath.Path(nil), paths...)
	for i := range out {
		p := &out[i]
		p.Speed, p.Melt, p.Limit = max(p.Speed*factor, min(p.Speed, least)), p.Melt*factor, toolpath.LimitLayerTime
	}
	return out
}

// fan returns the part cooling of a layer that takes t seconds.
func (s *Slicer) fan(t float64) float64 {
	f := &s.filament
	lo, hi := float64(f.Fan), float64(f.MaxFan)
	long, short := float64(f.FanBelow), float64(f.SlowBelow)
	switch {
	case t >= long || hi <= lo:
		return lo
	case t <= short:
		return hi
	}
	return lo + (hi-lo)*(long-t)/(long-short)
}
