package ledger

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/visiere/visiere/campaign"
)

// perImport is how many orders the child imports at once.
const perImport = 40

// TestMain is the child that gets killed, where its environment says so: it imports and
// records without end, or so often as it is told, and says what it was told is done.
func TestMain(m *testing.M) {
	where, from, rounds := os.Getenv("VISIERE_LEDGER_CHILD"), 0, 1<<30
	if where == "" {
		os.Exit(m.Run())
	}
	fmt.Sscan(os.Getenv("VISIERE_LEDGER_FROM"), &from)
	fmt.Sscan(os.Getenv("VISIERE_LEDGER_ROUNDS"), &rounds)
	ctx := context.Background()
	s, err := Open(ctx, where)
	if err != nil {
		panic(err)
	}
	defer s.Close()
	for i := from; i < from+rounds; i++ {
		if _, err := s.Done(ctx, Batch{ID: fmt.Sprintf("S%d", i-from), Maker: "zoé", Frames: 1}); err == nil {
			fmt.Printf("S%d\n", i-from) // all children want this one
		}
		c := campaign.New()
		for k := range perImport {
			c.Orders = append(c.Orders, campaign.Order{ID: fmt.Sprintf("%d-%d", i, k), Place: "91000", Frames: 1})
		}
		name := fmt.Sprintf("I%d", i)
		if _, err := s.Import(ctx, c, Import{Digest: name, Name: name}, false); err != nil {
			panic(err)
		}
		fmt.Println(name)
		if _, err := s.Done(ctx, Batch{ID: fmt.Sprintf("B%d", i), Maker: "zoé", Frames: 2, Good: 1}); err != nil {
			panic(err)
		}
		fmt.Printf("B%d\n", i)
		if _, err := s.Deliver(ctx, campaign.Delivery{ID: fmt.Sprintf("D%d", i), Order: fmt.Sprintf("%d-0", i), Maker: "zoé", Frames: 1}); err != nil {
			panic(err)
		}
		fmt.Printf("D%d\n", i)
	}
}

// TestKilledAtAnyMomentTheStoreIsWhole kills a child that writes, at random moments, and
// looks at what it leaves.
func TestKilledAtAnyMomentTheStoreIsWhole(t *testing.T) {
	stores(t, func(t *testing.T, where string) {
		fill(t, create(t, where))
		kills := 25
		if testing.Short() {
			kills = 5
		}
		random := rand.New(rand.NewPCG(7, 5))
		told := map[string]bool{}
		for k := range kills {
			delay := time.Duration(random.IntN(60_000)) * time.Microsecond
			for _, line := range killed(t, where, 1000*k, delay) {
				told[line] = true
			}
			whole(t, where, told)
		}
		if len(told) < kills {
			t.Errorf("only %d writes in %d children: nothing was tested", len(told), kills)
		}
	})
}

// child returns the command of a child.
func child(where string, from int, env ...string) *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(append(os.Environ(), "VISIERE_LEDGER_CHILD="+where, fmt.Sprint("VISIERE_LEDGER_FROM=", from)), env...)
	c.Stderr = os.Stderr
	return c
}

// TestProcessesLoseNothing runs several processes that write to one store at the same time:
// all that each was told is there, no import is half there, and a lot that all of them
// record is recorded by one.
func TestProcessesLoseNothing(t *testing.T) {
	stores(t, func(t *testing.T, where string) {
		fill(t, create(t, where))
		const writers, rounds = 4, 12
		said := make([]strings.Builder, writers)
		var running []*exec.Cmd
		for k := range writers {
			c := child(where, 1000*k, fmt.Sprint("VISIERE_LEDGER_ROUNDS=", rounds))
			c.Stdout = &said[k]
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			running = append(running, c)
		}
		for k, c := range running {
			if err := c.Wait(); err != nil {
				t.Errorf("writer %d: %v", k, err)
			}
		}
		told, who := map[string]bool{}, map[string]int{}
		for k := range said {
			for line := range strings.Lines(said[k].String()) {
				told[strings.TrimSpace(line)] = true
				who[strings.TrimSpace(line)]++
			}
		}
		if want := writers*rounds*3 + rounds; len(told) != want {
			t.Errorf("%d writes of %d", len(told), want)
		}
		for line, n := range who {
			if n != 1 {
				t.Errorf("%s was recorded by %d", line, n)
			}
		}
		whole(t, where, told)
	})
}

// killed runs a child until a while after its first word, kills it, and returns its words.
func killed(t *testing.T, where string, from int, delay time.Duration) (lines []string) {
	t.Helper()
	child := child(where, from)
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	for s := bufio.NewScanner(out); s.Scan(); {
		if lines == nil {
			time.AfterFunc(delay, func() { child.Process.Kill() })
		}
		lines = append(lines, s.Text())
	}
	if child.Wait() == nil {
		t.Fatal("the child ended by itself")
	}
	return lines
}

// whole checks a store after a kill: all that was told is there, an import is there with
// all its rows or none, and the sums are those of the rows.
func whole(t *testing.T, where string, told map[string]bool) {
	t.Helper()
	s, err := Open(context.Background(), where)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	st := state(t, s)
	there, orders, drawn := map[string]bool{}, map[string]int{}, 0
	for _, i := range st.Imports {
		there[i.Name] = true
	}
	for _, b := range st.Batches {
		there[b.ID] = true
	}
	for _, d := range st.Campaign.Deliveries {
		there[d.ID] = true
		if d.Maker != "" {
			drawn++
		}
	}
	for line := range told {
		if !there[line] {
			t.Errorf("%s was told to be done and is not there", line)
		}
	}
	for _, o := range st.Campaign.Orders {
		if i, _, ok := strings.Cut(o.ID, "-"); ok {
			orders["I"+i]++
		}
	}
	for name, n := range orders {
		if n != perImport || !there[name] {
			t.Errorf("import %s left %d of %d rows", name, n, perImport)
		}
	}
	good := 0
	for _, b := range st.Batches {
		good += b.Good
	}
	if st.Ready != 5+good-drawn {
		t.Errorf("%d ready of %d good frames and %d deliveries", st.Ready, good, drawn)
	}
	if s.postgres {
		return
	}
	var verdict string
	if err := s.db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity: %s, %v", verdict, err)
	}
	rows, err := s.db.Query("PRAGMA foreign_key_check")
	if err != nil || rows.Next() {
		t.Errorf("a row names one that is not there (%v)", err)
	}
	rows.Close()
}

// TestABackupIsOfOneMoment makes backups while another writes.
func TestABackupIsOfOneMoment(t *testing.T) {
	dir := t.TempDir()
	s := create(t, filepath.Join(dir, "a.db"))
	fill(t, s)
	stop, done := make(chan bool), make(chan error)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			b := Batch{ID: fmt.Sprint(i), Maker: "zoé", Frames: 1, Good: 1}
			if _, err := s.Done(context.Background(), b); err != nil {
				done <- err
				return
			}
		}
	}()
	for i := range 5 {
		if err := s.Backup(context.Background(), filepath.Join(dir, fmt.Sprint(i))); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		whole(t, filepath.Join(dir, fmt.Sprint(i)), nil)
	}
}
