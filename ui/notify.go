package ui

import (
	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
)

// notifier tells the system when downloads end or need the person, while the window has no focus. It sends
// fixed sentences and counts alone: on one system a notification goes through a script, so no text of a
// server may get there. Many ends at once make one notification, since it looks only at snapshots.
type notifier struct{ started bool }

// look compares two snapshots.
func (n *notifier) look(s *Shell, before, now view) {
	defer func() { n.started = true }()
	if !n.started || s.puller.focused.Load() {
		return
	}
	finished := countState(now.Queue, downloads.Done) - countState(before.Queue, downloads.Done)
	if finished > 0 && countActive(now.Queue) == 0 {
		n.send(s, s.tr(&goi18n.Message{ID: "ui.notify.finished", Other: "Downloads have finished."}))
		return
	}
	if countNeedy(now.Queue) > countNeedy(before.Queue) {
		n.send(s, s.tr(&goi18n.Message{ID: "ui.notify.waits-for-you", Other: "A download waits for you."}))
	}
}

func (n *notifier) send(s *Shell, sentence string) {
	s.cfg.App.SendNotification(fyne.NewNotification(s.tr(msgProgramConnect), sentence))
}
