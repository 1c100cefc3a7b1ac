package deposit

import (
	"path/filepath"
	"testing"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/sample"
	"github.com/visiere/visiere/models"
)

// TestModels holds the largest void and the largest doubled place of our own frames, mm2 by nozzle, to
// what is reached. With -pictures it draws where brow and arm of the first meet, laid by a 0.4 mm
// nozzle, that of docs/images.
func TestModels(t *testing.T) {
	for i, model := range models.List() {
		m := sample.Mesh(t, model)
		for n, most := range [][2]float64{{0.03, 0.01}, {0.03, 0.03}} {
			t.Run(model.Name+"/"+solid[n].name, func(t *testing.T) {
				r, _ := compared(t, m, solid[n].changes)
				flawless(t, r, most)
				if *pictures != "" && i == 0 && n == 0 {
					s := r.shapes[len(r.shapes)-1]
					at := flaw{at: geom.V(-75.5, 9)}
					save(t, filepath.Join(*pictures, "beads.png"), picture(s.strokes, s.section, at.box(28), 30, r.opt))
				}
			})
		}
	}
}
