package par

import (
	"runtime"
	"sync"
)

// Spare keeps memory that is not in use, as much as all processors together use at once. A
// sync.Pool is emptied by the garbage collector; where memory of some megabytes is used for
// milliseconds, it is gone nearly every time. The zero value is ready.
type Spare[T any] struct {
	mu   sync.Mutex
	free []*T
}

// Get returns memory that was put back, or new.
func (s *Spare[T]) Get() *T {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.free)
	if n == 0 {
		return new(T)
	}
	x := s.free[n-1]
	s.free = s.free[:n-1]
	return x
}

// Put takes x back.
func (s *Spare[T]) Put(x *T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.free) < runtime.GOMAXPROCS(0) {
		s.free = append(s.free, x)
	}
}
