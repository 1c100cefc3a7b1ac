package template

import (
	"regexp"
	"strconv"
	"strings"
)

// parser reads segments, and expressions by precedence climbing.
type parser struct {
	lexer
	tok   token // the next one of a tag
	names []string
	depth int
}

// maxDepth bounds how deep choices and brackets nest, so that no template exhausts the
// stack.
const maxDepth = 200

// maxOperators bounds how many operators follow each other, for the same reason.
const maxOperators = 1000

// segments reads until the end, or until a tag that is not the start of something: an
// elsif, else or endif, whose keyword it returns and whose tag is then open.
func (p *parser) segments(depth int) (body []segment, end token, err error) {
	for {
		if text := p.text(); text != "" {
			body = append(body, segment{text: text})
		}
		open := p.at(tokenEnd)
		if p.pos == len(p.src) {
			return body, open, nil
		}
		if depth > maxDepth {
			return nil, open, open.fail("more than %d choices within each other", maxDepth)
		}
		bracket := p.take(1)
		if err := p.advance(); err != nil {
			return nil, open, err
		}
		if bracket == "{" && (p.tok.is("elsif") || p.tok.is("else") || p.tok.is("endif")) {
			return body, p.tok, nil
		}
		s, err := p.tag(bracket, open, depth)
		if err != nil {
			return nil, open, err
		}
		body = append(body, s)
	}
}

// tag reads what follows an opening bracket.
func (p *parser) tag(bracket string, open token, depth int) (segment, error) {
	if bracket == "[" {
		return p.square(open)
	}
	if p.tok.is("if") {
		return p.choice(open, depth)
	}
	value, err := p.expression(0)
	if err == nil {
		err = p.close("}", open)
	}
	return segment{value: value}, err
}

// square reads [name] or [name[index]].
func (p *parser) square(open token) (segment, error) {
	if p.tok.kind != tokenName {
		return segment{}, open.fail("a name is needed after [")
	}
	value, err := p.name()
	for err == nil && p.tok.is("[") {
		value, err = p.index(value)
	}
	if err == nil {
		err = p.close("]", open)
	}
	return segment{value: value}, err
}

// choice reads the conditions and bodies from an if, whose keyword is next, to its
// endif.
func (p *parser) choice(open token, depth int) (segment, error) {
	var s segment
	for keyword := p.tok; ; {
		b, err := p.condition(keyword)
		if err != nil {
			return s, err
		}
		var end token
		if b.body, end, err = p.segments(depth + 1); err != nil {
			return s, err
		}
		s.branches = append(s.branches, b)
		switch {
		case end.kind == tokenEnd:
			return s, open.fail("{if} without its {endif}")
		case end.is("endif"):
			if err := p.advance(); err != nil {
				return s, err
			}
			return s, p.close("}", end)
		case keyword.is("else"):
			return s, end.fail("{%s} after {else}", end.text)
		}
		keyword = end
	}
}

// condition reads the rest of the tag that keyword starts.
func (p *parser) condition(keyword token) (b branch, err error) {
	if err = p.advance(); err != nil {
		return b, err
	}
	if !keyword.is("else") {
		b.condition, err = p.expression(0)
	}
	if err == nil {
		err = p.close("}", keyword)
	}
	return b, err
}

// advance reads the next token of the tag.
func (p *parser) advance() (err error) {
	p.tok, err = p.next()
	return err
}

// close expects the bracket that ends a tag, and reads nothing after it.
func (p *parser) close(bracket string, open token) error {
	switch {
	case p.tok.is(bracket):
		return nil
	case p.tok.kind == tokenEnd:
		return open.fail("%s is missing at the end of what starts here", bracket)
	}
	return p.tok.fail("%q is not expected here: %s or an operator is", p.tok.text, bracket)
}

// binding says how strongly the operators between two values bind.
var binding = map[string]int{
	"?": 1, "or": 2, "||": 2, "and": 3, "&&": 3,
	"==": 4, "!=": 4, "<>": 4, "=~": 4, "!~": 4,
	"<": 5, "<=": 5, ">": 5, ">=": 5,
	"+": 6, "-": 6, "*": 7, "/": 7, "%": 7,
}

// unaryBinding is how strongly - + ! and not bind what follows.
const unaryBinding = 8

// expression reads a value and all operators that bind more strongly than least.
func (p *parser) expression(least int) (*expr, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.tok.fail("more than %d brackets within each other", maxDepth)
	}
	defer func() { p.depth-- }()
	left, err := p.operand()
	for n := 0; err == nil; n++ {
		if n > maxOperators {
			return nil, p.tok.fail("more than %d operators after each other", maxOperators)
		}
		power := 0
		if p.tok.kind == tokenSymbol || p.tok.kind == tokenName {
			power = binding[p.tok.text]
		}
		if power <= least {
			return left, nil
		}
		left, err = p.operator(left, power)
	}
	return nil, err
}

// operator reads the operator that follows left, and its other operand.
func (p *parser) operator(left *expr, power int) (*expr, error) {
	at := p.tok
	if at.is("=~") || at.is("!~") {
		return p.match(left)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if at.is("?") {
		return p.ternary(left, at)
	}
	right, err := p.expression(power)
	return &expr{op: spelling(at.text), at: at, args: []*expr{left, right}}, err
}

// spelling returns the one of several spellings of an operator that evaluation knows.
func spelling(op string) string {
	switch op {
	case "&&":
		return "and"
	case "||":
		return "or"
	case "!":
		return "not"
	case "<>":
		return "!="
	}
	return op
}

// ternary reads what follows the ? after condition.
func (p *parser) ternary(condition *expr, at token) (*expr, error) {
	yes, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if !p.tok.is(":") {
		return nil, at.fail("? without its :")
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	no, err := p.expression(0)
	return &expr{op: "?", at: at, args: []*expr{condition, yes, no}}, err
}

// match reads the pattern after =~ or !~.
func (p *parser) match(left *expr) (*expr, error) {
	e := &expr{op: p.tok.text, at: p.tok, args: []*expr{left}}
	p.take(span(p.src[p.pos:], " \t"))
	if !strings.HasPrefix(p.src[p.pos:], "/") {
		return nil, p.tok.fail("%s needs a /pattern/", p.tok.text)
	}
	pattern, err := p.quoted(tokenPattern, '/')
	if err != nil {
		return nil, err
	}
	if e.pattern, err = regexp.Compile(`^(?s:` + pattern.text + `)$`); err != nil {
		return nil, pattern.fail("%q is not a regular expression", pattern.text)
	}
	return e, p.advance()
}

// operand reads one value, with the signs before it and the indices after it.
func (p *parser) operand() (*expr, error) {
	at := p.tok
	switch {
	case at.is("-") || at.is("+") || at.is("!") || at.is("not"):
		if err := p.advance(); err != nil {
			return nil, err
		}
		value, err := p.expression(unaryBinding)
		return &expr{op: "unary " + spelling(at.text), at: at, args: []*expr{value}}, err
	case at.is("("):
		return p.group(at)
	case at.kind == tokenName:
		value, err := p.name()
		for err == nil && p.tok.is("[") {
			value, err = p.index(value)
		}
		return value, err
	case at.kind == tokenNumber:
		return p.number()
	case at.kind == tokenString:
		return &expr{op: "value", at: at, value: Text(at.text)}, p.advance()
	}
	if at.kind == tokenEnd {
		return nil, at.fail("the template ends where a value is needed")
	}
	return nil, at.fail("a value is needed here, not %s", at.text)
}

// group reads an expression in round brackets.
func (p *parser) group(open token) (*expr, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	value, err := p.expression(0)
	if err == nil {
		err = p.close(")", open)
	}
	if err != nil {
		return nil, err
	}
	return value, p.advance()
}

// number reads a number: whole unless it has a point.
func (p *parser) number() (*expr, error) {
	at := p.tok
	f, err := strconv.ParseFloat(at.text, 64)
	if err != nil {
		return nil, at.fail("%s is not a number", at.text)
	}
	value := Number(f)
	if !strings.Contains(at.text, ".") && f <= maxInt {
		value = Int(int(f))
	}
	return &expr{op: "value", at: at, value: value}, p.advance()
}

// name reads a variable, a function with its arguments, or true or false.
func (p *parser) name() (*expr, error) {
	at := p.tok
	if err := p.advance(); err != nil {
		return nil, err
	}
	switch {
	case at.text == "true" || at.text == "false":
		return &expr{op: "value", at: at, value: Bool(at.text == "true")}, nil
	case p.tok.is("("):
		return p.call(at)
	case isKeyword(at.text):
		return nil, at.fail("a value is needed here, not %s", at.text)
	}
	p.names = append(p.names, at.text)
	return &expr{op: "name", at: at}, nil
}

// isKeyword reports whether name has a meaning of its own.
func isKeyword(name string) bool {
	switch name {
	case "if", "elsif", "else", "endif", "and", "or", "not":
		return true
	}
	return false
}

// call reads the arguments of function at.
func (p *parser) call(at token) (*expr, error) {
	f, ok := functions[at.text]
	if !ok {
		return nil, unknownFunction(at)
	}
	e := &expr{op: "call", at: at}
	for more := true; more; more = p.tok.is(",") {
		if err := p.advance(); err != nil {
			return nil, err
		}
		arg, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		e.args = append(e.args, arg)
	}
	if err := p.close(")", at); err != nil {
		return nil, err
	}
	if len(e.args) < f.least || len(e.args) > f.most {
		return nil, at.fail("%s has %d to %d values, not %d", at.text, f.least, f.most, len(e.args))
	}
	return e, p.advance()
}

// index reads [expression] after list.
func (p *parser) index(list *expr) (*expr, error) {
	open := p.tok
	if err := p.advance(); err != nil {
		return nil, err
	}
	i, err := p.expression(0)
	if err == nil {
		err = p.close("]", open)
	}
	if err != nil {
		return nil, err
	}
	return &expr{op: "index", at: open, args: []*expr{list, i}}, p.advance()
}
