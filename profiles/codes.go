package profiles

import "github.com/visiere/visiere/internal/say"

// Code is the stable name of a kind of finding.
type Code string

// The findings in the form of a file.
const (
	CodeSyntax   Code = "VP001" // not YAML
	CodeKey      Code = "VP002" // no such key
	CodeValue    Code = "VP003" // a value of the wrong form or unit
	CodeRange    Code = "VP004" // a number out of range
	CodeWord     Code = "VP005" // not one of the words that the key takes
	CodeTwice    Code = "VP006" // a key twice in one mapping
	CodeParent   Code = "VP007" // inherits from what does not exist
	CodeCycle    Code = "VP008" // inherits from itself
	CodeName     Code = "VP009" // a name that another profile has
	CodeMissing  Code = "VP010" // a value that every profile needs and this one lacks
	CodeTemplate Code = "VP011" // G-code template that cannot be read
	CodeVariable Code = "VP012" // G-code template that names what there is not
	CodeUnknown  Code = "VP013" // asked for a profile that does not exist
)

// The findings in what belongs together.
const (
	CodeLayerHeight Code = "VP101" // layer height that the nozzle cannot print
	CodeLineWidth   Code = "VP102" // line width that the nozzle cannot print
	CodeFlowCap     Code = "VP103" // speed that the flow caps
	CodeFilament    Code = "VP104" // temperature out of the filament's range
	CodeHeater      Code = "VP105" // temperature that the printer does not reach
	CodeBed         Code = "VP106" // bed that cannot be
	CodeNozzle      Code = "VP107" // nozzle that the printer is not sold with
	CodeSpeedCap    Code = "VP108" // speed that the firmware caps
	CodeMaterial    Code = "VP109" // interface for another material, or none for it
	CodeLineRange   Code = "VP110" // narrowest bead above the widest
	CodeAccelCap    Code = "VP111" // acceleration that the firmware caps
	CodeCorner      Code = "VP112" // no rule for corners, one that is no limit, or one above the printer's
	CodeRetract     Code = "VP113" // retraction that the extruder cannot do
	CodeClearance   Code = "VP114" // columns that would touch
	CodeSentinel    Code = "VP115" // number that stands for "no limit"
	CodeOverride    Code = "VP116" // G-code that sets another limit than the profile's
	CodeOverheat    Code = "VP117" // G-code that heats beyond what printer or filament take
	CodeRun         Code = "VP118" // G-code template that fails when it is filled in
	CodeCooling     Code = "VP119" // fan or layer times that contradict each other
	CodeDiameter    Code = "VP120" // filament that the extruder does not take
	CodeUnfit       Code = "VP121" // profile that no combination can use
	CodeArcs        Code = "VP122" // arcs that the firmware may not know
	CodeGap         Code = "VP123" // gap that fuses, or over which nothing can be laid
)

// The findings of what is sliced and replayed.
const (
	CodeSlice   Code = "VP201" // a frame that cannot be made
	CodeReplay  Code = "VP202" // a file that breaks a rule when it is replayed
	CodeMinutes Code = "VP203" // more minutes than the budget has
	CodeGrams   Code = "VP204" // more grams than the budget has
	CodeBudget  Code = "VP205" // a combination without a budget, or a budget without one
	CodeSpare   Code = "VP206" // far less than the budget has
)

// Depth says how closely profiles are looked at. Each depth includes those before it.
type Depth string

// The depths.
const (
	Form    Depth = "form"    // the files by themselves
	Physics Depth = "physics" // what the values make together, for every combination that fits
	Proof   Depth = "proof"   // frames sliced, replayed and held against budgets
)

// Depths lists the depths, the shallowest first.
func Depths() []Depth { return []Depth{Form, Physics, Proof} }

// Rule is what holds for every profile, and how to mend one that breaks it.
type Rule struct {
	Code  Code
	Depth Depth
	Holds say.Text // what holds for a profile without this finding
	Mend  say.Text
}

// Rules lists the rules in the order of their codes.
func Rules() []Rule { return append([]Rule(nil), rules...) }

// RuleOf returns the rule of a code, the zero Rule where there is none.
func RuleOf(code Code) Rule {
	for _, r := range rules {
		if r.Code == code {
			return r
		}
	}
	return Rule{}
}

// rules are what Rules returns.
var rules = []Rule{
	{CodeSyntax, Form, say.T("A profile file is YAML with a key such as printer."),
		say.T("Mend the line that is named; indent with spaces and quote texts that have a colon.")},
	{CodeKey, Form, say.T("Every key is one that Visiere reads: nothing is ignored in silence."),
		say.T("Take the key that is proposed, or one of those that visiere profile show lists.")},
	{CodeValue, Form, say.T("Every value has the form of its key, and every number its unit."),
		say.T("Write the value as the message shows it: 0.3mm, 60mm/s, 8mm3/s, 240C, 35%.")},
	{CodeRange, Form, say.T("Every number is within the range of its key."),
		say.T("Look for a slip of the point or of the unit; the range is in the message.")},
	{CodeWord, Form, say.T("Keys with a choice take one of their words."),
		say.T("Take one of the words that the message lists.")},
	{CodeTwice, Form, say.T("A key stands once."), say.T("Delete one of the two.")},
	{CodeParent, Form, say.T("A profile inherits from one that exists."),
		say.T("Mend the name after inherits, or give the folder of the parent with --profiles.")},
	{CodeCycle, Form, say.T("No profile inherits from itself, by whatever way."),
		say.T("Take inherits out of one of the profiles that are named.")},
	{CodeName, Form, say.T("A name belongs to one profile of its kind."), say.T("Give this profile another name.")},
	{CodeMissing, Form, say.T("A profile, with what it inherits, has all that its kind needs."),
		say.T("Add the keys that are named, or inherit from a profile that has them.")},
	{CodeTemplate, Form, say.T("G-code templates are complete: each bracket and each {if} has its end."),
		say.T("Mend the tag at the line and column that are named.")},
	{CodeVariable, Form, say.T("G-code templates name only placeholders that exist."),
		say.T("Take the placeholder that is proposed, or one of those that docs/profiles.md lists.")},
	{CodeUnknown, Form, say.T("What is asked for exists."), say.T("Take one of the names that visiere profile list shows.")},

	{CodeLayerHeight, Physics, say.T("Layers are between the printer's least and greatest share of the nozzle's diameter."),
		say.T("Choose another layer height, or mount another nozzle.")},
	{CodeLineWidth, Physics, say.T("Lines are as wide as the nozzle can lay, and wider than their layer is high."),
		say.T("Leave the width at 0, so that it follows from the nozzle, or set one within the range named.")},
	{CodeFlowCap, Physics, say.T("Speed times width times height is within what hotend and filament melt."),
		say.T("Nothing has to be done: the speed is lowered. Lower it in the process if it should say what is printed.")},
	{CodeFilament, Physics, say.T("Temperatures are within the filament's range."),
		say.T("Set a temperature within the range, or mend the range if the maker states another.")},
	{CodeHeater, Physics, say.T("Temperatures are within what nozzle and bed of the printer reach."),
		say.T("Lower the temperature, or choose another filament or printer.")},
	{CodeBed, Physics, say.T("The bed has an area, and what is kept free lies on it and leaves room."),
		say.T("Measure the bed: width and depth of a rectangle, diameter of a circle, points of a polygon in turn.")},
	{CodeNozzle, Physics, say.T("The nozzle mounted is one that the printer is sold with."),
		say.T("Add the nozzle to printer.nozzles, or mount one of those.")},
	{CodeSpeedCap, Physics, say.T("Speeds are within the firmware's limits."),
		say.T("Nothing has to be done: the firmware holds the speed back. Lower it if it should say what is printed.")},
	{CodeMaterial, Physics, say.T("The interface of a stack is made for the filament's material."),
		say.T("Leave --interface out, so that it is chosen by the material, or make one for it.")},
	{CodeLineRange, Physics, say.T("The narrowest bead is not wider than the widest."),
		say.T("Set process.min_line_width below process.max_line_width.")},
	{CodeAccelCap, Physics, say.T("Accelerations are within those of the axes."),
		say.T("Nothing has to be done: the firmware holds them back. Lower them if they should say what is printed.")},
	{CodeCorner, Physics, say.T("The firmware has a rule for corners: jerk or junction deviation, in Klipper the square corner velocity; and it is lower than the speeds."),
		say.T("Read the printer's own values with M503, or from printer.cfg.")},
	{CodeRetract, Physics, say.T("Retraction has a speed, within the extruder's, and is not much longer than the printer's own."),
		say.T("Set the length and speed that the maker of the extruder states.")},
	{CodeClearance, Physics, say.T("Columns on a plate are further apart than a line is wide, and than their brims."),
		say.T("Raise process.clearance, or lower process.brim_width.")},
	{CodeSentinel, Physics, say.T("Numbers are those of a machine, not 299792458000 for \"no limit\"."),
		say.T("Write what the machine does; times and checks are computed from it.")},
	{CodeOverride, Physics, say.T("G-code of the printer sets no other limits than the profile's."),
		say.T("Delete the command, or write its value as the profile's limit: times and checks are computed from that.")},
	{CodeOverheat, Physics, say.T("G-code of the printer heats to what printer and filament take."),
		say.T("Write the temperature with a placeholder such as {first_layer_temperature[0]}.")},
	{CodeRun, Physics, say.T("G-code templates can be filled in for every combination."),
		say.T("Mend the expression at the line and column that are named.")},
	{CodeCooling, Physics, say.T("Fan and layer times rise in one direction."),
		say.T("Set max_fan to fan or more, fan_below to slow_below or more.")},
	{CodeDiameter, Physics, say.T("The filament has the diameter that the extruder takes."),
		say.T("Choose a filament of that diameter, or mend printer.filament_diameter.")},
	{CodeUnfit, Physics, say.T("Every profile can be used with some other ones."),
		say.T("Compare layer heights with the nozzles, temperatures with the heaters, diameters with the extruders.")},
	{CodeArcs, Physics, say.T("Arcs are written where the firmware knows them."),
		say.T("In Klipper, add [gcode_arcs] to printer.cfg; else leave arc_tolerance at 0.")},
	{CodeGap, Physics, say.T("The gap between two frames neither fuses nor lets the layer over it drop."),
		say.T("Set the gap between the two lengths that are named.")},

	{CodeSlice, Proof, say.T("A frame, alone and three high, can be sliced for every combination that fits."),
		say.T("Run the command that is given and mend what it names.")},
	{CodeReplay, Proof, say.T("Every file passes its replay."),
		say.T("Run the command that is given; the code that starts with VG says which rule the file breaks.")},
	{CodeMinutes, Proof, say.T("Frames take no more minutes than their budget."),
		say.T("Find what made them slower; if it is meant, write the budgets anew with --update.")},
	{CodeGrams, Proof, say.T("Frames take no more grams than their budget."),
		say.T("Find what made them heavier; if it is meant, write the budgets anew with --update.")},
	{CodeBudget, Proof, say.T("Every combination has a budget, and every budget a combination."),
		say.T("Write the budgets anew with --update, and look at what changed.")},
	{CodeSpare, Proof, say.T("Budgets are near what frames take, so that they hold it."),
		say.T("Write the budgets anew with --update to keep what was won.")},
}
