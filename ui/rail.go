package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/ui/widgets"
)

// rail is the list of screens at the left of a ready person's window.
type rail struct {
	shell   *Shell
	box     *fyne.Container
	areas   []area
	buttons []*widgets.StockButton
	names   []string
}

func newRail(s *Shell) *rail {
	r := &rail{shell: s}
	list := container.NewVBox()
	add := func(p area, name string, icon fyne.Resource) {
		b := widgets.NewStockButton(name, icon, func() { s.goTo(p) })
		b.Alignment = widget.ButtonAlignLeading
		r.areas, r.buttons, r.names = append(r.areas, p), append(r.buttons, b), append(r.names, name)
		list.Add(b)
	}
	add(areaPackages, s.tr(msgPackages), theme.StorageIcon())
	add(areaDownloads, s.tr(msgDownloads), theme.DownloadIcon())
	add(areaFeedback, s.tr(msgFeedback), theme.MailComposeIcon())
	add(areaHelp, s.tr(msgHelp), theme.HelpIcon())
	add(areaAccount, s.tr(msgAccount), theme.AccountIcon())
	add(areaSettings, s.tr(msgSettings), theme.SettingsIcon())
	programs := widgets.NewStockQuietButton(s.tr(msgPrograms), theme.HomeIcon(), func() { s.goTo(areaWelcome) })
	programs.Alignment = widget.ButtonAlignLeading
	side := container.New(railLayout{s}, container.NewBorder(nil, programs, nil, nil, list))
	r.box = container.NewBorder(nil, nil, nil, widget.NewSeparator(), container.NewPadded(side))
	r.box.Hide()
	return r
}

func (r *rail) show(shown bool) {
	if r.box.Visible() != shown {
		widgets.ShowIf(shown, r.box)
		r.shell.frame.Refresh()
	}
}

// apply marks the open screen and puts the count of unfinished downloads beside their name.
func (r *rail) apply(v view) {
	open := r.shell.area
	switch open {
	case areaJourney, areaEngagements:
		open = areaPackages
	case areaReading, areaSignIn:
		open = areaAccount
	}
	for i, b := range r.buttons {
		text, importance := r.names[i], widget.LowImportance
		if r.areas[i] == open {
			importance = widget.HighImportance
		}
		if r.areas[i] == areaDownloads {
			if n := countUnfinished(v.Queue); n > 0 {
				text = r.shell.tr(msgRailBadge, "Name", text, "Count", n)
			}
		}
		if b.Text == text && b.Importance == importance {
			continue
		}
		b.Text, b.Importance = text, importance
		b.Refresh()
	}
}

// railLayout keeps the rail as wide as its widest badge, so that the screen beside it does not move.
type railLayout struct{ shell *Shell }

func (l railLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	widest := widget.NewButtonWithIcon(l.shell.tr(msgRailBadge, "Name", l.shell.tr(msgDownloads), "Count", 9999),
		theme.DownloadIcon(), nil)
	return objects[0].MinSize().Max(fyne.NewSize(widest.MinSize().Width, 0))
}

func (railLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}
