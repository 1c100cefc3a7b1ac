package template

import (
	"errors"
	"strings"
	"testing"
)

var testVars = Vars{
	"temperature":             List(Int(240), Int(250)),
	"first_layer_temperature": List(Int(230)),
	"layer_height":            Number(0.3),
	"max_layer_z":             Number(52.25),
	"max_print_height":        Int(210),
	"print_bed_max":           Numbers(250, 210),
	"filament_type":           List(Text("PETG")),
	"printer_notes":           Text("PRINTER_MODEL_MK3S\nPRINTER_VENDOR_PRUSA3D"),
	"initial_extruder":        Int(0),
	"has_wipe_tower":          Bool(false),
	"layer_num":               Int(3),
}

func TestExecute(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"G28 ; home\nG80\n", "G28 ; home\nG80\n"},
		{"M104 S[first_layer_temperature]", "M104 S230"},
		{"M104 S[temperature[1]]", "M104 S250"},
		{"M104 S{temperature}", "M104 S240"},
		{"M104 S{temperature[initial_extruder]}", "M104 S240"},
		{"M104 S{temperature[0] - 10}", "M104 S230"},
		{"{layer_height[0]}", "0.3"},
		{"{1+2*3}", "7"},
		{"{(1+2)*3}", "9"},
		{"{10-4-3}", "3"},
		{"{7/2}", "3"},
		{"{-7/2}", "-3"},
		{"{7/2.0}", "3.5"},
		{"{7%4}", "3"},
		{"{-7.5%2}", "-1.5"},
		{"{2--3}", "5"},
		{"{0.1+0.2}", "0.3"},
		{"{-0.0000001}", "0"},
		{"{1/3.0}", "0.333333"},
		{`{"a" + 1 + "b"}`, "a1b"},
		{`{"say \"hi\"\n"}`, "say \"hi\"\n"},
		{"{min(max_layer_z+1, max_print_height)}", "53.25"},
		{"{max(1, 2.5)}", "2.5"},
		{"{min(3,1,2)}", "1"},
		{"{round(2.5)} {floor(-0.5)} {ceil(0.2)} {abs(-3)} {int(2.9)}", "3 -1 1 3 2"},
		{"{digits(7, 3)}|{digits(7.256, 6, 2)}|{zdigits(-7, 4)}", "  7|  7.26|-007"},
		{"{print_bed_max[1]*0.8}", "168"},
		{"{if layer_height < 0.075}100{else}95{endif}", "95"},
		{"M221 S{if layer_height<0.075}100{elsif layer_height<=0.3}97{else}95{endif}", "M221 S97"},
		{"{if false}a{elsif false}b{endif}c", "c"},
		{"{if true}{if false}a{else}b{endif}c{endif}", "bc"},
		{"{if layer_num==0 or layer_num >= 3}y{endif}", "y"},
		{"{if layer_num==0 || !(layer_num >= 3)}y{endif}", ""},
		{"{if not has_wipe_tower and true}y{endif}", "y"},
		{"{if not has_wipe_tower && 1 <> 2}y{endif}", "y"},
		{`{if filament_type[0]=="PETG"}petg{endif}`, "petg"},
		{`{if filament_type[0] != "PLA"}not pla{endif}`, "not pla"},
		{`{if "a" < "b"}ordered{endif}`, "ordered"},
		{`{if printer_notes=~/.*PRINTER_MODEL_MK3S.*/}mk3{endif}`, "mk3"},
		{`{if filament_type =~ /PET/}whole{else}part{endif}`, "part"},
		{`{if filament_type !~ /PLA\/?/}no{endif}`, "no"},
		{"{layer_num > 2 ? 10 : 20}", "10"},
		{"{layer_num > 5 ? 10 : layer_num > 2 ? 20 : 30}", "20"},
		{"{(layer_num > 5 ? 1 : 2) + 1}", "3"},
		// What is not taken is not looked at.
		{"{if false}{no_such}{endif}", ""},
		{"{true or no_such}", "true"},
		{"{true ? 1 : no_such}", "1"},
		{"{ \n 1 \t}", "1"},
		{"{if max_layer_z < max_print_height}G1 Z{min(max_layer_z+49, max_print_height)}{endif}", "G1 Z101.25"},
	}
	for _, test := range tests {
		tpl, err := Parse(test.in)
		if err != nil {
			t.Errorf("%s: %v", test.in, err)
			continue
		}
		if got, err := tpl.Execute(testVars); got != test.want || err != nil {
			t.Errorf("%s: got %q, %v; want %q", test.in, got, err, test.want)
		}
	}
}

func TestErrors(t *testing.T) {
	tests := []struct{ in, want string }{
		{"{layr_height}", "1:2 there is no layr_height; did you mean layer_height?"},
		{"G28\nM104 S{temprature[0]}", "2:8 there is no temprature; did you mean temperature?"},
		{"{qqqqqqq}", "1:2 there is no qqqqqqq"},
		{"{temperature[2]}", "1:13 there is no element 2: the list has 2, counted from 0"},
		{"{temperature[-1]}", "1:13 there is no element -1: the list has 2, counted from 0"},
		{"{temperature[0.5]}", `1:13 an index is a whole number, not "0.5"`},
		{"{1/0}", "1:3 division by 0"},
		{"{1%0.0}", "1:3 division by 0"},
		{`{1 == "1"}`, `1:4 "1" and "1" cannot be compared: they are not of one kind`},
		{`{1 * "1"}`, `1:4 * needs two numbers, not "1" and "1"`},
		{"{if 1}a{endif}", `1:5 this must be true or false, and is "1": compare it with something`},
		{"{if true}a", "1:1 {if} without its {endif}"},
		{"{if true}a{else}b{else}c{endif}", "1:19 {else} after {else}"},
		{"a{endif}", "1:3 {endif} without an {if} before it"},
		{"{1 + }", "1:6 a value is needed here, not }"},
		{"{1 +", "1:5 the template ends where a value is needed"},
		{"{1", "1:1 } is missing at the end of what starts here"},
		{"{1 2}", `1:4 "2" is not expected here: } or an operator is`},
		{"{(1}", `1:4 "}" is not expected here: ) or an operator is`},
		{"{1 § 2}", `1:4 "§" is not understood here`},
		{"; chauffé à {1/0}", "1:15 division by 0"},
		{"; é\n; é {nozle}", "2:6 there is no nozle"},
		{"{1.2.3}", "1:2 1.2.3 is not a number"},
		{`{"a}`, `1:2 " without its end`},
		{"[1]", "1:1 a name is needed after ["},
		{"[layer_num", "1:1 ] is missing at the end of what starts here"},
		{"{rond(1)}", "1:2 there is no function rond; did you mean round?"},
		{"{sinus(1)}", "1:2 there is no function sinus; there are abs, ceil, digits, floor, int, max, min, round, zdigits"},
		{"{round(1, 2)}", "1:2 round has 1 to 1 values, not 2"},
		{`{round("a")}`, `1:8 round needs numbers, not "a"`},
		{"{layer_num =~ 3}", "1:12 =~ needs a /pattern/"},
		{"{layer_num =~ /(/}", `1:15 "(" is not a regular expression`},
		{"{true ? 1}", "1:7 ? without its :"},
		{"{endif + 1}", "1:2 {endif} without an {if} before it"},
		{"{1 + if}", "1:6 a value is needed here, not if"},
		{"{-true}", `1:2 a number is needed here, not "true"`},
		{"{" + strings.Repeat("(", 300), "1:202 more than 200 brackets within each other"},
		{"{1" + strings.Repeat("+1", 2000) + "}", "1:2005 more than 1000 operators after each other"},
		{strings.Repeat("{if true}", 300), "1:1810 more than 200 choices within each other"},
	}
	for _, test := range tests {
		_, err := run(test.in)
		var at *Error
		if !errors.As(err, &at) {
			t.Errorf("%.40s: got %v; want %s", test.in, err, test.want)
			continue
		}
		place, text, _ := strings.Cut(test.want, " ")
		got := at.Text.String()
		if line, col, _ := strings.Cut(place, ":"); got != text || itoa(at.Line) != line || itoa(at.Col) != col {
			t.Errorf("%.40s: got %d:%d %s; want %s", test.in, at.Line, at.Col, got, test.want)
		}
	}
}

func itoa(n int) string { return Int(n).String() }

func run(text string) (string, error) {
	tpl, err := Parse(text)
	if err != nil {
		return "", err
	}
	return tpl.Execute(testVars)
}

func TestNames(t *testing.T) {
	tpl, err := Parse("{if a > b[c]}[d]{else}{max(a, 1)}{endif}{true}")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(tpl.Names(), " "); got != "a b c d" {
		t.Errorf("got %s", got)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"accel", "layer_height", "first_layer_height", "skirt"}
	for word, want := range map[string]string{
		"layer_hieght": "layer_height", "layerheight": "layer_height", "skrit": "skirt",
		"acel": "accel", "speed": "", "": "", "first_layer_heigth": "first_layer_height",
	} {
		if got := Nearest(word, names); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

// No template makes Parse or Execute panic, hang or answer differently the second time;
// one without tags is its own result; errors name a place within the template.
func FuzzTemplate(f *testing.F) {
	for _, seed := range []string{
		"M104 S[first_layer_temperature]\n", "{if layer_num > 2}a{elsif true}b{else}c{endif}",
		`{"a" + digits(1.5, 3, 1)}`, "{printer_notes =~ /.*MK3.*/ ? 1 : 2}", "{-(3 % 2) * 4.0}", "{temperature[0]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		first, err := run(text)
		second, again := run(text)
		if first != second || (err == nil) != (again == nil) {
			t.Errorf("%q then %q", first, second)
		}
		if !strings.ContainsAny(text, "{[") && first != text {
			t.Errorf("%q became %q", text, first)
		}
		var at *Error
		if errors.As(err, &at) && (at.Line < 1 || at.Line > 1+strings.Count(text, "\n") || at.Col < 1) {
			t.Errorf("error at %d:%d of %q", at.Line, at.Col, text)
		}
	})
}

func BenchmarkExecute(b *testing.B) {
	tpl, err := Parse(";AFTER_LAYER_CHANGE\n;{layer_height}\n{if layer_num > 2}M106 S{round(layer_num * 2.55)}{endif}\n")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := tpl.Execute(testVars); err != nil {
			b.Fatal(err)
		}
	}
}
