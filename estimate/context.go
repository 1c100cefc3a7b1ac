package estimate

// place is where in the file a move belongs.
type place struct {
	layer, object, level int32
}

// ringSize is how many places are remembered: more than moves wait in a planner.
const ringSize = 1 << 16

// ring remembers the places of the moves that are not timed yet.
type ring struct {
	places []place
	last   int
}

// add returns the index of a place, a new one where it is not the last.
func (r *ring) add(p place) int {
	if len(r.places) > 0 && r.places[r.last] == p {
		return r.last
	}
	if len(r.places) < ringSize {
		r.places = append(r.places, p)
		r.last = len(r.places) - 1
		return r.last
	}
	r.last = (r.last + 1) % ringSize
	r.places[r.last] = p
	return r.last
}

// tag packs where a move belongs: 32 bits of line, 16 of place, 16 of feature.
func tag(line, place, feature int) uint64 {
	return uint64(uint32(line))<<32 | uint64(place)<<16 | uint64(feature)
}

func untag(t uint64) (line, place, feature int) {
	return int(t >> 32), int(t >> 16 & 0xffff), int(t & 0xffff)
}
