package mesh

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// part is a file in a ZIP archive.
type part struct{ name, data string }

// pack returns a ZIP archive of parts.
func pack(tb testing.TB, parts ...part) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err == nil {
			_, err = w.Write([]byte(p.data))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// rels names the root model of a package.
func rels(model string) part {
	return part{"_rels/.rels", `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Target="/Metadata/thumb.png" Id="r0" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"/>` +
		`<Relationship Target="` + model + `" Id="r1" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>`}
}

// modelXML returns a 3MF model with resources and a build.
func modelXML(unit, resources, build string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<model unit="` + unit + `" xml:lang="en-US"` +
		` xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02"` +
		` xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06"` +
		` xmlns:slic3rpe="http://schemas.slic3r.org/3mf/2017/06"><metadata name="slic3rpe:Version3mf">1</metadata>` +
		`<resources>` + resources + `</resources><build>` + build + `</build></model>`
}

// objectXML returns t as an object with a mesh.
func objectXML(id int, attrs string, t tri) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<object id="%d" %s><mesh><vertices>`, id, attrs)
	for _, f := range t {
		for _, v := range f {
			fmt.Fprintf(&b, `<vertex x="%g" y="%g" z="%g"/>`, v.X, v.Y, v.Z)
		}
	}
	b.WriteString(`</vertices><triangles>`)
	for i := range t {
		fmt.Fprintf(&b, `<triangle v1="%d" v2="%d" v3="%d"/>`, 3*i, 3*i+1, 3*i+2)
	}
	b.WriteString(`</triangles></mesh></object>`)
	return b.String()
}

func TestReadThreeMF(t *testing.T) {
	cube := box(Vec{}, Vec{10, 20, 30})
	object := objectXML(1, `type="model"`, cube)
	model := "3D/3dmodel.model"
	components := `<object id="2"><components><component objectid="1"/>` +
		`<component objectid="1" transform="1 0 0 0 1 0 0 0 1 50 0 0"/></components></object>`
	for _, c := range []struct {
		name   string
		parts  []part
		size   Vec
		volume float64
		unit   string
	}{
		{"plain", []part{rels("/" + model), {model, modelXML("millimeter", object, `<item objectid="1"/>`)}},
			Vec{10, 20, 30}, 6000, "mm"},
		{"no relationships", []part{{model, modelXML("millimeter", object, `<item objectid="1"/>`)}},
			Vec{10, 20, 30}, 6000, "mm"},
		{"another name", []part{rels("a/B.model"), {"a/b.model", modelXML("millimeter", object, `<item objectid="1"/>`)}},
			Vec{10, 20, 30}, 6000, "mm"},
		{"inches", []part{rels("/" + model), {model, modelXML("inch", object, `<item objectid="1"/>`)}},
			Vec{254, 508, 762}, 6000 * 25.4 * 25.4 * 25.4, "inch"},
		{"turned and moved", []part{rels("/" + model), {model, modelXML("millimeter", object,
			`<item objectid="1" transform="0 1 0 -1 0 0 0 0 1 90 80 70"/>`)}},
			Vec{20, 10, 30}, 6000, "mm"},
		{"mirrored", []part{rels("/" + model), {model, modelXML("millimeter", object,
			`<item objectid="1" transform="-1 0 0 0 1 0 0 0 2 0 0 0"/>`)}},
			Vec{10, 20, 60}, 12000, "mm"},
		{"components", []part{rels("/" + model), {model, modelXML("millimeter", object+components,
			`<item objectid="2" transform="0 0 1 0 1 0 -1 0 0 0 0 0" p:UUID="bad"/>`)}},
			Vec{30, 20, 60}, 12000, "mm"},
		{"two models", []part{rels("/" + model), {"3D/Objects/o.model", modelXML("millimeter", object, "")},
			{model, modelXML("millimeter", `<object id="5"><components><component p:path="/3D/Objects/o.model" objectid="1"/></components></object>`,
				`<item objectid="5"/><item objectid="5" transform="1 0 0 0 1 0 0 0 1 0 40 0"/>`)}},
			Vec{10, 60, 30}, 12000, "mm"},
		{"support left out", []part{rels("/" + model), {model, modelXML("centimeter", object+objectXML(3, `type="support"`, cube),
			`<item objectid="1"/><item objectid="3" transform="1 0 0 0 1 0 0 0 1 50 50 50"/>`)}},
			Vec{100, 200, 300}, 6e6, "cm"},
	} {
		m, r, err := readBytes(pack(t, c.parts...), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if s := m.Size().sub(c.size); s.length() > 1e-4 || r.Unit != c.unit || r.Format != "3MF" || !r.Closed || r.Flipped > 0 {
			t.Errorf("%s: %v %+v", c.name, m.Size(), *r)
		}
		near(t, c.name, m.Volume(), c.volume, 1e-4*c.volume)
	}
}

// What the user says about the unit counts, not what the file says; a file that says
// nothing is in millimetres.
func TestThreeMFUnit(t *testing.T) {
	object := objectXML(1, "", box(Vec{}, Vec{10, 20, 30}))
	inches := modelXML("inch", object, `<item objectid="1"/>`)
	m, r, err := readBytes(pack(t, rels("/m"), part{"m", inches}), Options{Unit: "cm"})
	if err != nil || r.Unit != "cm" {
		t.Fatal(r, err)
	}
	near(t, "size", m.Size().Z, 300, 1e-9)
	m, r, err = readBytes(pack(t, rels("/m"), part{"m", strings.Replace(inches, `unit="inch"`, "", 1)}), Options{})
	if err != nil || r.Unit != "mm" {
		t.Fatal(r, err)
	}
	near(t, "size", m.Size().Z, 30, 1e-9)
}

func TestBadThreeMF(t *testing.T) {
	cube := objectXML(1, "", box(Vec{}, Vec{10, 20, 30}))
	good := pack(t, rels("/m"), part{"m", modelXML("millimeter", cube, `<item objectid="1"/>`)})
	one := func(resources, build string) []byte {
		return pack(t, rels("/m"), part{"m", modelXML("millimeter", resources, build)})
	}
	stored := part{"noise", string(noise(1 << 19))} // as large as a file that may unpack to that much
	var bomb strings.Builder                        // doubles with each object
	bomb.WriteString(cube)
	for i := 2; i < 60; i++ {
		fmt.Fprintf(&bomb, `<object id="%d"><components><component objectid="%d"/><component objectid="%d"/></components></object>`, i, i-1, i-1)
	}
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{"cut", good[:len(good)/2], ErrTruncated},
		{"another archive", pack(t, part{"frame.stl", "x"}), ErrFormat},
		{"root missing", pack(t, rels("/m")), ErrFormat},
		{"relationships not XML", pack(t, part{"_rels/.rels", "<a><b>"}), ErrFormat},
		{"model not XML", pack(t, rels("/m"), part{"m", "<model"}), ErrFormat},
		{"model empty", pack(t, rels("/m"), part{"m", ""}), ErrEmpty},
		{"nothing built", one(cube, ""), ErrEmpty},
		{"object missing", one(cube, `<item objectid="7"/>`), ErrFormat},
		{"bad transform", one(cube, `<item objectid="1" transform="1 2 3"/>`), ErrFormat},
		{"bad coordinate", one(strings.Replace(cube, `x="10"`, `x="ten"`, 1), `<item objectid="1"/>`), ErrFormat},
		{"infinite coordinate", one(strings.Replace(cube, `x="10"`, `x="Inf"`, 1), `<item objectid="1"/>`), ErrUnusable},
		{"bad corner", one(strings.Replace(cube, `v1="3"`, `v1="4000000000"`, 1), `<item objectid="1"/>`), ErrFormat},
		{"flat", one(cube, `<item objectid="1" transform="1 0 0 0 1 0 0 0 0 0 0 0"/>`), ErrUnusable},
		{"itself", one(`<object id="1"><components><component objectid="1"/></components></object>`, `<item objectid="1"/>`), ErrTooLarge},
		{"doubling", one(bomb.String(), `<item objectid="59"/>`), ErrTooLarge},
		{"bomb", pack(t, rels("/m"), part{"m", strings.Repeat(" ", 8<<20)}), ErrTooLarge},
		{"elements", pack(t, rels("/m"), part{"m", "<model>" + strings.Repeat("<a/>", maxElements)}, stored), ErrTooLarge},
	} {
		m, r, err := readBytes(c.data, Options{})
		if !errors.Is(err, c.want) || m != nil || r != nil {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// noise returns n bytes that do not compress.
func noise(n int) []byte {
	rnd := rand.NewChaCha8([32]byte{})
	out := make([]byte, n)
	rnd.Read(out)
	return out
}

func FuzzThreeMF(f *testing.F) {
	cube := objectXML(1, "", box(Vec{}, Vec{10, 20, 30}))
	f.Add([]byte(modelXML("inch", cube, `<item objectid="1"/>`)), "/m")
	f.Add([]byte(modelXML("millimeter", cube+`<object id="2"><components><component objectid="1" transform="1 0 0 0 1 0 0 0 1 50 0 0"/>`+
		`</components></object>`, `<item objectid="2"/>`)), "../m")
	f.Fuzz(func(t *testing.T, model []byte, root string) {
		fuzzRead(t, pack(t, rels("/m"), part{"m", string(model)}))
		fuzzRead(t, pack(t, part{"_rels/.rels", root}, part{"3D/3dmodel.model", string(model)}))
	})
}
