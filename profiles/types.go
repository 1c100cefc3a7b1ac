// Package profiles describes printers, filaments, processes and stack interfaces: plain
// structs read from YAML with units, single inheritance by name and strict keys.
//
// A file has one profile for each kind that it names, called by its name or else as the
// file, and says only what differs from the profile it inherits from:
//
//	printer:
//	  name: workshop-ender
//	  inherits: ender-3
//	  nozzle: 0.6mm
//	  retract: {length: 4mm}
//
// Nested keys are merged one by one; lists and tables are replaced. What Open reads,
// Resolve makes one Set of, which is all that the rest of the program knows of profiles.
package profiles

// A number in a field without a type of its own has the unit of its unit tag.

// Set is all that decides how a frame is printed.
type Set struct {
	Printer   Printer   `yaml:"printer"`
	Filament  Filament  `yaml:"filament"`
	Process   Process   `yaml:"process"`
	Interface Interface `yaml:"interface"`
}

// Printer is a machine with one nozzle mounted.
type Printer struct {
	Name     string `yaml:"name"`     // as given on the command line: prusa-mk3s
	Title    string `yaml:"title"`    // as people write it: Original Prusa i3 MK3S
	Inherits string `yaml:"inherits"` // name of the printer it takes all else from

	Firmware Firmware `yaml:"firmware"`
	Bed      Bed      `yaml:"bed"`
	Height   Length   `yaml:"height"`  // tallest print
	Nozzle   Length   `yaml:"nozzle"`  // diameter of the nozzle mounted
	Nozzles  []Length `yaml:"nozzles"` // diameters it is sold with

	FilamentDiameter Length `yaml:"filament_diameter"` // that its extruder takes; 0: 1.75mm

	MinLayerHeight Ratio       `yaml:"min_layer_height"` // share of the nozzle's diameter
	MaxLayerHeight Ratio       `yaml:"max_layer_height"` // share of the nozzle's diameter
	MaxFlow        Flow        `yaml:"max_flow"`         // what the hotend melts through the nozzle mounted
	MaxNozzleTemp  Temperature `yaml:"max_nozzle_temp"`
	MaxBedTemp     Temperature `yaml:"max_bed_temp"`

	// Where it is given, MaxFlow follows from it and from the nozzle; a profile or an
	// override that sets MaxFlow itself does away with it.
	MaxFlowByNozzle map[Length]Flow `yaml:"max_flow_by_nozzle"`

	Limits  Limits  `yaml:"limits"`
	Retract Retract `yaml:"retract"`
	Head    Head    `yaml:"head"`

	Extruders int  `yaml:"extruders"` // nozzles, T0 and T1; 0: 1
	RelativeE bool `yaml:"relative_e"`

	// SendLimits tells that the file begins by setting the firmware to Limits (M201, M203 and
	// M205 or M566; Klipper: SET_VELOCITY_LIMIT), for printers that start with others.
	SendLimits bool `yaml:"send_limits"`

	// ArcTolerance is how far curves may lie from the arcs (G2, G3) that are written for
	// them; 0: none are. Klipper takes arcs where its printer.cfg has [gcode_arcs].
	ArcTolerance Length `yaml:"arc_tolerance"`

	Thumbnails []string `yaml:"thumbnails"` // sizes that its screen and host show: 220x124

	HeaderGcode string `yaml:"header_gcode"` // template, comments that must be the file's first lines
	StartGcode  string `yaml:"start_gcode"`  // template
	EndGcode    string `yaml:"end_gcode"`    // template
	LayerGcode  string `yaml:"layer_gcode"`  // template, before each layer
	LevelGcode  string `yaml:"level_gcode"`  // template, before each frame of a stack but the lowest; nozzle pulled back
	// PauseGcode is a template: it stops the print until somebody goes on, where an
	// interface of a stack asks for it. Empty: the firmware's own pause.
	PauseGcode string `yaml:"pause_gcode"`
	After      After  `yaml:"after"` // the last frame
	Resume     Resume `yaml:"resume"`
	// Labels is how columns are marked so that one of them can be cancelled: by commands of
	// the firmware and comments for hosts (all, or empty), by comments alone, or not (none).
	Labels Labels `yaml:"labels"`

	// Times of what a file asks for in one word; docs/estimate.md tells how to measure them.
	HomingTime   Seconds `yaml:"homing_time"` // of all axes; one axis takes a third
	ProbePoints  int     `yaml:"probe_points"`
	ProbeTime    Seconds `yaml:"probe_time"`    // of one point
	LevelPoints  int     `yaml:"level_points"`  // probed to level the gantry or the bed's screws
	WipeTime     Seconds `yaml:"wipe_time"`     // of the nozzle on a brush or pad (G12)
	OverheadTime Seconds `yaml:"overhead_time"` // of a print besides what its file says

	BedHeatRate    float64 `yaml:"bed_heat_rate" unit:"C/s"`    // mean from 20 C to 60 C
	NozzleHeatRate float64 `yaml:"nozzle_heat_rate" unit:"C/s"` // mean from 20 C to 210 C
	Heating        Heating `yaml:"heating"`

	Power float64 `yaml:"power" unit:"W"` // mean while printing
}

// Heating is how the bed and the nozzle warm up and cool down: each is one mass with a
// power and a loss to the air that grows with its temperature.
type Heating struct {
	Ambient Temperature `yaml:"ambient"` // of the air, and of the printer at the start
	Settle  Seconds     `yaml:"settle"`  // from the temperature reached to the wait's end
	Release Temperature `yaml:"release"` // bed at which the frames come off

	BedPower       float64 `yaml:"bed_power" unit:"W"`
	BedLoss        float64 `yaml:"bed_loss" unit:"W/K"`
	BedCapacity    float64 `yaml:"bed_capacity" unit:"J/K"` // 0: from BedHeatRate
	NozzlePower    float64 `yaml:"nozzle_power" unit:"W"`
	NozzleLoss     float64 `yaml:"nozzle_loss" unit:"W/K"`
	NozzleCapacity float64 `yaml:"nozzle_capacity" unit:"J/K"` // 0: from NozzleHeatRate
}

// Firmware names a dialect of G-code and of motion planning.
type Firmware string

// The firmwares.
const (
	Marlin  Firmware = "marlin" // Marlin 2 and its relatives
	PrusaFW Firmware = "prusa"  // Prusa's Marlin
	Klipper Firmware = "klipper"
	RRF     Firmware = "reprapfirmware"
)

// Labels says how a file marks the columns of a plate.
type Labels string

// The ways.
const (
	LabelAll      Labels = "all" // as empty
	LabelComments Labels = "comments"
	LabelNothing  Labels = "none"
)

// Bed is where a print may stand, in the printer's own coordinates.
type Bed struct {
	Shape    string      `yaml:"shape"`    // rectangle, circle or polygon
	Width    Length      `yaml:"width"`    // X, of a rectangle
	Depth    Length      `yaml:"depth"`    // Y, of a rectangle
	Diameter Length      `yaml:"diameter"` // of a circle
	Origin   string      `yaml:"origin"`   // front-left or centre: where X0 Y0 is
	Points   [][2]Length `yaml:"points"`   // of a polygon
	Margin   Length      `yaml:"margin"`   // kept free along the edge (clips)
	Exclude  []Zone      `yaml:"exclude"`  // no printing here
}

// Zone is a rectangle of the bed, in the printer's coordinates.
type Zone struct {
	X      Length `yaml:"x"`
	Y      Length `yaml:"y"`
	Width  Length `yaml:"width"`
	Depth  Length `yaml:"depth"`
	Reason string `yaml:"reason"`
}

// Head is what may hit a column that is done while another is printed: it decides
// whether columns may be printed one after the other.
type Head struct {
	// Radius reaches around the nozzle to the furthest edge of the head, its fans and,
	// along Y, of the gantry; 0: not known, and columns are not printed one by one.
	Radius Length `yaml:"radius"`
	Height Length `yaml:"height"` // of the gantry's lower edge above the nozzle's tip
	// Gantry is where that is: x, a bar or rods along X within Radius of the nozzle, or
	// all, arms or bars over the whole bed.
	Gantry string `yaml:"gantry"`
}

// Limits is what the firmware allows. Which of the corner rules applies is the
// firmware's: junction deviation where it is not 0, else jerk (Marlin, RepRapFirmware);
// square corner velocity (Klipper).
type Limits struct {
	SpeedX Speed `yaml:"speed_x"`
	SpeedY Speed `yaml:"speed_y"`
	SpeedZ Speed `yaml:"speed_z"`
	SpeedE Speed `yaml:"speed_e"`

	AccelX Accel `yaml:"accel_x"`
	AccelY Accel `yaml:"accel_y"`
	AccelZ Accel `yaml:"accel_z"`
	AccelE Accel `yaml:"accel_e"`

	Accel        Accel `yaml:"accel"`         // while printing (Klipper: max_accel)
	AccelRetract Accel `yaml:"accel_retract"` // of E alone
	AccelTravel  Accel `yaml:"accel_travel"`

	JerkX Speed `yaml:"jerk_x"`
	JerkY Speed `yaml:"jerk_y"`
	JerkZ Speed `yaml:"jerk_z"`
	JerkE Speed `yaml:"jerk_e"`

	JunctionDeviation    Length `yaml:"junction_deviation"`
	SquareCornerVelocity Speed  `yaml:"square_corner_velocity"`
	MinimumCruiseRatio   Ratio  `yaml:"minimum_cruise_ratio"`

	StepsX float64 `yaml:"steps_x" unit:"steps/mm"` // steps per mm
	StepsY float64 `yaml:"steps_y" unit:"steps/mm"`
	StepsZ float64 `yaml:"steps_z" unit:"steps/mm"`
	StepsE float64 `yaml:"steps_e" unit:"steps/mm"`
}

// Retract says how the filament is pulled back before a travel that would string.
type Retract struct {
	Length     Length `yaml:"length"`
	Speed      Speed  `yaml:"speed"`
	PrimeSpeed Speed  `yaml:"prime_speed"` // pushing it again; 0: as Speed
	Hop        Length `yaml:"hop"`         // nozzle lift; 0: none
	Wipe       bool   `yaml:"wipe"`        // move back along the path meanwhile
	WipeShare  Ratio  `yaml:"wipe_share"`  // of Length pulled before the wipe starts
	MinTravel  Length `yaml:"min_travel"`  // shorter travels do not retract
	Firmware   bool   `yaml:"firmware"`    // use G10 and G11
}

// Filament is a material on a spool.
type Filament struct {
	Name     string `yaml:"name"`
	Title    string `yaml:"title"`
	Inherits string `yaml:"inherits"`

	Material  string  `yaml:"material"` // PLA, PETG, ...
	Diameter  Length  `yaml:"diameter"` // 0: sold in all, so it is the printer's
	Density   Density `yaml:"density"`
	Cost      Price   `yaml:"cost"`       // per kg
	Currency  string  `yaml:"currency"`   // EUR; a cost with its currency sets it
	SpoolMass Mass    `yaml:"spool_mass"` // of filament on a full spool

	// FlowFactor is what leaves the spool for each length that files ask for. It changes
	// estimates, not prints; visiere calibrate time finds it. 0: 100 %
	FlowFactor Ratio `yaml:"flow_factor"`

	NozzleTemp           Temperature `yaml:"nozzle_temp"`
	FirstLayerNozzleTemp Temperature `yaml:"first_layer_nozzle_temp"`
	MinNozzleTemp        Temperature `yaml:"min_nozzle_temp"`
	MaxNozzleTemp        Temperature `yaml:"max_nozzle_temp"`
	BedTemp              Temperature `yaml:"bed_temp"`
	FirstLayerBedTemp    Temperature `yaml:"first_layer_bed_temp"`
	MaxBedTemp           Temperature `yaml:"max_bed_temp"`
	ReleaseTemp          Temperature `yaml:"release_temp"` // bed at which frames come off; 0: the printer's

	MaxFlow         Flow            `yaml:"max_flow"`           // through the nozzle mounted
	MaxFlowByNozzle map[Length]Flow `yaml:"max_flow_by_nozzle"` // as a printer's
	Flow            Ratio           `yaml:"flow"`               // multiplier of all extrusion

	Fan          Ratio   `yaml:"fan"`     // with layers as long as FanBelow
	MaxFan       Ratio   `yaml:"max_fan"` // with layers as long as SlowBelow
	BridgeFan    Ratio   `yaml:"bridge_fan"`
	FanOffLayers int     `yaml:"fan_off_layers"` // first layers without fan
	FanBelow     Seconds `yaml:"fan_below"`      // layers shorter than this get more fan
	SlowBelow    Seconds `yaml:"slow_below"`     // layers shorter than this are slowed
	MinSpeed     Speed   `yaml:"min_speed"`      // slowing ends here

	// What a strand bears over air: between two ends, and beyond an edge. They decide which
	// stacks are refused; 0: as PETG.
	BridgeSpan Length `yaml:"bridge_span"`
	LedgeReach Length `yaml:"ledge_reach"`

	RetractLength *Length `yaml:"retract_length"` // in place of the printer's
	RetractSpeed  *Speed  `yaml:"retract_speed"`
	RetractHop    *Length `yaml:"retract_hop"`
}

// Process is how a frame is sliced.
type Process struct {
	Name     string `yaml:"name"`
	Title    string `yaml:"title"`
	Inherits string `yaml:"inherits"`

	LayerHeight      Length `yaml:"layer_height"`
	FirstLayerHeight Length `yaml:"first_layer_height"`

	// Line widths; 0: the nozzle's diameter times LineWidthRatio.
	LineWidthRatio         Ratio  `yaml:"line_width_ratio"`
	ExternalPerimeterWidth Length `yaml:"external_perimeter_width"`
	PerimeterWidth         Length `yaml:"perimeter_width"`
	InfillWidth            Length `yaml:"infill_width"`
	SolidInfillWidth       Length `yaml:"solid_infill_width"`
	TopInfillWidth         Length `yaml:"top_infill_width"`
	FirstLayerWidth        Length `yaml:"first_layer_width"`
	MinLineWidth           Ratio  `yaml:"min_line_width"` // thinnest bead, share of the nozzle
	MaxLineWidth           Ratio  `yaml:"max_line_width"` // widest bead, share of the nozzle

	// BeadWidth is how wide the beads of solid fill are at best, as a share of the nozzle.
	// Wide beads are laid slowly, so corners cost them least.
	BeadWidth Ratio `yaml:"bead_width"`

	Perimeters    int    `yaml:"perimeters"`
	ExternalFirst bool   `yaml:"external_first"`
	Fill          Ratio  `yaml:"fill"`         // density: 1 is solid
	FillPattern   string `yaml:"fill_pattern"` // rectilinear, grid, gyroid, concentric
	FillAngle     Angle  `yaml:"fill_angle"`
	FillOverlap   Ratio  `yaml:"fill_overlap"` // of infill with perimeters, share of a line
	TopLayers     int    `yaml:"top_layers"`
	BottomLayers  int    `yaml:"bottom_layers"`
	Bridges       bool   `yaml:"bridges"`
	BridgeFlow    Ratio  `yaml:"bridge_flow"`
	Seam          string `yaml:"seam"`          // aligned, rear, corner, nearest, spread (around the frame)
	ElephantFoot  Length `yaml:"elephant_foot"` // first layer's outline is inset by this
	Resolution    Length `yaml:"resolution"`    // outlines are simplified to this

	SkirtLoops     int    `yaml:"skirt_loops"`
	SkirtDistance  Length `yaml:"skirt_distance"`
	SkirtMinLength Length `yaml:"skirt_min_length"` // of filament, to prime the nozzle
	BrimWidth      Length `yaml:"brim_width"`

	ExternalPerimeterSpeed Speed `yaml:"external_perimeter_speed"`
	PerimeterSpeed         Speed `yaml:"perimeter_speed"`
	SmallPerimeterSpeed    Speed `yaml:"small_perimeter_speed"` // loops of radius under 6.5 mm
	OverhangSpeed          Speed `yaml:"overhang_speed"`
	GapFillSpeed           Speed `yaml:"gap_fill_speed"`
	InfillSpeed            Speed `yaml:"infill_speed"`
	SolidInfillSpeed       Speed `yaml:"solid_infill_speed"`
	TopInfillSpeed         Speed `yaml:"top_infill_speed"`
	BridgeSpeed            Speed `yaml:"bridge_speed"`
	FirstLayerSpeed        Speed `yaml:"first_layer_speed"`
	TravelSpeed            Speed `yaml:"travel_speed"`
	TravelSpeedZ           Speed `yaml:"travel_speed_z"`

	ExternalPerimeterAccel Accel `yaml:"external_perimeter_accel"` // 0: as Accel
	PerimeterAccel         Accel `yaml:"perimeter_accel"`
	InfillAccel            Accel `yaml:"infill_accel"`
	BridgeAccel            Accel `yaml:"bridge_accel"`
	FirstLayerAccel        Accel `yaml:"first_layer_accel"`
	Accel                  Accel `yaml:"accel"` // 0: the printer's

	// How fast right angles are gone through; 0: as the printer does.
	ExternalPerimeterCorner Speed `yaml:"external_perimeter_corner"`
	PerimeterCorner         Speed `yaml:"perimeter_corner"`
	InfillCorner            Speed `yaml:"infill_corner"`
	BridgeCorner            Speed `yaml:"bridge_corner"`
	FirstLayerCorner        Speed `yaml:"first_layer_corner"`

	Clearance Length `yaml:"clearance"` // between columns on a plate
}

// Interface is how one frame of a stack lies on the one below.
type Interface struct {
	Name     string `yaml:"name"`
	Title    string `yaml:"title"`
	Inherits string `yaml:"inherits"`

	// What it is for: the interface of a print is, unless asked for by name, the one of
	// kind air for the filament's material with the largest Nozzle that is not above the
	// printer's, and of those the one with the largest LayerHeight that is not above the
	// process's.
	Material    string `yaml:"material"`
	Nozzle      Length `yaml:"nozzle"`
	LayerHeight Length `yaml:"layer_height"`
	Untested    bool   `yaml:"untested"` // nobody has told of a stack printed by it

	Kind string `yaml:"kind"` // air, lines, ribs, pins, sheet or second: what lies in the gap
	Gap  Length `yaml:"gap"`  // between two frames; of a sheet: below and above it

	// The first layer over the gap.
	Speed       Speed       `yaml:"speed"`
	Flow        Ratio       `yaml:"flow"`
	Fan         Ratio       `yaml:"fan"`
	Width       Length      `yaml:"width"`       // of its beads; 0: as those of solid fill
	Accel       Accel       `yaml:"accel"`       // 0: as other first layers
	Temperature Temperature `yaml:"temperature"` // of the nozzle; 0: the filament's
	Wait        bool        `yaml:"wait"`        // until the nozzle has Temperature, and the filament's again

	Pause     bool      `yaml:"pause"` // before each frame but the lowest, until somebody goes on
	Separator Separator `yaml:"separator"`
}

// Separator is what is laid in the gap of an interface that is not air.
type Separator struct {
	Width  Length `yaml:"width"`  // of its lines; 0: as other lines
	Pitch  Length `yaml:"pitch"`  // between lines, ribs or pins; a sheet and a second material are solid
	Length Length `yaml:"length"` // of a pin, along the band
	Angle  Angle  `yaml:"angle"`  // of ribs where the part is no band, which they cross
	Height Length `yaml:"height"` // of a sheet
	Speed  Speed  `yaml:"speed"`  // 0: as Interface.Speed
	Flow   Ratio  `yaml:"flow"`

	// Of the second material, in the printer's second extruder.
	Temperature Temperature `yaml:"temperature"` // of its nozzle while it prints
	Standby     Temperature `yaml:"standby"`     // of its nozzle meanwhile; 0: off
	Prime       Length      `yaml:"prime"`       // of filament, pushed at every change
}
