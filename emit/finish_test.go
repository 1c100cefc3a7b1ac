package emit

import (
	"bytes"
	"testing"

	"github.com/visiere/visiere/profiles"
)

// Without end code the nozzle goes up from the print, also where the last thing written is a
// column's mark, after which all heights are said again.
func TestGoesUpAtTheEnd(t *testing.T) {
	for _, labels := range []profiles.Labels{profiles.LabelNothing, profiles.LabelAll} {
		j := job(profiles.Marlin)
		levels(&j, 20)
		j.Set.Printer.EndGcode, j.Set.Printer.Labels = "", labels
		text, _ := written(t, j)
		_, others := replay(t, text)
		if top, end := topOf(j.Plate), others[len(others)-1].to[2]; end < top+9.999 || !bytes.Contains(text, []byte("M84")) {
			t.Errorf("labels %q: ends at Z%.3f, the print at %.3f", labels, end, top)
		}
	}
}
