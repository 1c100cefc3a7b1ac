package template

import (
	"strings"
	"unicode/utf8"

	"github.com/visiere/visiere/internal/say"
)

// tokenKind says what a token is.
type tokenKind int

const (
	tokenEnd     tokenKind = iota // of the template
	tokenText                     // between tags
	tokenName                     // variable, function or keyword
	tokenNumber                   // 12 or 0.4
	tokenString                   // "text", its value without quotes and escapes
	tokenPattern                  // /pattern/ of =~
	tokenSymbol                   // operator or bracket
)

// token is a piece of a template and where it starts.
type token struct {
	kind      tokenKind
	text      string
	line, col int
}

// fail returns an error at t.
func (t token) fail(format string, args ...any) error {
	return &Error{t.line, t.col, say.T(format, args...)}
}

// is reports whether t is the given symbol or keyword.
func (t token) is(text string) bool {
	return t.text == text && (t.kind == tokenSymbol || t.kind == tokenName)
}

// lexer cuts a template into tokens.
type lexer struct {
	src       string
	pos       int
	line, col int // of pos
}

// at returns a token that starts here.
func (l *lexer) at(kind tokenKind) token { return token{kind: kind, line: l.line, col: l.col} }

// take moves on by n bytes and returns them.
func (l *lexer) take(n int) string {
	s := l.src[l.pos : l.pos+n]
	l.pos += n
	if lines := strings.Count(s, "\n"); lines > 0 {
		l.line += lines
		l.col = 1
	}
	l.col += utf8.RuneCountInString(s[strings.LastIndexByte(s, '\n')+1:])
	return s
}

// text returns what is before the next tag.
func (l *lexer) text() string {
	n := strings.IndexAny(l.src[l.pos:], "{[")
	if n < 0 {
		n = len(l.src) - l.pos
	}
	return l.take(n)
}

// next returns the next token of a tag.
func (l *lexer) next() (token, error) {
	l.take(span(l.src[l.pos:], " \t\r\n"))
	rest := l.src[l.pos:]
	switch {
	case rest == "":
		return l.at(tokenEnd), nil
	case isLetter(rest[0]):
		return l.cut(tokenName, spanFunc(rest, func(c byte) bool { return isLetter(c) || isDigit(c) })), nil
	case isDigit(rest[0]) || rest[0] == '.':
		return l.cut(tokenNumber, spanFunc(rest, func(c byte) bool { return isDigit(c) || c == '.' })), nil
	case rest[0] == '"':
		return l.quoted(tokenString, '"')
	}
	for _, symbol := range symbols {
		if strings.HasPrefix(rest, symbol) {
			return l.cut(tokenSymbol, len(symbol)), nil
		}
	}
	return token{}, l.at(tokenSymbol).fail("%q is not understood here", firstRune(rest))
}

// symbols are the operators and brackets, the longer ones first.
var symbols = []string{
	"&&", "||", "==", "!=", "<>", "<=", ">=", "=~", "!~",
	"+", "-", "*", "/", "%", "<", ">", "!", "?", ":", "(", ")", "[", "]", "{", "}", ",",
}

// cut returns the token of the next n bytes.
func (l *lexer) cut(kind tokenKind, n int) token {
	t := l.at(kind)
	t.text = l.take(n)
	return t
}

// quoted returns the text between two quotes. Backslash takes the next letter as it is,
// n for a new line; in a pattern only a quote.
func (l *lexer) quoted(kind tokenKind, quote byte) (token, error) {
	t := l.at(kind)
	var s strings.Builder
	rest := l.src[l.pos:]
	for i := 1; i < len(rest); i++ {
		c := rest[i]
		switch {
		case c == quote:
			l.take(i + 1)
			t.text = s.String()
			return t, nil
		case c == '\\' && i+1 < len(rest):
			i++
			s.WriteString(escaped(kind, quote, rest[i]))
		default:
			s.WriteByte(c)
		}
	}
	return t, t.fail("%c without its end", quote)
}

// escaped returns what a backslash and c mean.
func escaped(kind tokenKind, quote, c byte) string {
	switch {
	case kind == tokenPattern && c != quote:
		return `\` + string(c)
	case kind == tokenString && c == 'n':
		return "\n"
	default:
		return string(c)
	}
}

// span returns how many bytes of s, from its start, are in set.
func span(s, set string) int {
	return spanFunc(s, func(c byte) bool { return strings.IndexByte(set, c) >= 0 })
}

// spanFunc returns how many bytes of s, from its start, satisfy is.
func spanFunc(s string, is func(byte) bool) int {
	n := 0
	for n < len(s) && is(s[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }

// firstRune returns the first character of s.
func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}
