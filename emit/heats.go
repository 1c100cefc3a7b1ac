package emit

import "bytes"

// heats reports whether start code waits for a hot nozzle: by M109 or M116, or by a
// macro that starts a print, such as Klipper's PRINT_START.
func heats(start []byte) bool {
	for line := range bytes.Lines(start) {
		code, _, _ := bytes.Cut(bytes.TrimSpace(line), []byte(";"))
		word, _, _ := bytes.Cut(bytes.ToUpper(code), []byte(" "))
		switch {
		case bytes.Equal(word, []byte("M109")), bytes.Equal(word, []byte("M116")):
			return true
		case bytes.Contains(word, []byte("START")):
			return true
		}
	}
	return false
}
