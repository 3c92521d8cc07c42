package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/ui/widgets"
)

// rail is the list of screens of a ready person's window: at its left, wide or narrow, or as a bar at its foot. The
// first object is the program switcher, the last ones (the pulse card, Account and Settings) stand at the bottom.
type rail struct {
	shell  *Shell
	box    *fyne.Container // the ground, the list, and the line beside it
	list   *fyne.Container
	scroll *widgets.Scroll
	layout *widgets.RailLayout
	entry  []railEntry
	card   *programSwitcher
	pulse  *pulse
	badges map[area]widgets.BadgeConfig // numbers beside the words; shown by apply
}

// railEntry is a screen of the rail.
type railEntry struct {
	area area
	name string
	icon string
	item *widgets.RailItem // nil where it is in More
}

// railFeet is how many entries of the rail stand at its bottom.
const railFeet = 2

func newRail(s *Shell) *rail {
	r := &rail{shell: s, badges: map[area]widgets.BadgeConfig{}, layout: &widgets.RailLayout{}}
	r.entry = []railEntry{
		{area: areaPackages, name: s.tr(msgPackages), icon: "box"},
		{area: areaDownloads, name: s.tr(msgDownloads), icon: "download"},
		{area: areaFeedback, name: s.tr(msgFeedback), icon: "chat"},
		{area: areaHelp, name: s.tr(msgHelp), icon: "help"},
		{area: areaAccount, name: s.tr(msgAccount), icon: "person"},
		{area: areaSettings, name: s.tr(msgSettings), icon: "sliders"},
	}
	r.list = container.New(r.layout)
	r.scroll = widgets.NewScroll(r.list)
	ground := widgets.NewGround(widgets.Paint{Fill: widgets.ColorWindow})
	r.box = container.NewStack(ground, edged(edgeRight, r.scroll))
	r.box.Hide()
	r.build()
	return r
}

// setMode takes another form.
func (r *rail) setMode(mode widgets.RailMode) {
	if mode == r.layout.Mode {
		return
	}
	r.layout.Mode = mode
	if mode == widgets.RailBar {
		r.box.Objects[1] = edged(edgeTop, r.list)
	} else {
		r.scroll.Content = r.list
		r.box.Objects[1] = edged(edgeRight, r.scroll)
	}
	r.build()
	r.apply(r.shell.view)
	r.box.Refresh()
}

// build makes the items anew, in the form that the rail has.
func (r *rail) build() {
	mode := r.layout.Mode
	r.card, r.pulse = newProgramSwitcher(r.shell, mode != widgets.RailWide), newPulse(r.shell, mode)
	r.list.RemoveAll()
	r.list.Add(r.card.box)
	r.layout.Head, r.layout.Foot = 1, railFeet+1
	first := len(r.entry) - railFeet
	for i := range r.entry {
		r.entry[i].item = nil
		if i == first {
			r.list.Add(r.pulse.box)
		}
		if i < first || mode != widgets.RailBar {
			r.entry[i].item = r.newItem(&r.entry[i])
			r.list.Add(r.entry[i].item)
		}
	}
	if mode == widgets.RailBar {
		r.list.Add(r.newMore())
	}
	r.list.Refresh()
}

func (r *rail) newItem(e *railEntry) *widgets.RailItem {
	return widgets.NewRailItem(widgets.RailConfig{Icon: e.icon, Word: e.name, Narrow: r.layout.Mode != widgets.RailWide,
		Say: func() string { return r.say(e) }, Tapped: func() { r.shell.goTo(e.area) }})
}

// newMore is the last item of the bar, which holds those that found no room.
func (r *rail) newMore() fyne.CanvasObject {
	var more *widgets.RailItem
	more = widgets.NewRailItem(widgets.RailConfig{Icon: "more", Word: r.shell.tr(msgMore), Narrow: true, Tapped: func() {
		var items []widgets.MenuItem
		for _, e := range r.entry {
			if e.item == nil {
				items = append(items, widgets.MenuItem{Label: e.name, Icon: e.icon,
					Action: func() { r.shell.goTo(e.area) }})
			}
		}
		r.shell.openMenuAt(more, r.shell.tr(msgMore), items)
	}})
	return more
}

// say is what a screen reader says of an entry: "Downloads, 2 need you, chosen".
func (r *rail) say(e *railEntry) string {
	parts := []string{e.name}
	if badge := r.badges[e.area]; badge.Count > 0 {
		count := r.shell.trn(&goi18n.Message{ID: "ui.rail.waiting", One: "{{.Count}} new", Other: "{{.Count}} new"},
			badge.Count)
		if badge.Needs {
			count = r.shell.trn(&goi18n.Message{ID: "ui.rail.needs-you", One: "{{.Count}} needs you",
				Other: "{{.Count}} need you"}, badge.Count)
		}
		parts = append(parts, count)
	}
	if e.item != nil && e.item.Chosen() {
		parts = append(parts, r.shell.tr(&goi18n.Message{ID: "ui.rail.chosen", Other: "chosen"}))
	}
	return r.shell.list(parts...)
}

func (r *rail) show(shown bool) {
	if r.box.Visible() != shown {
		widgets.ShowIf(shown, r.box)
		r.shell.frame.Refresh()
	}
}

// apply marks the open screen and shows how many downloads need the person and how those that run go.
func (r *rail) apply(v view) {
	open := r.shell.area
	switch open {
	case areaJourney, areaEngagements:
		open = areaPackages
	case areaReading, areaSignIn:
		open = areaAccount
	}
	r.badges[areaDownloads] = widgets.BadgeConfig{Count: countNeedy(v.Queue), Needs: true}
	for _, e := range r.entry {
		if e.item != nil {
			e.item.SetChosen(e.area == open)
			e.item.SetBadge(r.badges[e.area])
		}
	}
	r.card.apply(v)
	r.pulse.apply(v, open != areaDownloads)
}
