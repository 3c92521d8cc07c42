package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/internal/api"
)

// notices stand above the screen of a ready person: what has to be answered or will end soon, though
// nothing waits for it yet.
type notices struct {
	shell *Shell
	box   *fyne.Container
	shown int64 // version of the snapshot that is shown
	place place
}

func newNotices(s *Shell) *notices {
	n := &notices{shell: s, box: container.NewVBox(), shown: -1}
	n.box.Hide()
	return n
}

// apply shows what the snapshot calls for.
func (n *notices) apply(v view) {
	if v.Session.Version == n.shown && n.place == n.shell.place {
		return
	}
	n.shown, n.place = v.Session.Version, n.shell.place
	n.box.RemoveAll()
	if n.shell.ready() && n.place != placeReading && n.place != placeWelcome && v.Session.Status != nil {
		n.fill(*v.Session.Status)
	}
	showIf(len(n.box.Objects) > 0, n.box)
	n.shell.frame.Refresh()
}

func (n *notices) fill(status api.Status) {
	for _, a := range status.Agreements {
		if a.Required && a.Changed && !a.Blocking && a.Decision == api.Undecided {
			n.add(changedText(a), newMainButton(tr("Read and answer"), theme.DocumentIcon(), func() { n.shell.read(a.ID) }))
		}
	}
	for _, i := range status.Invitations {
		n.add(tr("%s invites you: %s", i.From, i.Title), newMainButton(tr("Accept the invitation"), theme.ConfirmIcon(), func() { n.accept(i.ID) }))
	}
	if days := status.Access.Warning; days > 0 {
		n.add(tr("Your access ends on %s because it was not used for long. Any use of the program keeps it.", dayText(status.Access.Lapses)), nil)
	}
}

func changedText(a api.AgreementState) string {
	if a.Grace == nil || a.Grace.IsZero() {
		return tr("“%s” has a new version.", a.Title)
	}
	return tr("“%s” has a new version. Downloads go on under the one you accepted until %s.", a.Title, dayText(*a.Grace))
}

func (n *notices) add(text string, action fyne.CanvasObject) {
	icon := container.NewCenter(widget.NewIcon(theme.NewWarningThemedResource(theme.WarningIcon())))
	line := container.NewBorder(nil, nil, icon, nil, wrapped(text))
	if action != nil {
		line = container.NewBorder(nil, nil, icon, container.NewCenter(action), wrapped(text))
	}
	n.box.Add(panel(line))
}

func (n *notices) accept(invitation string) {
	current := n.shell.session.Load()
	act(n.shell, n.shell.life, func(ctx context.Context) error { return current.AcceptInvitation(ctx, invitation) }, func(err error) {
		n.shell.askForSnapshot()
		if err != nil {
			n.shell.tell(err)
		}
	})
}
