package gcode

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"

	"github.com/visiere/visiere/internal/say"
)

// Binary G-code is a head and then blocks: metadata, thumbnails, G-code, each packed and
// with a checksum.
//
// Source: libbgcode, doc/specifications.md, version 1.
const (
	binaryMagic = "GCDE"

	blockGcode     = 1 // 0, 2, 3 and 4 are metadata
	blockThumbnail = 5

	packNone    = 0
	packDeflate = 1
	packShrink1 = 2 // heatshrink, window of 11 bits, lookahead of 4
	packShrink2 = 3 // window of 12 bits

	encodeMeat     = 1
	encodeMeatText = 2 // MeatPack that keeps comments
)

// maxMeta bounds what is read at once of metadata and thumbnails, in bytes; slicers
// write under 100 kB.
const maxMeta = 6 << 20

// binaryReader unpacks binary G-code to text: its metadata becomes lines "; key = value",
// a thumbnail the comment block that AppendThumbnail writes. What is damaged in a block
// is reported to fault and the next block is read.
type binaryReader struct {
	src    *bufio.Reader
	fault  func(say.Text)
	sums   bool
	number int         // of the block, from 1
	raw    *summed     // what is left of the block
	text   io.Reader   // what it unpacks to
	made   *countdown  // what it still shall unpack to
	crc    hash.Hash32 // of the block so far
	err    error
}

// newBinaryReader reads the head.
//
// Errors: it is cut, or of a kind that is not known.
func newBinaryReader(r io.Reader, fault func(say.Text)) (*binaryReader, error) {
	b := &binaryReader{src: bufio.NewReaderSize(r, 64<<10), fault: fault, crc: crc32.NewIEEE()}
	var head [10]byte
	if _, err := io.ReadFull(b.src, head[:]); err != nil {
		return nil, cut(err)
	}
	version, sum := binary.LittleEndian.Uint32(head[4:]), binary.LittleEndian.Uint16(head[8:])
	if version != 1 || sum > 1 {
		return nil, say.Errorf("it is binary G-code of version %d with checksums of kind %d, and only version 1 with kinds 0 and 1 is known", version, sum)
	}
	b.sums = sum == 1
	return b, nil
}

// cut is the error of a file that ends where it must not.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// Read gives the text of block after block.
func (b *binaryReader) Read(p []byte) (int, error) {
	for b.err == nil {
		if b.text == nil {
			b.err = b.open()
			continue
		}
		n, err := b.text.Read(p)
		if err != nil {
			b.close(err)
		}
		if n > 0 {
			return n, nil
		}
	}
	return 0, b.err
}

// open reads the head of the next block. It returns io.EOF after the last.
func (b *binaryReader) open() error {
	var head [12]byte
	if _, err := io.ReadFull(b.src, head[:8]); err != nil {
		return err
	}
	b.number++
	kind, pack := binary.LittleEndian.Uint16(head[:]), binary.LittleEndian.Uint16(head[2:])
	size := binary.LittleEndian.Uint32(head[4:])
	packed, n := size, 8
	if pack != packNone {
		if _, err := io.ReadFull(b.src, head[8:]); err != nil {
			return cut(err)
		}
		packed, n = binary.LittleEndian.Uint32(head[8:]), 12
	}
	b.crc.Reset()
	b.crc.Write(head[:n])
	var params [6]byte
	used := params[:2]
	if kind == blockThumbnail {
		used = params[:]
	}
	if _, err := io.ReadFull(b.src, used); err != nil {
		return cut(err)
	}
	b.crc.Write(used)
	b.raw = &summed{r: b.src, left: int64(packed), crc: b.crc}
	b.made = &countdown{r: unpack(b.raw, pack), left: int64(size)}
	b.text = b.decode(kind, pack, params)
	return nil
}

// unpack returns what r unpacks to, nil where the packing is not known.
func unpack(r io.Reader, pack uint16) io.Reader {
	switch pack {
	case packNone:
		return r
	case packDeflate:
		return &inflater{src: bufio.NewReader(r)}
	case packShrink1:
		return newShrink(r, 11)
	case packShrink2:
		return newShrink(r, 12)
	}
	return nil
}

// decode returns the text of the block that is open.
func (b *binaryReader) decode(kind, pack uint16, params [6]byte) io.Reader {
	encoding := binary.LittleEndian.Uint16(params[:])
	switch {
	case b.made.r == nil:
		b.fault(say.T("block %d of the binary G-code is packed in way %d, which is not known, and was left out", b.number, pack))
	case kind == blockThumbnail:
		return b.thumbnail(params)
	case kind > blockThumbnail:
		b.made.r = nil // what later versions may add
	case kind != blockGcode:
		return b.metadata()
	case encoding == 0:
		return b.made
	case encoding == encodeMeat || encoding == encodeMeatText:
		return &meat{src: bufio.NewReader(b.made)}
	default:
		b.made.r = nil
		b.fault(say.T("block %d of the binary G-code is encoded in way %d, which is not known, and was left out", b.number, encoding))
	}
	return bytes.NewReader(nil)
}

// metadata returns lines of key=value as comments.
func (b *binaryReader) metadata() io.Reader {
	text, err := io.ReadAll(io.LimitReader(b.made, maxMeta))
	var out bytes.Buffer
	for line := range bytes.Lines(text) {
		key, value, ok := bytes.Cut(bytes.TrimRight(line, "\r\n"), []byte("="))
		if ok {
			out.WriteString("; ")
			out.Write(bytes.TrimSpace(key))
			out.WriteString(" = ")
			out.Write(bytes.TrimSpace(value))
			out.WriteByte('\n')
		}
	}
	return endingWith(&out, err)
}

// thumbnail returns a picture as a comment block.
func (b *binaryReader) thumbnail(params [6]byte) io.Reader {
	data, err := io.ReadAll(io.LimitReader(b.made, maxMeta))
	format := binary.LittleEndian.Uint16(params[:])
	if err != nil || int(format) >= len(thumbnailKinds) {
		return endingWith(&bytes.Buffer{}, err)
	}
	w, h := binary.LittleEndian.Uint16(params[2:]), binary.LittleEndian.Uint16(params[4:])
	text := base64.StdEncoding.EncodeToString(data)
	return bytes.NewReader(appendThumbnailText(nil, thumbnailKinds[format], int(w), int(h), text))
}

// endingWith returns a reader of text that ends with err where that is not nil.
func endingWith(text io.Reader, err error) io.Reader {
	if err == nil {
		return text
	}
	return io.MultiReader(text, failing{err})
}

// close ends the block whose text ended with err: it reads what is left of it, and
// compares sizes and checksums.
func (b *binaryReader) close(err error) {
	b.text = nil
	if err != io.EOF {
		b.fault(say.T("block %d of the binary G-code cannot be unpacked: %v", b.number, err))
	} else if b.made.r != nil && b.made.left > 0 {
		b.fault(say.T("block %d of the binary G-code is %d bytes shorter than it says", b.number, b.made.left))
	}
	if _, err := io.Copy(io.Discard, b.raw); err != nil || b.raw.left > 0 {
		b.err = cut(orEOF(err))
		return
	}
	if !b.sums {
		return
	}
	var want [4]byte
	if _, err := io.ReadFull(b.src, want[:]); err != nil {
		b.err = cut(err)
		return
	}
	if binary.LittleEndian.Uint32(want[:]) != b.crc.Sum32() {
		b.fault(say.T("the checksum of block %d of the binary G-code is wrong", b.number))
	}
}

func orEOF(err error) error {
	if err == nil {
		return io.EOF
	}
	return err
}

// summed reads a part of r and sums what it gives.
type summed struct {
	r    io.Reader
	left int64
	crc  hash.Hash32
}

// Read reads no more than is left.
func (s *summed) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	n, err := s.r.Read(p[:min(int64(len(p)), s.left)])
	s.crc.Write(p[:n])
	s.left -= int64(n)
	return n, err
}

// countdown reads a part of r and knows how much of it is missing.
type countdown struct {
	r    io.Reader
	left int64
}

// Read reads no more than is left.
func (c *countdown) Read(p []byte) (int, error) {
	if c.left == 0 || c.r == nil {
		return 0, io.EOF
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

// inflater unpacks deflate with or without the head of zlib.
type inflater struct {
	src *bufio.Reader
	r   io.Reader
}

// Read looks at the head first.
func (i *inflater) Read(p []byte) (int, error) {
	if i.r == nil {
		head, err := i.src.Peek(2)
		if err != nil {
			return 0, err
		}
		i.r = flate.NewReader(i.src)
		if head[0]&15 == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			if i.r, err = zlib.NewReader(i.src); err != nil {
				i.r = failing{err}
			}
		}
	}
	return i.r.Read(p)
}
