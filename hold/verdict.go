package hold

import (
	"math"

	"github.com/visiere/visiere/internal/say"
	"github.com/visiere/visiere/profiles"
	"github.com/visiere/visiere/stack"
	"github.com/visiere/visiere/toolpath"
)

// Fine is the severity of a verdict that finds nothing to mend.
const Fine profiles.Severity = "ok"

// Code is the stable name of a verdict.
type Code string

// The verdicts, in the order they are given.
const (
	CodeHeight  Code = "height"    // the printer's height
	CodeFuses   Code = "gap-fuses" // the gap against half of the layer laid over it
	CodeHolds   Code = "gap-holds" // the gap against what a strand falls
	CodeContact Code = "contact"   // share of a base on the top below
	CodeMatch   Code = "match"     // how alike top and base are
	CodeAdrift  Code = "adrift"    // parts of a base with nothing below them
	CodeBridge  Code = "bridge"    // longest span over air between two ends
	CodeLedge   Code = "ledge"     // longest part over air that is held on one side
	CodeInside  Code = "inside"    // what hangs within a frame
	CodeBalance Code = "balance"   // centre of mass over what carries it
	CodeSlender Code = "slender"   // height of the column over its width
	CodeJoint   Code = "joint"     // the weakest gap against the nozzle's push
	CodeFoot    Code = "foot"      // the bed against the nozzle's push
)

// Verdict is one thing that was looked at, with what was found.
type Verdict struct {
	Code     Code              `json:"code"`
	Severity profiles.Severity `json:"severity"`        // ok, note, warning or error
	Level    int               `json:"level,omitempty"` // the upper of the interface, from 1
	Value    float64           `json:"value"`
	Limit    float64           `json:"limit"` // where the severity begins to be more than a note
	Unit     string            `json:"unit"`  // mm, mm2, N, share or times
	X        float64           `json:"x_mm"`  // where, in the frame
	Y        float64           `json:"y_mm"`
	Text     say.Text          `json:"text"`
	Do       []say.Text        `json:"do,omitempty"` // what would mend it, the best first
}

// judge gives all verdicts.
func (c *checker) judge() {
	c.height()
	if len(c.plate.Levels) > 1 {
		c.gap()
		c.contacts()
	}
	c.within()
	c.stands()
	c.rep.OK = true
	for _, v := range c.rep.Verdicts {
		c.rep.OK = c.rep.OK && v.Severity != profiles.Error
	}
}

// give adds a verdict.
func (c *checker) give(v Verdict) {
	v.Value, v.Limit, v.X, v.Y = round(v.Value), round(v.Limit), round(v.X), round(v.Y)
	c.rep.Verdicts = append(c.rep.Verdicts, v)
}

// above returns how grave it is that v is above warn, or above fail.
func above(v, warn, fail float64) profiles.Severity {
	switch {
	case v > fail+1e-9:
		return profiles.Error
	case v > warn+1e-9:
		return profiles.Warning
	}
	return Fine
}

// below returns how grave it is that v is below warn, or below fail.
func below(v, warn, fail float64) profiles.Severity { return above(-v, -warn, -fail) }

// height judges how high the stack is.
func (c *checker) height() {
	most := float64(c.set.Printer.Height)
	h := c.plate.Height()
	v := Verdict{Code: CodeHeight, Severity: above(h, most, most), Value: h, Limit: most, Unit: "mm",
		Text: say.T("the stack is %.1f mm high; %s prints %.0f mm", h, c.set.Printer.Name, most)}
	if v.Severity != Fine {
		frame := c.plate.Levels[0].Frame.Height
		v.Do = append(v.Do, lower(stack.MaxLevels(frame, c.plate.Gap, most)))
	}
	c.give(v)
}

// lower says to stack n frames.
func lower(n int) say.Text { return say.T("lower the stack: --stack %d", max(1, n)) }

// gap judges the gap.
func (c *checker) gap() {
	gap, layer := c.rep.Gap, c.rep.Layer
	v := Verdict{Code: CodeFuses, Severity: below(gap, float64(Fuses*layer), float64(Fuses*layer)), Value: gap, Limit: Fuses * layer, Unit: "mm",
		Text: say.T("the gap is %.2f mm and the layer over it %.2f mm: under half a layer, frames fuse", gap, layer)}
	if v.Severity != Fine {
		v.Do = append(v.Do, say.T("widen the gap: --gap %.2fmm", layer))
	}
	c.give(v)
	c.falls(gap, layer)
}

// falls judges how far a strand over the gap hangs above the frame below. Where something
// lies in the gap it does not fall.
func (c *checker) falls(gap, layer float64) {
	if k := c.set.Interface.Kind; k != "" && k != profiles.Air {
		return
	}
	width := float64(c.set.Interface.Width)
	if width == 0 {
		width = float64(c.set.Process.BeadWidth) * float64(c.set.Printer.Nozzle)
	}
	strand := 2 * math.Sqrt(toolpath.Section(width, layer)/math.Pi) // round, as it leaves the nozzle
	air := max(0, gap+layer-strand)
	v := Verdict{Code: CodeHolds, Severity: above(air/strand, sinks, drops), Value: air, Limit: sinks * strand, Unit: "mm",
		Text: say.T("a strand over the gap is %.2f mm thick and hangs %.2f mm above the frame below, which it may not find from %.2f mm on", strand, air, sinks*strand)}
	if v.Severity != Fine {
		v.Do = append(v.Do, say.T("narrow the gap: --gap %.2fmm", float64((1+sinks/2)*strand)-layer))
	}
	c.give(v)
}

// contacts judges each distinct interface.
func (c *checker) contacts() {
	for i := range c.rep.Interfaces {
		f := &c.rep.Interfaces[i]
		level := f.Lower + 1
		v := Verdict{Code: CodeContact, Level: level, Severity: below(f.Share, fewContact, noContact), Value: f.Share, Limit: fewContact, Unit: "share",
			Text: say.T("%.0f %% of the base lies on the frame below: %.0f mm2", 100*f.Share, f.Contact)}
		if f.Contact < leastContact {
			v.Severity = profiles.Error
		}
		c.give(v)
		v = Verdict{Code: CodeMatch, Level: level, Severity: Fine, Value: f.Match, Limit: fewContact, Unit: "share",
			Text: say.T("top and base share %.0f %% of their area", 100*f.Match)}
		if f.Match < fewContact {
			v.Severity = profiles.Note
		}
		c.give(v)
		c.hangs(f, level)
	}
}

// hangs judges what hangs over an interface.
func (c *checker) hangs(f *Interface, level int) {
	worst := map[Kind]Hang{}
	n := 0
	for _, h := range f.Hangs {
		if h.Kind == Adrift {
			n++
			if h.Area > worst[Adrift].Area {
				worst[Adrift] = h
			}
		} else if h.Length > worst[h.Kind].Length {
			worst[h.Kind] = h
		}
	}
	a := worst[Adrift]
	c.give(Verdict{Code: CodeAdrift, Level: level, Severity: above(float64(n), 0, 0), Value: float64(n), Unit: "parts", X: a.X, Y: a.Y,
		Text: c.where(say.T("parts of the base with nothing at all below them: %d", n), a)})
	for _, k := range []Kind{Bridge, Ledge} {
		h, most := worst[k], c.lim.of(k)
		c.give(Verdict{Code: Code(k), Level: level, Severity: above(h.Length, most, float64(hopeless*most)), Value: h.Length, Limit: most, Unit: "mm", X: h.X, Y: h.Y,
			Text: c.where(c.length(k, h.Length, most), h)})
	}
}

// length says how far something hangs and what the filament bears.
func (c *checker) length(k Kind, length, most float64) say.Text {
	if k == Ledge {
		return say.T("the longest ledge over air is %.1f mm; %s bears %.1f mm", length, c.set.Filament.Name, most)
	}
	return say.T("the longest span over air is %.1f mm; %s bears %.1f mm", length, c.set.Filament.Name, most)
}

// where adds a place to a sentence.
func (c *checker) where(t say.Text, h Hang) say.Text {
	if h.Area == 0 {
		return t
	}
	return say.T("%s (at X %.1f Y %.1f, %.0f mm2)", t, h.X, h.Y, h.Area)
}

// within judges what hangs within a frame. The lowest lies as its maker meant it, so that
// is no more than a warning.
func (c *checker) within() {
	v := Verdict{Code: CodeInside, Severity: Fine, Limit: c.lim.bridge, Unit: "mm", Text: say.T("nothing of a frame hangs over its own layers")}
	worst := 0.0
	for _, in := range c.rep.Inside {
		most := c.lim.of(in.Kind)
		share := in.Length / most
		if in.Kind == Adrift {
			share = math.Inf(1)
		}
		if share <= worst {
			continue
		}
		worst = share
		v.Value, v.Limit, v.X, v.Y, v.Level = in.Length, most, in.X, in.Y, in.Level
		v.Severity = above(in.Length, most, float64(hopeless*most))
		t := c.length(in.Kind, in.Length, most)
		if in.Kind == Adrift {
			v.Severity, t = profiles.Error, say.T("a part begins in the air")
		}
		if alone := in.Level == 1; alone && v.Severity == profiles.Error {
			v.Severity = profiles.Warning
		}
		v.Text = c.where(say.T("within the frame, %.2f mm above its base: %s", in.Z, t), in.Hang)
	}
	if v.Severity != Fine && v.Level == 1 {
		v.Do = append(v.Do, say.T("look at the frame's preview: this part hangs in a single frame, too"))
	}
	c.give(v)
}

// stands judges the column.
func (c *checker) stands() {
	col := &c.rep.Column
	c.give(Verdict{Code: CodeBalance, Severity: below(col.Margin, 1, 0), Value: col.Margin, Limit: 1, Unit: "mm", X: col.X, Y: col.Y,
		Text: say.T("the centre of mass is %.1f mm within what carries it", col.Margin)})
	v := Verdict{Code: CodeSlender, Severity: above(col.Slender, slender, math.Inf(1)), Value: col.Slender, Limit: slender, Unit: "times",
		Text: say.T("the column is %.1f times as high as its base is wide", col.Slender)}
	if v.Severity != Fine {
		v.Do = append(v.Do, lower(c.fits(float64(slender*col.Width))))
	}
	c.give(v)
	if len(c.plate.Levels) > 1 {
		v = Verdict{Code: CodeJoint, Level: col.Weakest, Severity: below(col.Joint, float64(safety*push), float64(falls*push)), Value: col.Joint, Limit: safety * push, Unit: "N",
			Text: say.T("the weakest gap holds while the top is pushed by up to %.1f N", col.Joint)}
		if v.Severity != Fine {
			v.Do = append(v.Do, lower(c.fits(col.Height*col.Joint/(safety*push))))
		}
		c.give(v)
	}
	c.bed()
}

// bed judges how the column stands on the bed.
func (c *checker) bed() {
	col, brim := &c.rep.Column, float64(c.set.Process.BrimWidth)
	v := Verdict{Code: CodeFoot, Severity: below(col.Bed, float64(safety*push), float64(falls*push)), Value: col.Bed, Limit: safety * push, Unit: "N",
		Text: say.T("the bed, with %.0f mm2 of base and a brim of %.0f mm, holds while the top is pushed by up to %.1f N", col.Foot, brim, col.Bed)}
	switch {
	case v.Severity == Fine:
	case col.Enough:
		v.Do = append(v.Do, say.T("add a brim: --brim %.0fmm", col.Brim))
	default:
		v.Do = append(v.Do, lower(c.fits(col.Height*col.Bed/(safety*push))), say.T("add a brim: --brim %.0fmm", col.Brim))
	}
	c.give(v)
}

// fits returns how many of the lowest frame are up to height mm.
func (c *checker) fits(height float64) int {
	return stack.MaxLevels(c.plate.Levels[0].Frame.Height, c.plate.Gap, height)
}

// Lies reports whether c is about how frames lie on each other and hang, not about how
// the column stands.
func (c Code) Lies() bool {
	switch c {
	case CodeContact, CodeAdrift, CodeBridge, CodeLedge, CodeInside:
		return true
	}
	return false
}

// Advise adds what would mend how frames lie on each other to the first verdict that is
// an error, or else a warning, about that.
func (r *Report) Advise(do []say.Text) {
	for _, s := range []profiles.Severity{profiles.Error, profiles.Warning} {
		for i := range r.Verdicts {
			if v := &r.Verdicts[i]; v.Severity == s && v.Code.Lies() {
				v.Do = append(v.Do, do...)
				return
			}
		}
	}
}

// Told returns what v finds and what would mend it.
func (v *Verdict) Told() say.Text {
	t := v.Text
	if v.Level > 0 {
		t = say.T("level %d: %s", v.Level, t)
	}
	for _, d := range v.Do {
		t = say.T("%s; %s", t, d)
	}
	return t
}
