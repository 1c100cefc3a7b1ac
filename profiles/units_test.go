package profiles

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

func TestUnits(t *testing.T) {
	tests := []struct {
		read interface{ UnmarshalText([]byte) error }
		in   string
		want string
	}{
		{new(Length), "0.3mm", "0.3mm"}, {new(Length), " 0.3 mm ", "0.3mm"}, {new(Length), "0", "0mm"},
		{new(Length), "30cm", "300mm"}, {new(Length), "1m", "1000mm"}, {new(Length), "12.5um", "0.0125mm"},
		{new(Length), "-3mm", "-3mm"}, {new(Length), "+3mm", "3mm"}, {new(Length), "-0", "0mm"},
		{new(Speed), "60mm/s", "60mm/s"}, {new(Speed), "1200mm/min", "20mm/s"},
		{new(Accel), "1500mm/s2", "1500mm/s2"}, {new(Accel), "1500mm/s²", "1500mm/s2"},
		{new(Flow), "8mm3/s", "8mm3/s"}, {new(Temperature), "240C", "240C"}, {new(Temperature), "240°C", "240C"},
		{new(Ratio), "35%", "35%"}, {new(Ratio), "7%", "7%"}, {new(Ratio), "112.5%", "112.5%"}, {new(Ratio), "0", "0%"},
		{new(Seconds), "12s", "12s"}, {new(Seconds), "2min", "120s"}, {new(Mass), "1kg", "1000g"},
		{new(Density), "1.27g/cm3", "1.27g/cm3"}, {new(Angle), "45deg", "45deg"}, {new(Angle), "-45°", "-45deg"},
		{new(Ratio), "0.7%", "0.7%"}, {new(Ratio), "-12.5%", "-12.5%"}, {new(Ratio), "1000%", "1000%"},
		{new(Price), "25EUR/kg", "25/kg"}, {new(Price), "25/kg", "25/kg"},
		{new(Length), "0.3", ""}, {new(Length), "0.3in", ""}, {new(Length), "mm", ""}, {new(Length), "", ""},
		{new(Length), "0,3mm", ""}, {new(Length), "1e3mm", ""}, {new(Length), "Inf", ""}, {new(Length), "NaNmm", ""},
		{new(Length), "1.2.3mm", ""}, {new(Length), "99999999999mm", ""}, {new(Length), "3-2mm", ""},
		{new(Speed), "60mm", ""}, {new(Speed), "60", ""}, {new(Ratio), "0.35", ""}, {new(Ratio), "1", ""},
		{new(Price), "25", ""}, {new(Price), "25euro/kg", ""}, {new(Price), "25eur/kg", ""}, {new(Temperature), "240K", ""},
	}
	for _, test := range tests {
		err := test.read.UnmarshalText([]byte(test.in))
		if got := test.read.(interface{ String() string }).String(); err == nil && got != test.want {
			t.Errorf("%T %q: got %s, want %q", test.read, test.in, got, test.want)
		} else if (err == nil) != (test.want != "") {
			t.Errorf("%T %q: got %v, %v", test.read, test.in, got, err)
		}
	}
}

// What is written reads back as the same value, bit by bit.
func TestUnitsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-1e6, 1e6).Draw(t, "v")
		var l Length
		if err := l.UnmarshalText([]byte(Length(v).String())); err != nil || l != Length(v) {
			t.Errorf("%v: got %v, %v", v, l, err)
		}
		r := Ratio(rapid.Float64Range(-10, 10).Draw(t, "r"))
		var back Ratio
		if err := back.UnmarshalText([]byte(r.String())); err != nil || back != r {
			t.Errorf("%v: got %v, %v", float64(r), float64(back), err)
		}
	})
}

func TestUnitsInJSON(t *testing.T) {
	out, err := json.Marshal(map[Length]Flow{0.4: 8, 0.6: 15})
	if want := `{"0.4mm":"8mm3/s","0.6mm":"15mm3/s"}`; err != nil || string(out) != want {
		t.Errorf("got %s, %v", out, err)
	}
}
