package job

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/visiere/visiere/deposit"
	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/verify"
)

// grounds are jobs by which keys are tried: together they ask for all that a profile can.
var grounds = []Spec{
	{},
	{Printer: "ender-3", Set: []string{"process.fill=20%", "process.perimeters=2", "process.bridges=true", "process.brim_width=3mm", "printer.retract.hop=0.4mm",
		"process.top_layers=2", "process.bottom_layers=2", "process.first_layer_accel=0mm/s2", "process.accel=0mm/s2"}},
	{Printer: "voron-2.4", Filament: "pla", Process: "0.2mm", Set: []string{"printer.retract.hop=0.3mm", "printer.arc_tolerance=0.02mm",
		"filament.retract_length=1mm", "filament.retract_speed=30mm/s", "filament.retract_hop=0.2mm", "filament.fan_below=100s", "filament.slow_below=90s"}},
	{Interface: "petg-lines"}, {Interface: "petg-ribs"}, {Interface: "petg-pins"}, {Interface: "petg-sheet"},
	{Interface: "petg-on-pla", Set: []string{"printer.extruders=2"}},
	{Printer: "ender-3", Set: []string{"printer.after.wait=true", "printer.after.sound=2", "printer.after.eject.repeats=1",
		"printer.after.eject.speed=20mm/s", "printer.after.eject.path=[[110mm, 225mm, 30mm], [110mm, 225mm, 2mm], [110mm, 1mm, 2mm]]", "printer.bed.exclude=[]",
		"process.perimeter_accel=700mm/s2", "process.infill_accel=600mm/s2", "process.perimeter_corner=5mm/s", "process.infill_corner=4mm/s", "process.external_perimeter_corner=4mm/s"}},
	{Printer: "dagoma-disco-ultimate", Filament: "pla"},
	{Printer: "flsun-qq-s", Filament: "pla", Columns: 2},
	{Printer: "cr-10", Columns: 2, Order: OrderColumns, Set: []string{"printer.head.height=2mm"}},
	{Set: []string{"printer.heating.bed_capacity=0J/K", "printer.heating.nozzle_capacity=0J/K", "printer.bed_heat_rate=0.3C/s", "printer.nozzle_heat_rate=2C/s",
		`printer.start_gcode=G28\nG12\nM190 S{first_layer_bed_temperature[0]}\nM109 S{first_layer_temperature[0]}`,
		"interface.temperature=225C", "interface.wait=true", "interface.pause=true", "interface.accel=300mm/s2"}},
}

// readElsewhere are the keys that no print changes by, and who reads them.
var readElsewhere = map[string]string{
	"printer.title": "people: profile list, show and reports", "filament.title": "people", "process.title": "people", "interface.title": "people",
	"printer.power": "plan: what a campaign's electricity costs", "printer.thumbnails": "slice, for its pictures (TestThumbnails)",
	"printer.resume.at":   "resume (resume_test.go)",
	"filament.spool_mass": "plan: how many spools are needed",
	"process.bridges":     "slicer, where a sparse frame bridges air, which the trial frame does not (its own tests)",
	"process.bridge_flow": "as process.bridges", "process.bridge_speed": "as process.bridges", "process.bridge_accel": "as process.bridges",
	"process.bridge_corner": "as process.bridges", "process.overhang_speed": "slicer, on what hangs over (TestRetimeIsSlicing)",
	"process.small_perimeter_speed": "slicer, on small closed loops (TestRetimeIsSlicing)",
	"printer.head.height":           "stack, for columns that are no rows (order_test.go)",
	"process.resolution":            "slicer, on curves finer than the trial frame's",
	"process.gap_fill_speed":        "slicer, in gaps between loops (TestRetimeIsSlicing)",
	"interface.separator.angle":     "slicer, for ribs where the part is no band (separator's tests)",
}

// others are values for keys that other knows none for.
var others = map[string]string{
	"printer.firmware": "klipper", "printer.bed.shape": "circle", "printer.bed.origin": "centre", "printer.head.gantry": "all", "printer.labels": "none",
	"process.fill_pattern": "grid", "process.seam": "spread", "interface.kind": "lines", "printer.nozzles": "[0.9mm]", "printer.max_flow_by_nozzle": "{0.4mm: 3mm3/s}",
	"filament.max_flow_by_nozzle": "{0.4mm: 3mm3/s}", "printer.bed.exclude": "[{x: 60mm, y: 60mm, width: 90mm, depth: 90mm, reason: test}]",
	"printer.bed.points": "[[0mm, 0mm], [90mm, 0mm], [0mm, 90mm]]", "printer.after.eject.path": "[[100mm, 220mm, 40mm], [100mm, 220mm, 3mm], [100mm, 5mm, 3mm]]",
	"printer.header_gcode": ";HEAD", "printer.start_gcode": "G28 X", "printer.end_gcode": "M84 X", "printer.layer_gcode": ";A", "printer.level_gcode": ";B",
	"printer.max_nozzle_temp": "215C", "filament.max_nozzle_temp": "225C", "printer.max_bed_temp": "50C", "filament.max_bed_temp": "50C",
	"printer.min_layer_height": "95%", "interface.nozzle": "0.9mm", "interface.layer_height": "0.9mm", "printer.bed.margin": "35mm",
	"process.skirt_min_length": "400mm",
	"printer.pause_gcode":      ";C", "filament.material": "PLA", "interface.material": "PLA",
}

// seen returns all that can be seen of a job by a set: its findings, its file, without the
// list of settings at its end, and its report; or why there is none.
func seen(spec Spec, change ...string) string {
	lib, err := opened()
	if err != nil {
		return err.Error()
	}
	set, found := lib.ResolveAll(spec.Printer, spec.Filament, spec.Process, spec.Interface, append(slices.Clone(spec.Set), change...))
	var out strings.Builder
	for _, f := range found {
		fmt.Fprintln(&out, f.Code, f.Severity, f.Text)
	}
	if profiles.AsError(found) != nil {
		return out.String()
	}
	spec.Model, spec.Stack, spec.DryRun = models.TrialName, 2, true
	rep := newReport(spec, "", &set)
	m, _, err := Frame(spec)
	if err != nil {
		return err.Error()
	}
	plate, err := lay(spec, &set, m, rep, nil)
	if err == nil {
		err = rep.hold(spec, plate, &set)
	}
	if err != nil {
		return out.String() + err.Error()
	}
	memory := newScratch()
	if _, err = rep.judge(plate, &set, func(limits verify.Limits, _ int) (*replayed, error) {
		return memory.replay(limits, &set, func(w io.Writer) (*emit.Slots, error) {
			var text bytes.Buffer
			slots, err := emit.Write(&text, emit.Job{Plate: plate.Plate, Set: set})
			out.Write(text.Bytes())
			w.Write(text.Bytes())
			return slots, err
		})
	}); err != nil {
		return out.String() + err.Error()
	}
	data, _ := json.Marshal(rep)
	return out.String() + string(data)
}

// opened is the shipped library.
var opened = sync.OnceValues(func() (*profiles.Library, error) { return profiles.Open() })

// changeTo returns the assignment that gives a key another value.
func changeTo(key, value string) string {
	if v, ok := others[key]; ok {
		return key + "=" + v
	}
	if v := other(value); v != "" {
		return key + "=" + v
	}
	return ""
}

// Every key changes something of what is printed, found or reported, in one of a few jobs,
// or is named in readElsewhere with who reads it.
func TestEveryKeyIsRead(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand prints")
	}
	unread := map[string]bool{}
	keys := map[string]string{}
	for n, spec := range grounds {
		set, err := Settings(spec)
		if err != nil {
			t.Fatalf("job %d: %v", n, err)
		}
		before := seen(spec)
		for _, kv := range profiles.Flatten(&set) {
			if _, known := keys[kv[0]]; known && !unread[kv[0]] {
				continue
			}
			keys[kv[0]] = kv[1]
			change := changeTo(kv[0], kv[1])
			unread[kv[0]] = change == "" || strings.HasSuffix(change, "="+kv[1]) || seen(spec, change) == before
		}
	}
	for key := range unread {
		switch who := readElsewhere[key]; {
		case unread[key] && who == "":
			t.Errorf("%s: nothing changes by it (%s)", key, changeTo(key, keys[key]))
		case !unread[key] && who != "" && !strings.HasSuffix(key, ".title"):
			t.Errorf("%s changes what is printed or reported: take it off the list", key)
		}
	}
	if len(keys) < 200 {
		t.Errorf("only %d keys", len(keys))
	}
}

// settled are fields of settings that no key gives, and where they are from.
var settled = map[string]string{
	"verify.Volume": "the plate", "verify.Tolerance": "a constant of job", "verify.Objects": "the plate",
	"deposit.Margin": "a constant of deposit", "deposit.Pixel": "a constant of deposit", "estimate.Retract.Extra": "the firmware's, set by M208 in a file",
	"estimate.Limits.MinFeed": "the firmware's, set by M205 S in a file", "estimate.Limits.MinTravelFeed": "as MinFeed",
}

// Every field of the settings that the checker, the estimate and the deposits take follows
// from a key, or is named in settled with where it is from.
func TestEverySettingHasAKey(t *testing.T) {
	moved := map[string]bool{}
	for _, spec := range grounds {
		set, err := Settings(spec)
		if err != nil {
			t.Fatal(err)
		}
		before := fieldsOf(&set)
		for name := range before {
			moved[name] = moved[name] || false
		}
		for _, kv := range profiles.Flatten(&set) {
			one := set
			if change := changeTo(kv[0], kv[1]); change == "" || profiles.Override(&one, []string{change}) != nil {
				continue
			}
			for name, v := range fieldsOf(&one) {
				moved[name] = moved[name] || v != before[name]
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(moved)) {
		if where := settled[name]; moved[name] == (where != "") {
			t.Errorf("%s: follows from a key: %v; settled says %q", name, moved[name], where)
		}
	}
	if len(moved) < 60 {
		t.Errorf("only %d settings", len(moved))
	}
}

// fieldsOf returns the settings made of set, field by field.
func fieldsOf(set *profiles.Set) map[string]string {
	out := map[string]string{}
	for name, settings := range map[string]any{
		"verify": verify.FromProfiles(*set), "estimate": estimate.FromProfiles(*set), "deposit": deposit.FromProfiles(*set),
	} {
		addFields(out, name, reflect.ValueOf(settings))
	}
	return out
}

// addFields adds the exported fields of v, those of structs in it one by one.
func addFields(out map[string]string, name string, v reflect.Value) {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct || v.Type() == reflect.TypeFor[say.Text]() {
		out[name] = fmt.Sprint(v)
		return
	}
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() {
			addFields(out, name+"."+f.Name, v.Field(i))
		}
	}
}
