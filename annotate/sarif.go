package annotate

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
)

// The parts of SARIF 2.1.0 that are written.
//
// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		Language   string        `json:"language"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string        `json:"id"`
		ShortDescription sarifText     `json:"shortDescription"`
		Help             sarifText     `json:"help"`
		Properties       sarifCategory `json:"properties"`
	}
	sarifCategory struct {
		Tags []string `json:"tags"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
)

// sarifSchema is where the schema of SARIF stands.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// languages are SARIF's names of the languages.
var languages = map[say.Language]string{say.English: "en", say.French: "fr"}

// sarif writes the findings as SARIF 2.1.0.
func (r *Report) sarif(w io.Writer) error {
	rules := profiles.Rules()
	run := sarifRun{Language: languages[r.Lang], ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	if run.Language == "" {
		run.Language = "en"
	}
	run.Tool.Driver = sarifDriver{Name: "visiere", Version: r.Version, InformationURI: "https://github.com/visiere/visiere"}
	for _, rule := range rules {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			string(rule.Code), sarifText{rule.Holds.In(r.Lang)}, sarifText{rule.Mend.In(r.Lang)},
			sarifCategory{[]string{string(rule.Depth)}},
		})
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		index := slices.IndexFunc(rules, func(x profiles.Rule) bool { return x.Code == f.Code })
		run.Results = append(run.Results, sarifResult{
			RuleID: string(f.Code), RuleIndex: index, Level: string(f.Severity), Message: sarifText{r.message(f)},
			Locations:    r.locations(f),
			Fingerprints: map[string]string{"visiere/v1": fmt.Sprintf("%s %s %s %s", f.Code, r.path(f.File), f.Key, f.In.String())},
		})
	}
	return encode(w, sarifLog{sarifSchema, "2.1.0", []sarifRun{run}})
}

// locations returns where a finding is.
func (r *Report) locations(f *profiles.Finding) []sarifLocation {
	if !inFile(f) {
		return nil
	}
	at := sarifPhysical{Artifact: sarifArtifact{relative(r.path(f.File))}}
	if f.Line > 0 {
		at.Region = &sarifRegion{f.Line, f.Col}
	}
	return []sarifLocation{{at}}
}

// relative returns a path as a URI.
func relative(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}
