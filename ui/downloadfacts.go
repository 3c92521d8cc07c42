package ui

import (
	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// facts are where the file is and comes from. The address is shown without what a signed link ends in.
func (d *downloadDetails) facts(e *downloads.Entry) fyne.CanvasObject {
	tx, now := d.shell.texts, d.shell.view.Now
	facts := []widgets.Fact{
		{Label: tx.tr(msgFolder), Value: e.Dir},
		{Label: tx.tr(&goi18n.Message{ID: "ui.downloads.added", Other: "Added"}), Value: tx.whenText(e.Added, now)},
	}
	if e.Origin != "" {
		facts = append(facts, widgets.Fact{Label: tx.tr(msgFrom), Value: e.Origin})
	}
	hash := e.SHA256
	if hash == "" {
		hash = tx.tr(&goi18n.Message{ID: "ui.downloads.sha-256.none", Other: "Not given, so it can't be verified"})
	}
	facts = append(facts, widgets.Fact{Label: tx.tr(msgSHA256), Value: hash})
	if !e.Finished.IsZero() {
		facts = append(facts, widgets.Fact{Label: tx.tr(msgDownloadsFinished), Value: tx.whenText(e.Finished, now)})
	}
	return widgets.NewFacts(widgets.FactsConfig{Facts: facts, Columns: 2})
}

// options are the priority and the speed limit of one download.
func (d *downloadDetails) options(e *downloads.Entry) fyne.CanvasObject {
	a, s := d.screen.actions, d.shell
	priority := widgets.NewSegments(widgets.SegmentsConfig{Label: s.tr(msgPriority), Words: []string{
		s.tr(&goi18n.Message{ID: "ui.downloads.high", Other: "High"}),
		s.tr(&goi18n.Message{ID: "ui.downloads.normal", Other: "Normal"}),
		s.tr(&goi18n.Message{ID: "ui.downloads.low", Other: "Low"}),
	}, Chosen: priorityIndex(e), Changed: func(index int) {
		id := d.entry.ID
		a.do(func(q session.Queue) error { return q.SetPriority(1-index, id) })
	}})
	choices := limitChoices(e.Limit)
	limit := widgets.NewSelect(widgets.SelectOptions{Label: s.tr(msgLimitOfSpeed), Options: s.limitNames(choices, msgNoLimit),
		OnChanged: func(chosen int) {
			id, to := d.entry.ID, choices[chosen]
			a.do(func(q session.Queue) error { return q.SetLimit(to, id) })
		}})
	shown := e.Limit
	limit.SetChosen(indexOf(choices, e.Limit))
	d.updates = append(d.updates, func(e *downloads.Entry) {
		if index := priorityIndex(e); index != priority.Chosen() {
			priority.Set(index)
		}
		if e.Limit != shown {
			shown, choices = e.Limit, limitChoices(e.Limit)
			limit.SetOptions(s.limitNames(choices, msgNoLimit), indexOf(choices, e.Limit))
		}
	})
	return widgets.NewCard(widgets.CardConfig{Cells: []fyne.CanvasObject{labelled(s.tr(msgPriority), priority.Box),
		labelled(s.tr(msgLimitOfSpeed), limit)}})
}

var msgPriority = &goi18n.Message{ID: "ui.downloads.priority", Other: "Priority"}

// labelled is an input with its label at the left, or over it where both don't fit.
func labelled(label string, input fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Flow(widgets.Space3, widgets.Fixed(110, widgets.HeightButton, widgets.HBox(0,
		widgets.NewTextLine(widgets.TextConfig{Text: label, Whole: true}))), input)
}

func priorityIndex(e *downloads.Entry) int {
	switch {
	case e.Priority > 0:
		return 0
	case e.Priority < 0:
		return 2
	default:
		return 1
	}
}

func indexOf(choices []int64, wanted int64) int {
	for i, choice := range choices {
		if choice == wanted {
			return i
		}
	}
	return -1
}
