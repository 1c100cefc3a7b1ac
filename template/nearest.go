package template

import (
	"maps"
	"slices"
)

// Nearest returns the candidate that word was probably meant to be, or "" where none is
// near: at most a third of word's letters, and at least one, are wrong, missing, too
// many or swapped with their neighbour. Of equally near ones the first wins.
func Nearest(word string, candidates []string) string {
	best, least := "", max(1, len(word)/3)+1
	for _, c := range candidates {
		if len(c)-len(word) >= least || len(word)-len(c) >= least {
			continue
		}
		if d := distance(word, c); d < least {
			best, least = c, d
		}
	}
	return best
}

// distance returns how many letters must be changed, added, removed or swapped with
// their neighbour to make b of a.
//
// Source: optimal string alignment (Damerau 1964).
func distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// nearestOf returns Nearest among the names of vars.
func nearestOf(word string, vars Vars) string {
	return Nearest(word, slices.Sorted(maps.Keys(vars)))
}
