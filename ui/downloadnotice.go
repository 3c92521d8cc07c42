package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadNotice says that quiet hours hold, until when, and offers to download all the same.
type downloadNotice struct {
	shell *Shell
	box   *fyne.Container
	shown string
	hours []downloads.Hours
	until time.Time
}

func newDownloadNotice(w *downloadsScreen) *downloadNotice {
	n := &downloadNotice{shell: w.shell, box: container.NewStack()}
	n.box.Hide()
	return n
}

// apply shows the notice while quiet hours keep something from going on.
func (n *downloadNotice) apply(v view) {
	text := ""
	if v.Queue.Quiet {
		n.hours, n.until = v.Queue.Settings.QuietHours, quietUntil(v.Queue.Settings.QuietHours, v.Now)
		text = n.shell.tr(&goi18n.Message{ID: "ui.downloads.quiet.text", Other: "Nothing is downloaded until {{.Time}}."},
			"Time", n.shell.clockText(n.until))
	}
	if text == n.shown {
		return
	}
	n.shown = text
	n.box.RemoveAll()
	widgets.ShowIf(text != "", n.box)
	if text != "" {
		n.box.Add(n.notice(text))
	}
}

func (n *downloadNotice) notice(text string) fyne.CanvasObject {
	cfg := widgets.NoticeConfig{Tone: widgets.ToneRun, Icon: "moon", Text: text,
		Lead: n.shell.tr(&goi18n.Message{ID: "ui.downloads.quiet.lead", Other: "Quiet hours"})}
	if n.shell.cfg.Session.Queues.Own() != nil {
		cfg.Button = &widgets.ButtonConfig{Text: n.shell.tr(msgDownloadNow), Tapped: n.downloadNow}
	}
	return widgets.NewNotice(cfg)
}

// downloadNow lifts the quiet hours until they end; from then on they hold as before. It is for this run of the app alone,
// so the queue of another process is left as it is.
func (n *downloadNotice) downloadNow() {
	s, hours := n.shell, n.hours
	queue := s.cfg.Session.Queues.Own()
	if n.shown == "" {
		return
	}
	if queue == nil {
		s.foot.say(s.tr(&goi18n.Message{ID: "ui.downloads.quiet.elsewhere",
			Other: "The terminal has the downloads now. Change the quiet hours in the settings."}))
		return
	}
	n.setHours(queue, nil)
	s.foot.say(s.tr(&goi18n.Message{ID: "ui.downloads.quiet.lifted", Other: "Quiet hours are off until {{.Time}}."}, "Time",
		s.clockText(n.until)))
	s.cfg.After(max(n.until.Sub(s.cfg.Clock()), time.Minute), func() { n.setHours(queue, hours) })
}

func (n *downloadNotice) setHours(queue session.Queue, hours []downloads.Hours) {
	s := n.shell
	act(s, s.lifetime, func(context.Context) error {
		settings := queue.Snapshot().Settings
		settings.QuietHours = hours
		return queue.SetSettings(settings)
	}, func(err error) {
		s.puller.wake()
		if err != nil {
			s.dialogs.tell(err)
		}
	})
}

// quietUntil returns when the quiet hours that hold now end; now where none do.
func quietUntil(hours []downloads.Hours, now time.Time) time.Time {
	local := now.Local()
	until := now
	for _, h := range hours {
		for _, days := range []int{0, -1} { // begun today, or yesterday
			day := time.Date(local.Year(), local.Month(), local.Day()+days, 0, 0, 0, 0, local.Location())
			from, to := atMinute(day, h.From), atMinute(day, h.To)
			if h.To <= h.From {
				to = atMinute(day.AddDate(0, 0, 1), h.To)
			}
			begins := len(h.Days) == 0 || slices.Contains(h.Days, day.Weekday())
			if begins && !local.Before(from) && local.Before(to) && to.After(until) {
				until = to
			}
		}
	}
	return until
}

// atMinute returns a time of a day by its clock, also on the days on which the clock is changed.
func atMinute(day time.Time, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), minute/60, minute%60, 0, 0, day.Location())
}
