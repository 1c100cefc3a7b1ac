// Package preview draws frames, stacks and toolpaths as pictures, without a screen.
//
// Pictures are deterministic: equal input gives equal bytes, whatever the number of
// processors.
package preview

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
)

// PNG returns img as a PNG file, compressed as well as the standard library can.
func PNG(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("preview: writing a PNG: %w", err)
	}
	return b.Bytes(), nil
}
