package emit

import (
	"fmt"
	"math"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// check refuses what cannot be written.
func (j *Job) check() error {
	p := j.Plate
	if p == nil || len(p.Levels) == 0 || len(p.Columns) == 0 {
		return say.Errorf("there is nothing to print: the plate has no layers")
	}
	if j.Set.Filament.Diameter <= 0 {
		return say.Errorf("filament %s has no diameter: set filament.diameter", j.Set.Filament.Name)
	}
	if j.Set.Process.TravelSpeed <= 0 {
		return say.Errorf("process %s has no travel speed: set process.travel_speed", j.Set.Process.Name)
	}
	if err := checkLevels(p.Levels); err != nil {
		return err
	}
	if err := checkPaths(p.Around); err != nil {
		return fmt.Errorf("emit: skirt and brim: %w", err)
	}
	return nil
}

// checkLevels refuses levels that cannot be written.
func checkLevels(levels []stack.Level) error {
	seen := map[*toolpath.Print]bool{}
	for k := range levels {
		l := &levels[k]
		if err := checkLayers(l.Between); err != nil {
			return err
		}
		if seen[l.Frame] {
			continue
		}
		seen[l.Frame] = true
		if err := checkFrame(l.Frame); err != nil {
			return err
		}
	}
	return nil
}

// checkFrame refuses a frame that cannot be written.
func checkFrame(f *toolpath.Print) error {
	if f == nil || len(f.Layers) == 0 {
		return say.Errorf("there is nothing to print: the plate has no layers")
	}
	return checkLayers(f.Layers)
}

// checkLayers refuses layers that cannot be written.
func checkLayers(layers []toolpath.Layer) error {
	for i := range layers {
		l := &layers[i]
		if !positive(l.Height) || !positive(l.Z) {
			return fmt.Errorf("emit: layer %d: Z %v, height %v", i, l.Z, l.Height)
		}
		if err := checkPaths(l.Paths); err != nil {
			return fmt.Errorf("emit: layer %d: %w", i, err)
		}
	}
	return nil
}

// checkPaths refuses paths that break what package toolpath says of them.
func checkPaths(paths []toolpath.Path) error {
	for i := range paths {
		p := &paths[i]
		switch {
		case !positive(p.Speed):
			return fmt.Errorf("path %d: speed %v", i, p.Speed)
		case !positive(p.Flow):
			return fmt.Errorf("path %d: flow %v", i, p.Flow)
		case p.Widths == nil && !positive(p.Width):
			return fmt.Errorf("path %d: width %v", i, p.Width)
		case p.Widths != nil && len(p.Widths) != len(p.Points):
			return fmt.Errorf("path %d: %d widths for %d points", i, len(p.Widths), len(p.Points))
		}
	}
	return nil
}

// positive reports whether v is a number above 0, and finite.
func positive(v float64) bool { return v > 0 && v <= math.MaxFloat64 }
