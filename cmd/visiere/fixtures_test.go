package main

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// writeSTL writes an STL: a box of the given kind's size, or one that is damaged.
func writeSTL(ts *testscript.TestScript, _ bool, args []string) {
	small, nan := [3]float32{40, 20, 5}, float32(math.NaN())
	var blob []byte
	switch args[0] {
	case "box":
		blob = boxSTL(small)
	case "tray": // a floor of 0.6 mm that hangs over air where trays are stacked
		blob = traySTL()
	case "large": // for any bed
		blob = boxSTL([3]float32{900, 900, 5})
	case "tall": // for the lowest printer, but not stacked
		blob = boxSTL([3]float32{40, 20, 150})
	case "inches":
		blob = boxSTL([3]float32{6.5, 4.5, 0.2})
	case "truncated":
		blob = boxSTL(small)
		blob = blob[:len(blob)-70]
	case "nan":
		blob = boxSTL([3]float32{40, nan, 5})
	case "claims": // 42 GB of triangles
		blob = boxSTL(small)
		binary.LittleEndian.PutUint32(blob[80:], 900_000_000)
	default:
		ts.Fatalf("no such kind of STL: %s", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), blob, 0o644))
}

// traySTL returns a binary STL of a tray: 120 x 40 x 5 mm, walls of 4 mm, a floor of 0.6.
func traySTL() []byte {
	ring := func(inset, z float32) [4][3]float32 {
		x, y := 60-inset, 20-inset
		return [4][3]float32{{-x, -y, z}, {x, -y, z}, {x, y, z}, {-x, y, z}}
	}
	base, rim, edge, floor := ring(0, 0), ring(0, 5), ring(4, 5), ring(4, 0.6)
	quads := [][4][3]float32{{base[3], base[2], base[1], base[0]}, floor}
	for i := range 4 {
		k := (i + 1) % 4
		quads = append(quads, [4][3]float32{base[i], base[k], rim[k], rim[i]},
			[4][3]float32{rim[i], rim[k], edge[k], edge[i]}, [4][3]float32{edge[i], edge[k], floor[k], floor[i]})
	}
	var b bytes.Buffer
	b.Write(make([]byte, 80))
	binary.Write(&b, binary.LittleEndian, uint32(2*len(quads)))
	for _, q := range quads {
		for _, t := range [][3]int{{0, 1, 2}, {0, 2, 3}} {
			binary.Write(&b, binary.LittleEndian, [3]float32{})
			for _, i := range t {
				binary.Write(&b, binary.LittleEndian, q[i])
			}
			binary.Write(&b, binary.LittleEndian, uint16(0))
		}
	}
	return b.Bytes()
}

// boxSTL returns a binary STL of a box with these sides, mm.
func boxSTL(size [3]float32) []byte {
	corner := func(i int) [3]float32 {
		var p [3]float32
		for axis := range 3 {
			if i>>axis&1 == 1 {
				p[axis] = size[axis]
			}
		}
		return p
	}
	// Each face's corners, counter-clockwise from outside; bit k of a corner is axis k.
	faces := [][4]int{{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}}
	var b bytes.Buffer
	b.Write(make([]byte, 80))
	binary.Write(&b, binary.LittleEndian, uint32(2*len(faces)))
	for _, f := range faces {
		for _, t := range [][3]int{{f[0], f[1], f[2]}, {f[0], f[2], f[3]}} {
			binary.Write(&b, binary.LittleEndian, [3]float32{})
			for _, i := range t {
				binary.Write(&b, binary.LittleEndian, corner(i))
			}
			binary.Write(&b, binary.LittleEndian, uint16(0))
		}
	}
	return b.Bytes()
}
