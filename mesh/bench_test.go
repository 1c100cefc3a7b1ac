package mesh

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// frameBytes returns a real frame, or skips.
func frameBytes(b *testing.B, name string) []byte {
	data, err := os.ReadFile(filepath.Join(framesDir, name))
	if err != nil {
		b.Skipf("no %s in %s", name, framesDir)
	}
	return data
}

// benchRead measures reading and repairing data.
func benchRead(b *testing.B, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Read(bytes.NewReader(data), int64(len(data)), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadISO838(b *testing.B)    { benchRead(b, frameBytes(b, "verkstan-iso838-v4.stl")) }
func BenchmarkReadSolidaire(b *testing.B) { benchRead(b, frameBytes(b, "visiere-solidaire-v13.stl")) }
func BenchmarkReadEcovid(b *testing.B)    { benchRead(b, frameBytes(b, "ecovid.stl")) }
func BenchmarkReadStack(b *testing.B)     { benchRead(b, frameBytes(b, "ecovid-stack3.stl")) }

func BenchmarkReadTwoMillion(b *testing.B) {
	benchRead(b, binarySTL(torus(80, 8, 4000, 250), ""))
}

func BenchmarkReadASCII(b *testing.B) {
	benchRead(b, []byte(asciiSTL(torus(80, 8, 700, 100), 'g')))
}

// benchSections measures all sections of a frame at 0.3 mm.
func benchSections(b *testing.B, name string, cut func(*Mesh, []float64)) {
	data := frameBytes(b, name)
	m, _, err := readBytes(data, Options{})
	if err != nil {
		b.Fatal(err)
	}
	var zs []float64
	for z := 0.15; z < m.Size().Z; z += 0.3 {
		zs = append(zs, z)
	}
	b.ReportAllocs()
	for b.Loop() {
		cut(m, zs)
	}
}

func BenchmarkLoopsISO838(b *testing.B) {
	benchSections(b, "verkstan-iso838-v4.stl", func(m *Mesh, zs []float64) { m.Loops(zs) })
}

func BenchmarkSectionsISO838(b *testing.B) {
	benchSections(b, "verkstan-iso838-v4.stl", func(m *Mesh, zs []float64) { m.Sections(zs) })
}

func BenchmarkLoopsSolidaire(b *testing.B) {
	benchSections(b, "visiere-solidaire-v13.stl", func(m *Mesh, zs []float64) { m.Loops(zs) })
}

func BenchmarkSectionsSolidaire(b *testing.B) {
	benchSections(b, "visiere-solidaire-v13.stl", func(m *Mesh, zs []float64) { m.Sections(zs) })
}
