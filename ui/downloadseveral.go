package ui

import (
	"fmt"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadSum is what several downloads are together.
type downloadSum struct {
	size, done            int64 // of those whose size is known
	rate                  float64
	running, paused, over int
	retry                 int
}

func sumOf(entries []*downloads.Entry) downloadSum {
	var sum downloadSum
	for _, e := range entries {
		if e.Size >= 0 {
			sum.size += e.Size
			sum.done += min(e.Done, e.Size)
			if e.State == downloads.Done {
				sum.done += e.Size - min(e.Done, e.Size)
			}
		}
		sum.rate += e.Rate
		switch {
		case isOver(e):
			sum.over++
		case e.State == downloads.Paused:
			sum.paused++
		default:
			sum.running++
		}
		if canRetry(e) {
			sum.retry++
		}
	}
	return sum
}

// keyOfSeveral names what the buttons for several downloads depend on.
func (d *downloadDetails) keyOfSeveral(entries []*downloads.Entry) string {
	sum := sumOf(entries)
	return fmt.Sprint(len(entries), sum.running, sum.paused, sum.over, sum.retry, entries[0].ID, d.beside())
}

// buildSeveral lays out what several downloads are together, and what can be done with all of them.
func (d *downloadDetails) buildSeveral(entries []*downloads.Entry) {
	s := d.shell
	title := s.trn(&goi18n.Message{ID: "ui.downloads.several.selected", One: "{{.Count}} selected", Other: "{{.Count}} selected"},
		len(entries))
	head := widgets.HBox(widgets.Space3, widgets.Grow(widgets.NewTextLine(widgets.TextConfig{Text: title, Size: d.titleSize()})))
	if d.beside() {
		head.Add(d.closeButton())
	}
	amount := widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextBody, Color: widgets.ColorText2})
	bar := widgets.NewBar(widgets.BarConfig{Height: 8, Tone: widgets.ToneRun, Label: title})
	d.updates = append(d.updates, func(*downloads.Entry) {
		sum := sumOf(d.screen.chosen())
		speed := ""
		if sum.rate >= 1 {
			speed = s.perSecondText(sum.rate)
		}
		amount.SetText(dots(s.tr(&goi18n.Message{ID: "ui.downloads.progress", Other: "{{.Done}} of {{.Size}}"}, "Done",
			s.bytesText(sum.done), "Size", s.bytesText(sum.size)), speed))
		part := float64(sum.done) / float64(max(sum.size, 1))
		bar.Set(part, part)
	})
	buttons := widgets.Flow(widgets.Space2)
	for _, action := range d.screen.actions.forSeveral(entries) {
		buttons.Add(widgets.NewButton(widgets.ButtonConfig{Text: s.trn(action.text, len(action.entries)), Icon: action.icon,
			Tapped: func() { d.doForSeveral(action.text) }}))
	}
	d.body.Add(head)
	d.body.Add(widgets.VBox(6, amount, bar))
	d.body.Add(buttons)
}

// doForSeveral does an action with what is chosen as it is now.
func (d *downloadDetails) doForSeveral(text *goi18n.Message) {
	for _, action := range d.screen.actions.forSeveral(d.screen.chosen()) {
		if action.text.ID == text.ID {
			action.do()
			return
		}
	}
}
