package mesh

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/hpinc/go3mf"
	specerr "github.com/hpinc/go3mf/errors"
	_ "github.com/hpinc/go3mf/production" // reads the paths of models in several files
	"github.com/visiere/visiere/internal/say"
)

// What is read of a 3MF at most. Two million triangles take 170 MB and 3 million
// elements; XML compresses by 5 to 25.
const (
	maxXML       = 256 << 20 // bytes of all models unpacked
	maxElements  = 4 << 20   // in all models
	maxRatio     = 200       // times the size of the file
	maxInstances = 100_000   // of components, counted each time they are used
	maxDepth     = 16        // of components in components
)

// archive is a 3MF: a ZIP archive with models in XML.
type archive struct {
	s         *soup
	files     map[string]*zip.File
	models    map[string]*go3mf.Model
	bytes     int64 // that may still be unpacked
	elements  int   // that may still be read
	instances int   // that may still be placed
}

// readThreeMF adds the objects of a 3MF's build to s, each placed by its transform.
func (s *soup) readThreeMF(r io.ReaderAt, size int64, rep *Report) (err error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return fail(ErrTruncated, say.Errorf("%s is a damaged ZIP archive (%s): download or export it again", s.name, err))
	}
	defer func() {
		if p := recover(); p != nil {
			err = s.damaged(say.Errorf("its parts do not fit together"))
		}
	}()
	a := &archive{
		s: s, files: map[string]*zip.File{}, models: map[string]*go3mf.Model{},
		bytes: min(maxXML, 1<<20+maxRatio*size), elements: maxElements, instances: maxInstances,
	}
	for _, f := range z.File {
		a.files[partName(f.Name)] = f
	}
	root, err := a.rootPath()
	if err != nil {
		return err
	}
	m, err := a.model(root)
	if err != nil {
		return err
	}
	s.unit = unitNames[m.Units]
	for _, item := range m.Build.Items {
		if err := a.place(root, item.ObjectPath(), item.ObjectID, transform(item.Transform), 0); err != nil {
			return err
		}
	}
	if n := len(m.Build.Items); n > 1 {
		rep.add(say.T("%s holds %d objects; they are taken as one part, as they are placed in it", s.name, n))
	}
	return nil
}

// unitNames are the units that a 3MF may declare, as they are called here.
var unitNames = map[go3mf.Units]string{
	go3mf.UnitMicrometer: "micron", go3mf.UnitMillimeter: "mm", go3mf.UnitCentimeter: "cm",
	go3mf.UnitInch: "inch", go3mf.UnitFoot: "foot", go3mf.UnitMeter: "m",
}

// damaged returns err as a fault of the archive.
func (s *soup) damaged(err error) error {
	return fail(ErrFormat, say.Errorf("%s is a damaged 3MF (%s): export it again, as STL if you can", s.name, err))
}

// partName returns the name of a part as it is referred to: from the root, in one case.
func partName(name string) string { return strings.ToLower(path.Join("/", name)) }

// rootPath returns the name of the model that the package begins with.
func (a *archive) rootPath() (string, error) {
	if f := a.files["/_rels/.rels"]; f != nil {
		data, err := a.unpack(f)
		if err != nil {
			return "", err
		}
		var rels struct {
			Relationship []struct {
				Target string `xml:"Target,attr"`
				Type   string `xml:"Type,attr"`
			}
		}
		if err := xml.Unmarshal(data, &rels); err != nil {
			return "", a.s.damaged(err)
		}
		for _, r := range rels.Relationship {
			if r.Type == go3mf.RelType3DModel {
				return partName(r.Target), nil
			}
		}
	}
	if name := partName(go3mf.DefaultModelPath); a.files[name] != nil {
		return name, nil
	}
	return "", fail(ErrFormat, say.Errorf("%s is a ZIP archive without a 3MF model: unpack it and give the STL inside", a.s.name))
}

// unpack returns the content of f, as long as there is room for it.
func (a *archive) unpack(f *zip.File) ([]byte, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, a.s.damaged(err)
	}
	defer rc.Close()
	data, err := io.ReadAll(io.LimitReader(rc, a.bytes+1))
	if err != nil {
		return nil, a.s.damaged(err)
	}
	a.bytes -= int64(len(data))
	a.elements -= bytes.Count(data, []byte("<"))
	if a.bytes < 0 || a.elements < 0 {
		return nil, a.tooLarge()
	}
	return data, nil
}

func (a *archive) tooLarge() error {
	return fail(ErrTooLarge, say.Errorf("%s unpacks to more than a mesh needs: reduce the mesh, or export it as binary STL", a.s.name))
}

// model returns the model in the part of that name.
func (a *archive) model(name string) (*go3mf.Model, error) {
	if m := a.models[name]; m != nil {
		return m, nil
	}
	f := a.files[name]
	if f == nil {
		return nil, a.s.damaged(say.Errorf("%s is missing", name))
	}
	data, err := a.unpack(f)
	if err != nil {
		return nil, err
	}
	m := new(go3mf.Model)
	if err := grave(go3mf.UnmarshalModel(data, m)); err != nil {
		return nil, a.s.damaged(err)
	}
	a.models[name] = m
	return m, nil
}

// grave returns the first of the reader's errors that touches the mesh; bad colours and
// identifiers do not.
func grave(err error) error {
	var list *specerr.List
	if !errors.As(err, &list) {
		list = &specerr.List{Errors: []error{err}}
	}
	for _, e := range list.Errors {
		var attr *specerr.ParseAttrError
		if e == nil || errors.As(e, &attr) && !graveAttrs[attr.Name] {
			continue
		}
		return e
	}
	return nil
}

var graveAttrs = map[string]bool{
	"x": true, "y": true, "z": true, "v1": true, "v2": true, "v3": true,
	"id": true, "objectid": true, "transform": true, "unit": true,
}

// matrix is the linear part of a transform in its rows 0 to 2 and the shift in row 3; it
// applies to row vectors.
type matrix [4]Vec

// transform returns a 3MF transform, which is the identity where it is not given.
func transform(t go3mf.Matrix) (m matrix) {
	if t == (go3mf.Matrix{}) {
		t = go3mf.Identity()
	}
	for i := range m {
		m[i] = Vec{float64(t[4*i]), float64(t[4*i+1]), float64(t[4*i+2])}
	}
	return m
}

// turn returns v under the linear part of m.
func (m matrix) turn(v Vec) Vec {
	x, y, z := m[0].scale(v.X), m[1].scale(v.Y), m[2].scale(v.Z)
	return Vec{x.X + y.X + z.X, x.Y + y.Y + z.Y, x.Z + y.Z + z.Z}
}

// apply returns v under m.
func (m matrix) apply(v Vec) Vec {
	v = m.turn(v)
	return Vec{v.X + m[3].X, v.Y + m[3].Y, v.Z + m[3].Z}
}

// then returns the transform that applies m first and n to the result.
func (m matrix) then(n matrix) matrix {
	return matrix{n.turn(m[0]), n.turn(m[1]), n.turn(m[2]), n.apply(m[3])}
}

// place adds an object under a transform, with the components that it is made of.
func (a *archive) place(here, at string, id uint32, t matrix, depth int) error {
	if a.instances--; a.instances < 0 || depth > maxDepth {
		return a.tooLarge()
	}
	if at != "" {
		here = partName(at)
	}
	m, err := a.model(here)
	if err != nil {
		return err
	}
	o, ok := m.Resources.FindObject(id)
	switch {
	case !ok:
		return a.s.damaged(say.Errorf("an object that it refers to is missing"))
	case o.Type != go3mf.ObjectTypeModel:
		return nil
	}
	if o.Mesh != nil {
		if err := a.addMesh(o.Mesh, t); err != nil {
			return err
		}
	}
	if o.Components == nil {
		return nil
	}
	for _, c := range o.Components.Component {
		if err := a.place(here, c.ObjectPath(""), c.ObjectID, transform(c.Transform).then(t), depth+1); err != nil {
			return err
		}
	}
	return nil
}

// addMesh adds the triangles of g under t, turned where t mirrors.
func (a *archive) addMesh(g *go3mf.Mesh, t matrix) error {
	vs, tris := g.Vertices.Vertex, g.Triangles.Triangle
	if a.s.count+len(tris) > maxTriangles {
		return a.tooLarge()
	}
	at := func(i uint32) Vec {
		return t.apply(Vec{float64(vs[i][0]), float64(vs[i][1]), float64(vs[i][2])})
	}
	mirrored := t[0].dot(t[1].cross(t[2])) < 0
	for _, f := range tris {
		if n := uint32(len(vs)); f.V1 >= n || f.V2 >= n || f.V3 >= n {
			return a.s.damaged(say.Errorf("a triangle has a corner that is not there"))
		}
		if mirrored {
			f.V2, f.V3 = f.V3, f.V2
		}
		a.s.add(at(f.V1), at(f.V2), at(f.V3))
	}
	return nil
}
