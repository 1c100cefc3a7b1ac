package par

import (
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
)

// onProcessors runs f with 1, 2 and 8 processors.
func onProcessors(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, n := range []int{1, 2, 8} {
		runtime.GOMAXPROCS(n)
		f(t)
	}
}

func TestEveryIndexOnce(t *testing.T) {
	onProcessors(t, func(t *testing.T) {
		for _, n := range []int{0, 1, 2, 7, 1000} {
			seen := make([]atomic.Int32, n)
			if err := Do(n, func(i int) error { seen[i].Add(1); return nil }); err != nil {
				t.Fatal(err)
			}
			for i := range seen {
				if got := seen[i].Load(); got != 1 {
					t.Fatalf("%d of %d was done %d times", i, n, got)
				}
			}
		}
	})
}

// TestTheFirstErrorWins fails at 30, 40 ... and wants the error of 30, whoever was
// first.
func TestTheFirstErrorWins(t *testing.T) {
	errs := make([]error, 100)
	for i := range errs {
		if i >= 30 && i%10 == 0 {
			errs[i] = errors.New("failed")
		}
	}
	onProcessors(t, func(t *testing.T) {
		for range 50 {
			if err := Do(len(errs), func(i int) error { return errs[i] }); err != errs[30] {
				t.Fatalf("error %p, want %p", err, errs[30])
			}
		}
	})
}

func TestNothingAboveAnErrorIsStarted(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	done := 0
	if err := Do(10, func(i int) error {
		done++
		if i == 3 {
			return errors.New("failed")
		}
		return nil
	}); err == nil || done != 4 {
		t.Errorf("%d were done, error %v", done, err)
	}
}

// Spare gives back what was put, new memory where there is none, and holds no more than all
// processors use.
func TestSpare(t *testing.T) {
	var s Spare[int]
	a, b := s.Get(), s.Get()
	if a == nil || b == nil || a == b {
		t.Fatal("the same memory twice, or none")
	}
	s.Put(a)
	if s.Get() != a {
		t.Error("what was put back is not given")
	}
	for range 10 * runtime.GOMAXPROCS(0) {
		s.Put(new(int))
	}
	if n := len(s.free); n != runtime.GOMAXPROCS(0) {
		t.Errorf("%d are held", n)
	}
}
