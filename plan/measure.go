package plan

import (
	"context"
	"path/filepath"
	"strconv"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/roster"
)

// Shop is where the prints of a campaign are made: its campaign, the folder that its
// files are in, and folders of further profiles.
type Shop struct {
	*campaign.Campaign
	Folder   string
	Profiles []string
}

// Rates returns a rate for every print that the orders could need: the campaign's own
// where it has one, else that of the slicer and the motion model, from one frame and from
// a full stack. Each print is sliced once, in two heights. A print that cannot be made has
// no rate; notes says why.
//
// Errors: ctx's.
func (s *Shop) Rates(ctx context.Context, show job.Progress) (rates []campaign.Rate, notes []say.Text, err error) {
	prints := roster.Prints(s.Campaign)
	for i, p := range prints {
		if _, given := p.Rate(s.Campaign, s.Campaign.Rates); given {
			continue
		}
		if show != nil {
			show(say.T("slicing %s in %s for %s", p.Design, p.Material, p.Printer), float64(i)/float64(len(prints)))
		}
		r, err := s.rate(ctx, p)
		switch {
		case ctx.Err() != nil:
			return nil, nil, ctx.Err()
		case err != nil:
			notes = append(notes, say.T("%s is not printed in %s on %s: %s", p.Design, p.Material, p.Printer, say.Of(err)))
		default:
			rates = append(rates, r)
		}
	}
	return append(rates, s.Campaign.Rates...), notes, nil
}

// rate slices p alone and as a full stack.
func (s *Shop) rate(ctx context.Context, p roster.Print) (campaign.Rate, error) {
	r := campaign.Rate{Printer: p.Printer, Nozzle: p.Nozzle, Process: p.Process, Design: p.Design, Material: p.Material}
	one, err := job.Run(ctx, s.spec(p, 1), nil)
	if err != nil {
		return r, err
	}
	full, err := s.tallest(ctx, p)
	if err != nil {
		return r, err
	}
	r.Most = full.Levels
	r.First, r.FirstGrams = profiles.Seconds(one.TotalS), profiles.Mass(one.FilamentG)
	r.Frame, r.Grams = r.First, r.FirstGrams
	if more := float64(full.Levels - 1); more > 0 {
		r.Frame = profiles.Seconds((full.TotalS - one.TotalS) / more)
		r.Grams = profiles.Mass((full.FilamentG - one.FilamentG) / more)
	}
	return r, nil
}

// tallest estimates the highest stack of p up to the campaign's: half as high each time
// that one does not fit or would not hold.
//
// Errors: that of a single frame.
func (s *Shop) tallest(ctx context.Context, p roster.Print) (*job.Report, error) {
	for n := s.Stack; ; n /= 2 {
		full, err := job.Run(ctx, s.spec(p, n), nil)
		if err == nil || n <= 1 || ctx.Err() != nil {
			return full, err
		}
	}
}

// spec returns the job of a stack of n frames of p, without a file.
func (s *Shop) spec(p roster.Print, n int) job.Spec {
	spec := job.Spec{
		Printer: p.Printer, Filament: p.Material, Process: p.Process, Profiles: s.Profiles, Stack: n, Columns: 1, DryRun: true,
	}
	if p.Nozzle > 0 {
		spec.Set = []string{"printer.nozzle=" + strconv.FormatFloat(float64(p.Nozzle), 'f', -1, 64) + "mm"}
	}
	for _, d := range s.Designs {
		if d.ID != p.Design {
			continue
		}
		spec.Model = d.Model
		if d.File != "" {
			spec.Input = filepath.Join(s.Folder, d.File)
			if filepath.IsAbs(d.File) {
				spec.Input = d.File
			}
		}
	}
	return spec
}

// Make writes the print file of j into a folder, by its id, and returns its name.
//
// Errors: those of job.Run.
func (s *Shop) Make(ctx context.Context, j roster.Job, folder, version string, show job.Progress) (string, error) {
	p := roster.Print{Printer: j.Printer, Nozzle: profiles.Length(j.Nozzle), Process: j.Process, Design: j.Design, Material: j.Material}
	spec := s.spec(p, j.Frames)
	spec.DryRun, spec.Thumbnails, spec.Version = false, true, version
	spec.Output = filepath.Join(folder, j.ID+".gcode")
	_, err := job.Run(ctx, spec, show)
	return spec.Output, err
}
