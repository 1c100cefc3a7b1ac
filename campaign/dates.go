package campaign

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/visiere/visiere/internal/say"
)

// Date is a day, counted from 1970-01-01; zero: none. It is written 2020-04-17, and
// 17/04/2020 is read as well.
type Date int

// DateOf returns t's day.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 3600))
}

// Time returns the day's midnight, UTC.
func (d Date) Time() time.Time { return time.Unix(int64(d)*24*3600, 0).UTC() }

// String returns the day as 2020-04-17, or nothing for the zero Date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText gives String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a day; nothing is none.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	for _, layout := range []string{time.DateOnly, "02/01/2006"} {
		if t, err := time.Parse(layout, strings.TrimSpace(string(text))); err == nil {
			*d = DateOf(t)
			return nil
		}
	}
	return say.Errorf("%q is not a day: write it like 2020-04-17", string(text))
}

// Span is some days, the first and the last among them. It is written 2020-04-13, or
// 2020-04-13..2020-04-17.
type Span struct{ First, Last Date }

// String returns s as it is written.
func (s Span) String() string {
	if s.First == s.Last {
		return s.First.String()
	}
	return s.First.String() + ".." + s.Last.String()
}

// MarshalText gives String.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads days; the second, where there is one, is the last.
func (s *Span) UnmarshalText(text []byte) error {
	first, last, two := strings.Cut(string(text), "..")
	if !two {
		last = first
	}
	if err := s.First.UnmarshalText([]byte(first)); err != nil {
		return err
	}
	if err := s.Last.UnmarshalText([]byte(last)); err != nil {
		return err
	}
	if s.First == 0 || s.Last == 0 {
		return say.Errorf("%q is not a day: write it like 2020-04-17", string(text))
	}
	return nil
}

// Has reports whether d is one of s.
func (s Span) Has(d Date) bool { return s.First <= d && d <= s.Last }

// Clock is a time of day, s from midnight. It is written 07:30; 7h30 and 7h are read as
// well.
type Clock int

// String returns the time as 07:30.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/3600, int(c)/60%60) }

// MarshalText gives String.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a time of day.
func (c *Clock) UnmarshalText(text []byte) error {
	word := strings.TrimSuffix(strings.ReplaceAll(strings.ToLower(string(text)), "h", ":"), ":")
	for _, layout := range []string{"15:04", "15"} {
		if t, err := time.Parse(layout, strings.TrimSpace(word)); err == nil {
			*c = Clock(t.Hour()*3600 + t.Minute()*60)
			return nil
		}
	}
	return say.Errorf("%q is not a time of day: write it like 07:30", string(text))
}

// Clocks reads times of day with spaces, commas or semicolons between, as they stand in
// a cell of a sheet, ascending and each once.
//
// Errors: the first word that is none.
func Clocks(text string) ([]Clock, error) {
	between := func(r rune) bool { return strings.ContainsRune(" ,;\u00a0", r) }
	var read []Clock
	for _, word := range strings.FieldsFunc(text, between) {
		var c Clock
		if err := c.UnmarshalText([]byte(word)); err != nil {
			return nil, err
		}
		read = append(read, c)
	}
	slices.Sort(read)
	return slices.Compact(read), nil
}

// Moment is a minute of a day where the campaign is, s from 1970-01-01 00:00 there. It is
// written 2020-04-06T19:00.
type Moment int

// At returns the moment s seconds after d begins.
func (d Date) At(s int) Moment { return Moment(int(d)*24*3600 + s) }

// Day returns m's day.
func (m Moment) Day() Date { return Date(m / (24 * 3600)) }

// String returns m as 2020-04-06 19:00.
func (m Moment) String() string { return time.Unix(int64(m), 0).UTC().Format("2006-01-02 15:04") }

// MarshalText gives 2020-04-06T19:00, which spreadsheets understand.
func (m Moment) MarshalText() ([]byte, error) {
	return []byte(time.Unix(int64(m), 0).UTC().Format("2006-01-02T15:04")), nil
}
