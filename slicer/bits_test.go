package slicer

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"strings"
	"testing"

	"github.com/visiere/visiere/internal/golden"
	"github.com/visiere/visiere/internal/sample"
	"github.com/visiere/visiere/models"
)

// TestBits holds paths of our own frames, to the last bit of their widths and times, to those of any other processor.
// Where slicing changes, run it with -update.
func TestBits(t *testing.T) {
	var b strings.Builder
	for _, model := range models.List() {
		m := sample.Mesh(t, model)
		for _, changes := range [][]string{
			{"process.fill=100%"},
			{"process.fill=100%", "printer.nozzle=0.6mm", "process.layer_height=0.4mm"},
			{"process.fill_pattern=gyroid", "process.fill=30%"},
		} {
			sum := fnv.New64a()
			p := slice(t, m, changes...)
			for i := range p.Layers {
				l := &p.Layers[i]
				for k := range l.Paths {
					q := &l.Paths[k]
					binary.Write(sum, binary.LittleEndian, q.Points)
					for _, w := range append([]float64{l.Z, l.Fan, q.Width, q.Flow, q.Speed, q.Seconds(l.Height)}, q.Widths...) {
						binary.Write(sum, binary.LittleEndian, math.Float64bits(w))
					}
				}
			}
			fmt.Fprintf(&b, "%s %s: %016x\n", model.Name, strings.Join(changes, " "), sum.Sum64())
		}
	}
	golden.Check(t, "testdata/bits.txt", []byte(b.String()))
}
