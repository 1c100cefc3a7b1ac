package job

import (
	"bytes"
	"context"
	"io"
	"sync"
	"sync/atomic"

	"github.com/visiere/visiere/emit"
	"github.com/visiere/visiere/estimate"
	"github.com/visiere/visiere/gcode"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/verify"
)

// replayed is what the replay of a file told.
type replayed struct {
	slots *emit.Slots // with the time at which the printer reaches them
	est   *estimate.Estimate
	found []verify.Violation
}

// readers are what read a file as the printer will: one checks every command, the other
// times it.
type readers struct {
	check *verify.Checker
	est   *estimate.Estimator
}

// newReaders returns the readers of a file by set.
//
// Errors: limits by which no time can be planned.
func newReaders(limits verify.Limits, set *profiles.Set) (*readers, error) {
	r := &readers{verify.New(limits), estimate.New(estimate.FromProfiles(*set))}
	if r.est.Err() != nil {
		return nil, say.Errorf("printer %s: the time cannot be planned: %s", set.Printer.Name, r.est.Err())
	}
	return r, nil
}

// told returns what the readers found in a file with slots, which they have read.
func (r *readers) told(slots *emit.Slots) *replayed {
	out := &replayed{slots, r.est.Finish(), r.check.Finish()}
	for _, line := range slots.Lines() {
		slots.Mark(line, out.est.ElapsedAtLine(line))
	}
	return out
}

// writeReplayed lets write fill the file. What goes into it is read back meanwhile, by two
// readers beside each other. Layers is how many the file has, to show progress by.
//
// Errors: those of write, of reading the file, and ctx's.
func writeReplayed(ctx context.Context, file io.Writer, limits verify.Limits, set *profiles.Set, layers int, progress Progress,
	write func(io.Writer) (*emit.Slots, error)) (*replayed, error) {
	r, err := newReaders(limits, set)
	if err != nil {
		return nil, err
	}
	split := newSplit(ctx, file, 2)
	var both sync.WaitGroup
	errs := make([]error, 2)
	both.Go(func() { errs[0] = split.taps[0].each(r.check.Command) })
	done := 0
	both.Go(func() {
		errs[1] = split.taps[1].each(func(c *gcode.Command) {
			r.est.Command(c)
			if bytes.Equal(c.Comment, []byte("LAYER_CHANGE")) {
				done++
				progress(say.T("writing and checking"), 0.15+0.8*min(1, float64(done)/float64(layers)))
			}
		})
	})
	slots, err := write(split)
	split.end()
	both.Wait()
	for _, e := range append([]error{err}, errs...) {
		if e != nil {
			return nil, e
		}
	}
	return r.told(slots), nil
}

// scratch is memory in which files are written and read back, one after the other.
type scratch struct {
	file bytes.Buffer
	rd   *gcode.Reader
}

// replay is writeReplayed for a file that is not kept and so small that it is read when it
// is whole: each command once, for both readers.
func (s *scratch) replay(limits verify.Limits, set *profiles.Set, write func(io.Writer) (*emit.Slots, error)) (*replayed, error) {
	r, err := newReaders(limits, set)
	if err != nil {
		return nil, err
	}
	s.file.Reset()
	slots, err := write(&s.file)
	if err != nil {
		return nil, err
	}
	if s.rd == nil {
		s.rd = gcode.NewReader(&s.file)
	}
	s.rd.Reset(&s.file)
	var c gcode.Command
	for s.rd.Next(&c) {
		r.check.Command(&c)
		r.est.Command(&c)
	}
	if s.rd.Err() != nil {
		return nil, s.rd.Err()
	}
	return r.told(slots), nil
}

// split is a writer whose bytes go to a file and to readers beside it.
type split struct {
	ctx  context.Context
	file io.Writer
	taps []*tap
	free chan *chunk
}

// chunk is bytes that all taps read.
type chunk struct {
	bytes []byte
	left  atomic.Int32 // taps that have not read it
}

// chunks is how many chunks a writer may be ahead of the slowest reader: some megabytes.
const chunks = 64

func newSplit(ctx context.Context, file io.Writer, n int) *split {
	s := &split{ctx: ctx, file: file, free: make(chan *chunk, chunks)}
	for range chunks {
		s.free <- &chunk{}
	}
	for range n {
		s.taps = append(s.taps, &tap{in: make(chan *chunk, chunks+1), free: s.free})
	}
	return s
}

// Write writes p to the file and the taps, unless the context is done.
func (s *split) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.file.Write(p)
	if err != nil {
		return n, err
	}
	c := <-s.free
	c.bytes = append(c.bytes[:0], p...)
	c.left.Store(int32(len(s.taps)))
	for _, t := range s.taps {
		t.in <- c
	}
	return n, nil
}

// end tells the taps that this was all.
func (s *split) end() {
	for _, t := range s.taps {
		t.in <- nil
	}
}

// tap is a reader of what goes through a split.
type tap struct {
	in    chan *chunk // nil: that was all
	free  chan *chunk
	now   *chunk
	rest  []byte // of now, not read yet
	ended bool
}

// Read reads what was written, waiting for it.
func (t *tap) Read(p []byte) (int, error) {
	for len(t.rest) == 0 {
		if t.ended {
			return 0, io.EOF
		}
		if t.now != nil && t.now.left.Add(-1) == 0 {
			t.free <- t.now
		}
		t.now = <-t.in
		if t.ended = t.now == nil; !t.ended {
			t.rest = t.now.bytes
		}
	}
	n := copy(p, t.rest)
	t.rest = t.rest[n:]
	return n, nil
}

// each gives every line to f, and reads on where they cannot be read: the writer waits for
// its readers.
func (t *tap) each(f func(*gcode.Command)) error {
	rd := gcode.NewReader(t)
	var c gcode.Command
	for rd.Next(&c) {
		f(&c)
	}
	if rd.Err() != nil {
		_, _ = io.Copy(io.Discard, t)
	}
	return rd.Err()
}
