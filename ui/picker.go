package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/ui/widgets"
)

// pick shows a list with a search field: for choices too many for a drop-down, such as countries. Enter
// chooses the marked line, or the first; the arrows move the mark.
func pick(s *Shell, title string, options []string, chosen func(int)) {
	p := &picker{options: options}
	p.list = widget.NewList(func() int { return len(p.found) },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*widget.Label).SetText(options[p.found[i]]) })
	p.search = widgets.NewStockField(s.tr(&goi18n.Message{ID: "ui.common.search", Other: "Search"}))
	p.search.Icon = theme.SearchIcon()
	p.search.OnChanged = func(string) { p.filter() }
	var d *dialogBox
	finish := func(i int) {
		d.close()
		chosen(i)
	}
	p.list.OnSelected = func(i widget.ListItemID) {
		if !p.moving {
			finish(p.found[i])
		}
	}
	p.search.OnSubmitted = func(string) {
		if len(p.found) > 0 {
			finish(p.found[p.mark])
		}
	}
	p.filter()
	d = s.dialogs.ask(question{title: title, content: widgets.Topped(p.search, p.list), width: 440, height: 460,
		first: p.search})
}

type picker struct {
	options []string
	found   []int // indexes into options
	mark    int
	moving  bool // the mark is being set by the program, not by the person
	list    *widget.List
	search  *widgets.StockField
}

// filter keeps the options that hold the text; those that begin with it come first.
func (p *picker) filter() {
	wanted := sortable(p.search.Text)
	var begins, holds []int
	for i, option := range p.options {
		switch text := sortable(option); {
		case strings.HasPrefix(text, wanted):
			begins = append(begins, i)
		case strings.Contains(text, wanted):
			holds = append(holds, i)
		}
	}
	p.found, p.mark = slices.Concat(begins, holds), 0
	p.moving = true
	p.list.UnselectAll()
	if len(p.found) > 0 && wanted != "" {
		p.list.Select(0)
	}
	p.list.Refresh()
	p.moving = false
}
