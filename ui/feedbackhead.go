package ui

import (
	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/export"
	"github.com/programconnect/programconnect/ui/widgets"
)

// feedbackSplit keeps how wide the item is.
const feedbackSplit = "feedback.split"

// headConfig is the head of the screen: what is shown, the way to write, and what can be done with the list.
func (w *feedback) headConfig() widgets.HeaderConfig {
	s := w.shell
	cfg := widgets.HeaderConfig{Title: s.tr(msgFeedback), MoreText: s.tr(msgMore), Caption: w.engagement().Title,
		More: []widgets.MenuItem{{Label: s.tr(msgReload), Icon: "refresh", Action: w.load}}}
	if len(w.engagements) == 0 {
		return cfg
	}
	if n := len(w.list.items); n > 0 {
		cfg.Caption = joined(" · ", cfg.Caption, s.trn(&goi18n.Message{ID: "ui.feedback.items", One: "{{.Count}} item",
			Other: "{{.Count}} items"}, n))
	}
	cfg.Main = &widgets.ButtonConfig{Icon: "pen", Tapped: func() { w.begin(nil) },
		Text: s.tr(&goi18n.Message{ID: "ui.feedback.new-feedback", Other: "New feedback"})}
	cfg.More = append(cfg.More, widgets.MenuItem{Separator: true},
		widgets.MenuItem{Label: s.tr(msgFeedbackSaveThisSearch), Icon: "search", Action: w.list.saved.ask})
	if _, there := w.list.saved.inUse(); there {
		cfg.More = append(cfg.More, widgets.MenuItem{Icon: "trash", Action: w.list.saved.remove,
			Label: s.tr(&goi18n.Message{ID: "ui.feedback.forget-this-search", Other: "Forget this search"})})
	}
	cfg.More = append(cfg.More, widgets.MenuItem{Separator: true},
		widgets.MenuItem{Label: s.tr(&goi18n.Message{ID: "ui.feedback.export-as-csv", Other: "Export as CSV"}), Icon: "export",
			Action: func() { w.list.export("feedback.csv", export.CSV) }},
		widgets.MenuItem{Label: s.tr(msgExportAsJSON), Icon: "export",
			Action: func() { w.list.export("feedback.json", export.JSON) }})
	return cfg
}

// feedbackLayout stacks the parts of the screen; list and item get what the others leave.
type feedbackLayout struct{}

const (
	feedbackLine = 7 // the separator's number among the parts
	feedbackRest = 8
)

// Layout resizes the last part to what the others leave.
func (l feedbackLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for i, o := range objects[:feedbackRest] {
		if !o.Visible() {
			continue
		}
		inset, gap := widgets.Unit(widgets.Space6), widgets.Unit(widgets.Space3)
		if i == 0 || i == feedbackLine {
			inset, gap = 0, 0
		}
		o.Resize(fyne.NewSize(size.Width-2*inset, o.Size().Height)) // texts that break know their height by their width
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(size.Width-2*inset, height))
		o.Move(fyne.NewPos(inset, y))
		y += height + gap
	}
	rest := objects[feedbackRest]
	rest.Move(fyne.NewPos(0, y))
	rest.Resize(fyne.NewSize(size.Width, max(size.Height-y, 0)))
}

// MinSize returns the head's width, and a little of the list.
func (l feedbackLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, widgets.Unit(100))
}

// widestLayout keeps the room of the widest of its objects, of which one shows, so that nothing beside them moves.
type widestLayout struct{}

// Layout resizes each to all the room.
func (widestLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

// MinSize returns the room of the widest, hidden or not.
func (widestLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var least fyne.Size
	for _, o := range objects {
		least = least.Max(o.MinSize())
	}
	return least
}
