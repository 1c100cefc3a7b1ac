package profiles

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// page is where people read of the rules.
const page = "../docs/profiles.md"

// read returns a file as text.
func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The page has each code of codes.go once, in a row with its rule and remedy as the
// program says them.
func TestPageHasEachRuleOnce(t *testing.T) {
	rows := map[string][]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| (VP\d+) \| [a-z, ]+ \| (.+ \| .+) \|$`).FindAllStringSubmatch(read(t, page), -1) {
		rows[row[1]] = append(rows[row[1]], row[2])
	}
	codes := regexp.MustCompile(`"(VP\d+)"`).FindAllStringSubmatch(read(t, "codes.go"), -1)
	for _, code := range codes {
		rule := RuleOf(Code(code[1]))
		if want := []string{rule.Holds.String() + " | " + rule.Mend.String()}; !slices.Equal(rows[code[1]], want) {
			t.Errorf("%s: %q has %q, not %q", code[1], page, rows[code[1]], want)
		}
	}
	if len(rows) != len(codes) || len(rows) != len(Rules()) {
		t.Errorf("%d codes in %s, %d in codes.go, %d rules", len(rows), page, len(codes), len(Rules()))
	}
}

// The severities that the page gives a code are those of the source.
func TestPageHasTheSeverities(t *testing.T) {
	names := map[string]string{} // of a code's constant
	for _, m := range regexp.MustCompile(`(Code\w+) +Code = "(VP\d+)"`).FindAllStringSubmatch(read(t, "codes.go"), -1) {
		names[m[1]] = m[2]
	}
	found := map[string][]string{}
	sources, _ := filepath.Glob("*.go")
	budgets, _ := filepath.Glob("../proof/*.go")
	noted := regexp.MustCompile(`\b(Code\w+), (?:profiles\.)?(Error|Warning|Note)\b`)
	for _, file := range append(sources, budgets...) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range noted.FindAllStringSubmatch(read(t, file), -1) {
			found[names[m[1]]] = append(found[names[m[1]]], strings.ToLower(m[2]))
		}
	}
	for _, row := range regexp.MustCompile(`(?m)^\| (VP\d+) \| ([a-z, ]+) \|`).FindAllStringSubmatch(read(t, page), -1) {
		given := strings.Split(row[2], ", ")
		for _, s := range found[row[1]] {
			if !slices.Contains(given, s) {
				t.Errorf("%s is a %s too, %s says %s", row[1], s, page, row[2])
			}
		}
		for _, s := range given {
			if all := found[row[1]]; len(all) > 0 && !slices.Contains(all, s) {
				t.Errorf("%s is never a %s, %s says %s", row[1], s, page, row[2])
			}
		}
	}
}

// Every placeholder is on the page, which the remedy of VP012 sends people to.
func TestPageHasThePlaceholders(t *testing.T) {
	text := read(t, page)
	for _, name := range Placeholders() {
		if !regexp.MustCompile("`" + name + "(\\[0\\])?`").MatchString(text) {
			t.Errorf("%s is not in %s", name, page)
		}
	}
}
