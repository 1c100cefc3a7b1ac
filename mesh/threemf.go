package mesh

import (
	"io"

	"github.com/visiere/visiere/internal/say"
)

// fileUnits are the units that a 3MF may declare, in mm.
var fileUnits = map[string]float64{
	"micron": 0.001, "millimeter": 1, "centimeter": 10, "inch": 25.4, "foot": 304.8, "meter": 1000,
}

func (s *soup) readThreeMF(r io.ReaderAt, size int64, rep *Report) error {
	return fail(ErrFormat, say.Errorf("%s is a 3MF file: export it as STL", s.name))
}
