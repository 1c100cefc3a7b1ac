package models

import "testing"

// TestRings checks that all rings are closed and that each notch takes what it should.
func TestRings(t *testing.T) {
	whole, err := Ring(0)
	if err != nil {
		t.Fatal(err)
	}
	one, five := 0.0, 0.0
	for n := 1; n <= MostRing; n++ {
		s, err := Ring(n)
		if err != nil {
			t.Fatal(err)
		}
		edges := map[[2]int32]int{}
		for _, f := range s.Faces {
			for k := range f {
				edges[[2]int32{f[k], f[(k+1)%3]}]++
			}
		}
		for e, count := range edges {
			if count != 1 || edges[[2]int32{e[1], e[0]}] != 1 {
				t.Fatalf("ring %d is open at edge %v", n, e)
			}
		}
		less := whole.Volume() - s.Volume()
		switch n {
		case 1:
			one = less
		case 5:
			five = less
		}
		if want := float64(n/5)*five + float64(n%5)*one; n > 5 && (less < want*0.98 || less > want*1.02) {
			t.Errorf("ring %d lacks %.2f mm3, want %.2f", n, less, want)
		}
	}
	if one < 2 || five < 3*one {
		t.Errorf("a narrow notch takes %.2f mm3, a broad one %.2f", one, five)
	}
	for _, n := range []int{-1, MostRing + 1} {
		if _, err := Ring(n); err == nil {
			t.Errorf("ring %d is made", n)
		}
	}
}
