package job

import (
	"bytes"
	"context"
	"io"

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

// writeReplayed lets write fill the file. What goes into it is read back meanwhile, once,
// for both readers. Layers is how many the file has, to show progress by.
//
// Errors: those of write, of reading the file, and ctx's.
func writeReplayed(ctx context.Context, file io.Writer, limits verify.Limits, set *profiles.Set, layers int, progress Progress,
	write func(io.Writer) (*emit.Slots, error)) (*replayed, error) {
	r, err := newReaders(limits, set)
	if err != nil {
		return nil, err
	}
	tee := newTee(ctx, file)
	read := make(chan error, 1)
	go func() {
		done := 0
		read <- tee.each(func(c *gcode.Command) {
			r.check.Command(c)
			r.est.Command(c)
			if bytes.Equal(c.Comment, []byte("LAYER_CHANGE")) {
				done++
				progress(say.T("writing and checking"), 0.15+0.8*min(1, float64(done)/float64(layers)))
			}
		})
	}()
	slots, err := write(tee)
	close(tee.full)
	if again := <-read; err == nil {
		err = again
	}
	if err != nil {
		return nil, err
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

// tee is a writer whose bytes go to a file and, some chunks behind, to a reader beside it.
type tee struct {
	ctx   context.Context
	file  io.Writer
	full  chan []byte // to be read; closed: that was all
	empty chan []byte
	now   []byte // being read
	rest  []byte // of now, not read yet
}

// chunks is how many chunks a writer may be ahead of the reader: some megabytes.
const chunks = 64

func newTee(ctx context.Context, file io.Writer) *tee {
	t := &tee{ctx: ctx, file: file, full: make(chan []byte, chunks), empty: make(chan []byte, chunks)}
	for range chunks {
		t.empty <- nil
	}
	return t
}

// Write writes p to the file and hands it on, unless the context is done.
func (t *tee) Write(p []byte) (int, error) {
	if err := t.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := t.file.Write(p)
	if err != nil {
		return n, err
	}
	t.full <- append((<-t.empty)[:0], p...)
	return n, nil
}

// Read reads what was written, waiting for it.
func (t *tee) Read(p []byte) (int, error) {
	for len(t.rest) == 0 {
		if t.now != nil {
			t.empty <- t.now
		}
		var more bool
		if t.now, more = <-t.full; !more {
			return 0, io.EOF
		}
		t.rest = t.now
	}
	n := copy(p, t.rest)
	t.rest = t.rest[n:]
	return n, nil
}

// each gives every line to f, and reads on where they cannot be read: the writer waits for
// its reader.
func (t *tee) each(f func(*gcode.Command)) error {
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
