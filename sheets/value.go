package sheets

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/visiere/visiere/campaign"
	"github.com/visiere/visiere/internal/say"
)

// number reads s, a number as people write it: 1250, 1 250, 12,5, 12.5, 1.250,5, with a
// unit after it or not. exact says that the point in s is a decimal one for sure.
//
// Errors: no number; one that may be thousands or thousandths.
func number(s string, exact bool) (v float64, unit string, err error) {
	digits, unit := cutUnit(s)
	digits = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "\u2009", "", "'", "", "’", "", "−", "-").Replace(digits)
	if grouped.MatchString(digits) && !exact && !strings.HasPrefix(strings.TrimPrefix(digits, "-"), "0") {
		bare := strings.NewReplacer(",", "", ".", "").Replace(digits)
		return 0, "", say.Errorf("%q may be %s or a thousandth of it: write %s without a mark, or with another number of decimals", s, bare, bare)
	}
	point, ok := decimal(digits)
	if !ok {
		return 0, "", say.Errorf("%q is not a number: write it like 1250 or 12,5", short(s))
	}
	v, err = strconv.ParseFloat(point, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0, "", say.Errorf("%q is not a number: write it like 1250 or 12,5", short(s))
	}
	return v, unit, nil
}

// cutUnit cuts s before the letters it ends in. The e of 1.2E-05, as workbooks store
// small numbers, is none.
func cutUnit(s string) (digits, unit string) {
	s = trim(s)
	if _, err := strconv.ParseFloat(s, 64); err == nil && s != "" && s[len(s)-1] <= '9' {
		return s, ""
	}
	end := strings.LastIndexAny(s, "0123456789") + 1
	return s[:end], strings.ToLower(trim(s[end:]))
}

// decimal returns s with a decimal point and without marks between thousands, and whether
// s is one number.
func decimal(s string) (string, bool) {
	if strings.ContainsAny(s, "eE") {
		return s, true
	}
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	mark := max(comma, point)
	if mark < 0 {
		return s, s != ""
	}
	whole, part := s[:mark], s[mark+1:]
	again := strings.Count(s, s[mark:mark+1]) > 1
	if again { // 1.250.000: all are marks between thousands
		whole, part = s, ""
	}
	groups := strings.FieldsFunc(whole, func(r rune) bool { return r == ',' || r == '.' })
	for i, g := range groups {
		if i > 0 && len(g) != 3 {
			return "", false
		}
	}
	if again && comma >= 0 && point >= 0 {
		return "", false
	}
	return strings.Join(groups, "") + "." + part, len(groups) > 0 || part != ""
}

// months are the names of months, as plain gives them, and their first three letters
// where those tell.
var months = map[string]time.Month{
	"janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8,
	"septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
	"janv": 1, "fevr": 2, "fev": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

// The days that a workbook's number may mean: of the years 2000 to 2100.
const firstSerial, lastSerial = 36526, 73415

// date reads s, a day as people write it: 17/04/2020, 17.4.20, 2020-04-17, 17 avril 2020,
// or the number that workbooks store.
//
// Errors: no day; a day that is in no calendar.
func date(s string, from1904 bool) (campaign.Date, error) {
	if n, err := strconv.ParseFloat(s, 64); err == nil && (n >= firstSerial-1462 && n <= lastSerial) {
		if from1904 {
			n += 1462
		}
		return campaign.Date(int(n) - 25569), nil // the number of 1970-01-01
	}
	words := strings.Fields(plain(strings.TrimSuffix(strings.Split(s, "T")[0], "Z")))
	if len(words) > 3 && strings.Contains(s, ":") { // a time of day after it
		words = words[:3]
	}
	if len(words) == 4 && words[0] != "" && (words[0][0] < '0' || words[0][0] > '9') {
		words = words[1:] // the day of the week
	}
	if len(words) != 3 {
		return 0, say.Errorf("%q is not a day: write it like 17/04/2020 or 2020-04-17", short(s))
	}
	if len(words[0]) == 4 { // 2020-04-17
		words[0], words[2] = words[2], words[0]
	}
	return day(s, words)
}

// day returns the day of words: its number, its month, its year.
func day(s string, words []string) (campaign.Date, error) {
	d, err1 := strconv.Atoi(strings.TrimSuffix(words[0], "er"))
	month, named := months[words[1]]
	m, err2 := int(month), error(nil)
	if !named {
		m, err2 = strconv.Atoi(words[1])
	}
	y, err3 := strconv.Atoi(words[2])
	if err1 != nil || err2 != nil || err3 != nil {
		return 0, say.Errorf("%q is not a day: write it like 17/04/2020 or 2020-04-17", short(s))
	}
	if y < 100 {
		y += 2000
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	switch {
	case m > 12 && d <= 12:
		return 0, say.Errorf("%q has no month %d: days are written day/month/year, like 17/04/2020", short(s), m)
	case t.Day() != d || int(t.Month()) != m:
		return 0, say.Errorf("%q is in no calendar: write a day like 17/04/2020", short(s))
	case y < 2000 || y > 2100:
		return 0, say.Errorf("%q is in the year %d: is that meant?", short(s), y)
	}
	return campaign.DateOf(t), nil
}
