package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// notices stand above the screen of a ready person: what has to be answered or will end soon, though
// nothing waits for it yet.
type notices struct {
	shell *Shell
	box   *fyne.Container
	shown int64 // version of the snapshot that is shown
	area  area
}

func newNotices(s *Shell) *notices {
	n := &notices{shell: s, box: container.NewVBox(), shown: -1}
	n.box.Hide()
	return n
}

// apply shows what the snapshot calls for.
func (n *notices) apply(v view) {
	if v.Session.Version == n.shown && n.area == n.shell.area {
		return
	}
	n.shown, n.area = v.Session.Version, n.shell.area
	n.box.RemoveAll()
	if n.shell.ready() && n.area != areaReading && n.area != areaWelcome && v.Session.Status != nil {
		n.fill(*v.Session.Status)
	}
	widgets.ShowIf(len(n.box.Objects) > 0, n.box)
	n.shell.frame.Refresh()
}

func (n *notices) fill(status api.Status) {
	for _, a := range status.Agreements {
		if a.Required && a.Changed && !a.Blocking && a.Decision == api.Undecided {
			n.add(n.shell.changedText(a), widgets.NewStockMainButton(n.shell.tr(msgReadAndAnswer), theme.DocumentIcon(),
				func() { n.shell.read(a.ID) }))
		}
	}
	for _, i := range status.Invitations {
		n.add(n.shell.tr(&goi18n.Message{ID: "ui.notices.invites-you", Other: "{{.From}} invites you: {{.Title}}"},
			"From", i.From, "Title", i.Title), widgets.NewStockMainButton(
			n.shell.tr(msgAcceptTheInvitation), theme.ConfirmIcon(), func() { n.accept(i.ID) }))
	}
	if days := status.Access.Warning; days > 0 {
		n.add(
			n.shell.tr(&goi18n.Message{ID: "ui.notices.lapses",
				Other: "Your access ends on {{.Date}} because it was not used for long. Any use of the program keeps it."},
				"Date", n.shell.dayText(status.Access.Lapses)), nil)
	}
}

func (tx texts) changedText(a api.AgreementState) string {
	if a.Grace == nil || a.Grace.IsZero() {
		return tx.tr(&goi18n.Message{ID: "ui.notices.new-version", Other: "“{{.Title}}” has a new version."}, "Title",
			a.Title)
	}
	return tx.tr(&goi18n.Message{ID: "ui.notices.new-version-grace",
		Other: "“{{.Title}}” has a new version. Downloads go on under the one you accepted until {{.Date}}."},
		"Title", a.Title, "Date", tx.dayText(*a.Grace))
}

func (n *notices) add(text string, action fyne.CanvasObject) {
	icon := container.NewCenter(widget.NewIcon(theme.NewWarningThemedResource(theme.WarningIcon())))
	line := container.NewBorder(nil, nil, icon, nil, widgets.Wrapped(text))
	if action != nil {
		line = container.NewBorder(nil, nil, icon, container.NewCenter(action), widgets.Wrapped(text))
	}
	n.box.Add(widgets.Panel(line))
}

func (n *notices) accept(invitation string) {
	current := n.shell.session.Load()
	act(n.shell, n.shell.lifetime, func(ctx context.Context) error { return current.Access.AcceptInvitation(ctx, invitation) },
		func(err error) {
			n.shell.puller.wake()
			if err != nil {
				n.shell.dialogs.tell(err)
			}
		})
}
