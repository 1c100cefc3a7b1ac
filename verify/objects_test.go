package verify

import (
	"strings"
	"testing"
)

// TestObjects breaks each rule of marked objects, in each of the ways they are marked.
func TestObjects(t *testing.T) {
	plain := startCode + layerOne + "G1 E-1 F2000\n{1}G1 X10\nG1 E1\n" + stroke + "G1 E-1\n{/1}{2}G1 Y20\nG1 E1\n" + back + "G1 E-1\n{/2}"
	for way, marks := range map[string]*strings.Replacer{
		"comments": strings.NewReplacer("{1}", "; printing object a id:0 copy 0\n", "{2}", "; printing object b id:1 copy 0\n",
			"{/1}", "; stop printing object a id:0 copy 0\n", "{/2}", "; stop printing object b id:1 copy 0\n"),
		"marlin": strings.NewReplacer("{1}", "M486 S0\n", "{2}", "M486 S1\n", "{/1}", "M486 S-1\n", "{/2}", "M486 S-1\n"),
		"klipper": strings.NewReplacer("G28", "G28\nEXCLUDE_OBJECT_DEFINE NAME=a\nEXCLUDE_OBJECT_DEFINE NAME=b", "{1}", "EXCLUDE_OBJECT_START NAME=a\n",
			"{2}", "EXCLUDE_OBJECT_START NAME=b\n", "{/1}", "EXCLUDE_OBJECT_END NAME=a\n", "{/2}", "EXCLUDE_OBJECT_END NAME=b\n"),
	} {
		for _, c := range []struct{ name, old, new, want string }{
			{"good", "", "", ""},
			{"not ended", "{/1}", "", CodeLabel},
			{"not ended at the end", "{/2}", "", CodeLabel},
			{"ended twice", "{/1}", "{/1}{/1}", CodeLabel},
			{"within another", "{1}", "{1}{2}", CodeLabel},
			{"loose stroke", "{2}", "G1 E1\n" + back + "G1 E-1\n{2}", CodeLoose},
			{"loose skirt", "{2}", ";TYPE:Skirt\nG1 E1\n" + back + "G1 E-1\n;TYPE:Perimeter\n{2}", ""},
			{"left cold", "G1 E-1\n{/1}", "M104 S230\nG1 E-1\n{/1}", CodeObject},
			{"flow left", "G1 E-1\n{/1}", "M221 S90\nG1 E-1\n{/1}", CodeObject},
			{"pulled back outside", "G1 E-1\n{/2}", "{/2}G1 E-1\n", CodeObject},
		} {
			limits := testLimits()
			limits.Objects = 2
			text := marks.Replace(strings.Replace(plain, c.old, c.new, 1))
			if got := found(t, text, limits); got != c.want {
				t.Errorf("%s, %s: got %q, want %q\n%s", way, c.name, got, c.want, text)
			}
			limits.Objects = 0
			if list, _ := File(strings.NewReader(text), limits); Failed(list) {
				t.Errorf("%s, %s: a file that need not have marks is refused: %v", way, c.name, list)
			}
		}
	}
	limits := testLimits()
	limits.Objects = 2
	none := strings.NewReplacer("{1}", "", "{2}", "", "{/1}", "", "{/2}", "")
	if got := found(t, none.Replace(plain), limits); got != CodeLabel {
		t.Errorf("no marks: %q", got)
	}
}
