package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/handout"
	"github.com/visiere/visiere/internal/par"
	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/ledger"
	"github.com/visiere/visiere/plan"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/roster"
)

// campaignPlanCommand returns the command that plans from what is in the store.
func (a *app) campaignPlanCommand(where *string) *cobra.Command {
	c := a.command("plan", say.Text{}, say.T("Plan what is left to do, and write what each maker needs to know"),
		say.T("Plans from what really happened: what is left of the orders, of the spools and of the\n"+
			"frames that are ready. With -o it writes a workbook, CSV and JSON of all, a summary for whoever\n"+
			"coordinates (what is late, what to send and to buy), and for each maker pages to print, as\n"+
			"HTML and PDF: spools, steps, deliveries, and labels with lot codes.\n"+
			"The lots are kept, so that record done needs no more than a lot code."),
		say.T("visiere campaign plan\n"+
			"visiere campaign plan -o plan --lang fr\n"+
			"visiere campaign plan --today 2020-04-17 --json"))
	c.Args = arguments(0, 0, say.Text{})
	var folder string
	var first campaign.Date
	f := c.Flags()
	f.StringVarP(&folder, "output", "o", "", a.tr("`FOLDER` to write the plan's files into"))
	f.TextVar(&first, "today", campaign.Date(0), a.tr("first `DAY` that is planned, like 2020-04-17; else today"))
	c.RunE = func(c *cobra.Command, _ []string) error {
		s, st, err := openState(c, *where)
		if err != nil {
			return err
		}
		defer s.Close()
		st.Campaign.Today = first
		if now := today(); first == 0 && now >= st.Campaign.Start && now <= st.Campaign.End {
			st.Campaign.Today = now
		}
		r, err := a.planState(c, st.Campaign)
		if err != nil {
			return err
		}
		if folder != "" {
			if err := a.giveOut(c, s, st.Campaign, r, folder); err != nil {
				return err
			}
		}
		return a.showRoster(st.Campaign, r, &order{})
	}
	return c
}

// planState plans a campaign as it stands. Files of designs are looked for in the folder
// that the program runs in.
func (a *app) planState(c *cobra.Command, state *campaign.Campaign) (*roster.Roster, error) {
	if err := campaign.AsError(campaign.Check(state)); err != nil {
		return nil, err
	}
	show, done := a.progress(c.Context())
	shop := plan.Shop{Campaign: state, Folder: "."}
	rates, notes, err := shop.Rates(c.Context(), show)
	done()
	if err != nil {
		return nil, err
	}
	for _, n := range notes {
		a.warn(n)
	}
	return roster.New(state, rates), nil
}

// giveOut keeps the lots of r, gives their numbers to its batches, and writes its files.
func (a *app) giveOut(c *cobra.Command, s *ledger.Store, state *campaign.Campaign, r *roster.Roster, folder string) error {
	lots := make([]ledger.Batch, len(r.Batches))
	for i, b := range r.Batches {
		lots[i] = ledger.Batch{
			ID: b.ID, Maker: b.Maker, Printer: b.Printer, Design: b.Design, Material: b.Material, Spool: stocked(state, b.Spool),
			Frames: b.Frames, Good: b.Frames, Grams: profiles.Mass(b.Grams), Day: b.Done.Day(),
		}
	}
	p, err := s.Plan(c.Context(), state.From(), lots)
	if err != nil {
		return err
	}
	for i := range r.Batches {
		r.Batches[i].ID = p.Lot(r.Batches[i].ID)
	}
	return a.writeBook(handout.New(state, r), folder)
}

// stocked returns the id of a spool that is there; one that has yet to be bought is none.
func stocked(c *campaign.Campaign, id string) string {
	for _, s := range c.Spools {
		if s.ID == id {
			return id
		}
	}
	return ""
}

// writeBook writes a plan's files into a folder: those of all makers, and in makers those
// of each.
func (a *app) writeBook(b *handout.Book, folder string) error {
	each := filepath.Join(folder, "makers")
	if err := os.MkdirAll(each, 0o755); err != nil {
		return say.Errorf("cannot write %s: %v", folder, cause(err))
	}
	type file struct {
		path  string
		write func(io.Writer) error
	}
	files := []file{
		{filepath.Join(folder, "plan.xlsx"), func(w io.Writer) error { return b.WriteXLSX(w, a.lang) }},
		{filepath.Join(folder, "plan.csv"), func(w io.Writer) error { return b.WriteCSV(w, a.lang) }},
		{filepath.Join(folder, "plan.json"), b.WriteJSON},
		{filepath.Join(folder, "plan.html"), func(w io.Writer) error { return b.WriteSummaryHTML(w, a.lang) }},
		{filepath.Join(folder, "plan.pdf"), func(w io.Writer) error { return b.WriteSummaryPDF(w, a.lang) }},
	}
	for i := range b.Makers {
		m := &b.Makers[i]
		name := filepath.Join(each, fileName(m.ID))
		files = append(files,
			file{name + ".html", func(w io.Writer) error { return b.WriteHTML(w, m, a.lang) }},
			file{name + ".pdf", func(w io.Writer) error { return b.WritePDF(w, m, a.lang) }})
	}
	if err := par.Do(len(files), func(i int) error { return writeFile(files[i].path, files[i].write) }); err != nil {
		return err
	}
	if !a.json {
		a.printf("written: %s, for %d makers", folder, len(b.Makers))
	}
	return nil
}

// fileName returns a maker's id as the name of a file on any system; what cannot be in
// one is written as its number, so that no two become one.
func fileName(id string) string {
	var b strings.Builder
	for _, r := range id {
		if strings.ContainsRune(`<>:"/\|?*%`, r) || r < ' ' {
			b.WriteString("%" + strings.ToUpper(string("0123456789abcdef"[r>>4&15])+string("0123456789abcdef"[r&15])))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
