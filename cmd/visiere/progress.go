package main

import (
	"context"
	"sync/atomic"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
)

// progress returns what shows a job's progress on the standard error, and what takes it
// away again. Both do nothing where that is not a terminal.
func (a *app) progress(ctx context.Context) (show job.Progress, done func()) {
	if !isTerminal(a.err) {
		return nil, func() {}
	}
	const whole = 1000
	var stage atomic.Value
	stage.Store("")
	name := decor.Any(func(decor.Statistics) string { return stage.Load().(string) }, decor.WCSyncSpaceR)
	p := mpb.NewWithContext(ctx, mpb.WithOutput(a.err))
	bar := p.New(whole, mpb.BarStyle(), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(name), mpb.AppendDecorators(decor.Percentage()))
	show = func(t say.Text, share float64) {
		stage.Store(t.In(a.lang))
		bar.SetCurrent(min(int64(share*whole), whole-1))
	}
	return show, func() {
		bar.Abort(true)
		p.Wait()
	}
}
