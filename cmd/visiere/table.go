package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// grid is a table: its head, which may be missing, and its lines. Columns named in right
// are aligned to the right.
type grid struct {
	head  []string
	lines [][]string
	right []int // from 1
}

// add appends a line.
func (g *grid) add(cells ...string) { g.lines = append(g.lines, cells) }

// show writes g to the standard output: columns two spaces apart, without frames, so
// that it reads the same on a terminal and in a file.
func (a *app) show(g grid) {
	w := table.NewWriter()
	w.SetStyle(table.Style{Box: table.BoxStyle{PaddingRight: "  "}})
	if g.head != nil {
		head := make([]string, len(g.head))
		for i, h := range g.head {
			head[i] = a.paint(a.out, bold, h)
		}
		w.AppendRow(row(head))
	}
	for _, line := range g.lines {
		w.AppendRow(row(line))
	}
	var configs []table.ColumnConfig
	for _, n := range g.right {
		configs = append(configs, table.ColumnConfig{Number: n, Align: text.AlignRight})
	}
	w.SetColumnConfigs(configs)
	w.SuppressTrailingSpaces()
	fmt.Fprintln(a.out, w.Render())
}

// row returns cells as go-pretty takes them.
func row(cells []string) table.Row {
	r := make(table.Row, len(cells))
	for i, c := range cells {
		r[i] = c
	}
	return r
}
