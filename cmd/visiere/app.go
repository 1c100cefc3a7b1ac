package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"golang.org/x/term"
)

// app is one run of the program: where it reads and writes, and how it speaks.
type app struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	lang     say.Language
	json     bool // reports as JSON
}

// newApp returns the app for these arguments. It looks for --lang ahead of all parsing,
// because the help and the errors of parsing are in that language too.
func newApp(args []string, in io.Reader, out, err io.Writer, env func(string) string) *app {
	a := &app{in: in, out: out, err: err, env: env, lang: say.Locale(env)}
	for i, arg := range args {
		if arg == "--" {
			break
		}
		value, found := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, found = args[i+1], true
		}
		if found && say.Is(value) {
			a.lang = say.Language(value)
		}
	}
	return a
}

// tr returns a sentence in the user's language.
func (a *app) tr(format string, args ...any) string { return say.T(format, args...).In(a.lang) }

// printf writes a sentence and a line end to the standard output.
func (a *app) printf(format string, args ...any) {
	fmt.Fprintln(a.out, a.tr(format, args...))
}

// warn writes a warning to the standard error.
func (a *app) warn(t say.Text) {
	fmt.Fprintln(a.err, a.paint(a.err, yellow, a.tr("warning: %s", t)))
}

// writeJSON writes v to the standard output. Numbers and names do not depend on the
// language.
func (a *app) writeJSON(v any) error {
	e := json.NewEncoder(a.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// The colours of a terminal, as their escape sequences end.
const (
	red    = "31m"
	yellow = "33m"
	bold   = "1m"
)

// paint returns s in a colour where w is a terminal and its user wants colours.
//
// Source: https://no-color.org
func (a *app) paint(w io.Writer, colour, s string) string {
	plain := a.env("NO_COLOR") != "" || a.env("TERM") == "dumb" ||
		runtime.GOOS == "windows" && a.env("WT_SESSION") == "" // consoles that show escapes
	if plain || !isTerminal(w) {
		return s
	}
	return "\x1b[" + colour + s + "\x1b[0m"
}

// isTerminal reports whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
