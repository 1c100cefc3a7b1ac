package main

// nearest returns the one of names that the fewest edits turn into word, the first such;
// nothing where more than a third of the letters would change.
func nearest(word string, names []string) string {
	best, least := "", (len(word)+5)/3+1
	for _, name := range names {
		if d := edits([]rune(word), []rune(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

// edits returns how many letters must be added, dropped, changed or swapped with their
// neighbour to turn a into b.
//
// Source: Damerau's optimal string alignment distance.
func edits(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			rows[i][j] = min(change, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
