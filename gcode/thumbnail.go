package gcode

import (
	"bytes"
	"encoding/base64"
	"io"
	"strconv"

	"github.com/visiere/visiere/internal/say"
)

// thumbnailLine is how many characters of base64 stand in a line. Source: PrusaSlicer's
// files; hosts read any length.
const thumbnailLine = 78

// What Thumbnails reads at most, so that a damaged file cannot fill the memory.
const (
	maxThumbnails     = 32
	maxThumbnailChars = 8 << 20
)

// Thumbnail is a picture inside a G-code file.
type Thumbnail struct {
	Width, Height int    // pixels
	PNG           []byte // the picture's file
}

// AppendThumbnail appends t as the comment block that PrusaSlicer, Klipper's front ends
// and OctoPrint's plugins read.
func AppendThumbnail(buf []byte, t Thumbnail) []byte {
	text := base64.StdEncoding.EncodeToString(t.PNG)
	buf = append(buf, ";\n; thumbnail begin "...)
	buf = strconv.AppendInt(buf, int64(t.Width), 10)
	buf = append(buf, 'x')
	buf = strconv.AppendInt(buf, int64(t.Height), 10)
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
	return append(buf, "; thumbnail end\n;\n"...)
}

// Thumbnails returns the PNG thumbnails of the G-code in r, in the order of the file; it
// reads all of r. At most 32 are read, and none above 8 MB of text.
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
	size int // characters that it shall have
	cur  Thumbnail
	text []byte
}

func (s *thumbnailScan) comment(line int, text []byte) {
	if rest, ok := bytes.CutPrefix(text, []byte("thumbnail begin ")); ok {
		s.begin(line, rest)
		return
	}
	if !s.open {
		return
	}
	if bytes.Equal(text, []byte("thumbnail end")) {
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
func (s *thumbnailScan) begin(line int, text []byte) {
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
	s.open, s.line, s.size, s.text = true, line, n, s.text[:0]
	s.cur = Thumbnail{Width: w, Height: h}
}

func (s *thumbnailScan) end() {
	png, err := base64.StdEncoding.AppendDecode(nil, s.text)
	if err != nil || len(s.text) != s.size {
		s.fail(s.line)
		return
	}
	s.open = false
	s.cur.PNG = png
	s.done = append(s.done, s.cur)
}

func (s *thumbnailScan) fail(line int) {
	s.open = false
	if s.err == nil {
		s.err = say.Errorf("line %d: the thumbnail that begins here is cut or damaged", line)
	}
}
