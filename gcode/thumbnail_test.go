package gcode

import (
	"bytes"
	"strings"
	"testing"
)

func TestThumbnailRoundTrip(t *testing.T) {
	var file []byte
	var want []Thumbnail
	for i, n := range []int{0, 1, 57, 58, 59, 5000} {
		png := make([]byte, n)
		for j := range png {
			png[j] = byte(j * (i + 7))
		}
		want = append(want, Thumbnail{Width: 16 * i, Height: i, PNG: png})
		file = AppendThumbnail(file, want[i])
		file = append(file, "G1 X1 ; not a thumbnail\n"...)
	}
	for _, line := range strings.Split(string(file), "\n") {
		if len(line) > 2+thumbnailLine {
			t.Errorf("a line of %d bytes", len(line))
		}
	}
	got, err := Thumbnails(bytes.NewReader(file))
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d thumbnails, error %v", len(got), err)
	}
	for i := range want {
		if got[i].Width != want[i].Width || got[i].Height != want[i].Height || !bytes.Equal(got[i].PNG, want[i].PNG) {
			t.Errorf("thumbnail %d differs", i)
		}
	}
}

func TestThumbnailText(t *testing.T) {
	got := string(AppendThumbnail(nil, Thumbnail{Width: 16, Height: 8, PNG: []byte("abc")}))
	if want := ";\n; thumbnail begin 16x8 4\n; YWJj\n; thumbnail end\n;\n"; got != want {
		t.Errorf("got %q", got)
	}
}

func TestThumbnailsDamaged(t *testing.T) {
	good := "; thumbnail begin 16x8 4\n; YWJj\n; thumbnail end\n"
	for _, bad := range []string{
		"; thumbnail begin 16x8 4\n; YWJj\n",
		"; thumbnail begin 16x8 8\n; YWJj\n; thumbnail end\n",
		"; thumbnail begin 16x8 4\n; YWJjYWJj\n; thumbnail end\n",
		"; thumbnail begin 16x8 4\n; Y*Jj\n; thumbnail end\n",
		"; thumbnail begin 16 4\n", "; thumbnail begin 16x 4\n", "; thumbnail begin 16x8\n",
		"; thumbnail begin 16x8 99999999\n", "; thumbnail begin 1x1 4\n; thumbnail begin 1x1 4\n",
	} {
		got, err := Thumbnails(strings.NewReader(good + bad))
		if len(got) != 1 || err == nil || !strings.Contains(err.Error(), "line 4:") {
			t.Errorf("%q: %d thumbnails, error %v", bad, len(got), err)
		}
	}
	if got, err := Thumbnails(strings.NewReader("; thumbnail_QOI begin 1x1 4\n; YWJj\n; thumbnail_QOI end\n")); len(got) != 0 || err == nil {
		t.Errorf("a damaged QOI: %v %v", got, err)
	}
}
