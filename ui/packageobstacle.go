package ui

import (
	"context"

	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// obstacle is what keeps a person from downloading a package.
type obstacle int

const (
	noObstacle obstacle = iota
	termsToRead
	accessToAsk
	accessRequested
	engagementToJoin
	invitedOnly
	hasExpired
	isWithdrawn
)

// obstacleOf returns what stands before a package. The program says that something does; the engagement says what can be
// done about it.
func (w *packages) obstacleOf(p *api.Package) obstacle {
	switch {
	case p.Status == api.PackageWithdrawn:
		return isWithdrawn
	case isPast(p, w.shell.cfg.Clock()):
		return hasExpired
	case p.Agreement != "" || p.Blocked == api.ProblemTerms:
		return termsToRead
	case p.Blocked == "":
		return noObstacle
	}
	e, known := w.engagements[p.Engagement]
	switch {
	case !known:
		return invitedOnly
	case e.Access.State == api.AccessRequested:
		return accessRequested
	case e.Join == api.JoinOpen && e.Access.State != api.AccessRevoked:
		return engagementToJoin
	case canAsk(e):
		return accessToAsk
	}
	return invitedOnly
}

// obstacleChip is the chip of an obstacle that has no button of its own in the row.
func (tx texts) obstacleChip(o obstacle) (widgets.ChipConfig, bool) {
	switch o {
	case accessRequested:
		return widgets.ChipConfig{Text: tx.tr(msgWaitingForApproval), Tone: widgets.ToneWait}, true
	case invitedOnly:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.packages.by-invitation", Other: "By invitation"}),
			Tone: widgets.ToneNeutral}, true
	case hasExpired:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.packages.chip.expired", Other: "Expired"}), Tone: widgets.ToneNeutral}, true
	case isWithdrawn:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.packages.chip.withdrawn", Other: "Withdrawn"}),
			Tone: widgets.ToneNeutral}, true
	default:
		return widgets.ChipConfig{}, false
	}
}

// msgWaitingForApproval is said of what somebody else decides.
var msgWaitingForApproval = &goi18n.Message{ID: "ui.access.waiting-for-approval", Other: "Waiting for approval"}

// remedy is the button that does what an obstacle waits for; nil where the person can do nothing.
func (w *packages) remedy(p *api.Package, o obstacle) *widgets.ButtonConfig {
	s := w.shell
	switch o {
	case termsToRead:
		return &widgets.ButtonConfig{Text: s.tr(msgReadTheTerms), Tapped: func() { s.read(p.Agreement) }}
	case accessToAsk:
		return &widgets.ButtonConfig{Text: s.tr(msgAskForAccess),
			Tapped: func() { askForAccess(s, w.life, w.session, w.engagements[p.Engagement], w.load) }}
	case engagementToJoin:
		return &widgets.ButtonConfig{Text: s.tr(msgJoin), Tapped: func() { w.join(p.Engagement) }}
	default:
		return nil
	}
}

// join joins the engagement of a package, and looks at the packages again.
func (w *packages) join(engagement string) {
	w.fault.set(nil)
	submit(w.shell, w.life, func(ctx context.Context) error {
		_, err := w.session.Engagements.Join(ctx, engagement)
		return err
	}, func(err error) {
		if err != nil {
			w.fault.set(err, wayOn(w.shell, err)...)
			w.content.Refresh()
			return
		}
		w.load()
	})
}

// obstacleNotice says in the details what stands before a package, with the words of who decides; nil where nothing does.
func (w *packages) obstacleNotice(p *api.Package) fyne.CanvasObject {
	tx := w.shell.texts
	cfg := widgets.NoticeConfig{Tone: widgets.ToneWait}
	e := w.engagements[p.Engagement]
	switch w.obstacleOf(p) {
	case termsToRead:
		cfg.Lead = tx.tr(&goi18n.Message{ID: "ui.packages.obstacle.terms", Other: "Read the terms to download this package"})
	case accessToAsk:
		cfg.Lead = tx.tr(&goi18n.Message{ID: "ui.packages.obstacle.ask", Other: "You need access to download this package"})
		cfg.Text = tx.tr(&goi18n.Message{ID: "ui.packages.obstacle.ask.text",
			Other: "It's part of “{{.Engagement}}”. The owner decides who gets access."}, "Engagement", p.EngagementName())
		if e.Access.Reason != "" {
			cfg.Text = tx.tr(msgTheirText, "Reason", e.Access.Reason)
		}
	case accessRequested:
		cfg.Lead = tx.tr(msgWaitingForApproval)
		cfg.Text = tx.tr(&goi18n.Message{ID: "ui.packages.obstacle.requested",
			Other: "You asked for access on {{.Date}}. You can download this package when the owner agrees."},
			"Date", tx.dayText(e.Access.Requested))
	case engagementToJoin:
		cfg.Lead = tx.tr(&goi18n.Message{ID: "ui.packages.obstacle.join", Other: "Join “{{.Engagement}}” to download this package"},
			"Engagement", p.EngagementName())
	case invitedOnly:
		cfg.Tone = widgets.ToneRun
		cfg.Lead = tx.tr(&goi18n.Message{ID: "ui.packages.obstacle.invited", Other: "This package is for invited people"})
		if contact := w.session.Program().Contact; contact != "" {
			cfg.Text = tx.tr(msgWhoCanHelp, "Contact", contact)
			cfg.Button = &widgets.ButtonConfig{Text: tx.tr(msgCopyContact), Tapped: func() { w.shell.copyText(contact) }}
		}
	case hasExpired, isWithdrawn:
		cfg.Tone = widgets.ToneRun
		cfg.Lead = tx.tr(&goi18n.Message{ID: "ui.packages.no-longer-available", Other: "This package is no longer available"})
		cfg.Text = tx.tr(&goi18n.Message{ID: "ui.packages.no-longer-available.text", Other: "Its files can't be downloaded any more."})
	default:
		return nil
	}
	return widgets.NewNotice(cfg)
}
