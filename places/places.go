// Package places tells where French postal codes and départements are, and how far it is
// from one to another, from a table in the program: nothing is asked of a network.
//
// Source: places/gen joins the communes of the Code Officiel Géographique (INSEE) with
// the coordinates of the GeoNames Gazetteer (https://www.geonames.org, CC BY 4.0).
package places

import (
	_ "embed" // the tables
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/visiere/visiere/geom"
	"github.com/visiere/visiere/internal/steady"
)

// Point is a place on the earth, degrees north and east.
type Point struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// Code is a postal code's place: the mean of its towns, weighted by their people.
type Code struct {
	Code        string
	Departement string // 91, 2A, 974
	Point
	Near bool // the towns are too small for the table: the mean of those around them
}

// Departement is one of the hundred and one.
type Departement struct {
	Code string // 91, 2A, 974
	Name string // Essonne
	Point
}

//go:embed codes.csv
var codesCSV string

//go:embed departements.csv
var departementsCSV string

// table holds what the files say, in the order of the codes.
var table = sync.OnceValue(func() (t struct {
	codes        []Code
	departements []Departement
}) {
	sums := map[string]*sum{}
	for line := range rows(codesCSV) {
		c := Code{Code: line[0], Departement: line[1], Point: Point{number(line[2]), number(line[3])}, Near: line[4] == "near"}
		t.codes = append(t.codes, c)
		if sums[c.Departement] == nil {
			sums[c.Departement] = &sum{}
		}
		sums[c.Departement].add(c.Point)
	}
	for line := range rows(departementsCSV) {
		if s := sums[line[0]]; s != nil {
			t.departements = append(t.departements, Departement{line[0], line[1], s.mean()})
		}
	}
	return t
})

// rows yields the fields of every line but the first.
func rows(csv string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		for i, line := range strings.Split(strings.TrimSpace(csv), "\n") {
			if i > 0 && !yield(strings.Split(line, ",")) {
				return
			}
		}
	}
}

// number reads a number of the tables, which a test has read before.
func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(err)
	}
	return v
}

// sum is the mean in the making of some points.
type sum struct {
	Point
	n float64
}

func (s *sum) add(p Point) { s.Lat, s.Lon, s.n = s.Lat+p.Lat, s.Lon+p.Lon, s.n+1 }

func (s *sum) mean() Point { return Point{s.Lat / s.n, s.Lon / s.n} }

// Find returns the postal code, written with or without spaces, and whether there is
// one. A code whose leading zero a spreadsheet has dropped is found as well.
func Find(code string) (Code, bool) {
	code = strings.ReplaceAll(code, " ", "")
	if len(code) == 4 {
		code = "0" + code
	}
	all := table().codes
	i, ok := slices.BinarySearchFunc(all, code, func(c Code, s string) int { return strings.Compare(c.Code, s) })
	if !ok {
		return Code{}, false
	}
	return all[i], true
}

// FindDepartement returns the département of that number or name, in any case, and
// whether there is one.
func FindDepartement(s string) (Departement, bool) {
	s = strings.TrimSpace(s)
	if len(s) == 1 {
		s = "0" + s
	}
	for _, d := range table().departements {
		if strings.EqualFold(d.Code, s) || strings.EqualFold(d.Name, s) {
			return d, true
		}
	}
	return Departement{}, false
}

// Codes returns all postal codes, ascending. It is not to be written to.
func Codes() []Code { return table().codes }

// earth is the mean radius, km. Source: IUGG, mean radius R1.
const earth = 6371.0088

// Km returns the great-circle distance from p to q, within 0.6 % of the true one on the
// ellipsoid. Roads are longer, by a third as a rule.
//
// Source: the haversine formula.
func (p Point) Km(q Point) float64 {
	sinLat, _ := geom.SinCos(radians(q.Lat-p.Lat) / 2)
	sinLon, _ := geom.SinCos(radians(q.Lon-p.Lon) / 2)
	_, cosP := geom.SinCos(radians(p.Lat))
	_, cosQ := geom.SinCos(radians(q.Lat))
	h := float64(sinLat*sinLat) + float64(float64(cosP*cosQ)*float64(sinLon*sinLon))
	return 2 * earth * steady.Asin(math.Sqrt(min(1, h)))
}

func radians(degrees float64) float64 { return degrees * (math.Pi / 180) }
