package flow

import (
	"flag"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// init fixes the seed of the property tests; -rapid.seed looks elsewhere.
func init() {
	if err := flag.Set("rapid.seed", "2020"); err != nil {
		panic(err)
	}
}

// draw draws a small problem with a last source that suffices for all.
func draw(t *rapid.T) Problem {
	n, m := rapid.IntRange(0, 6).Draw(t, "sources"), rapid.IntRange(1, 5).Draw(t, "sinks")
	p := Problem{
		Supply: rapid.SliceOfN(rapid.IntRange(0, 9), n, n).Draw(t, "supply"),
		Demand: rapid.SliceOfN(rapid.IntRange(0, 12), m, m).Draw(t, "demand"),
	}
	p.Supply = append(p.Supply, 1000)
	costs := rapid.SliceOfN(rapid.IntRange(0, 30), n*m, n*m).Draw(t, "costs")
	p.Cost = func(i, j int) int {
		switch {
		case i == n:
			return 100
		case costs[i*m+j] == 30:
			return Forbidden
		}
		return costs[i*m+j]
	}
	return p
}

// TestSolve checks the numbered promises of Solution; the third is a proof of optimality
// that does not depend on how it was found.
func TestSolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw(t)
		s := Solve(p)
		if s.Short {
			t.Fatal("short")
		}
		check(t, p, s)
	})
}

// fataler is what a test and a property have in common.
type fataler interface{ Fatalf(string, ...any) }

// check holds s against p.
func check(t fataler, p Problem, s Solution) {
	sent, got, cost := make([]int, len(p.Supply)), make([]int, len(p.Demand)), 0
	for k, x := range s.Ships {
		if k > 0 && !(s.Ships[k-1].Source < x.Source || s.Ships[k-1].Source == x.Source && s.Ships[k-1].Sink < x.Sink) {
			t.Fatalf("%v after %v", x, s.Ships[k-1])
		}
		if p.Cost(x.Source, x.Sink) == Forbidden || x.Units < 1 {
			t.Fatalf("%v is shipped", x)
		}
		sent[x.Source] += x.Units
		got[x.Sink] += x.Units
		cost += x.Units * p.Cost(x.Source, x.Sink)
	}
	if !reflect.DeepEqual(got, p.Demand) {
		t.Fatalf("served %v, wanted %v", got, p.Demand)
	}
	bound := 0
	for j, d := range p.Demand {
		bound += d * s.SinkPrice[j]
	}
	for i, have := range p.Supply {
		bound -= have * s.SourcePrice[i]
		if sent[i] > have || s.SourcePrice[i] < 0 {
			t.Fatalf("source %d sends %d of %d at %d", i, sent[i], have, s.SourcePrice[i])
		}
		for j := range p.Demand {
			if c := p.Cost(i, j); have > 0 && c != Forbidden && s.SinkPrice[j] > c+s.SourcePrice[i] {
				t.Fatalf("sink %d at %d from source %d at %d for %d", j, s.SinkPrice[j], i, s.SourcePrice[i], c)
			}
		}
	}
	if cost != s.Cost || cost != bound {
		t.Fatalf("cost %d, said %d, bound %d", cost, s.Cost, bound)
	}
}

func TestShort(t *testing.T) {
	s := Solve(Problem{Supply: []int{3}, Demand: []int{2, 4}, Cost: func(i, j int) int { return 1 }})
	if !s.Short || s.Cost != 3 {
		t.Errorf("%+v", s)
	}
}

// tight is a problem of n sources and m sinks in the plane whose supply is just enough
// near the sinks, so that many paths are long.
func tight(n, m int) Problem {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([][2]int, n+m)
	for i := range x {
		x[i] = [2]int{r.IntN(1000), r.IntN(1000)}
	}
	p := Problem{Supply: make([]int, n), Demand: make([]int, m)}
	for i := range p.Supply {
		p.Supply[i] = 1 + r.IntN(40)
	}
	for j := range p.Demand {
		p.Demand[j] = 15 * n / m
	}
	p.Cost = func(i, j int) int {
		dx, dy := x[i][0]-x[n+j][0], x[i][1]-x[n+j][1]
		return max(dx, -dx) + max(dy, -dy)
	}
	return p
}

func TestTight(t *testing.T) {
	p := tight(400, 40)
	s := Solve(p)
	check(t, p, s)
	near := make([][]int32, len(p.Demand))
	for j := range near {
		for i := range p.Supply {
			near[j] = append(near[j], int32(i))
		}
	}
	p.Near = near
	if again := Solve(p); !reflect.DeepEqual(s, again) {
		t.Error("listed sources give another solution")
	}
}

func BenchmarkSolve(b *testing.B) {
	p := tight(1000, 300)
	for b.Loop() {
		Solve(p)
	}
}
