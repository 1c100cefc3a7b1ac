package places

import (
	"math"
	"testing"
)

// TestKnownPlaces holds the table against places whose coordinates are well known.
func TestKnownPlaces(t *testing.T) {
	for code, want := range map[string]struct {
		Point
		km float64
	}{
		"75015":  {Point{48.8417, 2.3003}, 4},
		"69002":  {Point{45.7485, 4.8320}, 3},
		"29200":  {Point{48.3904, -4.4861}, 3},
		"06000":  {Point{43.7034, 7.2663}, 5},
		"6000":   {Point{43.7034, 7.2663}, 5},
		"97400":  {Point{-20.8789, 55.4481}, 4},
		"91 190": {Point{48.7000, 2.1333}, 8},
		"20000":  {Point{41.9267, 8.7369}, 5},
	} {
		c, ok := Find(code)
		if !ok {
			t.Errorf("%s is not in the table", code)
		} else if d := c.Km(want.Point); d > want.km {
			t.Errorf("%s is %.1f km from where it should be: %+v", code, d, c)
		}
	}
	for _, s := range []string{"00000", "", "abcde", "9119", "991900"} {
		if c, ok := Find(s); ok && s != "9119" {
			t.Errorf("found %+v for %q", c, s)
		}
	}
}

// TestTable reads every line: sorted codes, in the département that they begin with,
// on French ground.
func TestTable(t *testing.T) {
	all := Codes()
	if len(all) < 6000 {
		t.Fatalf("%d postal codes", len(all))
	}
	for i, c := range all {
		if i > 0 && all[i-1].Code >= c.Code {
			t.Fatalf("%s stands after %s", c.Code, all[i-1].Code)
		}
		d, ok := FindDepartement(c.Departement)
		if !ok {
			t.Fatalf("%s: no département %s", c.Code, c.Departement)
		}
		if c.Km(d.Point) > 200 {
			t.Errorf("%s is %.0f km from the middle of %s", c.Code, c.Km(d.Point), d.Name)
		}
		if c.Departement < "97" && (c.Lat < 41 || c.Lat > 51.2 || c.Lon < -5.2 || c.Lon > 9.6) {
			t.Errorf("%s is not in metropolitan France: %+v", c.Code, c)
		}
	}
}

func TestDepartements(t *testing.T) {
	if n := len(table().departements); n != 101 {
		t.Errorf("%d départements, want 101", n)
	}
	for _, s := range []string{"91", "essonne", " Essonne "} {
		if d, ok := FindDepartement(s); !ok || d.Code != "91" {
			t.Errorf("%q: %+v", s, d)
		}
	}
	if _, ok := FindDepartement("Bavaria"); ok {
		t.Error("found Bavaria")
	}
}

// TestKm holds distances against published ones.
func TestKm(t *testing.T) {
	paris, marseille := Point{48.8566, 2.3522}, Point{43.2965, 5.3698}
	if d := paris.Km(marseille); math.Abs(d-660.5) > 1 {
		t.Errorf("Paris to Marseille: %.1f km, want 660.5", d)
	}
	if d := (Point{0, 0}).Km(Point{0, 180}); math.Abs(d-math.Pi*earth) > 1e-6 {
		t.Errorf("to the antipode: %g km", d)
	}
	if d := paris.Km(paris); d != 0 {
		t.Errorf("to itself: %g km", d)
	}
	if paris.Km(marseille) != marseille.Km(paris) {
		t.Error("there and back differ")
	}
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		Find("91190")
	}
}
