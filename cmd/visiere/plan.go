package main

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/job"
	"github.com/visiere/visiere/plan"
	"github.com/visiere/visiere/profiles"
)

// order is what a command line says of an order.
type order struct {
	plan.Order
	plan.Fleet
	choice
	spoilage profiles.Ratio
	elastic  profiles.Length
	spool    profiles.Mass
	change   profiles.Seconds
	csv      bool
	file     string
}

// planCommand returns the command that plans an order.
func (a *app) planCommand() *cobra.Command {
	c := a.command("plan", say.T("[FRAME | CAMPAIGN...]"), say.T("Plan an order or a campaign: batches, hours, spools, sheets, elastics"),
		say.T("Estimates one batch of FRAME, or of our own frame, and reckons what an order takes on a\n"+
			"number of printers that are alike. A batch is started while somebody is there (--hours\n"+
			"a day) and then runs on; no batch is started on a spool that cannot finish it.\n\n"+
			"Given a campaign, plans it: who prints what and when, from which spool, who brings it to\n"+
			"whom, what to buy, and which orders will be late. A campaign is a file that ends in\n"+
			".yaml, spreadsheets (.csv, .xlsx) of orders, makers, printers and stock, or a folder\n"+
			"with any of them."),
		say.T("visiere plan --frames 600 --printer ender-3 --printers 5 --spool 1kg\n"+
			"visiere plan frame.stl --frames 200 --stack 20 --hours 24 --spoilage 3%\n"+
			"visiere plan --frames 600 -o order.csv         for a spreadsheet\n"+
			"visiere plan campaign.yaml                     many makers, printers and orders\n"+
			"visiere plan orders.csv makers.xlsx spools.csv as coordinators keep them\n"+
			"visiere plan campaign.yaml --gcode prints      with the file of every print\n"+
			"visiere plan campaign.yaml --kilograms 40      how far 40 kg go"))
	c.Args = arguments(0, 1000, say.T("file"))
	o, k := &order{}, &campaignFlags{}
	a.orderFlags(c, o)
	a.frameFlags(c, &o.choice)
	a.profileFlags(c, &o.choice)
	o.spec.Stack = 10
	c.Flags().Lookup("stack").DefValue = "10"
	c.Flags().BoolVar(&o.csv, "csv", false, a.tr("print comma-separated values"))
	c.Flags().StringVarP(&o.file, "output", "o", "", a.tr("`FILE` to write as comma-separated values"))
	k.addTo(a, c)
	c.RunE = func(c *cobra.Command, args []string) error {
		if len(args) > 0 && !slices.ContainsFunc(args, func(arg string) bool { return !isCampaign(arg) }) {
			return a.campaign(c.Context(), args, k, o)
		}
		if len(args) > 1 {
			return usagef("%s is one frame too many: a campaign is .yaml, .csv or .xlsx, or a folder of them", args[1])
		}
		if k.given() {
			return usagef("--gcode, --kilograms, --material, --start and --end are of a campaign: give its files (.yaml, .csv, .xlsx) or their folder")
		}
		p, err := a.plan(c.Context(), o, args)
		if err != nil {
			return err
		}
		return a.showPlan(p, o)
	}
	return c
}

// orderFlags adds the flags of an order and of a fleet to c.
func (a *app) orderFlags(c *cobra.Command, o *order) {
	f := c.Flags()
	o.Printers = 1
	f.Var(number{value: &o.Frames}, "frames", a.tr("`NUMBER` of good frames ordered"))
	f.Var(number{value: &o.Printers}, "printers", a.tr("`NUMBER` of printers, all alike"))
	f.Float64Var(&o.Hours, "hours", 12, a.tr("`HOURS` of a day in which somebody can start a batch"))
	f.TextVar(&o.change, "change", profiles.Seconds(900), a.tr("`TIME` to clear a plate and start the next batch"))
	f.TextVar(&o.spool, "spool", profiles.Mass(1000), a.tr("`MASS` of filament on a full spool"))
	f.TextVar(&o.spoilage, "spoilage", profiles.Ratio(0.05), a.tr("`SHARE` of what is made that is lost"))
	f.TextVar(&o.elastic, "elastic", profiles.Length(300), a.tr("`LENGTH` of elastic for one frame"))
}

// plan estimates the batches of an order and plans it.
func (a *app) plan(ctx context.Context, o *order, args []string) (*plan.Plan, error) {
	o.Spoilage, o.Elastic = float64(o.spoilage), float64(o.elastic)/1000
	o.Spool, o.Change = float64(o.spool), float64(o.change)
	if o.Frames == 0 {
		return nil, usagef("how many frames are ordered? Give --frames, for example --frames 600")
	}
	if err := plan.Check(o.Order, o.Fleet); err != nil {
		return nil, err
	}
	spec := o.job(args)
	spec.DryRun = true
	rep, err := a.fullBatch(ctx, o, spec)
	if err != nil {
		return nil, err
	}
	full, last := asBatch(rep), plan.Batch{}
	if _, levels, columns := plan.Split(o.ToMake(), full); levels > 0 {
		spec.Stack, spec.Columns = levels, columns
		rest, err := a.batch(ctx, spec)
		if err != nil {
			return nil, err
		}
		last = asBatch(rest)
	}
	p, err := plan.New(o.Order, o.Fleet, full, last)
	if err != nil {
		return nil, err
	}
	set, err := job.Settings(spec)
	p.Currency = set.Filament.Currency
	return p, err
}

// fullBatch estimates a full batch: as high as was asked for, but no larger than the
// order; where that was left to us, as high as printer and spool allow.
func (a *app) fullBatch(ctx context.Context, o *order, spec job.Spec) (*job.Report, error) {
	auto := spec.Stack < 0
	if err := settleStack(&spec); err != nil {
		return nil, err
	}
	spec.Stack = min(spec.Stack, o.ToMake())
	rep, err := a.batch(ctx, spec)
	for err == nil && rep.Levels > 1 && (auto && rep.FilamentG > o.Spool || rep.Frames > o.ToMake()) {
		fewer := float64(rep.Levels) * min(o.Spool/rep.FilamentG, float64(o.ToMake())/float64(rep.Frames))
		spec.Stack = max(1, min(rep.Levels-1, int(fewer)))
		rep, err = a.batch(ctx, spec)
	}
	return rep, err
}

// batch estimates one batch.
func (a *app) batch(ctx context.Context, spec job.Spec) (*job.Report, error) {
	show, done := a.progress(ctx)
	defer done()
	return job.Run(ctx, spec, show)
}

// asBatch returns what a plan needs of a job's report.
func asBatch(r *job.Report) plan.Batch {
	return plan.Batch{Levels: r.Levels, Columns: r.Columns, Seconds: r.TotalS, Grams: r.FilamentG, Cost: r.Cost}
}

// showPlan writes p in the form that was asked for.
func (a *app) showPlan(p *plan.Plan, o *order) error {
	if o.file != "" {
		err := writeFile(o.file, func(w io.Writer) error { return p.WriteCSV(w, a.lang) })
		if err != nil {
			return err
		}
	}
	switch {
	case a.json:
		return a.writeJSON(p)
	case o.csv:
		return p.WriteCSV(a.out, a.lang)
	}
	g := grid{}
	for _, r := range p.Rows() {
		g.add(r.Item.In(a.lang), r.Shown.In(a.lang))
	}
	a.show(g)
	if o.file != "" {
		a.printf("written: %s", o.file)
	}
	return nil
}
