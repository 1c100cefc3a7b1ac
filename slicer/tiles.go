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
	// tileSteps is how many cells of a row make a tile: it begins at any of them.
	tileSteps = 7
	// tileNear is how far around busy places, mm, there are tiles.
	tileNear = 0.8
)

// edge is a piece of an outline, with the part on its left.
type edge struct{ a, b geom.Vec }

// candidate is a spot whose edges are tried, and which may be an end.
type candidate struct {
	track, spot int
	vain        [3]int // the number of moves in the plot when it was tried in vain: left, right, end; from 1
}

// tile is a square of the plane in which edges are tried.
type tile struct {
	middle     geom.Vec // tilted
	row        int
	candidates []candidate
	ribbons    []ribbon
}

// tiling is the tiles of the plane, in rows, each of which begins where something is busy.
type tiling struct {
	corner geom.Vec // of the cells
	nx, ny int      // columns of cells, and rows
	number []int32  // of the tile that a cell is in, by column and row, from 1
	tiles  []tile
	rows   [][]edge // of the outline, by row of tiles, as far as they are seen there
}

// cell returns the column of cells and the row of tiles that hold a tilted place.
func (t *tiling) cell(v geom.Vec) (x, y int) {
	v = v.Sub(t.corner).Mul(1 / tileSide)
	return int(math.Floor(v.X * tileSteps)), int(math.Floor(v.Y))
}

// tileAt returns the tile that holds a tilted place, nil where there is none.
func (t *tiling) tileAt(v geom.Vec) *tile {
	x, y := t.cell(v)
	if x < 0 || y < 0 || x >= t.nx || y >= t.ny || t.number[y*t.nx+x] <= 0 {
		return nil
	}
	return &t.tiles[t.number[y*t.nx+x]-1]
}

// cover makes tiles that hold all within tileNear of places, in each row from where there is something on.
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
	t.number, t.tiles = append(t.number[:0], make([]int32, t.nx*t.ny)...), t.tiles[:0]
	const wanted = -1
	for _, p := range places {
		p = tilted(p)
		x0, y0 := t.cell(p.Sub(near))
		x1, y1 := t.cell(p.Add(near))
		for y := max(0, y0); y <= min(t.ny-1, y1); y++ {
			for x := max(0, x0); x <= min(t.nx-1, x1); x++ {
				t.number[y*t.nx+x] = wanted
			}
		}
	}
	for y := range t.ny {
		row := t.number[y*t.nx:][:t.nx]
		for x := 0; x < t.nx; x++ {
			if row[x] == wanted {
				t.add(row[x:min(x+tileSteps, t.nx)], x, y)
			}
		}
	}
}

// add makes the tile of cells of a row, from column x on.
func (t *tiling) add(cells []int32, x, y int) {
	n := len(t.tiles) + 1
	for k := range cells {
		cells[k] = int32(n)
	}
	t.tiles = slices.Grow(t.tiles, 1)[:n] // with its memory
	made := &t.tiles[n-1]
	made.middle, made.row = t.corner.Add(geom.V(float64(x)/tileSteps+0.5, float64(y)+0.5).Mul(tileSide)), y
	made.candidates, made.ribbons = made.candidates[:0], made.ribbons[:0]
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
			if in := t.tileAt(at); in != nil {
				in.candidates = append(in.candidates, candidate{track: i, spot: k})
			}
		}
	}
	t.rows = slices.Grow(t.rows, max(0, t.ny-len(t.rows)))[:t.ny]
	for y := range t.rows {
		t.rows[y] = t.rows[y][:0]
	}
	for _, ring := range region {
		for k := range ring {
			e := edge{ring[k].Vec(), ring[(k+1)%len(ring)].Vec()}
			a, b := tilted(e.a), tilted(e.b)
			_, y0 := t.cell(geom.V(0, min(a.Y, b.Y)-tileRim))
			_, y1 := t.cell(geom.V(0, max(a.Y, b.Y)+tileRim))
			for y := max(0, y0); y <= min(t.ny-1, y1); y++ {
				t.rows[y] = append(t.rows[y], e)
			}
		}
	}
}

// see tells the tiles that see it of the strip to spot k of track i, tilted from p to q.
func (t *tiling) see(spots []spot, i, k int, p, q geom.Vec) {
	far := tileRim + float64(reachOf/2*max(spots[k-1].width, spots[k].width))
	x0, y0 := t.cell(geom.V(min(p.X, q.X)-far, min(p.Y, q.Y)-far))
	x1, y1 := t.cell(geom.V(max(p.X, q.X)+far, max(p.Y, q.Y)+far))
	for y := max(0, y0); y <= min(t.ny-1, y1); y++ {
		was := int32(0)
		for x := max(0, x0); x <= min(t.nx-1, x1); x++ {
			n := t.number[y*t.nx+x]
			if n == was {
				continue
			}
			if was = n; n <= 0 {
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
