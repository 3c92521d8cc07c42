package ui

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// listState is what the head of the screen depends on: it is set anew only when that is another.
type listState struct {
	known                       bool
	needs, queue, done          int
	running, paused, retry, one bool // there are such downloads; exactly the one pane with something chosen
}

func (w *downloadsScreen) listState() listState {
	state := listState{known: true, needs: len(w.groups.needs), queue: len(w.groups.queue), done: len(w.groups.done),
		one: !w.wide && len(w.selected) > 0}
	for _, e := range w.queue.Entries {
		switch {
		case e.State == downloads.Paused:
			state.paused = true
		case !isOver(e):
			state.running = true
		}
		state.retry = state.retry || canRetry(e)
	}
	return state
}

// showHeader says how many downloads there are, and offers what can be done with all of them.
func (w *downloadsScreen) showHeader() {
	state := w.listState()
	if state == w.told {
		return
	}
	w.told = state
	s := w.shell
	cfg := widgets.HeaderConfig{Title: s.tr(msgDownloads), Caption: w.caption(state), MoreText: s.tr(msgMore),
		Main: &widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.downloads.paste-link", Other: "Paste link"}), Icon: "link",
			Hint: s.tr(msgPasteLinkHint), Tapped: func() { askForLink(s) }}}
	if state.paused && !state.running {
		cfg.Plain = []widgets.ButtonConfig{{Text: s.tr(msgResumeAll), Icon: "play", Tapped: w.resumeAll}}
	} else {
		cfg.Plain = []widgets.ButtonConfig{{Text: s.tr(msgPauseAll), Icon: "pause", Tapped: w.pauseAll}}
	}
	cfg.More = w.moreItems(state)
	w.header.Set(cfg)
}

func (w *downloadsScreen) caption(state listState) string {
	tx := w.shell.texts
	return dots(
		counted(state.needs, tx.trn(&goi18n.Message{ID: "ui.downloads.count.needs-you", One: "{{.Count}} needs you",
			Other: "{{.Count}} need you"}, state.needs)),
		counted(state.queue, tx.tr(&goi18n.Message{ID: "ui.downloads.count.queue", Other: "{{.Count}} in the queue"},
			"Count", state.queue)),
		counted(state.done, tx.tr(&goi18n.Message{ID: "ui.downloads.count.done", Other: "{{.Count}} done"}, "Count", state.done)))
}

// moreItems is what More offers beside the buttons that found no room.
func (w *downloadsScreen) moreItems(state listState) []widgets.MenuItem {
	s := w.shell
	var items []widgets.MenuItem
	if state.one {
		items = append(items, widgets.MenuItem{Label: s.tr(msgDetails), Icon: "info", Action: w.showDetails},
			widgets.MenuItem{Separator: true})
	}
	if state.running && state.paused {
		items = append(items, widgets.MenuItem{Label: s.tr(msgResumeAll), Icon: "play", Action: w.resumeAll})
	}
	return append(items,
		widgets.MenuItem{Label: s.tr(&goi18n.Message{ID: "ui.downloads.retry-all", Other: "Try all again"}), Icon: "refresh",
			Disabled: !state.retry, Action: w.retryAll},
		widgets.MenuItem{Label: s.tr(&goi18n.Message{ID: "ui.downloads.search-downloads", Other: "Search downloads"}),
			Icon: "search", Key: s.shortcutName("F"), Action: w.find},
		widgets.MenuItem{Label: s.tr(msgClearFinished), Icon: "check", Disabled: state.done == 0, Action: w.clearFinished})
}

func (w *downloadsScreen) pauseAll() {
	w.actions.doMarked(markPausing, nil, func(q session.Queue) error { return q.Pause() })
}

func (w *downloadsScreen) resumeAll() {
	w.actions.doMarked(markResuming, nil, func(q session.Queue) error { return q.Resume() })
}

func (w *downloadsScreen) retryAll() {
	w.actions.doMarked(markRetrying, nil, func(q session.Queue) error { return q.Retry() })
}

// clearFinished takes what is done off the list; the files stay.
func (w *downloadsScreen) clearFinished() {
	var done []*downloads.Entry
	for _, e := range w.queue.Entries {
		if isOver(e) && !needsPerson(e) && !w.shell.hidden[e.ID] {
			done = append(done, e)
		}
	}
	if len(done) == 0 {
		w.shell.foot.say(
			w.shell.tr(&goi18n.Message{ID: "ui.downloads.nothing-is-finished-yet", Other: "Nothing is finished yet."}))
		return
	}
	w.actions.takeOff(done, w.shell.trn(&goi18n.Message{ID: "ui.downloads.cleared",
		One:   "Took {{.Count}} finished download off the list. The file stays.",
		Other: "Took {{.Count}} finished downloads off the list. The files stay."}, len(w.groups.done)))
}

func counted(n int, text string) string {
	if n <= 0 {
		return ""
	}
	return text
}
