package campaign

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/template"
)

// The largest numbers that a campaign may hold, above all that is real, so that sums
// stay whole.
const (
	mostFrames = 10_000_000
	mostItems  = 1_000_000_000
	mostCount  = 10_000
	mostDays   = 10 * 366
	heaviest   = 1e6 // g, of a spool or what is left on it
)

// checker collects the findings of one campaign.
type checker struct {
	*Campaign
	where    *Map
	findings []Finding
}

// Check returns what is wrong in c, one finding for each fault, in the order of the
// tables. A campaign with an Error among them cannot be planned.
func Check(c *Campaign) []Finding {
	k := &checker{Campaign: c, where: c.Map()}
	k.frame()
	k.designs()
	k.places()
	k.orders()
	k.makers()
	k.stock()
	k.done()
	k.rates()
	return k.findings
}

// at returns where key was read, or else its row.
func (c *Campaign) at(key string) Where {
	for key != "" {
		if w, ok := c.Origins[key]; ok {
			return w
		}
		key = key[:max(0, strings.LastIndexAny(key, ".["))]
	}
	return c.Origins[""]
}

// fault notes a finding that forbids planning. What was read of a sheet is called by its
// place there, and not by its key, which nobody sees.
func (k *checker) fault(code Code, key, format string, args ...any) {
	where := k.at(key)
	for i, arg := range args {
		name, ok := arg.(string)
		switch {
		case !ok || !where.inSheet() || name != key && !strings.HasPrefix(key, name+".") || !strings.Contains(name, "["):
		case where.Cell != "" && name == key:
			args[i] = say.T("this cell")
		default:
			args[i] = say.T("this row")
		}
	}
	k.findings = append(k.findings, Finding{
		Code: code, Severity: profiles.Error, Where: where, Key: key, Text: say.T(format, args...),
	})
}

// within refuses v where it is not from low to high.
func within[T interface {
	~float64
	String() string
}](k *checker, key string, v, low, high T) {
	if !(v >= low && v <= high) {
		k.fault(CodeRange, key, "%s is %s: from %s to %s is meant", key, v.String(), low.String(), high.String())
	}
}

// degrees refuses v where it is not from -most to most.
func (k *checker) degrees(key string, v, most float64) {
	if !(v >= -most && v <= most) {
		k.fault(CodeRange, key, "%s is %g: from %g to %g degrees is meant", key, v, -most, most)
	}
}

// count refuses n where it is not from low to high.
func (k *checker) count(key string, n, low, high int) {
	if n < low || n > high {
		k.fault(CodeRange, key, "%s is %d: a whole number from %d to %d is meant", key, n, low, high)
	}
}

// row returns the key of a row of a table.
func row(table string, i int) string { return table + "[" + strconv.Itoa(i) + "]" }

// ids refuses ids that are missing or there twice.
func (k *checker) ids(table string, n int, id func(i int) string) {
	first := map[string]int{}
	for i := range n {
		key := row(table, i) + ".id"
		before, twice := first[id(i)]
		switch {
		case id(i) == "":
			k.fault(CodeMissing, key, "%s: an id is needed, a short name that no other has", row(table, i))
		case twice:
			k.fault(CodeTwice, key, "%s is there twice, first at %s: leave one or give it another id", id(i), k.at(row(table, before)+".id").String())
		default:
			first[id(i)] = i
		}
	}
}

// name notes that there is no such name among known.
func (k *checker) name(key, name string, known []string) {
	if near := template.Nearest(name, known); near != "" {
		k.fault(CodeUnknown, key, "%s: there is no %q; did you mean %s?", key, name, near)
		return
	}
	k.fault(CodeUnknown, key, "%s: there is no %q", key, name)
}

// maker refuses a name of no maker.
func (k *checker) maker(key, name string) {
	if _, ok := k.where.makers[name]; !ok {
		k.name(key, name, slices.Sorted(maps.Keys(k.where.makers)))
	}
}

// holder refuses a name of neither a maker nor a place.
func (k *checker) holder(key, name string) {
	if _, ok := k.where.makers[name]; !ok {
		k.place(key, name)
	}
}

// place refuses a name of no place. One that is listed has its finding there.
func (k *checker) place(key, name string) {
	if _, listed := k.where.places[name]; listed {
		return
	}
	if _, found := k.where.Place(name); found {
		return
	}
	known := slices.Sorted(maps.Keys(k.where.places))
	switch near := template.Nearest(name, known); {
	case name == "":
		k.fault(CodeMissing, key, "%s: the id of a place or a postal code is needed", key)
	case near != "":
		k.fault(CodePlace, key, "%s: %q is neither the id of a place nor a postal code of France; did you mean %s?", key, name, near)
	default:
		k.fault(CodePlace, key, "%s: %q is neither the id of a place nor a postal code of France", key, name)
	}
}
