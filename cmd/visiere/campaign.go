package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/plan"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/roster"
	"github.com/visiere/visiere/sheets"
)

// campaignFlags is what a command line says of a campaign's plan.
type campaignFlags struct {
	gcode      string  // folder of print files
	kilograms  float64 // given
	material   string  // of them
	start, end campaign.Date
}

// addTo adds the flags to c.
func (k *campaignFlags) addTo(a *app, c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&k.gcode, "gcode", "", a.tr("`FOLDER` to write a campaign's print files into, each distinct one once"))
	f.Float64Var(&k.kilograms, "kilograms", 0, a.tr("`NUMBER` of kilograms given: how many frames they make, and by when"))
	f.StringVar(&k.material, "material", "", a.tr("`MATERIAL` of which --kilograms are given; alone, of which the stock is counted"))
	f.TextVar(&k.start, "start", campaign.Date(0), a.tr("first `DAY` of a campaign in spreadsheets, like 2020-04-06; else today"))
	f.TextVar(&k.end, "end", campaign.Date(0), a.tr("last `DAY` of a campaign in spreadsheets; else that of its last order"))
}

// given reports whether any of the flags was given.
func (k *campaignFlags) given() bool { return *k != campaignFlags{} }

// isCampaign reports whether an argument is the file of a campaign, a spreadsheet, or a
// folder of them.
func isCampaign(path string) bool {
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return true
	}
	return isYAML(path) || slices.Contains([]string{".csv", ".tsv", ".xlsx"}, strings.ToLower(filepath.Ext(path)))
}

// isYAML reports whether a file is called as YAML is.
func isYAML(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".yaml" || ext == ".yml"
}

// campaign plans the campaign in files.
func (a *app) campaign(ctx context.Context, paths []string, k *campaignFlags, o *order) error {
	if o.Frames > 0 {
		return usagef("--frames is of an order: a campaign's orders stand in its file")
	}
	if k.kilograms < 0 {
		return usagef("--kilograms %g: more than 0 is meant", k.kilograms)
	}
	shop, err := a.openCampaign(paths, k)
	if err != nil {
		return err
	}
	shop.Profiles = o.job(nil).Profiles
	show, done := a.progress(ctx)
	rates, notes, err := shop.Rates(ctx, show)
	done()
	if err != nil {
		return err
	}
	for _, n := range notes {
		a.warn(n)
	}
	if k.kilograms > 0 || k.material != "" {
		return a.reach(shop.Campaign, rates, k)
	}
	r := roster.New(shop.Campaign, rates)
	if err := a.showRoster(shop.Campaign, r, o); err != nil {
		return err
	}
	if k.gcode == "" {
		return nil
	}
	return a.makeAll(ctx, shop, r, k.gcode)
}

// openCampaign reads and checks the campaign in files: one of YAML, spreadsheets, or both,
// where the sheets' rows are added. What is only worth a warning is shown.
func (a *app) openCampaign(paths []string, k *campaignFlags) (*plan.Shop, error) {
	files, err := filesOf(paths)
	if err != nil {
		return nil, err
	}
	c, findings, err := a.loadCampaign(files, k)
	if err != nil {
		return nil, err
	}
	if err := campaign.AsError(findings); err != nil {
		return nil, err
	}
	for _, f := range findings {
		if f.Severity != profiles.Error {
			a.warn(say.T("%s: %s (%s)", f.Where.Text(), f.Text, string(f.Code)))
		}
	}
	c.Name = cmp.Or(c.Name, filepath.Base(paths[0]))
	return &plan.Shop{Campaign: c, Folder: filepath.Dir(files[0])}, nil
}

// loadCampaign reads the campaign in files and returns what is wrong with it.
func (a *app) loadCampaign(files []string, k *campaignFlags) (*campaign.Campaign, []campaign.Finding, error) {
	if len(files) == 1 && isYAML(files[0]) {
		data, err := a.readAll(files[0])
		if err != nil {
			return nil, nil, err
		}
		c, findings := campaign.Load(data, files[0])
		return c, findings, nil
	}
	in, err := a.readCampaign(files, true)
	if err != nil {
		return nil, nil, err
	}
	c := in.campaign
	c.Settle(k.start, k.end, today())
	if len(c.Designs) == 0 {
		c.Designs = []campaign.Design{designOf(models.Default().Name)}
	}
	return c, sheets.Check(c, in.findings), nil
}

// filesOf returns files, and of a folder those in it that hold parts of a campaign, YAML
// first.
func filesOf(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		if st, err := os.Stat(path); err != nil || !st.IsDir() {
			files = append(files, path)
			continue
		}
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, say.Errorf("cannot read %s: %v", path, cause(err))
		}
		before := len(files)
		for _, e := range entries {
			if name := e.Name(); !e.IsDir() && !strings.HasPrefix(name, "~$") && isCampaign(filepath.Join(path, name)) {
				files = append(files, filepath.Join(path, name))
			}
		}
		if len(files) == before {
			return nil, say.Errorf("in %s is neither a campaign.yaml nor a spreadsheet (.csv, .xlsx)", path)
		}
	}
	slices.SortStableFunc(files, func(a, b string) int {
		rank := func(f string) int {
			if isYAML(f) {
				return 0
			}
			return 1
		}
		return rank(a) - rank(b)
	})
	return files, nil
}

// makeAll writes the print file of each of r's jobs into a folder.
func (a *app) makeAll(ctx context.Context, s *plan.Shop, r *roster.Roster, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return say.Errorf("cannot write %s: %v", folder, cause(err))
	}
	for _, j := range r.Jobs {
		show, done := a.progress(ctx)
		name, err := s.Make(ctx, j, folder, version().Version, show)
		done()
		if err != nil {
			return err
		}
		if !a.json {
			a.printf("written: %s", name)
		}
	}
	return nil
}

// reach shows how far filament goes.
func (a *app) reach(c *campaign.Campaign, rates []campaign.Rate, k *campaignFlags) error {
	if k.material == "" {
		_, k.material, _ = profiles.Defaults()
	}
	r := roster.Far(c, rates, c.Designs[0].ID, k.material, k.kilograms)
	if a.json {
		return a.writeJSON(r)
	}
	if r.Batches == 0 {
		return say.Errorf("of %.1f kg of %s nothing can be made: no printer prints %s in it, or no spool suffices for a batch", r.Given, r.Material, r.Design)
	}
	g := grid{}
	g.add(a.tr("filament"), a.tr("%.1f kg of %s, of which %.1f kg are used", r.Given, r.Material, r.Used))
	g.add(a.tr("good frames"), a.tr("%d of %s, in %d batches of %d makers", r.Frames, r.Design, r.Batches, r.Makers))
	g.add(a.tr("done on"), r.Days[len(r.Days)-1].Date.String())
	a.show(g)
	fmt.Fprintln(a.out)
	days := grid{head: []string{a.tr("day"), a.tr("good frames until then")}, right: []int{2}}
	for _, d := range r.Days {
		days.add(d.Date.String(), fmt.Sprint(d.Frames))
	}
	a.show(days)
	return nil
}

// showRoster writes r in the form that was asked for.
func (a *app) showRoster(c *campaign.Campaign, r *roster.Roster, o *order) error {
	if o.file != "" {
		if err := writeFile(o.file, r.WriteCSV); err != nil {
			return err
		}
	}
	switch {
	case a.json:
		return a.writeJSON(r)
	case o.csv:
		return r.WriteCSV(a.out)
	}
	a.rosterOrders(c, r)
	a.rosterMakers(r)
	a.rosterNeeds(r)
	a.rosterTrips(r)
	a.rosterRescues(r)
	if o.file != "" {
		a.printf("written: %s", o.file)
	}
	return nil
}

// table shows g, where it has lines, under a heading.
func (a *app) table(heading string, g grid) {
	if len(g.lines) == 0 {
		return
	}
	fmt.Fprintln(a.out)
	fmt.Fprintln(a.out, a.paint(a.out, bold, heading))
	a.show(g)
}

// rosterOrders shows the plan as a whole and what each order gets.
func (a *app) rosterOrders(c *campaign.Campaign, r *roster.Roster) {
	frames := 0
	for _, b := range r.Batches {
		frames += b.Frames
	}
	g := grid{}
	g.add(a.tr("campaign"), a.tr("%s, from %s to %s", r.Campaign, r.From.String(), r.End.String()))
	g.add(a.tr("plan"), a.tr("%d frames in %d batches of %d makers, %d deliveries", frames, len(r.Batches), len(r.Makers), len(r.Deliveries)))
	g.add(a.tr("late"), a.tr("%d frames late, %d not made", r.Late, r.Unmet))
	g.add(a.tr("quality of the plan"), a.tr("no plan can be better by more than %.1f %%", 100*r.Gap/(1+r.Gap)))
	a.show(g)
	who := map[string]string{}
	for _, o := range c.Orders {
		who[o.ID] = cmp.Or(o.Who, o.Place)
	}
	orders := grid{head: []string{
		a.tr("order no."), a.tr("for"), a.tr("frames"), a.tr("due"), a.tr("on time"), a.tr("late"), a.tr("not made"), a.tr("last delivery"),
	}, right: []int{3, 5, 6, 7}}
	for _, o := range r.Orders {
		orders.add(o.ID, who[o.ID], fmt.Sprint(o.Frames), o.Due.String(), fmt.Sprint(o.OnTime), fmt.Sprint(o.Late), fmt.Sprint(o.Unmet), o.Last.String())
	}
	a.table(a.tr("Orders"), orders)
}

// rosterMakers shows each maker's batches and spools.
func (a *app) rosterMakers(r *roster.Roster) {
	g := grid{head: []string{
		a.tr("maker"), a.tr("printer"), a.tr("start"), a.tr("frames"), a.tr("taken off"), a.tr("design"), a.tr("material"), a.tr("spool"), a.tr("left on it"),
	}, right: []int{4, 9}}
	for _, b := range r.Batches {
		_, no, _ := strings.Cut(b.Printer[len(b.Maker):], "/")
		g.add(b.Maker, no, b.Start.String(), fmt.Sprint(b.Frames), b.Done.String(), b.Design, b.Material, b.Spool, a.tr("%.0f g", b.Left))
	}
	a.table(a.tr("Batches"), g)
}

// rosterNeeds shows what has to be bought and sent.
func (a *app) rosterNeeds(r *roster.Roster) {
	items := map[string]string{
		"filament": a.tr("filament"), "sheets": a.tr("clear sheets"), "elastic": a.tr("elastic"), "clips": a.tr("clips"),
	}
	g := grid{head: []string{a.tr("needed"), "P50", "P90", a.tr("there"), a.tr("buy (P50)"), a.tr("buy (P90)")}, right: []int{2, 3, 4, 5, 6}}
	for _, n := range r.Needs {
		item, buy := items[n.Item], func(v float64) string { return a.amount(v, n.Unit) }
		if n.Of != "" {
			item += ", " + n.Of
			buy = func(v float64) string { return a.tr("%.0f of %s", v, a.amount(n.Each, n.Unit)) }
		}
		g.add(item, a.amount(n.P50, n.Unit), a.amount(n.P90, n.Unit), a.amount(n.Have, n.Unit), buy(n.Buy50), buy(n.Buy90))
	}
	a.table(a.tr("Material"), g)
	spools := grid{head: []string{a.tr("for"), a.tr("spool"), a.tr("material"), a.tr("by"), a.tr("from")}}
	for _, s := range r.Spools {
		if s.Buy {
			spools.add(s.Maker, s.ID, s.Material, s.By.String(), a.tr("to buy"))
		} else if s.From != "" {
			spools.add(s.Maker, s.ID, s.Material, s.By.String(), s.From)
		}
	}
	a.table(a.tr("Spools to send"), spools)
}

// amount returns v as people read it.
func (a *app) amount(v float64, unit string) string {
	switch unit {
	case "kg":
		return a.tr("%.1f kg", v)
	case "m":
		return a.tr("%.0f m", v)
	}
	return fmt.Sprintf("%.0f", v)
}

// rosterTrips shows who brings what to whom.
func (a *app) rosterTrips(r *roster.Roster) {
	g := grid{head: []string{a.tr("day"), a.tr("maker"), a.tr("order no."), a.tr("frames"), a.tr("by way of"), "km"}, right: []int{4, 6}}
	for _, d := range r.Deliveries {
		g.add(d.Date.String(), d.Maker, d.Order, fmt.Sprint(d.Frames), d.Via, a.tr("%.1f", d.Km))
	}
	a.table(a.tr("Deliveries"), g)
}

// rosterRescues shows what would save the orders that are late.
func (a *app) rosterRescues(r *roster.Roster) {
	late := slices.DeleteFunc(slices.Clone(r.Orders), func(o roster.Order) bool { return o.Rescue == nil })
	if len(late) == 0 {
		return
	}
	fmt.Fprintln(a.out)
	fmt.Fprintln(a.out, a.paint(a.out, bold, a.tr("What would save the late orders")))
	for _, o := range late {
		for i, advice := range o.Advice() {
			if i == 0 {
				a.printf("%s: %s", o.ID, advice)
			} else {
				a.printf("    %s", advice)
			}
		}
	}
}
