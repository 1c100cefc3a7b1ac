package profiles

import "testing"

// Every shipped printer prints with every filament and process, given a nozzle that the
// layer height needs.
func TestBuiltinResolves(t *testing.T) {
	l, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, printer := range l.Names(KindPrinter) {
		for _, filament := range l.Names(KindFilament) {
			for _, process := range l.Names(KindProcess) {
				for _, nozzle := range []string{"0.4mm", "0.6mm"} {
					if process == "0.4mm" && nozzle == "0.4mm" {
						continue
					}
					_, err := l.Resolve(printer, filament, process, "", []string{"printer.nozzle=" + nozzle})
					if err != nil {
						t.Errorf("%s %s %s %s: %v", printer, filament, process, nozzle, err)
					}
				}
			}
		}
	}
}
