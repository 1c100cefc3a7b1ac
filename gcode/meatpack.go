package gcode

import "bufio"

// meatChars are what half bytes stand for; the last stands for a whole byte that
// follows. Where spaces are left out, the space is E.
const meatChars = "0123456789. \nGX"

// What follows two signal bytes.
const (
	meatSignal   = 0xff
	meatPackOn   = 251
	meatPackOff  = 250
	meatReset    = 249
	meatSpaceOff = 247
	meatSpaceOn  = 246
)

// meat unpacks MeatPack: a byte is two characters, the lower half first.
//
// Source: Scott Mudge's description of MeatPack.
type meat struct {
	src     *bufio.Reader
	packed  bool
	compact bool // no spaces
	out     [2]byte
	have    int
}

// Read fills p.
func (m *meat) Read(p []byte) (int, error) {
	for n := range p {
		for m.have == 0 {
			if err := m.next(); err != nil {
				return n, err
			}
		}
		p[n] = m.out[0]
		m.out[0] = m.out[1]
		m.have--
	}
	return len(p), nil
}

// next reads the next byte, command or pair.
func (m *meat) next() error {
	c, err := m.src.ReadByte()
	if err != nil {
		return err
	}
	if c == meatSignal {
		if more, err := m.src.Peek(2); err == nil && more[0] == meatSignal && isMeatCommand(more[1]) {
			m.command(more[1])
			_, err = m.src.Discard(2)
			return err
		}
	}
	if !m.packed {
		m.out[0], m.have = c, 1
		return nil
	}
	return m.pair(c)
}

func isMeatCommand(c byte) bool { return c >= meatSpaceOn && c <= meatPackOn }

func (m *meat) command(c byte) {
	switch c {
	case meatPackOn, meatPackOff:
		m.packed = c == meatPackOn
	case meatSpaceOff, meatSpaceOn:
		m.compact = c == meatSpaceOff
	case meatReset:
		m.packed, m.compact = false, false
	}
}

// pair unpacks the two characters of c; each may be a byte that follows.
func (m *meat) pair(c byte) error {
	for i, half := range [2]byte{c & 15, c >> 4} {
		m.out[i] = ' '
		switch {
		case half < 15:
			m.out[i] = m.char(half)
		default:
			whole, err := m.src.ReadByte()
			if err != nil {
				return err
			}
			m.out[i] = whole
		}
	}
	m.have = 2
	if m.out[0] == '\n' && c>>4 != 15 && m.out[1] == '\n' {
		m.have = 1 // the packer fills up an odd line
	}
	return nil
}

func (m *meat) char(half byte) byte {
	if half == 11 && m.compact {
		return 'E'
	}
	return meatChars[half]
}
