package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"visiere": main})
}

// TestScripts runs testdata/script: each command as it is typed, and each refusal.
//
//	exits CODE COMMAND...   runs a command that must end with this code
//	only FILE...            the script's folder holds these files and nothing else
//	stl KIND FILE           writes an STL, good or damaged: see writeSTL
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		Setup:         func(env *testscript.Env) error { env.Setenv("LANG", "C"); return nil },
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "only": only, "stl": writeSTL},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// exits runs a command that must end with a given code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

// only checks what the script's folder holds.
func only(ts *testscript.TestScript, _ bool, want []string) {
	entries, err := os.ReadDir(ts.MkAbs("."))
	ts.Check(err)
	var got []string
	for _, e := range entries {
		if e.Name() != ".tmp" { // testscript's own
			got = append(got, e.Name())
		}
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		ts.Fatalf("the folder holds %v, want %v", got, want)
	}
}

// call runs the program in this process.
func call(env map[string]string, args ...string) (code int, out, err string) {
	var o, e bytes.Buffer
	code = run(args, strings.NewReader(""), &o, &e, func(name string) string { return env[name] })
	return code, o.String(), e.String()
}

// every visits all commands of the program in a language.
func every(t *testing.T, lang string, visit func(path []string)) {
	t.Helper()
	a := newApp([]string{"--lang=" + lang}, nil, new(bytes.Buffer), new(bytes.Buffer), func(string) string { return "" })
	var walk func(path []string)
	walk = func(path []string) {
		visit(path)
		c, _, err := a.root().Find(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, sub := range c.Commands() {
			walk(append(slices.Clone(path), sub.Name()))
		}
	}
	walk(nil)
}

// TestHelp checks that every command explains itself, in lines that fit a terminal, and
// that no English is left in the French help.
func TestHelp(t *testing.T) {
	for _, lang := range []string{"en", "fr"} {
		every(t, lang, func(path []string) {
			code, out, stderr := call(nil, append(slices.Clone(path), "--help", "--lang", lang)...)
			if code != 0 || stderr != "" {
				t.Errorf("%v: exit code %d, %s", path, code, stderr)
			}
			for _, line := range strings.Split(out, "\n") {
				if len([]rune(line)) > 120 {
					t.Errorf("%v in %s: %d columns: %s", path, lang, len([]rune(line)), line)
				}
			}
			for _, word := range []string{"Usage:", "Flags:", "Examples:", "Commands:", "help for", "(default "} {
				if lang == "fr" && strings.Contains(out, word) {
					t.Errorf("%v: the French help says %q", path, word)
				}
			}
		})
	}
}

// TestEveryCommandHasAScript checks that each command with work of its own is run by a
// script.
func TestEveryCommandHasAScript(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, s := range scripts {
		blob, err := os.ReadFile(s)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(blob)
	}
	every(t, "en", func(path []string) {
		if command := strings.Join(append([]string{"visiere"}, path...), " "); !strings.Contains(all.String(), command) {
			t.Errorf("no script runs %s", command)
		}
	})
}

func TestNearest(t *testing.T) {
	names := []string{"printer", "printers", "process", "profiles", "stack", "spool"}
	for word, want := range map[string]string{
		"pritner": "printer", "prined": "printer", "stak": "stack", "xyz": "", "profile": "profiles", "spol": "spool", "": "",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		args []string
		want string
	}{
		{nil, nil, "Usage:"},
		{map[string]string{"LANG": "fr_FR.UTF-8"}, nil, "Utilisation"},
		{map[string]string{"LANG": "fr_FR.UTF-8"}, []string{"--lang", "en"}, "Usage:"},
		{map[string]string{"LANG": "de_DE"}, []string{"--lang=fr"}, "Utilisation"},
	} {
		_, out, _ := call(c.env, append(c.args, "slice", "--help")...)
		if !strings.Contains(out, c.want) {
			t.Errorf("%v %v: no %q in the help", c.env, c.args, c.want)
		}
	}
}

// TestInterruptLeavesNothing runs a job whose context is cancelled already.
func TestInterruptLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	var out, stderr bytes.Buffer
	a := newApp(nil, nil, &out, &stderr, func(string) string { return "" })
	root := a.root()
	root.SetArgs([]string{"slice", "--stack", "30", "-o", filepath.Join(dir, "out.gcode")})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if code := a.end(root.ExecuteContext(ctx)); code != exitRefused {
		t.Errorf("exit code %d", code)
	}
	if got := stderr.String(); got != "visiere: interrupted: nothing was written\n" {
		t.Errorf("it says %q", got)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
