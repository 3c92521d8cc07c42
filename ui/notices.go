package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// notices stand above the screen of a ready person: what has to be answered or will end soon, though
// nothing waits for it yet.
type notices struct {
	shell *Shell
	box   *fyne.Container
	list  *fyne.Container
	shown int64 // version of the snapshot that is shown
	area  area
}

func newNotices(s *Shell) *notices {
	n := &notices{shell: s, list: widgets.VBox(widgets.Space2), shown: -1}
	page := widgets.NewScroll(widgets.Padded(widgets.Padding{Top: widgets.Space3, Right: widgets.Space6,
		Left: widgets.Space6}, n.list))
	n.box = container.New(&asHighAsContent{page}, page)
	n.box.Hide()
	return n
}

// asHighAsContent asks for the height of what a scroll holds, so that it scrolls only where it is given less.
type asHighAsContent struct{ page *widgets.Scroll }

// MinSize is as high as the content.
func (l *asHighAsContent) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.page.MinSize().Width, l.page.Content.MinSize().Height)
}

// Layout gives the scroll all room.
func (l *asHighAsContent) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.page.Move(fyne.Position{})
	l.page.Resize(size)
}

// apply shows what the snapshot calls for.
func (n *notices) apply(v view) {
	if v.Session.Version == n.shown && n.area == n.shell.area {
		return
	}
	n.shown, n.area = v.Session.Version, n.shell.area
	before := len(n.list.Objects)
	n.list.RemoveAll()
	if n.shell.ready() && n.area != areaReading && n.area != areaWelcome && v.Session.Status != nil {
		n.fill(*v.Session.Status)
	}
	if before == 0 && len(n.list.Objects) == 0 {
		return
	}
	widgets.ShowIf(len(n.list.Objects) > 0, n.box)
	n.shell.frame.Refresh()
}

func (n *notices) fill(status api.Status) {
	for _, a := range status.Agreements {
		if a.Required && a.Changed && !a.Blocking && a.Decision == api.Undecided {
			n.add(n.shell.changedText(a), n.shell.tr(msgReadAndAnswer), func() { n.shell.read(a.ID) })
		}
	}
	for _, i := range status.Invitations {
		n.add(n.shell.tr(&goi18n.Message{ID: "ui.notices.invites-you", Other: "{{.From}} invites you: {{.Title}}"},
			"From", i.From, "Title", i.Title), n.shell.tr(msgAcceptTheInvitation), func() { n.accept(i.ID) })
	}
	if days := status.Access.Warning; days > 0 {
		n.add(
			n.shell.tr(&goi18n.Message{ID: "ui.notices.lapses",
				Other: "Your access ends on {{.Date}} because it was not used for long. Any use of the program keeps it."},
				"Date", n.shell.dayText(status.Access.Lapses)), "", nil)
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

// add shows a notice with at most one button.
func (n *notices) add(text, button string, do func()) {
	cfg := widgets.NoticeConfig{Tone: widgets.ToneWait, Text: text}
	if do != nil {
		cfg.Button = &widgets.ButtonConfig{Text: button, Tapped: do}
	}
	n.list.Add(widgets.NewNotice(cfg))
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
