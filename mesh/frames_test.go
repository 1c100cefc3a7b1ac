package mesh

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/polygon"
)

// framesDir holds real frames; they are not part of the repo.
const framesDir = "../../shared/frames"

// frames returns the paths of the real frames, or skips the test.
func frames(t testing.TB) []string {
	t.Helper()
	paths, _ := filepath.Glob(filepath.Join(framesDir, "*.stl"))
	if len(paths) == 0 {
		t.Skipf("no frames in %s", framesDir)
	}
	return paths
}

func TestInspectFrames(t *testing.T) {
	bed := polygon.Rect(geom.Box{Max: geom.MM(180, 180)})
	for _, p := range frames(t) {
		m, r, err := Load(p, Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		t0 := time.Now()
		i := m.Inspect(r, bed, 180)
		t.Logf("%s %v vol %.0f surf %.0f wall %.3f fit %+v spans %d flats %d", filepath.Base(p), time.Since(t0), i.Volume, i.Surface, i.Wall, *i.Fit, len(i.Spans), len(i.Flats))
		for _, s := range i.Spans {
			t.Logf("%+v", s)
		}
	}
}
func TestFrames(t *testing.T) {
	for _, p := range frames(t) {
		st, _ := os.Stat(p)
		t0 := time.Now()
		m, r, err := Load(p, Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		t1 := time.Now()
		v := m.Volume()
		t2 := time.Now()
		var zs []float64
		for z := 0.1; z < m.Size().Z; z += 0.2 {
			zs = append(zs, z)
		}
		l := m.Loops(zs)
		t3 := time.Now()
		sec := m.Sections(zs)
		t4 := time.Now()
		t.Logf("%s %d %v", filepath.Base(p), st.Size(), m.Size())
		t.Logf("%+v", *r)
		t.Logf("vol %.1f signed %.1f sec %.1f load %v vol %v loops %v sec %v n %d %d", v, m.signedVolume(), m.sectionVolume(), t1.Sub(t0), t2.Sub(t1), t3.Sub(t2), t4.Sub(t3), len(l), len(sec))
	}
}
