package geom

// SegmentDistance returns the distance in nanometres from p to the segment ab.
func SegmentDistance(p, a, b Point) float64 {
	return p.Dist(NearestOnSegment(p, a, b))
}

// NearestOnSegment returns the point of segment ab nearest to p, rounded to the grid.
func NearestOnSegment(p, a, b Point) Point {
	abx, aby := float64(b.X-a.X), float64(b.Y-a.Y)
	apx, apy := float64(p.X-a.X), float64(p.Y-a.Y)
	l2 := float64(abx*abx) + float64(aby*aby)
	if l2 == 0 {
		return a
	}
	return a.Lerp(b, min(1, max(0, (float64(apx*abx)+float64(apy*aby))/l2)))
}
