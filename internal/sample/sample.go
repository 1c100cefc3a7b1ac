// Package sample gives tests the frames of our own models as meshes, read as a file of theirs is.
package sample

import (
	"bytes"
	"testing"

	"github.com/visiere/visiere/mesh"
	"github.com/visiere/visiere/models"
)

// Mesh returns the mesh of a model with its usual parameters.
func Mesh(t testing.TB, model models.Model) *mesh.Mesh {
	t.Helper()
	body, err := model.Make(nil)
	if err != nil {
		t.Fatal(err)
	}
	var stl bytes.Buffer
	if err := body.WriteSTL(&stl, model.Name); err != nil {
		t.Fatal(err)
	}
	m, _, err := mesh.Read(bytes.NewReader(stl.Bytes()), int64(stl.Len()), mesh.Options{Unit: "mm", Name: model.Name})
	if err != nil {
		t.Fatal(err)
	}
	return m
}
