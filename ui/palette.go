package ui

import (
	"context"
	"strconv"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// The command palette: everything that can be gone to or done, by its name.

// paletteSource is a screen that offers entries of its own, which come first.
type paletteSource interface {
	paletteEntries() []widgets.PaletteEntry
}

// palette is the command palette.
type palette struct{ shell *Shell }

// open shows it.
func (p palette) open() {
	s := p.shell
	title := s.tr(&goi18n.Message{ID: "ui.palette.label", Other: "Go to or do"})
	widgets.OpenPalette(s.win.Canvas(), widgets.PaletteOptions{Label: title,
		Placeholder: s.tr(&goi18n.Message{ID: "ui.palette.placeholder", Other: "Search actions, packages, settings and guides"}),
		Nothing:     s.tr(&goi18n.Message{ID: "ui.palette.nothing", Other: "Nothing matches"}),
		Escape:      "Esc", Entries: p.entries})
}

// entries are what the screen offers, then what is the same everywhere.
func (p palette) entries() []widgets.PaletteEntry {
	var entries []widgets.PaletteEntry
	if source, ok := p.shell.screen.(paletteSource); ok {
		entries = source.paletteEntries()
	}
	entries = append(entries, p.screenEntries()...)
	entries = append(entries, p.queueEntries()...)
	entries = append(entries, p.programEntries()...)
	return append(entries, p.guideEntries()...)
}

// screenEntries are the screens.
func (p palette) screenEntries() []widgets.PaletteEntry {
	s := p.shell
	kind := s.tr(&goi18n.Message{ID: "ui.palette.screen", Other: "Screen"})
	var entries []widgets.PaletteEntry
	for i, e := range s.rail.entry {
		if !s.ready() && (e.area == areaPackages || e.area == areaFeedback) {
			continue
		}
		entry := widgets.PaletteEntry{Title: e.name, Kind: kind, Icon: e.icon, Action: func() { s.goTo(e.area) }}
		if s.ready() {
			entry.Key = s.shortcutName(strconv.Itoa(i + 1))
		}
		entries = append(entries, entry)
	}
	if s.ready() {
		entries = append(entries, widgets.PaletteEntry{Title: s.tr(msgEngagements), Kind: kind, Icon: "people",
			Action: func() { s.goTo(areaEngagements) }})
	}
	return append(entries, widgets.PaletteEntry{Title: s.tr(msgPrograms), Kind: kind, Icon: "building",
		Action: func() { s.goTo(areaWelcome) }})
}

// queueEntries are what can be done with all downloads.
func (p palette) queueEntries() []widgets.PaletteEntry {
	s := p.shell
	kind := s.tr(msgDownloads)
	entries := []widgets.PaletteEntry{{Title: s.tr(&goi18n.Message{ID: "ui.palette.paste-link", Other: "Download a link"}),
		Kind: kind, Icon: "link", Key: s.shortcutName("V"), Action: func() { askForLink(s) }}}
	if len(s.view.Queue.Entries) == 0 {
		return entries
	}
	return append(entries,
		widgets.PaletteEntry{Title: s.tr(&goi18n.Message{ID: "ui.palette.pause-all", Other: "Pause all downloads"}), Kind: kind,
			Icon: "pause", Action: func() { s.orderAll(func(q session.Queue) error { return q.Pause() }) }},
		widgets.PaletteEntry{Title: s.tr(&goi18n.Message{ID: "ui.palette.resume-all", Other: "Resume all downloads"}),
			Kind: kind, Icon: "play", Action: func() { s.orderAll(func(q session.Queue) error { return q.Resume() }) }})
}

// orderAll sends an order to the queue that is in use.
func (s *Shell) orderAll(order func(session.Queue) error) {
	queue := s.cfg.Session.Queues.Current()
	if queue == nil {
		return
	}
	submit(s, s.lifetime, func(context.Context) error { return order(queue) }, func(err error) {
		if err != nil {
			s.dialogs.tell(err)
		}
	})
}

// programEntries are the programs and the accounts of the one in use.
func (p palette) programEntries() []widgets.PaletteEntry {
	s := p.shell
	kind := s.tr(msgPrograms)
	var entries []widgets.PaletteEntry
	for _, info := range s.cfg.Session.Programs() {
		open := func() { s.useProgram(info.Name) }
		if info.Kind == api.KindPortal {
			open = func() { s.guides.open(info.Name) }
		}
		entries = append(entries, widgets.PaletteEntry{Title: programName(info), Kind: kind, Icon: "box", Action: open})
	}
	if s.session.Load() == nil {
		return entries
	}
	for _, a := range s.view.Session.Candidates {
		entries = append(entries, widgets.PaletteEntry{Title: a.Address, Kind: s.tr(msgAccount), Icon: "person",
			Action: func() { s.useAccount(a.ID) }})
	}
	return entries
}

// guideEntries are the guides in the person's language.
func (p palette) guideEntries() []widgets.PaletteEntry {
	s := p.shell
	kind := s.tr(&goi18n.Message{ID: "ui.palette.guide", Other: "Guide"})
	var entries []widgets.PaletteEntry
	for _, g := range guide.List(s.tag()) {
		entries = append(entries, widgets.PaletteEntry{Title: g.Title, Kind: kind, Icon: "help",
			Action: func() { s.guides.open(g.ID) }})
	}
	return entries
}
