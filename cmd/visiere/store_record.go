package main

import (
	"github.com/spf13/cobra"
	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/ledger"
	"github.com/visiere/visiere/profiles"
)

// campaignRecordCommand returns the commands that record what happened.
func (a *app) campaignRecordCommand(where *string) *cobra.Command {
	return a.group("record", say.T("Record what happened: a batch done or failed, a delivery, a spool weighed"),
		a.recordBatchCommand(where, false), a.recordBatchCommand(where, true),
		a.recordDeliveredCommand(where), a.recordSpoolCommand(where))
}

// recordBatchCommand returns the command that records a batch: done, or failed.
func (a *app) recordBatchCommand(where *string, failed bool) *cobra.Command {
	name, short := "done", say.T("Record a batch whose frames are good")
	if failed {
		name, short = "failed", say.T("Record a batch that failed, with the frames that are good all the same")
	}
	c := a.command(name, say.T("LOT"), short,
		say.T("LOT is the code on the batch's label. The rest is taken from the plan, or given. A lot\n"+
			"that is recorded already is refused."),
		say.T("visiere campaign record done V-0417-012 --maker zoe --spool B12 --frames 20 --grams 780g\n"+
			"visiere campaign record failed V-0417-012 --good 8 --grams 400g --note \"came off at level 9\""))
	c.Args = arguments(1, 1, say.T("lot code"))
	b := ledger.Batch{Good: -1, Day: today()}
	if failed {
		b.Good = 0
	}
	f := c.Flags()
	f.StringVar(&b.Maker, "maker", "", a.tr("`MAKER` who printed it"))
	f.StringVar(&b.Printer, "printer", "", a.tr("`PRINTER` that printed it"))
	f.StringVar(&b.Design, "design", "", a.tr("`DESIGN` of its frames"))
	f.StringVar(&b.Spool, "spool", "", a.tr("`SPOOL` it ran on"))
	f.StringVar(&b.Material, "material", "", a.tr("`MATERIAL`, where no spool is given"))
	f.Var(number{value: &b.Frames}, "frames", a.tr("`NUMBER` of frames that it began"))
	f.IntVar(&b.Good, "good", b.Good, a.tr("`NUMBER` of frames that are good; -1: all"))
	f.TextVar(&b.Grams, "grams", profiles.Mass(0), a.tr("`MASS` that it took, like 780g"))
	f.TextVar(&b.Day, "day", b.Day, a.tr("`DAY` on which it ended"))
	f.StringVar(&b.Note, "note", "", a.tr("`NOTE` for people"))
	c.RunE = func(c *cobra.Command, args []string) error {
		b.ID = args[0]
		s, err := ledger.Open(c.Context(), *where)
		if err != nil {
			return err
		}
		defer s.Close()
		done, err := s.Done(c.Context(), b)
		if err != nil {
			return err
		}
		if a.json {
			return a.writeJSON(done)
		}
		a.printf("batch %s: %d of %d frames good, %.0f g", done.ID, done.Good, done.Frames, float64(done.Grams))
		return nil
	}
	return c
}

// recordDeliveredCommand returns the command that records a delivery.
func (a *app) recordDeliveredCommand(where *string) *cobra.Command {
	c := a.command("delivered", say.T("ORDER"), say.T("Record frames that reached who ordered them"),
		say.T("The frames are taken from what the maker has ready. More than an order is for, more than\n"+
			"the maker has, and a delivery that is recorded already are refused."),
		say.T("visiere campaign record delivered C-12 --maker zoe --frames 40\n"+
			"visiere campaign record delivered C-12 --maker zoe --frames 20 --id second-box"))
	c.Args = arguments(1, 1, say.T("order"))
	d := campaign.Delivery{Date: today()}
	f := c.Flags()
	f.StringVar(&d.Maker, "maker", "", a.tr("`MAKER` whose frames they are; none: not counted as anybody's"))
	f.Var(number{value: &d.Frames}, "frames", a.tr("`NUMBER` of frames"))
	f.TextVar(&d.Date, "day", d.Date, a.tr("`DAY` on which they arrived"))
	f.StringVar(&d.ID, "id", "", a.tr("`NAME` of the delivery; else of order, day and maker"))
	c.RunE = func(c *cobra.Command, args []string) error {
		d.Order = args[0]
		s, err := ledger.Open(c.Context(), *where)
		if err != nil {
			return err
		}
		defer s.Close()
		done, err := s.Deliver(c.Context(), d)
		if err != nil {
			return err
		}
		if a.json {
			return a.writeJSON(done)
		}
		a.printf("order %s: %d frames delivered", done.Order, done.Frames)
		return nil
	}
	return c
}

// recordSpoolCommand returns the command that records what is left on a spool.
func (a *app) recordSpoolCommand(where *string) *cobra.Command {
	c := a.command("spool", say.T("SPOOL"), say.T("Record what is left on a spool, weighed"), say.Text{},
		say.T("visiere campaign record spool B12 --left 350g"))
	c.Args = arguments(1, 1, say.T("spool"))
	var left profiles.Mass
	c.Flags().TextVar(&left, "left", profiles.Mass(0), a.tr("`MASS` of filament, without the spool itself"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if !c.Flags().Changed("left") {
			return usagef("--left is needed: the mass of filament that is left, like 350g")
		}
		s, err := ledger.Open(c.Context(), *where)
		if err != nil {
			return err
		}
		defer s.Close()
		if err := s.Weigh(c.Context(), args[0], left); err != nil {
			return err
		}
		a.printf("spool %s: %.0f g left", args[0], float64(left))
		return nil
	}
	return c
}
