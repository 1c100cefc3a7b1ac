package gcode

import (
	"bufio"
	"io"
)

// shrinkLookahead is the length field of a back reference in bits.
const shrinkLookahead = 4

// shrink unpacks heatshrink: bits from the highest; a 1 and eight bits are a byte; a 0,
// an offset of window bits and a length, both less one, repeat what was given.
//
// Source: heatshrink's README, "The compressed stream".
type shrink struct {
	src    *bufio.Reader
	window []byte // the last bytes given, from at
	at     int
	bits   uint // of the offset
	acc    uint32
	have   uint
	repeat int // bytes still to repeat
	offset int
}

func newShrink(r io.Reader, window uint) *shrink {
	return &shrink{src: bufio.NewReader(r), window: make([]byte, 1<<window), bits: window}
}

// Read fills p. Bits that do not make up a whole item end the data.
func (s *shrink) Read(p []byte) (int, error) {
	for n := range p {
		c, err := s.next()
		if err != nil {
			return n, err
		}
		p[n] = c
		s.window[s.at] = c
		s.at = (s.at + 1) % len(s.window)
	}
	return len(p), nil
}

// next returns the next byte.
func (s *shrink) next() (byte, error) {
	if s.repeat == 0 {
		literal, err := s.take(1)
		if err != nil {
			return 0, err
		}
		if literal == 1 {
			c, err := s.take(8)
			return byte(c), err
		}
		offset, err := s.take(s.bits)
		if err != nil {
			return 0, err
		}
		length, err := s.take(shrinkLookahead)
		if err != nil {
			return 0, err
		}
		s.offset, s.repeat = int(offset)+1, int(length)+1
	}
	s.repeat--
	return s.window[(s.at+len(s.window)-s.offset)%len(s.window)], nil
}

// take returns the next n bits.
func (s *shrink) take(n uint) (uint32, error) {
	for s.have < n {
		c, err := s.src.ReadByte()
		if err != nil {
			return 0, err
		}
		s.acc = s.acc<<8 | uint32(c)
		s.have += 8
	}
	s.have -= n
	v := s.acc >> s.have & (1<<n - 1)
	return v, nil
}
