package campaign

import (
	"strings"

	"github.com/visiere/visiere/places"
)

// Map finds the places of a campaign by their names.
type Map struct {
	makers map[string]*Maker
	places map[string]*Place
}

// Map returns the map of c. It is as good as c: Check finds ids that are there twice.
func (c *Campaign) Map() *Map {
	m := &Map{map[string]*Maker{}, map[string]*Place{}}
	for i := range c.Makers {
		m.makers[c.Makers[i].ID] = &c.Makers[i]
	}
	for i := range c.Places {
		m.places[c.Places[i].ID] = &c.Places[i]
	}
	return m
}

// Place returns where the place of that id or postal code is, and whether there is one.
func (m *Map) Place(name string) (places.Point, bool) {
	p, ok := m.places[name]
	if !ok {
		return find(name)
	}
	if p.Lat != 0 || p.Lon != 0 {
		return places.Point{Lat: p.Lat, Lon: p.Lon}, true
	}
	return find(p.Postcode)
}

// Holder returns where the maker of that id is, or the place, and whether there is one.
func (m *Map) Holder(name string) (places.Point, bool) {
	if maker, ok := m.makers[name]; ok {
		return m.Place(maker.Place)
	}
	return m.Place(name)
}

// find returns where a postal code is, with the name of a town after it or not.
func find(text string) (places.Point, bool) {
	code, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	if c, ok := places.Find(text); ok {
		return c.Point, true
	}
	c, ok := places.Find(code)
	return c.Point, ok
}
