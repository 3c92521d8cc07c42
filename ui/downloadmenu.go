package ui

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// Names of keys, as they stand in a menu.
var (
	msgKeySpace  = &goi18n.Message{ID: "ui.keys.space", Other: "Space"}
	msgKeyDelete = &goi18n.Message{ID: "ui.keys.delete", Other: "Del"}
	msgKeyEnter  = &goi18n.Message{ID: "ui.keys.enter", Other: "Enter"}
	msgKeyUp     = &goi18n.Message{ID: "ui.keys.up", Other: "Up"}
	msgKeyDown   = &goi18n.Message{ID: "ui.keys.down", Other: "Down"}
	msgKeyHome   = &goi18n.Message{ID: "ui.keys.home", Other: "Home"}
	msgKeyEnd    = &goi18n.Message{ID: "ui.keys.end", Other: "End"}
)

// menu is the context menu of the chosen downloads.
func (a *downloadActions) menu(entries []*downloads.Entry) widgets.MenuOptions {
	options := widgets.MenuOptions{Label: a.shell.tr(msgDownloads), Items: a.menuItems(entries)}
	if len(entries) == 1 {
		options.Label = entries[0].Title
	}
	return options
}

func (a *downloadActions) menuItems(entries []*downloads.Entry) []widgets.MenuItem {
	switch len(entries) {
	case 0:
		return nil
	case 1:
		return a.itemsOfOne(entries[0])
	default:
		return a.itemsOfSeveral(entries)
	}
}

func (a *downloadActions) itemsOfOne(e *downloads.Entry) []widgets.MenuItem {
	s := a.shell
	var items []widgets.MenuItem
	if !a.screen.wide && a.screen.pane.Depth() == 1 {
		items = append(items, widgets.MenuItem{Label: s.tr(msgDetails), Icon: "info", Action: a.screen.showDetails})
	}
	if main := a.main(e); main.text != nil {
		items = append(items, widgets.MenuItem{Label: s.tr(main.text), Icon: main.icon, Key: s.tr(msgKeyEnter),
			Action: func() { a.open(e) }})
	}
	items = append(items, a.furtherItems(e)...)
	items = append(items, widgets.MenuItem{Separator: true}, a.copyLinkItem(e.Origin != "", func() { a.copyLinks([]*downloads.Entry{e}) }),
		a.copyHashItem(e.SHA256 != "", func() { a.copyHashes([]*downloads.Entry{e}) }))
	items = append(items, a.orderItems(e)...)
	items = append(items, widgets.MenuItem{Separator: true},
		widgets.MenuItem{Label: s.tr(msgShowLog), Icon: "text", Action: func() { a.showLog(e) }})
	return append(items, widgets.MenuItem{Label: s.tr(msgRemove), Icon: "trash", Key: s.tr(msgKeyDelete), Stop: true,
		Action: func() { a.remove([]*downloads.Entry{e}) }})
}

// furtherItems is what a download's state allows beside the obvious.
func (a *downloadActions) furtherItems(e *downloads.Entry) []widgets.MenuItem {
	s := a.shell
	var items []widgets.MenuItem
	if canPause(e) && a.main(e).text != msgPause {
		items = append(items, widgets.MenuItem{Label: s.tr(msgPause), Icon: "pause", Key: s.tr(msgKeySpace), Action: func() { a.pause(e) }})
	}
	if needsPerson(e) && a.main(e).text != msgTryAgain {
		items = append(items, widgets.MenuItem{Label: s.tr(msgTryAgain), Icon: "refresh", Action: func() { a.retry(e) }})
	}
	if e.State == downloads.Done {
		return append(items, widgets.MenuItem{Label: s.tr(msgVerifyAgain), Icon: "shield", Action: func() { a.verify(e) }},
			widgets.MenuItem{Label: s.tr(msgSaveAs), Icon: "export", Action: func() { a.saveAs(e) }})
	}
	if !isOver(e) {
		items = append(items, widgets.MenuItem{Label: s.tr(&goi18n.Message{ID: "ui.downloads.limit.menu", Other: "Speed limit…"}),
			Icon: "gauge", Action: func() { a.askForLimit(e) }})
	}
	return append(items, widgets.MenuItem{Label: s.tr(msgOpenFolder), Icon: "folder", Action: func() { a.openFolder(e) }})
}

func (a *downloadActions) copyLinkItem(some bool, do func()) widgets.MenuItem {
	return widgets.MenuItem{Label: a.shell.tr(msgCopyLink), Icon: "link", Key: a.shell.shortcutName("C"), Disabled: !some, Action: do}
}

func (a *downloadActions) copyHashItem(some bool, do func()) widgets.MenuItem {
	return widgets.MenuItem{Label: a.shell.tr(&goi18n.Message{ID: "ui.downloads.copy-sha-256", Other: "Copy SHA-256"}), Icon: "copy",
		Key: a.shell.shortcutName(a.shell.tr(&goi18n.Message{ID: "ui.keys.shift", Other: "Shift {{.Key}}"}, "Key", "C")), Disabled: !some, Action: do}
}

// orderItems puts a download elsewhere in the queue.
func (a *downloadActions) orderItems(e *downloads.Entry) []widgets.MenuItem {
	group := a.screen.groups.queue
	at := -1
	for i, other := range group {
		if other.ID == e.ID {
			at = i
		}
	}
	if at < 0 || len(group) < 2 {
		return nil
	}
	s, last := a.shell, len(group)-1
	item := func(label, key *goi18n.Message, to int) widgets.MenuItem {
		return widgets.MenuItem{Label: s.tr(label), Key: s.altKeyText(s.tr(key)), Disabled: to == at || to < 0 || to > last,
			Action: func() { a.move(e, to) }}
	}
	up := item(&goi18n.Message{ID: "ui.downloads.move-up", Other: "Move up"}, msgKeyUp, at-1)
	up.Icon = "arrowup"
	return []widgets.MenuItem{{Separator: true},
		item(&goi18n.Message{ID: "ui.downloads.move-first", Other: "Move to the front"}, msgKeyHome, 0), up,
		item(&goi18n.Message{ID: "ui.downloads.move-down", Other: "Move down"}, msgKeyDown, at+1),
		item(&goi18n.Message{ID: "ui.downloads.move-last", Other: "Move to the end"}, msgKeyEnd, last)}
}

// severalAction is what can be done with several downloads at once: the words have their number.
type severalAction struct {
	text    *goi18n.Message
	icon    string
	key     *goi18n.Message
	stop    bool
	entries []*downloads.Entry // that it is about
	do      func()
}

// forSeveral returns what can be done with all of several downloads.
func (a *downloadActions) forSeveral(entries []*downloads.Entry) []severalAction {
	running, paused, retry := only(entries, canPause), only(entries, isPaused), only(entries, canRetry)
	all := []severalAction{
		{&goi18n.Message{ID: "ui.downloads.several.pause", One: "Pause {{.Count}} download", Other: "Pause {{.Count}} downloads"},
			"pause", msgKeySpace, false, running, func() { a.pause(running...) }},
		{&goi18n.Message{ID: "ui.downloads.several.resume", One: "Resume {{.Count}} download", Other: "Resume {{.Count}} downloads"},
			"play", nil, false, paused, func() { a.resume(paused...) }},
		{&goi18n.Message{ID: "ui.downloads.several.retry", One: "Try {{.Count}} download again", Other: "Try {{.Count}} downloads again"},
			"refresh", nil, false, retry, func() { a.retry(retry...) }},
		{&goi18n.Message{ID: "ui.downloads.several.remove", One: "Remove {{.Count}} download", Other: "Remove {{.Count}} downloads"},
			"trash", msgKeyDelete, true, entries, func() { a.remove(entries) }},
	}
	var possible []severalAction
	for _, action := range all {
		if len(action.entries) > 0 {
			possible = append(possible, action)
		}
	}
	return possible
}

func (a *downloadActions) itemsOfSeveral(entries []*downloads.Entry) []widgets.MenuItem {
	s := a.shell
	var items []widgets.MenuItem
	for _, action := range a.forSeveral(entries) {
		item := widgets.MenuItem{Label: s.trn(action.text, len(action.entries)), Icon: action.icon, Stop: action.stop, Action: action.do}
		if action.key != nil {
			item.Key = s.tr(action.key)
		}
		items = append(items, item)
	}
	return append(items, widgets.MenuItem{Separator: true}, a.copyLinkItem(true, func() { a.copyLinks(entries) }),
		a.copyHashItem(true, func() { a.copyHashes(entries) }))
}
