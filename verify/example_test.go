package verify_test

import (
	"fmt"
	"strings"

	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/verify"
)

func ExampleFile() {
	file := "G28\nM83\nM104 S240\n;LAYER_CHANGE\nG1 X10 Y10 Z0.2 F1200\nG1 X260 E8\n"
	bed := profiles.Bed{Shape: "rectangle", Width: 250, Depth: 210}
	found, err := verify.File(strings.NewReader(file), verify.Limits{Bed: bed})
	if err != nil {
		panic(err)
	}
	for _, v := range found {
		fmt.Printf("line %d: %s\n", v.Line, v.Text)
	}
	// Output:
	// line 6: pushes filament through a cold nozzle: set its temperature and wait for it with M109 before
	// line 6: prints at X260.000 Y10.000, outside the bed: move the print or choose a larger printer
}
