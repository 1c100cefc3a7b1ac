// Package par runs independent work on all processors and joins the results by index,
// so that they do not depend on how many processors there are.
package par

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Do calls f(i) for every i in 0 to n-1, on as many goroutines as there are processors.
// It returns the error of the smallest i that failed; after an error no new i above it
// is started.
func Do(n int, f func(i int) error) error {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			if err := f(i); err != nil {
				return err
			}
		}
		return nil
	}
	var (
		next   atomic.Int64
		failed atomic.Int64
		errs   = make([]error, n)
		wg     sync.WaitGroup
	)
	failed.Store(int64(n))
	for range workers {
		wg.Go(func() {
			for {
				i := next.Add(1) - 1
				if i >= failed.Load() {
					return
				}
				if errs[i] = f(int(i)); errs[i] != nil {
					lower(&failed, i)
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Each calls f(i) for every i in 0 to n-1, as Do does.
func Each(n int, f func(i int)) {
	_ = Do(n, func(i int) error { f(i); return nil }) // no error can come of it
}

// lower sets v to i where i is less.
func lower(v *atomic.Int64, i int64) {
	for old := v.Load(); i < old; old = v.Load() {
		if v.CompareAndSwap(old, i) {
			return
		}
	}
}
