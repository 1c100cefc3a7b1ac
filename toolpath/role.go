package toolpath

// names holds each role's name as the viewers of PrusaSlicer's family read it after
// ";TYPE:".
var names = [Roles]string{
	ExternalPerimeter: "External perimeter",
	Perimeter:         "Perimeter",
	OverhangPerimeter: "Overhang perimeter",
	ThinWall:          "Thin wall",
	GapFill:           "Gap fill",
	SolidInfill:       "Solid infill",
	TopSolidInfill:    "Top solid infill",
	Infill:            "Internal infill",
	BridgeInfill:      "Bridge infill",
	Skirt:             "Skirt",
	Brim:              "Brim",
	Separator:         "Support material interface",
	Support:           "Support material",
}

// String returns the role's name as viewers read it after ";TYPE:".
func (r Role) String() string {
	if r < Roles {
		return names[r]
	}
	return "Custom"
}
