// Package gcode reads and writes G-code without loss.
package gcode

import "bytes"

// Command is one line of G-code. Raw, Comment and Name point into the reader's buffer
// and are valid until its next line.
type Command struct {
	Line    int    // of the file, from 1
	Letter  byte   // 'G', 'M', 'T'; 0 where the line has no such command
	Code    int    // 1 for G1
	Sub     int    // 1 for G92.1, else 0
	Has     uint32 // bit l-'A' is set where the line has a word of letter l
	Val     [26]float64
	Raw     []byte // the whole line without its line end
	Name    []byte // first word in capitals of an extended command such as EXCLUDE_OBJECT_START
	Comment []byte // what follows ';', without it; nil where there is none
}

// Is reports whether c is the command letter code, such as 'G', 1.
func (c *Command) Is(letter byte, code int) bool {
	return c.Letter == letter && c.Code == code
}

// Get returns the value of the word with the given capital letter, and whether the
// line has it. A letter without a number, as X in G28 X, has the value 0.
func (c *Command) Get(letter byte) (float64, bool) {
	i := letter - 'A'
	return c.Val[i], c.Has&(1<<i) != 0
}

// Text returns the text that follows the given capital letter where that is the first
// argument, without quotes and the comment, and whether it is there: M486 A"left frame".
// It is for commands with text instead of words.
func (c *Command) Text(letter byte) ([]byte, bool) {
	s := c.Raw[:toComment(c.Raw, 0)]
	i := skipBlank(s, 0)
	for i < len(s) && s[i] != ' ' && s[i] != '\t' {
		i++
	}
	i = skipBlank(s, i)
	if i == len(s) || upper(s[i]) != letter {
		return nil, false
	}
	return bytes.Trim(s[i+1:], " \t\"'"), true
}
