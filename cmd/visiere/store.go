package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/ledger"
	"github.com/visiere/visiere/models"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/sheets"
)

// campaignCommand returns the commands that keep a campaign.
func (a *app) campaignCommand() *cobra.Command {
	var where string
	c := a.group("campaign", say.T("Keep a campaign: orders, stock, batches, deliveries"),
		a.campaignInitCommand(&where), a.campaignGenerateCommand(&where), a.campaignImportCommand(&where), a.campaignStatusCommand(&where), a.campaignPlanCommand(&where),
		a.campaignRecordCommand(&where), a.campaignExportCommand(&where), a.campaignBackupCommand(&where))
	store := a.env("VISIERE_STORE")
	if store == "" {
		store = "campaign.db"
	}
	c.PersistentFlags().StringVar(&where, "store", store, a.tr("`FILE` of the campaign, or postgres://...; else VISIERE_STORE"))
	return c
}

// today returns the day it is here.
func today() campaign.Date { return campaign.DateOf(time.Now()) }

// campaignInitCommand returns the command that makes a store.
func (a *app) campaignInitCommand(where *string) *cobra.Command {
	c := a.command("init", say.T("[CAMPAIGN]"), say.T("Make the file of a new campaign"),
		say.T("Makes the store that the other commands keep. CAMPAIGN is YAML of a whole campaign, or an\n"+
			"export; without one, the store begins empty, with one design. A file that is there is\n"+
			"never written over."),
		say.T("visiere campaign init --name Essonne --start 2020-04-06 --end 2020-05-31\n"+
			"visiere campaign init essonne.yaml --store essonne.db\n"+
			"visiere campaign init export.json --store postgres://me@host/visiere"))
	c.Args = arguments(0, 1, say.T("campaign"))
	var name, design string
	start, end := today(), today()+55
	f := c.Flags()
	f.StringVar(&name, "name", "", a.tr("`NAME` of the campaign"))
	f.TextVar(&start, "start", start, a.tr("first `DAY`, like 2020-04-06"))
	f.TextVar(&end, "end", end, a.tr("last `DAY`, like 2020-05-31"))
	var perHour, perFrame profiles.Ratio
	f.TextVar(&perHour, "fail-hour", perHour, a.tr("`SHARE` of prints that fail in an hour of printing"))
	f.TextVar(&perFrame, "fail-frame", perFrame, a.tr("`SHARE` of frames whose first layer fails"))
	f.StringVar(&design, "design", models.Default().Name, a.tr("`DESIGN` that is printed: a file, or a model of ours"))
	c.RunE = func(c *cobra.Command, args []string) error {
		first := campaign.New()
		first.Name, first.Start, first.End, first.FailHour, first.FailFrame = name, start, end, perHour, perFrame
		first.Designs = []campaign.Design{designOf(design)}
		var in reading
		if len(args) == 1 {
			var err error
			if in, err = a.readCampaign(args, false); err != nil {
				return err
			}
			first = in.campaign
		}
		if in.dump == nil {
			if err := campaign.AsError(campaign.Check(first)); err != nil {
				return err
			}
		}
		s, err := ledger.Create(c.Context(), *where)
		if err != nil {
			return err
		}
		defer s.Close()
		if in.dump != nil {
			err = s.Load(c.Context(), in.dump)
		} else {
			err = s.Begin(c.Context(), first, ledger.Import{Digest: in.digest, Name: in.name, Day: today()})
		}
		if err != nil {
			return err
		}
		a.printf("a campaign begins in %s", *where)
		return nil
	}
	return c
}

// campaignGenerateCommand returns the command that makes a campaign up.
func (a *app) campaignGenerateCommand(where *string) *cobra.Command {
	c := a.command("generate", say.T("[essonne | france]"), say.T("Make a campaign up, to try things on"),
		say.T("Makes the store of a campaign that is made up from a seed, the same for the same seed:\n"+
			"essonne has 1,022 makers with 1,300 printers of 30 kinds, and 120 orders of 30,000 frames\n"+
			"in 8 weeks; france ten times all that. Each number can be set. Every kind of printer has\n"+
			"rates, so that nothing is sliced to plan it."),
		say.T("visiere campaign generate essonne --seed 91 --store essonne.db\n"+
			"visiere campaign generate --makers 20 --printers 30 --orders 6 --frames 900 --days 21\n"+
			"visiere campaign plan --store essonne.db -o plan"))
	c.Args = arguments(0, 1, say.T("size"))
	var seed uint64
	var own campaign.Size
	f := c.Flags()
	f.Uint64Var(&seed, "seed", 1, a.tr("`NUMBER` that all is made up from"))
	for _, n := range []struct {
		value *int
		name  string
		usage say.Text
	}{
		{&own.Makers, "makers", say.T("`NUMBER` of makers")}, {&own.Printers, "printers", say.T("`NUMBER` of printers, as many as makers or more")},
		{&own.Kinds, "kinds", say.T("`NUMBER` of kinds of printers")}, {&own.Orders, "orders", say.T("`NUMBER` of orders")},
		{&own.Frames, "frames", say.T("`NUMBER` of frames in all orders")}, {&own.Days, "days", say.T("`NUMBER` of days")},
	} {
		f.Var(number{value: n.value}, n.name, n.usage.In(a.lang))
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		size, err := sizeOf(args, own)
		if err != nil {
			return err
		}
		s, err := ledger.Create(c.Context(), *where)
		if err != nil {
			return err
		}
		defer s.Close()
		if err := s.Begin(c.Context(), campaign.Generate(seed, size), ledger.Import{}); err != nil {
			return err
		}
		a.printf("a campaign begins in %s", *where)
		return nil
	}
	return c
}

// sizeOf returns the size of a name, else Essonne's, with numbers of one's own.
func sizeOf(names []string, own campaign.Size) (campaign.Size, error) {
	size := campaign.Essonne()
	if len(names) == 1 && names[0] != "essonne" {
		if names[0] != "france" {
			return size, usagef("there is no size %s; there are essonne and france", names[0])
		}
		size = campaign.France()
	}
	for _, n := range []struct{ value, own *int }{
		{&size.Makers, &own.Makers}, {&size.Printers, &own.Printers}, {&size.Kinds, &own.Kinds},
		{&size.Orders, &own.Orders}, {&size.Frames, &own.Frames}, {&size.Days, &own.Days},
	} {
		if *n.own > 0 {
			*n.value = *n.own
		}
	}
	if size.Printers < size.Makers || size.Frames < size.Orders {
		return size, usagef("each maker has a printer and each order a frame: more printers or frames are needed")
	}
	return size, nil
}

// designOf returns the design of a file or of a model of ours.
func designOf(name string) campaign.Design {
	if m, err := models.Find(name); err == nil {
		return campaign.Design{ID: m.Name, Model: m.Name}
	}
	return campaign.Design{ID: strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), File: name}
}

// reading is what was read of files.
type reading struct {
	campaign *campaign.Campaign
	dump     []byte // of an export, instead
	findings []campaign.Finding
	digest   string
	name     string
}

// readCampaign reads files: YAML, an export, or spreadsheets, any number of them together.
// The findings are of their form. Where mixed, one of the files may be YAML, and comes first.
func (a *app) readCampaign(paths []string, mixed bool) (r reading, err error) {
	r.campaign = campaign.New()
	var books []sheets.File
	var data [][]byte
	var names []string
	for i, path := range paths {
		b, err := a.readAll(path)
		if err != nil {
			return r, err
		}
		data, names = append(data, b), append(names, filepath.Base(path))
		switch ext := strings.ToLower(filepath.Ext(path)); {
		case mixed && i == 0 && isYAML(path):
			r.campaign, r.findings = campaign.Read(b, path)
		case (isYAML(path) || ext == ".json") && len(paths) > 1:
			return r, usagef("%s is a whole campaign: give it by itself", path)
		case ext == ".json":
			r.dump = b
		case isYAML(path):
			r.campaign, r.findings = campaign.Read(b, path)
		default:
			books = append(books, sheets.File{Name: path, Data: b})
		}
	}
	r.digest, r.name = ledger.Digest(data...), strings.Join(names, ", ")
	if books != nil {
		library, err := profiles.Open()
		if err != nil {
			return r, err
		}
		r.findings = append(r.findings, sheets.Read(r.campaign, library, books...)...)
	}
	return r, nil
}

// readAll returns the bytes of a file.
func (a *app) readAll(path string) ([]byte, error) {
	f, err := a.open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return nil, say.Errorf("cannot read %s: %v", path, cause(err))
	}
	return b, nil
}

// campaignImportCommand returns the command that imports.
func (a *app) campaignImportCommand(where *string) *cobra.Command {
	c := a.command("import", say.T("FILE..."), say.T("Add orders, makers, printers, spools and stock from spreadsheets"),
		say.T("Reads CSV and XLSX as coordinators keep them: French or English columns, any order, commas\n"+
			"or points, days as 17/04/2020. Every fault is named with its sheet, row and column, and\n"+
			"then nothing is imported. The same file is imported once; rows that are there already with\n"+
			"the same values are left, with other values refused, unless --replace."),
		say.T("visiere campaign import commandes.csv makers.xlsx\n"+
			"visiere campaign import stock.xlsx --replace\n"+
			"visiere campaign import *.csv --dry-run --lang fr"))
	c.Args = arguments(1, 1000, say.T("file"))
	var replace, dry bool
	c.Flags().BoolVar(&replace, "replace", false, a.tr("replace rows that are there with other values"))
	c.Flags().BoolVar(&dry, "dry-run", false, a.tr("read and check, import nothing"))
	c.RunE = func(c *cobra.Command, args []string) error {
		in, err := a.readCampaign(args, false)
		if err != nil {
			return err
		}
		if in.dump != nil {
			return usagef("an export is read by visiere campaign init %s", args[0])
		}
		s, err := ledger.Open(c.Context(), *where)
		if err != nil {
			return err
		}
		defer s.Close()
		if err := a.judge(c, s, &in); err != nil || dry {
			return err
		}
		done, err := s.Import(c.Context(), in.campaign, ledger.Import{Digest: in.digest, Name: in.name, Day: today()}, replace)
		if err != nil {
			return err
		}
		if a.json {
			return a.writeJSON(done)
		}
		a.printf("imported %s: %d rows added, %d replaced", done.Name, done.Added, done.Changed)
		return nil
	}
	return c
}

// judge checks what was read together with what is in the store; remarks go to the
// standard error, and errors refuse all.
func (a *app) judge(c *cobra.Command, s *ledger.Store, in *reading) error {
	all, err := s.Together(c.Context(), in.campaign)
	if err != nil {
		return err
	}
	findings := sheets.Check(all, in.findings)
	err = campaign.AsError(findings)
	switch {
	case err != nil && a.json:
		if err := a.writeJSON(findings); err != nil {
			return err
		}
		return errSilent
	case err != nil:
		return say.Errorf("%v\nnothing was imported", err)
	}
	for _, f := range findings {
		fmt.Fprintln(a.err, a.tr("%s: note: %s (%s)", f.Where.Text(), f.Text, string(f.Code)))
	}
	return nil
}

// campaignStatusCommand returns the command that shows how a campaign stands.
func (a *app) campaignStatusCommand(where *string) *cobra.Command {
	c := a.command("status", say.Text{}, say.T("Show what is ordered, printed, delivered and left"), say.Text{},
		say.T("visiere campaign status\nvisiere campaign status --json"))
	c.Args = arguments(0, 0, say.Text{})
	c.RunE = func(c *cobra.Command, _ []string) error {
		s, st, err := openState(c, *where)
		if err != nil {
			return err
		}
		defer s.Close()
		if a.json {
			return a.writeJSON(st)
		}
		a.showState(st)
		return nil
	}
	return c
}

// openState opens the store and reads how its campaign stands. The caller closes it.
func openState(c *cobra.Command, where string) (*ledger.Store, *ledger.State, error) {
	s, err := ledger.Open(c.Context(), where)
	if err != nil {
		return nil, nil, err
	}
	st, err := s.State(c.Context())
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	return s, st, nil
}

// showState shows how a campaign stands: its sums, and each order that is open.
func (a *app) showState(st *ledger.State) {
	c := st.Campaign
	g := grid{}
	if c.Name != "" {
		g.add(a.tr("campaign"), c.Name)
	}
	g.add(a.tr("days"), a.tr("%s to %s", c.Start.String(), c.End.String()))
	g.add(a.tr("orders"), a.tr("%d, for %d frames", len(c.Orders), st.Ordered))
	g.add(a.tr("delivered"), fmt.Sprint(st.Done))
	g.add(a.tr("ready"), fmt.Sprint(st.Ready))
	g.add(a.tr("still to make"), fmt.Sprint(max(0, st.Ordered-st.Done-st.Ready)))
	g.add(a.tr("batches"), a.tr("%d, %d frames begun, %d lost", len(st.Batches), st.Begun, st.Lost))
	g.add(a.tr("makers"), fmt.Sprint(len(c.Makers)))
	g.add(a.tr("filament"), a.tr("%.2f kg left on %d spools, %.2f kg used", st.LeftG/1000, len(c.Spools), st.UsedG/1000))
	a.show(g)
	got := map[string]int{}
	for _, d := range c.Deliveries {
		got[d.Order] += d.Frames
	}
	open := grid{head: []string{a.tr("order"), a.tr("who"), a.tr("place"), a.tr("due"), a.tr("frames"), a.tr("delivered")}, right: []int{5, 6}}
	for _, o := range c.Orders {
		if o.Frames > got[o.ID] {
			open.add(o.ID, o.Who, o.Place, o.Due.String(), fmt.Sprint(o.Frames), fmt.Sprint(got[o.ID]))
		}
	}
	if len(open.lines) > 0 {
		fmt.Fprintln(a.out)
		a.show(open)
	}
}

// campaignExportCommand returns the command that exports.
func (a *app) campaignExportCommand(where *string) *cobra.Command {
	c := a.command("export", say.Text{}, say.T("Write the campaign as a workbook or as JSON"),
		say.T("A workbook (.xlsx) has what is left now, a sheet for each table, and can be imported into\n"+
			"an empty store. JSON (.json) has everything that ever came in or happened; visiere campaign\n"+
			"init reads it into a new store, of a file or of PostgreSQL."),
		say.T("visiere campaign export -o etat.xlsx --lang fr\n"+
			"visiere campaign export -o all.json"))
	c.Args = arguments(0, 0, say.Text{})
	var file string
	c.Flags().StringVarP(&file, "output", "o", "", a.tr("`FILE` to write: .xlsx or .json"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		ext := strings.ToLower(filepath.Ext(file))
		if ext != ".xlsx" && ext != ".json" {
			return usagef("-o is needed, with a name that ends in .xlsx or .json")
		}
		s, err := ledger.Open(c.Context(), *where)
		if err != nil {
			return err
		}
		defer s.Close()
		if err := a.export(c, s, file, ext); err != nil {
			return err
		}
		a.printf("written: %s", file)
		return nil
	}
	return c
}

// export writes what is in s into a file.
func (a *app) export(c *cobra.Command, s *ledger.Store, file, ext string) error {
	if ext == ".json" {
		dump, err := s.Dump(c.Context())
		if err != nil {
			return err
		}
		return writeFile(file, func(w io.Writer) error {
			_, err := w.Write(dump)
			return err
		})
	}
	st, err := s.State(c.Context())
	if err != nil {
		return err
	}
	return writeFile(file, func(w io.Writer) error { return sheets.Write(w, st.Campaign, a.lang) })
}

// campaignBackupCommand returns the command that copies the store.
func (a *app) campaignBackupCommand(where *string) *cobra.Command {
	c := a.command("backup", say.T("FILE"), say.T("Copy the campaign's file while others may go on writing"), say.Text{},
		say.T("visiere campaign backup campaign-2020-04-17.db"))
	c.Args = arguments(1, 1, say.T("file"))
	c.RunE = func(c *cobra.Command, args []string) error {
		s, err := ledger.Open(c.Context(), *where)
		if err != nil {
			return err
		}
		defer s.Close()
		if err := s.Backup(c.Context(), args[0]); err != nil {
			return err
		}
		if st, err := os.Stat(args[0]); err == nil {
			a.printf("written: %s (%.1f MB)", args[0], float64(st.Size())/1e6)
		}
		return nil
	}
	return c
}
