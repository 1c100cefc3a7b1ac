package say

import (
	"strconv"
	"strings"
)

// verb is one verb of a format.
type verb struct {
	arg  int    // the value it shows, from 1
	spec string // flags, width and precision
	verb byte
}

// verbs returns the verbs of a format of fmt.Sprintf, without %%. A width given as a
// star is not understood: no sentence needs one.
func verbs(format string) []verb {
	var list []verb
	next := 1
	for {
		_, after, found := strings.Cut(format, "%")
		if !found {
			return list
		}
		v, rest, ok := readVerb(after, next)
		format = rest
		if ok {
			list = append(list, v)
			next = v.arg + 1
		}
	}
}

// readVerb reads a verb from what follows its percent sign; next is the value it shows
// unless it says. It is not ok for %% and for a format that ends early.
func readVerb(s string, next int) (v verb, rest string, ok bool) {
	n := len(s) - len(strings.TrimLeft(s, "+-# 0123456789."))
	v = verb{arg: next, spec: s[:n]}
	s = s[n:]
	if inner, after, found := strings.Cut(s, "]"); found && strings.HasPrefix(s, "[") {
		if i, err := strconv.Atoi(inner[1:]); err == nil {
			v.arg, s = i, after
		}
	}
	if s == "" {
		return v, "", false
	}
	v.verb = s[0]
	return v, s[1:], v.verb != '%'
}
