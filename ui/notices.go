package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/ui/widgets"
)

// notices stand above the screen: what happened to the files of the home folder, a crash of the last time, and for a
// ready person what has to be answered or will end soon, though nothing waits for it yet.
type notices struct {
	shell *Shell
	box   *fyne.Container
	list  *fyne.Container
	shown noticeState
	read  map[string]bool // what the person has read of the home folder
	crash bool            // a crash is still to be told of
}

// noticeState is what the notices are made of.
type noticeState struct {
	version    int64 // of the snapshot
	area       area
	home, read int
	crash      bool
}

func newNotices(s *Shell) *notices {
	n := &notices{shell: s, list: widgets.VBox(widgets.Space2), shown: noticeState{version: -1},
		read: map[string]bool{}, crash: s.cfg.Crash != ""}
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

// Layout resizes the scroll to all room.
func (l *asHighAsContent) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.page.Move(fyne.Position{})
	l.page.Resize(size)
}

// apply shows what the snapshot calls for.
func (n *notices) apply(v view) {
	state := noticeState{version: v.Session.Version, area: n.shell.area, home: len(v.Notices), read: len(n.read), crash: n.crash}
	if state == n.shown {
		return
	}
	n.shown = state
	before := len(n.list.Objects)
	n.list.RemoveAll()
	if state.area != areaNone {
		n.tellCrash()
		n.tellHome(v.Notices)
	}
	if n.shell.ready() && state.area != areaReading && state.area != areaWelcome && v.Session.Status != nil {
		n.fill(*v.Session.Status)
	}
	if before == 0 && len(n.list.Objects) == 0 {
		return
	}
	widgets.ShowIf(len(n.list.Objects) > 0, n.box)
	n.shell.frame.Refresh()
}

// tellHome says what became of files of the home folder, until the person has read it.
func (n *notices) tellHome(all []*fault.Error) {
	s := n.shell
	for _, f := range all {
		id := f.Code + " " + f.Text()
		if n.read[id] {
			continue
		}
		n.list.Add(widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneWait, Icon: "file", Lead: s.say(f.Title),
			Text: joined(" ", s.say(f.Cause), s.say(f.Safe), s.stepsText(f)),
			Button: &widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.notices.read", Other: "Got it"}), Tapped: func() {
				n.read[id] = true
				n.apply(s.view)
			}}}))
	}
}

// tellCrash offers the trace of a crash as feedback.
func (n *notices) tellCrash() {
	if !n.crash {
		return
	}
	s := n.shell
	n.list.Add(widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneStop,
		Lead: s.tr(&goi18n.Message{ID: "ui.notices.crash", Other: "Program Connect ended by a fault of its own the last time."}),
		Text: s.tr(&goi18n.Message{ID: "ui.notices.crash.text",
			Other: "Your downloads are safe. A report without secrets can be copied and put into feedback."}),
		Button: &widgets.ButtonConfig{Text: s.tr(&goi18n.Message{ID: "ui.notices.crash.copy", Other: "Copy the report"}),
			Tapped: func() {
				n.crash = false
				s.copyText(s.cfg.Crash)
				if s.ready() {
					s.goTo(areaFeedback)
				}
				n.apply(s.view)
			}}}))
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
