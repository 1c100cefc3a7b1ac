package calibrate

import (
	"fmt"
	"io"
	"strings"
)

// Suffix is what the profiles written by WriteProfile are called after those they inherit
// from.
const Suffix = "-calibrated"

// WriteProfile writes a printer and a filament, in the form of profiles, that inherit
// from those of the fit and have its constants.
//
// Errors: those of w.
func (r *Result) WriteProfile(w io.Writer) error {
	p, f := &r.set.Printer, &r.set.Filament
	var b strings.Builder
	fmt.Fprintf(&b, "# Fitted to %d prints; %d were rejected. A print is %.0f s around it (one standard deviation).\n", r.Used, len(r.Rejected), r.Residuals.SD)
	fmt.Fprintf(&b, "printer:\n  name: %s%s\n  inherits: %s\n", p.Name, Suffix, p.Name)
	fmt.Fprintf(&b, "  overhead_time: %.1fs # +- %.1f\n", r.Overhead.Value, r.Overhead.SD)
	if r.Points {
		fmt.Fprintf(&b, "  probe_time: %.2fs # +- %.2f\n", r.Probe.Value, r.Probe.SD)
	}
	if h := r.Heating.Value; h > 0.05 {
		fmt.Fprintf(&b, "  # heating takes %.3f times as long as before, +- %.3f\n", h, r.Heating.SD)
		r.writeHeating(&b, h)
	}
	if r.FlowUsed > 0 {
		fmt.Fprintf(&b, "filament:\n  name: %s%s\n  inherits: %s\n", f.Name, Suffix, f.Name)
		fmt.Fprintf(&b, "  flow_factor: %.1f%% # +- %.1f\n", 100*r.Flow.Value, 100*r.Flow.SD)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeHeating writes heating that takes h times as long: with capacities where the
// profile has them, else with rates.
func (r *Result) writeHeating(b *strings.Builder, h float64) {
	p := &r.set.Printer
	if p.BedHeatRate > 0 {
		fmt.Fprintf(b, "  bed_heat_rate: %.4fC/s\n", p.BedHeatRate/h)
	}
	if p.NozzleHeatRate > 0 {
		fmt.Fprintf(b, "  nozzle_heat_rate: %.4fC/s\n", p.NozzleHeatRate/h)
	}
	if bed, nozzle := p.Heating.BedCapacity, p.Heating.NozzleCapacity; bed > 0 || nozzle > 0 {
		fmt.Fprintf(b, "  heating: {bed_capacity: %.1fJ/K, nozzle_capacity: %.2fJ/K}\n", bed*h, nozzle*h)
	}
}

// Name returns the names of the profiles that WriteProfile writes.
func (r *Result) Name() (printer, filament string) {
	return r.set.Printer.Name + Suffix, r.set.Filament.Name + Suffix
}
