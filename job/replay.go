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
	go func() { read <- tee.play(r.check, r.est, &meter{layers: layers, progress: progress}) }()
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

// meter shows progress by the layers that were read.
type meter struct {
	layers, done int
	progress     Progress
}

// Command looks for the start of a layer, which passages have none of.
func (m *meter) Command(c *gcode.Command) {
	if bytes.Equal(c.Comment, []byte("LAYER_CHANGE")) {
		m.done++
		m.progress(say.T("writing and checking"), 0.15+float64(0.8*min(1, float64(m.done)/float64(m.layers))))
	}
}

// Begin does nothing.
func (m *meter) Begin(*gcode.Passage) {}

// End remembers nothing.
func (m *meter) End(*gcode.Passage) gcode.Effect { return nil }

// Recall needs no command of a passage.
func (m *meter) Recall(*gcode.Passage, gcode.Effect) bool { return true }

// scratch is memory in which files are written and read back, one after the other. What
// was written and read of one is recalled in the next where it is the same, so a frame and a
// stack of it go into the same scratch. Sets need not be told apart: what was made by another
// is recalled where it would be no other.
type scratch struct {
	file bytes.Buffer
	rd   *gcode.Reader
	memo *gcode.Memo
	text *emit.Memo
}

// textBytes is how many bytes of layers are kept from file to file, to be written again.
const textBytes = 32 << 20

// newScratch returns a scratch for files of some megabytes.
func newScratch() *scratch {
	return &scratch{rd: gcode.NewReader(nil), memo: gcode.NewMemo(gcode.MemoBytes / 2), text: emit.NewMemo(textBytes)}
}

// replay is writeReplayed for a file that is not kept and so small that it is read when it
// is whole. It may follow files of other sets: what does not fit is not recalled.
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
	s.rd.Reset(&s.file)
	if err := gcode.Play(s.rd, s.memo, r.check, r.est); err != nil {
		return nil, err
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

// play plays the file to the listeners, and reads on where it cannot be read: the writer
// waits for its reader.
func (t *tee) play(to ...gcode.Listener) error {
	err := gcode.Play(gcode.NewReader(t), gcode.NewMemo(gcode.MemoBytes), to...)
	if err != nil {
		_, _ = io.Copy(io.Discard, t)
	}
	return err
}
