package proof

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

const (
	// slack is how much more than its budget a print may take, as a share: less than what
	// a slip in a profile costs, more than what a better seam does.
	slack = 0.05
	// spare is how much less it may take before that is worth a word.
	spare = 0.1
)

// Budgets is what each combination may take.
type Budgets map[profiles.Choice][2]Taken // one frame, and a stack

// head is what a file of budgets begins with.
const head = `# What one frame and a stack of three take by each combination of profiles: what
# visiere profile validate --depth proof holds them to. Written by --update.
# printer nozzle filament process, minutes and grams of one frame, of the stack
`

// ReadBudgets reads what Write wrote. name is what errors call it.
//
// Errors: a line that is none of a budget, or the second of a combination.
func ReadBudgets(r io.Reader, name string) (Budgets, error) {
	b := Budgets{}
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		line, _, _ := strings.Cut(in.Text(), "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		choice, taken, ok := parseLine(words)
		if !ok {
			return nil, say.Errorf("%s:%d: this is no budget: write the file anew with --update", name, n)
		}
		if _, twice := b[choice]; twice {
			return nil, say.Errorf("%s:%d: this combination has a budget already: write the file anew with --update", name, n)
		}
		b[choice] = taken
	}
	return b, in.Err()
}

// parseLine reads one budget.
func parseLine(words []string) (c profiles.Choice, t [2]Taken, ok bool) {
	if len(words) != 8 || c.Nozzle.UnmarshalText([]byte(words[1])) != nil {
		return c, t, false
	}
	c.Printer, c.Filament, c.Process = words[0], words[2], words[3]
	for i, v := range []*float64{&t[0].Minutes, &t[0].Grams, &t[1].Minutes, &t[1].Grams} {
		n, err := strconv.ParseFloat(words[4+i], 64)
		if err != nil || !(n > 0) {
			return c, t, false
		}
		*v = n
	}
	return c, t, true
}

// With returns b with budgets as large as what results took; where whole is true, those
// alone.
func (b Budgets) With(results []Result, whole bool) Budgets {
	out := Budgets{}
	if !whole {
		maps.Copy(out, b)
	}
	for c, r := range made(results) {
		out[c] = [2]Taken{r.One, r.Three}
	}
	return out
}

// Write writes b, one line for each combination, by their names.
//
// Errors: those of w.
func (b Budgets) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	out.WriteString(head)
	for _, c := range b.choices() {
		t := b[c]
		fmt.Fprintf(out, "%s %s %s %s  %.2f %.2f  %.2f %.2f\n", c.Printer, c.Nozzle, c.Filament, c.Process,
			t[0].Minutes, t[0].Grams, t[1].Minutes, t[1].Grams)
	}
	return out.Flush()
}

// choices returns the combinations of b in order.
func (b Budgets) choices() []profiles.Choice {
	var all []profiles.Choice
	for c := range b {
		all = append(all, c)
	}
	slices.SortFunc(all, byChoice)
	return all
}

// Hold returns what is wrong with results: what could not be made, and what is over its
// budget, far below it or without one. Where whole is true, budgets of no combination are
// findings too. file is what the budgets are from; nil budgets hold nothing.
func (b Budgets) Hold(lib *profiles.Library, results []Result, file string, whole bool) []profiles.Finding {
	var out []profiles.Finding
	seen := map[profiles.Choice]bool{}
	for i := range results {
		r := &results[i]
		seen[r.Choice] = true
		switch budget, ok := b[r.Choice]; {
		case r.Finding != nil:
			out = append(out, *r.Finding)
		case b == nil:
		case !ok:
			out = append(out, finding(lib, r.Choice, profiles.CodeBudget, profiles.Warning, say.T("%s has no budget in %s", r.Choice.String(), file)))
		default:
			out = append(out, r.over(lib, budget)...)
		}
	}
	for _, c := range b.choices() {
		if whole && !seen[c] {
			f := profiles.Finding{Code: profiles.CodeBudget, Severity: profiles.Warning, File: file,
				Text: say.T("the budget of %s is of no combination that fits", c.String()), In: c}
			out = append(out, f)
		}
	}
	return profiles.Merged(out)
}

// over returns what a result took too much or far less of than its budget.
func (r *Result) over(lib *profiles.Library, budget [2]Taken) (out []profiles.Finding) {
	for i, x := range []struct {
		frames int
		took   Taken
	}{{1, r.One}, {Stack, r.Three}} {
		for _, y := range []struct {
			code         profiles.Code
			unit         string
			took, budget float64
		}{
			{profiles.CodeMinutes, "min", x.took.Minutes, budget[i].Minutes},
			{profiles.CodeGrams, "g", x.took.Grams, budget[i].Grams},
		} {
			share := y.took/y.budget - 1
			t := say.T("a stack of %d by %s takes %.2f %s, and the budget is %.2f (%+.1f %%)", x.frames, r.Choice.String(), y.took, y.unit, y.budget, 100*share)
			switch {
			case share > slack:
				out = append(out, finding(lib, r.Choice, y.code, profiles.Error, t))
			case share < -spare:
				out = append(out, finding(lib, r.Choice, profiles.CodeSpare, profiles.Note, t))
			}
		}
	}
	return out
}
