package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/visiere/visiere/campaign"
)

// stores runs f on an empty place for a store of each kind: a file, and a schema of the
// PostgreSQL database whose URL VISIERE_TEST_POSTGRES has.
func stores(t *testing.T, f func(t *testing.T, where string)) {
	t.Run("SQLite", func(t *testing.T) { f(t, filepath.Join(t.TempDir(), "été 100%?.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { f(t, schema(t)) })
}

// schema returns the URL of a new schema, and drops it in the end.
func schema(t *testing.T) string {
	base := os.Getenv("VISIERE_TEST_POSTGRES")
	if base == "" {
		t.Skip("VISIERE_TEST_POSTGRES has no URL of a PostgreSQL database to test on")
	}
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("visiere_%d_%s", os.Getpid(), strings.ToLower(strings.ReplaceAll(t.Name(), "/", "_")))
	if _, err := db.Exec("CREATE SCHEMA " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.Exec("DROP SCHEMA " + name + " CASCADE"); err != nil {
			t.Error(err)
		}
		db.Close()
	})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func create(t *testing.T, where string) *Store {
	t.Helper()
	s, err := Create(context.Background(), where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func day(text string) campaign.Date {
	var d campaign.Date
	if d.UnmarshalText([]byte(text)) != nil {
		panic(text)
	}
	return d
}

// essonne is a small campaign.
func essonne() *campaign.Campaign {
	c := campaign.New()
	c.Name, c.Start, c.End = "Essonne", day("2020-04-06"), day("2020-05-31")
	c.Off, c.FailHour, c.FailFrame = []campaign.Span{{First: 18383, Last: 18383}}, 0.01, 0.002
	c.Designs = []campaign.Design{{ID: "v13", Model: "visor-888"}}
	c.Places = []campaign.Place{{ID: "mairie", Name: "Mairie d'Évry", Postcode: "91000", Collects: true}}
	c.Orders = []campaign.Order{{ID: "C1", Who: "Hôpital", Place: "91400", Frames: 100, Due: day("2020-04-20")}, {ID: "C2", Place: "mairie", Frames: 20, Material: "pla"}}
	c.Makers = []campaign.Maker{{ID: "zoé", Name: "Zoé", Place: "91300", Visits: []campaign.Clock{7 * 3600}, Hours: 36000, Off: []campaign.Span{{First: 18365, Last: 18369}},
		Printers: []campaign.Printer{{Printer: "ender-3", Nozzle: 0.6, Materials: []string{"petg"}, Count: 2}}}}
	c.Spools = []campaign.Spool{{ID: "B1", Material: "petg", Colour: "bleu", Left: 1000, At: "zoé", Owner: "mairie"}}
	c.Stock = []campaign.Stock{{At: "mairie", Sheets: 200, Elastic: 40000, Clips: 10}}
	c.Ready = []campaign.Ready{{Maker: "zoé", Design: "v13", Material: "pla", Frames: 5}}
	c.Deliveries = []campaign.Delivery{{ID: "L0", Order: "C1", Frames: 10, Date: day("2020-04-07")}}
	c.Rates = []campaign.Rate{{Printer: "ender-3", Nozzle: 0.6, Design: "v13", Material: "petg", First: 4000, Frame: 3000, Grams: 40, Most: 20}}
	return c
}

func fill(t *testing.T, s *Store) {
	t.Helper()
	ctx := context.Background()
	none := essonne()
	none.Designs, none.Places, none.Orders, none.Makers, none.Spools = nil, nil, nil, nil, nil
	none.Stock, none.Ready, none.Deliveries, none.Rates = nil, nil, nil, nil
	if err := s.Begin(ctx, none, Import{}); err != nil {
		t.Fatal(err)
	}
	in, err := s.Import(ctx, essonne(), Import{Digest: "a", Name: "essonne.xlsx", Day: day("2020-04-06")}, false)
	if err != nil || in.Added != 10 || in.Changed != 0 {
		t.Fatalf("%+v, %v", in, err)
	}
}

func state(t *testing.T, s *Store) *State {
	t.Helper()
	st, err := s.State(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// refused checks that err says each of words.
func refused(t *testing.T, err error, words ...string) {
	t.Helper()
	for _, w := range words {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("%v, want %q", err, w)
		}
	}
}

func TestWhatIsImportedIsThere(t *testing.T) {
	stores(t, func(t *testing.T, where string) {
		s := create(t, where)
		fill(t, s)
		s.Close()
		s, err := Open(context.Background(), where)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if d := cmp.Diff(essonne(), state(t, s).Campaign); d != "" {
			t.Error(d)
		}
	})
}

func TestNothingIsImportedTwice(t *testing.T) {
	stores(t, func(t *testing.T, where string) {
		s, ctx := create(t, where), context.Background()
		fill(t, s)
		_, err := s.Import(ctx, essonne(), Import{Digest: "a", Name: "again.xlsx"}, false)
		refused(t, err, "again.xlsx was imported already, on 2020-04-06 as essonne.xlsx")
		in, err := s.Import(ctx, essonne(), Import{Digest: "b", Name: "same rows.xlsx"}, false)
		if err != nil || in.Added+in.Changed != 0 {
			t.Errorf("%+v, %v", in, err)
		}
		c := essonne()
		c.Orders[0].Frames, c.Spools[0].Left = 150, 900
		c.Orders = append(c.Orders, campaign.Order{ID: "C3", Place: "91000", Frames: 7})
		_, err = s.Import(ctx, c, Import{Digest: "c", Name: "more.xlsx"}, false)
		refused(t, err, "orders C1 is there already with other values", "spools B1 is there", "nothing was imported: 2 rows")
		if st := state(t, s); len(st.Campaign.Orders) != 2 || len(st.Imports) != 2 {
			t.Errorf("%d orders, imports %v", len(st.Campaign.Orders), st.Imports)
		}
		in, err = s.Import(ctx, c, Import{Digest: "c", Name: "more.xlsx"}, true)
		if err != nil || in.Added != 1 || in.Changed != 2 || state(t, s).Ordered != 177 {
			t.Errorf("%+v, %v", in, err)
		}
	})
}

func TestWhatHappensIsCountedOnce(t *testing.T) {
	stores(t, func(t *testing.T, where string) {
		s, ctx := create(t, where), context.Background()
		fill(t, s)
		lot := Batch{ID: "V-1", Maker: "zoé", Printer: "ender-3", Design: "v13", Material: "petg", Spool: "B1", Frames: 20, Good: 20, Grams: 780}
		for number := 1; number <= 2; number++ {
			if p, err := s.Plan(ctx, day("2020-04-07"), []Batch{lot}); err != nil || p.Number != number {
				t.Fatal(p, err)
			}
		}
		done, err := s.Done(ctx, Batch{ID: "p1/V-1", Good: 18, Day: day("2020-04-08")})
		lot.ID, lot.Good, lot.Day = "p1/V-1", 18, day("2020-04-08")
		if err != nil || done != lot {
			t.Errorf("%+v, %v", done, err)
		}
		_, err = s.Done(ctx, Batch{ID: "p1/V-1", Good: -1})
		refused(t, err, "batch p1/V-1 is recorded already: 18 of 20 frames good, on 2020-04-08 by zoé")
		_, err = s.Done(ctx, Batch{ID: "V-2", Maker: "zoé", Spool: "B1", Frames: 10, Good: 10, Grams: 400})
		refused(t, err, "took 400 g and spool B1 holds 220 g")
		_, err = s.Done(ctx, Batch{ID: "V-2", Maker: "léo", Frames: 1, Good: 1})
		refused(t, err, `there is no maker "léo"`)
		d := campaign.Delivery{ID: "L1", Order: "C1", Maker: "zoé", Frames: 15, Date: day("2020-04-09")}
		if got, err := s.Deliver(ctx, d); err != nil || got.Material != "petg" {
			t.Errorf("%+v, %v", got, err)
		}
		_, err = s.Deliver(ctx, d)
		refused(t, err, "delivery L1 is recorded already: 15 frames")
		_, err = s.Deliver(ctx, campaign.Delivery{ID: "L2", Order: "C1", Maker: "zoé", Frames: 6})
		refused(t, err, "zoé has 5 frames of that kind ready, not 6")
		_, err = s.Deliver(ctx, campaign.Delivery{ID: "L2", Order: "C1", Frames: 76})
		refused(t, err, "order C1 is for 100 frames and has 25: 76 more would be too many")
		if err := s.Weigh(ctx, "B1", 250); err != nil {
			t.Error(err)
		}
		st := state(t, s)
		if got := fmt.Sprint(st.Ordered, st.Done, st.Ready, st.Begun, st.Lost, st.UsedG, st.LeftG); got != "120 25 8 20 2 780 250" {
			t.Error(got)
		}
	})
}

// TestWritersTakeTurns lets several write at once: all that they were told is there, and
// of what only one may have, one has it.
func TestWritersTakeTurns(t *testing.T) {
	stores(t, func(t *testing.T, where string) {
		fill(t, create(t, where))
		const writers, each = 4, 10
		var wg sync.WaitGroup
		lots, took := make([]int, writers), make([]int, writers)
		for w := range writers {
			wg.Go(func() {
				s, err := Open(context.Background(), where)
				if err != nil {
					t.Error(err)
					return
				}
				defer s.Close()
				for i := range each {
					_, err := s.Done(context.Background(), Batch{ID: fmt.Sprint("V-", w, "-", i), Maker: "zoé", Spool: "B1", Frames: 3, Good: 2, Grams: 20})
					if err != nil {
						t.Error(err)
						continue
					}
					lots[w]++
					if _, err := s.Deliver(context.Background(), campaign.Delivery{ID: fmt.Sprint("L-", i), Order: "C1", Maker: "zoé", Frames: 2}); err == nil {
						took[w]++
					}
				}
			})
		}
		wg.Wait()
		s, err := Open(context.Background(), where)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		sum := func(n []int) (total int) {
			for _, v := range n {
				total += v
			}
			return total
		}
		st := state(t, s)
		if sum(lots) != writers*each || len(st.Batches) != writers*each || sum(took) != each || st.UsedG != 800 || st.Done != 10+2*each {
			t.Errorf("lots %v, %d there; deliveries %v; %g g, %d delivered", lots, len(st.Batches), took, st.UsedG, st.Done)
		}
	})
}

// TestDumpGoesFromOneStoreToAnother exports everything and reads it into an empty store.
func TestDumpGoesFromOneStoreToAnother(t *testing.T) {
	stores(t, func(t *testing.T, where string) {
		s, ctx := create(t, where), context.Background()
		fill(t, s)
		if _, err := s.Done(ctx, Batch{ID: "V-1", Maker: "zoé", Spool: "B1", Frames: 9, Good: 8, Grams: 300.5}); err != nil {
			t.Fatal(err)
		}
		dump, err := s.Dump(ctx)
		if err != nil {
			t.Fatal(err)
		}
		other := create(t, filepath.Join(t.TempDir(), "other.db"))
		if err := other.Load(ctx, dump); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(state(t, s), state(t, other)); d != "" {
			t.Error(d)
		}
		again, err := other.Dump(ctx)
		if d := cmp.Diff(string(dump), string(again)); d != "" || err != nil {
			t.Error(d, err)
		}
		refused(t, other.Load(ctx, dump), "is not empty")
		empty := create(t, filepath.Join(t.TempDir(), "empty.db"))
		refused(t, empty.Load(ctx, dump[:len(dump)/2]), "cannot be read")
		if st := state(t, empty); len(st.Campaign.Orders) > 0 {
			t.Error("half a dump was read")
		}
	})
}

func TestFilesAreNotWrittenOver(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	path := filepath.Join(dir, "a.db")
	s := create(t, path)
	fill(t, s)
	_, err := Create(ctx, path)
	refused(t, err, "is there already")
	if err := s.Backup(ctx, filepath.Join(dir, "b.db")); err != nil {
		t.Fatal(err)
	}
	refused(t, s.Backup(ctx, filepath.Join(dir, "b.db")), "is there already")
	b, err := Open(ctx, filepath.Join(dir, "b.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if d := cmp.Diff(state(t, s), state(t, b)); d != "" {
		t.Error(d)
	}
	_, err = Open(ctx, filepath.Join(dir, "c.db"))
	refused(t, err, "there is no campaign in")
	if err := os.WriteFile(filepath.Join(dir, "d.db"), []byte("not a store at all, but long enough to look at"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = Open(ctx, filepath.Join(dir, "d.db")); err == nil {
		t.Error("some text was opened as a store")
	}
	left, err := filepath.Glob(filepath.Join(dir, ".visiere-*"))
	if err != nil || len(left) > 0 {
		t.Error(left, err)
	}
}

// TestOlderStoresAreBroughtUpToDate opens a store of the first version.
func TestOlderStoresAreBroughtUpToDate(t *testing.T) {
	stores(t, func(t *testing.T, where string) {
		ctx := context.Background()
		s := create(t, where)
		fill(t, s)
		p, err := s.provider()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.DownTo(ctx, 1); err != nil {
			t.Fatal(err)
		}
		again, err := Open(ctx, where)
		if err != nil {
			t.Fatal(err)
		}
		defer again.Close()
		if _, err := again.Plan(ctx, 18360, []Batch{{ID: "V", Maker: "zoé", Frames: 1}}); err != nil {
			t.Error(err)
		}
		if st := state(t, again); st.Ordered != 120 {
			t.Error(st.Ordered)
		}
	})
}
