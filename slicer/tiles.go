package slicer

import (
	"math"
	"slices"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

const (
	// tileSide is the side of a tile, mm, of which one plot is made: it reaches tileRim around it, which is
	// more than a move does.
	tileSide = 4.2
	tileRim  = (plotSide*plotPixel - tileSide) / 2
	// tileCells is how many cells make a tile's side: it begins at any of them.
	tileCells = 7
	// tileNear is how far around busy places, mm, there are tiles.
	tileNear = 0.8
)

// edge is a piece of an outline, with the part on its left.
type edge struct{ a, b geom.Vec }

// candidate is a spot whose edges are tried, and which may be an end.
type candidate struct {
	track, spot int
	vain        [3]int  // the number of moves in the plot when it was tried in vain: left, right, end; from 1
	quiet       [2]bool // where nothing was amiss then, left and right
}

// tile is a square of the plane in which edges are tried.
type tile struct {
	middle     geom.Vec // tilted
	row        int
	candidates []candidate
	ribbons    []ribbon
}

// tiling is the tiles of the plane, in rows: a row begins where something is busy, and so does each of its tiles.
type tiling struct {
	corner geom.Vec // of the cells, tilted
	nx, ny int      // columns and rows of cells
	busy   []bool   // by cell: whether it is near a busy place
	starts []int    // of rows of tiles: their first rows of cells
	row    []int    // by row of cells: the first row of tiles that ends after it
	number []int32  // by row of tiles and column of cells: of the tile there, from 1
	tiles  []tile
	rows   [][]edge // of the outline, by row of tiles, as far as they are seen there
}

// cell returns the column and row of the cell that holds a tilted place.
func (t *tiling) cell(v geom.Vec) (x, y int) {
	v = v.Sub(t.corner).Mul(tileCells / tileSide)
	return int(math.Floor(v.X)), int(math.Floor(v.Y))
}

// tileAt returns the tile that holds a tilted place, nil where there is none, and whether something near there is busy.
func (t *tiling) tileAt(v geom.Vec) (in *tile, busy bool) {
	x, y := t.cell(v)
	if x < 0 || y < 0 || x >= t.nx || y >= t.ny {
		return nil, false
	}
	row := t.row[y]
	if row == len(t.starts) || t.starts[row] > y || t.number[row*t.nx+x] == 0 {
		return nil, false
	}
	return &t.tiles[t.number[row*t.nx+x]-1], t.busy[y*t.nx+x]
}

// cover makes tiles that hold all within tileNear of places.
func (t *tiling) cover(places []geom.Vec) {
	far := geom.V(math.Inf(-1), math.Inf(-1))
	t.corner = far.Mul(-1)
	for _, p := range places {
		p = tilted(p)
		t.corner, far = geom.V(min(t.corner.X, p.X), min(t.corner.Y, p.Y)), geom.V(max(far.X, p.X), max(far.Y, p.Y))
	}
	near := geom.V(tileNear, tileNear)
	t.corner = t.corner.Sub(near)
	x, y := t.cell(far.Add(near))
	t.nx, t.ny = x+1, y+1
	t.busy = append(t.busy[:0], make([]bool, t.nx*t.ny)...)
	for _, p := range places {
		p = tilted(p)
		x0, y0 := t.cell(p.Sub(near))
		x1, y1 := t.cell(p.Add(near))
		x0, x1 = max(0, x0), min(t.nx-1, x1)
		for y := max(0, y0); y <= min(t.ny-1, y1); y++ {
			for x := x0; x <= x1; x++ {
				t.busy[y*t.nx+x] = true
			}
		}
	}
	t.tiles, t.starts, t.row, t.number = t.tiles[:0], t.starts[:0], t.row[:0], t.number[:0]
	for y := 0; y < t.ny; {
		if !slices.Contains(t.busy[y*t.nx:][:t.nx], true) {
			t.row = append(t.row, len(t.starts))
			y++
			continue
		}
		end := min(y+tileCells, t.ny)
		t.addRow(y, end)
		for ; y < end; y++ {
			t.row = append(t.row, len(t.starts)-1)
		}
	}
}

// addRow makes the tiles of the rows of cells from y to before end.
func (t *tiling) addRow(y, end int) {
	t.starts = append(t.starts, y)
	t.number = append(t.number, make([]int32, t.nx)...)
	numbers := t.number[len(t.number)-t.nx:]
	for x := 0; x < t.nx; x++ {
		for k := y; k < end; k++ {
			if t.busy[k*t.nx+x] {
				t.add(numbers[x:min(x+tileCells, t.nx)], x, y)
				x += tileCells - 1
				break
			}
		}
	}
}

// add makes the tile that has numbers in its row, from column x and row y of cells on.
func (t *tiling) add(numbers []int32, x, y int) {
	n := len(t.tiles) + 1
	for k := range numbers {
		numbers[k] = int32(n)
	}
	t.tiles = slices.Grow(t.tiles, 1)[:n] // with its memory
	made := &t.tiles[n-1]
	made.middle = t.corner.Add(geom.V(float64(x)+tileCells/2.0, float64(y)+tileCells/2.0).Mul(tileSide / tileCells))
	made.row, made.candidates, made.ribbons = len(t.starts)-1, made.candidates[:0], made.ribbons[:0]
}

// between returns the rows of tiles from the first one to before the last one that hold some of what lies between two
// heights.
func (t *tiling) between(low, high float64) (from, to int) {
	_, y0 := t.cell(geom.V(0, low))
	_, y1 := t.cell(geom.V(0, high))
	if y0 = max(0, y0); y0 >= t.ny {
		return 0, 0
	}
	from = t.row[y0]
	for to = from; to < len(t.starts) && t.starts[to] <= y1; to++ {
	}
	return from, to
}

// deal tells the tiles what they hold and see.
func (t *tiling) deal(tracks []track, region polygon.Region) {
	for i := range tracks {
		q, last := tracks[i].spots, len(tracks[i].spots)-1
		var was geom.Vec
		for k := range q {
			at := tilted(q[k].at)
			if k > 0 {
				t.see(q, i, k, was, at)
			}
			was = at
			if tracks[i].closed && (k == 0 || k == last) {
				continue
			}
			if in, busy := t.tileAt(at); busy {
				in.candidates = append(in.candidates, candidate{track: i, spot: k})
			}
		}
	}
	t.rows = slices.Grow(t.rows, max(0, len(t.starts)-len(t.rows)))[:len(t.starts)] // with their memory
	for y := range t.rows {
		t.rows[y] = t.rows[y][:0]
	}
	for _, ring := range region {
		for k := range ring {
			e := edge{ring[k].Vec(), ring[(k+1)%len(ring)].Vec()}
			a, b := tilted(e.a), tilted(e.b)
			from, to := t.between(min(a.Y, b.Y)-tileRim, max(a.Y, b.Y)+tileRim)
			for row := from; row < to; row++ {
				t.rows[row] = append(t.rows[row], e)
			}
		}
	}
}

// see tells the tiles that see it of the strip to spot k of track i, tilted from p to q.
func (t *tiling) see(spots []spot, i, k int, p, q geom.Vec) {
	far := tileRim + float64(reachOf/2*max(spots[k-1].width, spots[k].width))
	x0, _ := t.cell(geom.V(min(p.X, q.X)-far, 0))
	x1, _ := t.cell(geom.V(max(p.X, q.X)+far, 0))
	x0, x1 = max(0, x0), min(t.nx-1, x1)
	from, to := t.between(min(p.Y, q.Y)-far, max(p.Y, q.Y)+far)
	for row := from; row < to; row++ {
		was := int32(0)
		for x := x0; x <= x1; x++ {
			n := t.number[row*t.nx+x]
			if n == was {
				continue
			}
			if was = n; n == 0 {
				continue
			}
			seen := &t.tiles[n-1].ribbons
			if l := len(*seen) - 1; l >= 0 && (*seen)[l].track == i && (*seen)[l].to == k-1 {
				(*seen)[l].to = k
			} else {
				*seen = append(*seen, ribbon{i, k, k})
			}
		}
	}
}
