package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestReadSettings(t *testing.T) {
	config := configBegin + "\n; printer.name = cr-10\n; a = b = c\nno setting\n" + configEnd + "\n"
	for name, c := range map[string]struct{ file, want string }{
		"none":           {"G28\n; printer.name = x\n", "[]"},
		"ours":           {"G28\n" + config + "; later = 1\n", "[printer.name=cr-10 a=b = c]"},
		"far":            {config + strings.Repeat("G1 X1\n", configTail), "[]"},
		"after a lot":    {strings.Repeat("G1 X1\n", configTail) + config, "[printer.name=cr-10 a=b = c]"},
		"twice":          {strings.Replace(config, "cr-10", "old", 1) + config, "[printer.name=cr-10 a=b = c]"},
		"one long line":  {config + strings.Repeat("x", 2*configTail), "[]"},
		"not terminated": {strings.TrimSuffix(config, configEnd+"\n"), "[printer.name=cr-10 a=b = c]"},
		"empty":          {"", "[]"},
	} {
		f := strings.NewReader(c.file)
		got, err := readSettings(f)
		if err != nil || fmt.Sprint(got) != c.want {
			t.Errorf("%s: %v, %v; want %s", name, got, err, c.want)
		}
		if f.Len() != len(c.file) {
			t.Errorf("%s: the file is not back at its start", name)
		}
	}
}

func TestShortForms(t *testing.T) {
	var set []string
	for _, c := range []struct {
		short
		value string
	}{
		{short{key: "printer.nozzle", unit: "mm"}, "0.6"},
		{short{key: "printer.nozzle", unit: "mm"}, "0.6mm"},
		{short{key: "process.fill", unit: "%", words: map[string]string{"solid": "100%"}}, "solid"},
		{short{key: "process.fill", unit: "%"}, "20"},
		{short{key: "process.skirt_loops"}, "2"},
		{short{key: "interface.gap", unit: "mm"}, "thin"},
	} {
		c.set = &set
		if err := c.Set(c.value); err != nil {
			t.Error(err)
		}
	}
	want := "[printer.nozzle=0.6mm printer.nozzle=0.6mm process.fill=100% process.fill=20% process.skirt_loops=2 interface.gap=thin]"
	if fmt.Sprint(set) != want {
		t.Errorf("got %v, want %s", set, want)
	}
}
