package roster

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteCSV writes the batches to w as comma-separated values, one a line, in their order.
func (r *Roster) WriteCSV(w io.Writer) error {
	lines := [][]string{{
		"batch", "maker", "printer", "start", "end", "done", "frames", "design", "material", "orders", "grams", "spool", "left", "job",
	}}
	for _, b := range r.Batches {
		orders := make([]string, len(b.Parts))
		for i, p := range b.Parts {
			orders[i] = fmt.Sprintf("%s:%d", p.Order, p.Frames)
		}
		lines = append(lines, []string{
			b.ID, b.Maker, b.Printer, b.Start.String(), b.End.String(), b.Done.String(), strconv.Itoa(b.Frames), b.Design, b.Material,
			strings.Join(orders, " "), strconv.FormatFloat(b.Grams, 'f', 1, 64), b.Spool, strconv.FormatFloat(b.Left, 'f', 1, 64), b.Job,
		})
	}
	return csv.NewWriter(w).WriteAll(lines)
}
