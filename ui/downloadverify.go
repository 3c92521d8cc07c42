package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

var (
	msgVerifyAgain = &goi18n.Message{ID: "ui.downloads.verify-again", Other: "Verify again"}
	msgSaveAs      = &goi18n.Message{ID: "ui.downloads.save-as", Other: "Save a copy as…"}
)

// verify reads a finished file again and mends what is damaged.
func (a *downloadActions) verify(e *downloads.Entry) {
	queue := a.shell.cfg.Session.Queues.Current()
	if queue == nil {
		return
	}
	a.shell.foot.say(
		a.shell.tr(&goi18n.Message{ID: "ui.downloads.reading-the-file-again", Other: "Reading the file again…"}))
	work(a.shell, a.shell.lifetime, func(ctx context.Context) (downloads.Report, error) {
		return queue.Verify(ctx, e.ID, true)
	},
		func(report downloads.Report, err error) {
			a.shell.puller.wake()
			if err != nil {
				a.shell.dialogs.tell(err)
				return
			}
			a.shell.dialogs.ask(question{title: a.shell.tr(&goi18n.Message{ID: "ui.downloads.verified-again",
				Other: "Verified again"}), text: a.shell.reportText(report), cancel: a.shell.tr(msgClose)})
		})
}

func (tx texts) reportText(r downloads.Report) string {
	switch {
	case r.Repaired:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.verify.repaired",
			Other: "{{.Checked}} were read. {{.Fetched}} were damaged and have been fetched again; the file is right now."},
			"Checked", tx.bytesText(r.Checked), "Fetched", tx.bytesText(r.Fetched))
	case r.OK:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.verify.right",
			Other: "{{.Checked}} were read. Every byte is right."}, "Checked", tx.bytesText(r.Checked))
	default:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.verify.wrong",
			Other: "The file is not what it should be. Download it again."})
	}
}

// showLog shows what happened to a download, line by line.
func (a *downloadActions) showLog(e *downloads.Entry) {
	s := a.shell
	queue := s.cfg.Session.Queues.Current()
	if queue == nil {
		return
	}
	work(s, a.screen.life, func(context.Context) ([]downloads.Line, error) { return queue.Log(e.ID), nil },
		func(lines []downloads.Line, _ error) {
			var text strings.Builder
			for _, line := range lines {
				text.WriteString(s.secondText(line.Time) + "  " + line.Text + "\n")
			}
			s.dialogs.ask(question{title: s.tr(&goi18n.Message{ID: "ui.downloads.log-of-this-download",
				Other: "Log of this download"}), content: container.NewVScroll(widgets.SelectableText(text.String())),
				width: 640, height: 420, cancel: s.tr(msgClose), main: s.tr(&goi18n.Message{ID: "ui.downloads.copy-log",
					Other: "Copy log"}), onMain: func() bool {
					s.copyText(text.String())
					return false
				}})
		})
}

// askForLimit asks for the speed limit of one download.
func (a *downloadActions) askForLimit(e *downloads.Entry) {
	s := a.shell
	text := ""
	if e.Limit > 0 {
		text = limitText(e.Limit)
	}
	field := widgets.NewField(widgets.FieldConfig{Label: s.tr(msgSpeedLimit), Text: text, Placeholder: s.tr(msgSpeedLimitNone),
		Hint: s.tr(&goi18n.Message{ID: "ui.downloads.speed-limit.hint", Other: "Empty means no limit of its own."})})
	s.dialogs.ask(question{title: s.tr(&goi18n.Message{ID: "ui.downloads.limit.title", Other: "Speed limit of this download"}),
		content: field.Box, first: field.Input, main: s.tr(&goi18n.Message{ID: "ui.downloads.limit.set", Other: "Set the limit"}),
		onMain: func() bool {
			limit, ok := parseLimit(field.Text())
			if !ok {
				field.SetError(s.tr(msgSpeedLimitWrong))
				return false
			}
			if limit != e.Limit {
				a.do(func(q session.Queue) error { return q.SetLimit(limit, e.ID) })
			}
			return true
		}})
}
