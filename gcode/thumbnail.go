package gcode

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image/jpeg"
	"image/png"
	"io"
	"strconv"

	"github.com/visiere/visiere/internal/say"
	"github.com/xfmoulet/qoi"
)

// thumbnailLine is how many characters of base64 stand in a line. Source: PrusaSlicer's
// files; hosts read any length.
const thumbnailLine = 78

// What Thumbnails reads at most, so that a damaged file cannot fill the memory.
const (
	maxThumbnails     = 32
	maxThumbnailChars = 8 << 20

	maxThumbnailPixels = 4 << 20
)

// Thumbnail is a picture inside a G-code file.
type Thumbnail struct {
	Width, Height int    // pixels
	PNG           []byte // the picture's file
}

// AppendThumbnail appends t as the comment block that PrusaSlicer, Klipper's front ends
// and OctoPrint's plugins read.
func AppendThumbnail(buf []byte, t Thumbnail) []byte {
	return appendThumbnailText(buf, thumbnailKinds[0], t.Width, t.Height, base64.StdEncoding.EncodeToString(t.PNG))
}

// thumbnailKinds are the words that open a thumbnail, by its format in binary G-code: PNG,
// JPEG and QOI. Source: PrusaSlicer's files.
var thumbnailKinds = []string{"thumbnail", "thumbnail_JPG", "thumbnail_QOI"}

func appendThumbnailText(buf []byte, kind string, w, h int, text string) []byte {
	buf = append(append(append(buf, ";\n; "...), kind...), " begin "...)
	buf = strconv.AppendInt(buf, int64(w), 10)
	buf = append(buf, 'x')
	buf = strconv.AppendInt(buf, int64(h), 10)
	buf = append(buf, ' ')
	buf = strconv.AppendInt(buf, int64(len(text)), 10)
	buf = append(buf, '\n')
	for len(text) > 0 {
		n := min(len(text), thumbnailLine)
		buf = append(buf, "; "...)
		buf = append(buf, text[:n]...)
		buf = append(buf, '\n')
		text = text[n:]
	}
	return append(append(append(buf, "; "...), kind...), " end\n;\n"...)
}

// Thumbnails returns the thumbnails of the G-code in r, in the order of the file; it reads
// all of r, plain, compressed or binary. Those in JPEG or QOI are turned into PNG. At most
// 32 are read, and none above 8 MB of text or 4 million pixels.
//
// Errors: r fails, or a thumbnail is cut or damaged; the others are returned all the same.
func Thumbnails(r io.Reader) ([]Thumbnail, error) {
	var s thumbnailScan
	rd := NewReader(r)
	var c Command
	for len(s.done) < maxThumbnails && rd.Next(&c) {
		if c.Comment != nil && c.Letter == 0 {
			s.comment(c.Line, bytes.TrimSpace(c.Comment))
		}
	}
	if s.open {
		s.fail(s.line)
	}
	if err := rd.Err(); err != nil {
		return s.done, err
	}
	return s.done, s.err
}

// thumbnailScan collects the thumbnail that is open.
type thumbnailScan struct {
	done []Thumbnail
	err  error // the first

	open bool
	line int // where it began
	kind int // index into thumbnailKinds
	size int // characters that it shall have
	cur  Thumbnail
	text []byte
}

func (s *thumbnailScan) comment(line int, text []byte) {
	if rest, ok := bytes.CutPrefix(text, []byte("thumbnail")); ok {
		for kind, word := range thumbnailKinds {
			if args, ok := bytes.CutPrefix(rest, []byte(word[len("thumbnail"):]+" begin ")); ok {
				s.begin(kind, line, args)
				return
			}
		}
	}
	if !s.open {
		return
	}
	if string(text) == thumbnailKinds[s.kind]+" end" {
		s.end()
		return
	}
	if len(s.text)+len(text) > s.size {
		s.fail(s.line)
		return
	}
	s.text = append(s.text, text...)
}

// begin reads WxH LEN.
func (s *thumbnailScan) begin(kind, line int, text []byte) {
	if s.open {
		s.fail(s.line)
	}
	w, i, okW := integer(text, 0)
	if !okW || i == len(text) || text[i] != 'x' {
		s.fail(line)
		return
	}
	h, i, okH := integer(text, i+1)
	n, i, okN := integer(text, skipBlank(text, i))
	if !okH || !okN || i != len(text) || n > maxThumbnailChars {
		s.fail(line)
		return
	}
	s.open, s.kind, s.line, s.size, s.text = true, kind, line, n, s.text[:0]
	s.cur = Thumbnail{Width: w, Height: h}
}

func (s *thumbnailScan) end() {
	picture, err := base64.StdEncoding.AppendDecode(nil, s.text)
	if err == nil && s.kind > 0 {
		picture, err = toPNG(picture, s.kind)
	}
	if err != nil || len(s.text) != s.size {
		s.fail(s.line)
		return
	}
	s.open = false
	s.cur.PNG = picture
	s.done = append(s.done, s.cur)
}

// toPNG turns a JPEG or QOI file into a PNG file.
func toPNG(file []byte, kind int) ([]byte, error) {
	decode, config := jpeg.Decode, jpeg.DecodeConfig
	if thumbnailKinds[kind] == "thumbnail_QOI" {
		decode, config = qoi.Decode, qoi.DecodeConfig
	}
	c, err := config(bytes.NewReader(file))
	if err != nil || c.Width < 1 || c.Height < 1 || c.Width > maxThumbnailPixels/c.Height {
		return nil, errors.New("not a picture of a size that can be")
	}
	m, err := decode(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = png.Encode(&out, m)
	return out.Bytes(), err
}

func (s *thumbnailScan) fail(line int) {
	s.open = false
	if s.err == nil {
		s.err = say.Errorf("line %d: the thumbnail that begins here is cut or damaged", line)
	}
}
