package toolpath

// Limit is what keeps a path from being laid faster.
type Limit uint8

// The limits, in the order they are reported.
const (
	LimitFeature    Limit = iota // the process's speed for the path's role
	LimitSmall                   // the process's speed for small loops
	LimitFirstLayer              // the process's speed for the first layer
	LimitInterface               // the speed over the gap between two frames
	LimitLayerTime               // the layer needs time to cool
	LimitMelt                    // what hotend or filament melts
	LimitPrinter                 // what the printer's axes reach
	Limits                       // how many limits there are
)

// limitNames holds each limit's name for programs.
var limitNames = [Limits]string{
	"feature_speed", "small_perimeter", "first_layer", "interface", "layer_time", "melt", "printer_speed",
}

// String returns l's name as programs read it.
func (l Limit) String() string {
	if l < Limits {
		return limitNames[l]
	}
	return "unknown"
}
