package exchange

import (
	"math"
	"strconv"
	"strings"

	"github.com/visiere/visiere/internal/say"
)

// thumbnails takes the sizes of pictures, without their formats.
func thumbnails(_ *conversion, value string) result {
	var sizes []string
	for _, part := range list(value) {
		size, _, _ := strings.Cut(strings.TrimSpace(part), "/")
		w, h, ok := strings.Cut(size, "x")
		if a, err := strconv.Atoi(w); err != nil || !ok || a < 1 || a > 4096 {
			return ignored(ownChoice)
		}
		if b, err := strconv.Atoi(h); err != nil || b < 1 || b > 4096 {
			return ignored(ownChoice)
		}
		sizes = append(sizes, size)
	}
	if len(sizes) == 0 {
		return ignored(ownChoice)
	}
	return result{"[" + strings.Join(sizes, ", ") + "]", strings.Contains(value, "/"), say.Text{}}
}

// materials tells what names of materials are of the same kind as one of ours.
var materials = map[string]string{"PET": "PETG", "PETG": "PETG", "FLEX": "TPU", "TPU": "TPU", "PLA": "PLA", "ABS": "ABS", "ASA": "ASA", "PP": "PP"}

// material takes the name of a material, ours for what is the same.
func material(_ *conversion, value string) result {
	got := plainText(nil, value)
	name := strings.ToUpper(got.text)
	if ours, ok := materials[name]; ok {
		return result{text: ours, changed: ours != got.text}
	}
	return got
}

// euros takes what a kilogram costs; files do not say in which money.
func euros(_ *conversion, value string) result {
	v, _, ok := first(value)
	if !ok || v <= 0 {
		return ignored(ownChoice)
	}
	return result{decimal(v) + "EUR/kg", true, say.T("the file has no currency: taken as euros")}
}

// leastFan takes the slowest the fan runs: not at all where it is not always on.
func leastFan(always string) func(*conversion, string) result {
	return func(c *conversion, value string) result {
		if on, _, ok := first(c.keys[always]); ok && on == 0 {
			return result{"0%", true, say.T("%s is off", always)}
		}
		return unit("%")(c, value)
	}
}

// slowBelow takes the least time of a layer: none where cooling is off.
func slowBelow(c *conversion, value string) result {
	if on, _, ok := first(c.keys["cooling"]); ok && on == 0 {
		return result{"0s", true, say.T("%s is off", "cooling")}
	}
	return unit("s")(c, value)
}

// curaJerk takes one number for both axes.
func curaJerk(c *conversion, value string) result {
	return both("printer.limits.jerk_y", "mm/s")(c, value)
}

// curaHop takes the height of hops, none where they are off.
func curaHop(c *conversion, value string) result {
	if c.keys["retraction_hop_enabled"] == "false" {
		return result{"0mm", true, say.T("%s is off", "retraction_hop_enabled")}
	}
	return unit("mm")(c, value)
}

// curaResolution says why the shortest segment is no resolution of ours.
func curaResolution(*conversion, string) result {
	return ignored(say.T("it is the length of segments; here it is how far an outline may move"))
}

// both takes a number for two keys of ours.
func both(other, u string) func(*conversion, string) result {
	plain := some(u)
	return func(c *conversion, value string) result {
		got := plain(c, value)
		if got.text != "" {
			c.set[other] = got.text
			got.changed, got.why = true, say.T("for both axes")
		}
		return got
	}
}

// kinematics takes the firmware: only Klipper's file has it.
func kinematics(*conversion, string) result { return result{"klipper", true, say.Text{}} }

// klipperAccel takes the one acceleration that Klipper has, for all.
func klipperAccel(c *conversion, value string) result {
	got := some("mm/s2")(c, value)
	if got.text == "" {
		return got
	}
	for _, key := range []string{"accel_x", "accel_y", "accel_travel", "accel_retract"} {
		c.set["printer.limits."+key] = got.text
	}
	return result{got.text, true, say.T("for both axes")}
}

// klipperSteps takes how far a turn moves an axis, as steps per millimetre.
func klipperSteps(section string) func(*conversion, string) result {
	return func(c *conversion, value string) result {
		distance, _, ok := first(value)
		micro, _, okMicro := first(c.keys[section+".microsteps"])
		full, _, okFull := first(c.keys[section+".full_steps_per_rotation"])
		if !okFull {
			full = 200 // Klipper's default
		}
		ratio, okRatio := gearRatio(c.keys[section+".gear_ratio"])
		steps := full * micro * ratio / distance
		if !ok || !okMicro || !okRatio || distance <= 0 || !(steps > 0 && steps < 1e6) {
			return noNumber(value)
		}
		return result{decimal(math.Round(steps*1000)/1000) + "steps/mm", true, say.T("with microsteps and gears")}
	}
}

// gearRatio returns the product of gears such as 80:16, 57:11.
func gearRatio(value string) (float64, bool) {
	ratio := 1.0
	for _, part := range list(value) {
		a, b, ok := strings.Cut(part, ":")
		x, err := strconv.ParseFloat(strings.TrimSpace(a), 64)
		y, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
		if !ok || err != nil || err2 != nil || !(x > 0) || !(y > 0) {
			return 0, false
		}
		ratio *= x / y
	}
	return ratio, true
}

// probePoints takes the points of a mesh: 5,5 or 5.
func probePoints(_ *conversion, value string) result {
	parts := list(value)
	n := 1
	for _, p := range parts {
		v, err := strconv.Atoi(strings.TrimSpace(p))
		if err != nil || v < 1 || v > 100 {
			return noNumber(value)
		}
		n *= v
	}
	switch len(parts) {
	case 1:
		n *= n
	case 2:
	default:
		return noNumber(value)
	}
	return result{itoa(n), true, say.T("points in all")}
}
