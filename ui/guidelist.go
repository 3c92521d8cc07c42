package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/ui/widgets"
)

var msgGuides = &goi18n.Message{ID: "ui.help.guides", Other: "Guides"}

// guideList is the guides in groups, with what was ticked off of each, and their search.
type guideList struct {
	owner  *help
	all    []guide.Guide
	byID   map[string]guide.Guide
	search *widgets.Field
	list   *widgets.List
	box    *fyne.Container
}

func newGuideList(owner *help) *guideList {
	s := owner.shell
	l := &guideList{owner: owner, all: guide.List(s.tag()), byID: map[string]guide.Guide{}}
	for _, g := range l.all {
		l.byID[g.ID] = g
	}
	label := s.trn(&goi18n.Message{ID: "ui.help.search-guides", One: "Search {{.Count}} guide", Other: "Search {{.Count}} guides"}, len(l.all))
	l.search = widgets.NewField(widgets.FieldConfig{Label: label, Placeholder: label, Bare: true, Changed: func(string) { l.fill() }})
	l.list = widgets.NewList(widgets.ListOptions{Label: s.tr(msgGuides), Clock: shellClock{s},
		NewRow:    func() fyne.CanvasObject { return widgets.NewRow(widgets.RowConfig{}, widgets.RowValues{}) },
		UpdateRow: func(id string, row fyne.CanvasObject, _ widgets.RowState) { row.(*widgets.Row).Set(l.values(id)) },
		RowLabel:  func(id string) string { return l.values(id).Label },
		OnSelected: func(ids []string) {
			if len(ids) == 1 {
				owner.show(ids[0])
				l.list.Select("")
			}
		},
		OnOpen: owner.show})
	l.box = container.New(guideListLayout{}, widgets.NewGround(widgets.Paint{Fill: widgets.ColorSunken}),
		widgets.NewTextLine(widgets.TextConfig{Text: s.tr(msgGuides), Size: widgets.TextHeading}), l.search.Box, l.list)
	l.fill()
	return l
}

// fill shows the guides that hold every word of the search, in groups.
func (l *guideList) fill() {
	s, wanted := l.owner.shell, strings.Fields(sortable(l.search.Text()))
	groups := []widgets.ListGroup{
		{ID: string(guide.Journey), Title: s.tr(&goi18n.Message{ID: "ui.help.journeys", Other: "First steps"})},
		{ID: string(guide.Remedy), Title: s.tr(&goi18n.Message{ID: "ui.help.remedies", Other: "When something goes wrong"})},
		{ID: string(guide.Advice), Title: s.tr(&goi18n.Message{ID: "ui.help.advice", Other: "Good to know"})}}
	for _, g := range l.all {
		if !holdsAll(sortable(joined(" ", g.Title, g.Summary)), wanted) {
			continue
		}
		for i := range groups {
			if groups[i].ID == string(g.Kind) {
				groups[i].Rows = append(groups[i].Rows, g.ID)
			}
		}
	}
	var shown []widgets.ListGroup
	for _, group := range groups {
		if len(group.Rows) > 0 {
			shown = append(shown, group)
		}
	}
	l.list.SetGroups(shown)
	for _, group := range shown {
		for _, id := range group.Rows {
			l.list.RefreshRow(id)
		}
	}
}

func holdsAll(text string, wanted []string) bool {
	for _, word := range wanted {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// values is what a row shows of a guide.
func (l *guideList) values(id string) widgets.RowValues {
	g, s := l.byID[id], l.owner.shell
	values := widgets.RowValues{Tile: widgets.TileDocument, Title: g.Title, Second: g.Summary}
	done := s.guides.doneText(g)
	if done != "" {
		values.Chips = []widgets.ChipConfig{{Text: done, Tone: widgets.ToneRun}}
	}
	values.Label = joined(", ", g.Title, g.Summary, done)
	return values
}
