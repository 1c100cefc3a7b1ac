package gcode

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A text is read by a form where its own form is that one, and nowhere else, whatever
// comes behind it, and both ways of reading note the same Z words.
func TestReads(t *testing.T) {
	word := rapid.SampledFrom([]string{"X1", "Z1", "Z1.0", "Z2", "Z", "Z.", "Z12", "Z1.25.5", "E.1", "z1", "Z-1", "Z0000000000000001"})
	line := rapid.Custom(func(t *rapid.T) string {
		return "G1 " + strings.Join(rapid.SliceOfN(word, 0, 3).Draw(t, "words"), " ") + "\n"
	})
	rapid.Check(t, func(t *rapid.T) {
		one := strings.Join(rapid.SliceOfN(line, 1, 3).Draw(t, "one"), "")
		two := strings.Join(rapid.SliceOfN(line, 1, 3).Draw(t, "two"), "")
		behind := rapid.SampledFrom([]string{"", "G1 Z3\n", "G1 Z9", "M400\n", "0"}).Draw(t, "behind")
		var a, b, c Passage
		form, _ := a.read([]byte(one), nil)
		if a.odd {
			return
		}
		other, _ := b.read([]byte(two), nil)
		n, ok := c.reads([]byte(two+behind), form, a.at)
		if whole := bytes.Equal(form, other); ok && n == len(two) != whole {
			t.Fatalf("%q by %q: %d bytes of %d, equal forms: %v", two, one, n, len(two), whole)
		} else if whole && (!ok || n != len(two) || fmt.Sprint(b.Heights, b.Z) != fmt.Sprint(c.Heights, c.Z)) {
			t.Fatalf("%q by %q: %v, %d bytes, heights %v %v, not %v %v", two, one, ok, n, c.Heights, c.Z, b.Heights, b.Z)
		} else if ok && !bytes.HasSuffix([]byte(two + behind)[:n], []byte("\n")) {
			t.Fatalf("%q by %q ends within a line", two, one)
		}
	})
}

// Of what comes again in the same order no lines are looked for.
func TestExpected(t *testing.T) {
	m := NewMemo(MemoBytes)
	l := &told{follow: true}
	file := repeating(20, 5000)
	if err := Play(NewReader(strings.NewReader(file)), m, l); err != nil {
		t.Fatal(err)
	}
	if n := len(m.verses); n < 2 || n > 8 {
		t.Errorf("%d texts are held of the passages of a layer", n)
	}
	rd := NewReader(strings.NewReader(file))
	met := 0
	for m.last = m.verses[firstKey(m, file)]; ; {
		text, v := m.expect(rd)
		if v != nil {
			met += v.lines
			rd.pass(text, v.lines, nil)
			continue
		}
		var c Command
		if !rd.Next(&c) {
			break
		}
	}
	if all := strings.Count(file, "\n"); met < all*8/10 {
		t.Errorf("%d of %d lines were expected", met, all)
	}
}

// firstKey returns the key of the first passage of a file.
func firstKey(m *Memo, file string) key {
	rd := NewReader(strings.NewReader(file))
	for {
		text, lines := rd.passage()
		if lines >= leastPassage {
			k, _ := m.learn(text, lines)
			return k
		}
		var c Command
		for range lines + 1 {
			rd.Next(&c)
		}
	}
}

// Text that is longer than a buffer, or too much, is not held.
func TestVersesAreBounded(t *testing.T) {
	m := NewMemo(1 << 20)
	long := strings.Repeat("G1 X1\n", 100) + "G1 X1 ;" + strings.Repeat("a", MaxLine*3/4) + "\n"
	file := strings.Repeat(long+"M400\n", 3)
	rng := rand.New(rand.NewPCG(5, 6))
	var b strings.Builder
	for range 100000 {
		fmt.Fprintf(&b, "G1 X%d Z%d.0\n", rng.IntN(1e6), rng.IntN(9))
	}
	for _, text := range []string{file, b.String()} {
		l := &told{}
		if err := Play(NewReader(strings.NewReader(text)), m, l); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(text, "\n"); len(l.lines) != n {
			t.Errorf("%d lines of %d", len(l.lines), n)
		}
		if m.held > 1<<19 {
			t.Errorf("%d bytes of text are held", m.held)
		}
	}
}

// bounds notes which lines are passages.
type bounds struct{ all [][2]int }

func (b *bounds) Command(*Command)             {}
func (b *bounds) Begin(p *Passage)             { b.all = append(b.all, [2]int{p.Line, p.Lines}) }
func (b *bounds) End(*Passage) Effect          { return nil }
func (b *bounds) Recall(*Passage, Effect) bool { return false }

// Where passages begin and end does not depend on what was read before: what listeners sum
// up by passages would be another sum.
func TestPassagesStay(t *testing.T) {
	of := func(rng *rand.Rand) string {
		var b strings.Builder
		for range 2 + rng.IntN(8) {
			head := rng.IntN(4)
			lines := []int{10, 64, 300, longPassage, longPassage + 70, 5000}[rng.IntN(6)]
			zs := strings.Repeat("0", rng.IntN(3))
			for i := range lines {
				fmt.Fprintf(&b, "G1 X%d Z%d.%s\n", i*i*i%(1000+head), head, zs)
			}
			if lines%2 == 0 && rng.IntN(3) > 0 {
				b.WriteString([]string{"M400\n", "; wide" + strings.Repeat("a", 40<<10) + "\n", "G1 X1 ;" + strings.Repeat("b", 60<<10) + "\n"}[rng.IntN(3)])
			}
		}
		return strings.TrimSuffix(b.String(), []string{"", "\n"}[rng.IntN(2)])
	}
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 1))
		m, met := NewMemo(MemoBytes), 0
		one := of(rng)
		for k := range 4 {
			file := one
			if k > 1 {
				file += "\n" + of(rng) + "\n" + one
			}
			var got, want bounds
			for _, x := range []struct {
				*bounds
				memo *Memo
			}{{&got, m}, {&want, NewMemo(0)}} {
				if err := Play(NewReader(strings.NewReader(file)), x.memo, x.bounds); err != nil {
					t.Fatal(err)
				}
			}
			if fmt.Sprint(got.all) != fmt.Sprint(want.all) {
				t.Fatalf("seed %d: passages %v, with no memory %v", seed, got.all, want.all)
			}
			met += len(got.all)
		}
		if met == 0 {
			t.Errorf("seed %d: no passages", seed)
		}
	}
}
