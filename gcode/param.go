package gcode

import (
	"bytes"
	"math"
	"strconv"
)

// Param returns the value of key in a command of KEY=VALUE words, without quotes, and
// whether it is there. The case of key does not matter. It reads Raw, so it is for
// commands with a Name.
func (c *Command) Param(key string) ([]byte, bool) {
	s := c.Raw[:toComment(c.Raw, 0)]
	for len(s) > 0 {
		i := bytes.IndexByte(s, '=')
		if i < 0 {
			return nil, false
		}
		name := bytes.TrimRight(s[:i], " \t")
		name = name[bytes.LastIndexAny(name, " \t")+1:]
		value, rest := paramValue(bytes.TrimLeft(s[i+1:], " \t"))
		if bytes.EqualFold(name, []byte(key)) {
			return value, true
		}
		s = rest
	}
	return nil, false
}

// paramValue splits what follows the equals sign into a value and the rest.
func paramValue(s []byte) (value, rest []byte) {
	if len(s) > 0 && (s[0] == '"' || s[0] == '\'') {
		if j := bytes.IndexByte(s[1:], s[0]); j >= 0 {
			return s[1 : 1+j], s[2+j:]
		}
	}
	if j := bytes.IndexAny(s, " \t"); j >= 0 {
		return s[:j], s[j:]
	}
	return s, nil
}

// ParamFloat returns the value of key as Param does, where it is a finite number.
func (c *Command) ParamFloat(key string) (float64, bool) {
	b, ok := c.Param(key)
	if !ok {
		return 0, false
	}
	v, err := strconv.ParseFloat(string(b), 64)
	return v, err == nil && math.Abs(v) < maxValue
}
