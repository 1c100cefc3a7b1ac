package infill

import (
	"cmp"
	"slices"
)

// none is no stroke.
const none = -1

// monotone returns strokes, which are those of rows in turn, ordered into cells, and for
// each the one that follows it in its cell, or none: a cell goes on from row to row as long
// as a stroke has one neighbour above that has no other below. Laid cell by cell, every
// stroke comes after all that it touches below.
func monotone(rows [][]cut, strokes []stroke) (ordered []stroke, after []int32) {
	spans := spansOf(rows)
	up, down := neighbours(spans)
	cell := make([]int, len(spans)) // index of its cell's first stroke
	for i := range spans {
		cell[i] = i
		if len(down[i]) == 1 && len(up[down[i][0]]) == 1 {
			cell[i] = cell[down[i][0]]
		}
	}
	turn := make([]int, len(spans))
	for i := range turn {
		turn[i] = i
	}
	slices.SortStableFunc(turn, func(a, b int) int { return cmp.Compare(cell[a], cell[b]) })
	for k, i := range turn {
		ordered, after = append(ordered, strokes[i]), append(after, none)
		if k > 0 && cell[turn[k-1]] == cell[i] {
			after[k-1] = int32(k)
		}
	}
	return ordered, after
}

// extent is a stroke in its row.
type extent struct {
	row    int
	lo, hi int64
}

// spansOf returns the extents of the strokes that frame.strokes makes of rows.
func spansOf(rows [][]cut) (out []extent) {
	for i, row := range rows {
		for k := 0; k+1 < len(row); k += 2 {
			if row[k].x != row[k+1].x {
				out = append(out, extent{i, row[k].x, row[k+1].x})
			}
		}
	}
	return out
}

// neighbours returns which strokes of the rows above and below each one overlaps.
func neighbours(spans []extent) (up, down [][]int) {
	up, down = make([][]int, len(spans)), make([][]int, len(spans))
	first := 0 // of the row below
	for i, s := range spans {
		for spans[first].row < s.row-1 {
			first++
		}
		for k := first; k < i && spans[k].row < s.row; k++ {
			if spans[k].lo < s.hi && s.lo < spans[k].hi {
				up[k], down[i] = append(up[k], i), append(down[i], k)
			}
		}
	}
	return up, down
}
