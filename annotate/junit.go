package annotate

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"

	"github.com/visiere/visiere/profiles"
)

// suites is the root of a JUnit file.
//
// Source: the JUnit XML that Jenkins and GitLab read ("JUnit XML format", testmoapp).
type suites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Suites   []suite  `xml:"testsuite"`
}

// suite is one file.
type suite struct {
	Name     string  `xml:"name,attr"`
	Tests    int     `xml:"tests,attr"`
	Failures int     `xml:"failures,attr"`
	Cases    []tcase `xml:"testcase"`
}

// tcase is one finding, or a file without any.
type tcase struct {
	Name    string   `xml:"name,attr"`
	Class   string   `xml:"classname,attr"`
	File    string   `xml:"file,attr,omitempty"`
	Line    int      `xml:"line,attr,omitempty"`
	Failure *failure `xml:"failure"`
	Out     string   `xml:"system-out,omitempty"`
}

// failure is why a case failed.
type failure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// junit writes a suite for each file: a case for each finding, which fails where the
// finding does, and one that passes for a file without findings.
func (r *Report) junit(w io.Writer) error {
	all := suites{Name: "visiere profile validate --depth " + string(r.Depth)}
	files := slices.Clone(r.Files)
	for _, f := range r.Findings {
		if !slices.Contains(files, f.File) {
			files = append(files, f.File)
		}
	}
	for _, file := range files {
		s := r.suite(file)
		all.Suites = append(all.Suites, s)
		all.Tests += s.Tests
		all.Failures += s.Failures
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// suite returns the cases of a file.
func (r *Report) suite(file string) suite {
	s := suite{Name: r.path(file)}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.File != file {
			continue
		}
		c := tcase{Name: fmt.Sprintf("%s %d:%d %s", f.Code, f.Line, f.Col, f.Key), Class: s.Name, Line: f.Line, Out: r.message(f)}
		if inFile(f) {
			c.File = s.Name
		}
		if r.Fails(f.Severity) {
			c.Failure = &failure{f.Text.In(r.Lang), string(f.Severity), r.message(f)}
			c.Out = ""
			s.Failures++
		}
		s.Cases = append(s.Cases, c)
	}
	if s.Cases == nil {
		s.Cases = []tcase{{Name: string(profiles.Depth(r.Depth)), Class: s.Name, File: s.Name}}
	}
	s.Tests = len(s.Cases)
	return s
}
