// Package job is the whole way from a frame's model to a checked print file.
package job

import "github.com/visiere/visiere/profiles"

// Spec says what to make. Empty fields take the documented defaults.
type Spec struct {
	Input      string   // STL or 3MF file; empty: Model
	Model      string   // a frame of ours; empty: the default one
	Unit       string   // mm, inch, cm or m: what the input's numbers mean; empty: mm, checked
	Output     string   // G-code file; empty: the input's name with .gcode
	Printer    string   // profile name or file; default prusa-mk3s
	Filament   string   // default petg
	Process    string   // default 0.3mm
	Interface  string   // default: by material
	Profiles   []string // folders of further profiles
	Set        []string // process.first_layer_speed=50mm/s
	Stack      int      // frames above each other; 0: 1
	Flip       Flip     // which frames are printed upside down; empty: none
	Top        string   // file of a frame to lie on the stack in the place of the last; empty: none
	Pillars    int      // under what hangs of each frame; 0: none, negative: as many as needed
	Force      bool     // print a stack that would be refused
	Columns    int      // frames beside each other; 0: 1, negative: as many as fit
	Order      Order    // of the columns
	Thumbnails bool     // pictures in the file's header
	Version    string   // of the program, for the file's header
	Lot        string   // of what is printed, for the file's header and the manifest
	Manifest   bool     // write a Manifest beside the file
	Deposits   bool     // hold what the file lays against the mesh, layer by layer
	DryRun     bool     // do all but keep the file
	Draw       bool     // draw the plate
	Compare    bool     // time the other fill too
	Cautions   bool     // time the job without each of its cautions

	Resolved *profiles.Set // to print by, in place of all that is named above; nil: those
}
