package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// welcomeWidth is the width of the column of programs, at 100 %.
const welcomeWidth = 880

// welcome lists the programs, each with its state and next step, and takes the address of another. While no program is
// ready it says in four steps what awaits the person.
type welcome struct {
	shell   *Shell
	life    *lifetime
	title   *widgets.Paragraph
	caption *widgets.Paragraph
	keyring *keyringSpot
	lost    *fyne.Container
	list    *fyne.Container
	steps   *fyne.Container
	address *widgets.Field
	add     *widgets.Button
	wait    *waiting
	fault   *faultSpot
	content *fyne.Container
	shown   []programState
	unknown []auth.Account // the lost accounts that are shown
}

func newWelcome(s *Shell) *welcome {
	w := &welcome{shell: s, life: newLifetime(s.ctx), list: widgets.VBox(widgets.Space3), lost: widgets.VBox(widgets.Space2),
		wait: newWaiting(s), fault: newFaultSpot(s), keyring: newKeyringSpot(s)}
	w.title = widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextDisplay})
	w.caption = widgets.NewParagraph(widgets.TextConfig{Color: widgets.ColorText2})
	w.steps = fourSteps(s)
	w.lost.Hide()
	page := widgets.VBox(widgets.Space3, widgets.VBox(widgets.Space1, w.title, w.caption), w.keyring.fault.box, w.lost,
		w.list, w.addition(), w.wait.box, w.fault.box, w.steps)
	column := container.New(columnLayout{width: welcomeWidth}, widgets.Padded(widgets.Padding{Top: widgets.Space6,
		Right: widgets.Space6, Bottom: widgets.Space8, Left: widgets.Space6}, page))
	w.content = container.NewStack(widgets.NewGround(widgets.Paint{Fill: widgets.ColorWindow}), widgets.NewScroll(column))
	return w
}

// addition takes the address of another program.
func (w *welcome) addition() fyne.CanvasObject {
	s := w.shell
	w.address = widgets.NewField(widgets.FieldConfig{Placeholder: "https://programs.example.com",
		Submitted: func(string) { w.addProgram() }})
	w.add = plainButton(s.tr(&goi18n.Message{ID: "ui.welcome.add-program", Other: "Add program"}), "plus", w.addProgram)
	return widgets.Padded(widgets.Padding{Top: widgets.Space5, Bottom: widgets.Space3}, widgets.VBox(widgets.Space2,
		widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextHeading,
			Text: s.tr(&goi18n.Message{ID: "ui.welcome.add-program.title", Other: "Add a program"})}),
		widgets.HBox(widgets.Space2, widgets.Grow(w.address.Box), w.add),
		widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3,
			Text: s.tr(&goi18n.Message{ID: "ui.welcome.add-program.hint",
				Other: "Ask the people who run the program for its address. You can also paste it anywhere on this page with {{.Key}}."},
				"Key", s.shortcutName("V"))})))
}

func (w *welcome) object() fyne.CanvasObject { return w.content }
func (w *welcome) leave()                    { w.life.end() }
func (w *welcome) find()                     { w.shell.win.Canvas().Focus(w.address.Input) }

// pasted takes a pasted address.
func (w *welcome) pasted(text string) bool {
	if !mayOpen(text) {
		return false
	}
	w.address.SetText(text)
	w.find()
	return true
}

// apply shows what has changed of the programs and the accounts.
func (w *welcome) apply(v view) {
	before := w.keyring.hasMain()
	w.keyring.apply(v.Accounts)
	if before != w.keyring.hasMain() {
		w.shown = nil
	}
	if lost := lostAccounts(v.Accounts.Accounts); !slices.EqualFunc(lost, w.unknown, sameAccount) {
		w.unknown = lost
		w.lost.RemoveAll()
		for _, a := range lost {
			w.lost.Add(lostAccountNotice(w.shell, a))
		}
		widgets.ShowIf(len(lost) > 0, w.lost)
	}
	states := w.shell.programs.states(v)
	if w.shown != nil && slices.Equal(states, w.shown) {
		return
	}
	w.shown = states
	w.fill()
}

func sameAccount(a, b auth.Account) bool { return a.ID == b.ID }

// fill shows the programs.
func (w *welcome) fill() {
	s := w.shell
	title := s.tr(&goi18n.Message{ID: "ui.welcome.title", Other: "Welcome to Program Connect"})
	ready := slices.ContainsFunc(w.shown, func(p programState) bool { return p.ready })
	if ready {
		title = s.tr(&goi18n.Message{ID: "ui.welcome.your-programs", Other: "Your programs"})
	}
	w.title.SetText(title)
	w.caption.SetText(s.tr(&goi18n.Message{ID: "ui.welcome.text",
		Other: "Choose a program to see its packages, downloads and feedback."}))
	w.list.RemoveAll()
	main := slices.IndexFunc(w.shown, func(p programState) bool { return p.last })
	for i, p := range w.shown {
		w.list.Add(w.card(p, i == max(main, 0) && !w.keyring.hasMain()))
	}
	widgets.ShowIf(!ready, w.steps)
	w.content.Refresh()
}

// openPortal leads to the guide of a program that has web pages and no API.
func (w *welcome) openPortal(name string) { w.shell.guides.open(name) }

func (w *welcome) addProgram() {
	w.fault.set(nil)
	w.add.Disable()
	w.wait.startAfter(moment, w.shell.tr(&goi18n.Message{ID: "ui.welcome.asking", Other: "Asking the address for its program…"}))
	address := w.address.Text()
	work(w.shell, w.life, func(ctx context.Context) (session.ProgramInfo, error) {
		return w.shell.cfg.Session.AddProgram(ctx, address)
	}, func(info session.ProgramInfo, err error) {
		w.wait.stop()
		w.add.Enable()
		if w.shell.dialogs.confirmProgram(err) {
			return
		}
		if err != nil {
			w.fault.set(err, plainButton(w.shell.tr(msgTryAgain), "refresh", w.addProgram))
			return
		}
		w.address.SetText("")
		w.apply(w.shell.view)
		w.shell.useProgram(info.Name)
	})
}

func (w *welcome) remove(info session.ProgramInfo) {
	act(w.shell, w.life, func(context.Context) error { return w.shell.cfg.Session.RemoveProgram(info.Name) },
		func(err error) {
			if err != nil {
				w.fault.set(err)
				return
			}
			w.apply(w.shell.view)
			w.shell.undo.add(
				w.shell.tr(&goi18n.Message{ID: "ui.welcome.program-removed",
					Other: "{{.Program}} was removed from the list."},
					"Program", programName(info)), func() { w.addAgain(info) }, func() {})
		})
}

func (w *welcome) addAgain(info session.ProgramInfo) {
	work(w.shell, w.shell.lifetime, func(ctx context.Context) (session.ProgramInfo, error) {
		return w.shell.cfg.Session.AddProgram(ctx, info.Address)
	}, func(_ session.ProgramInfo, err error) {
		if err != nil && !w.shell.dialogs.confirmProgram(err) {
			w.shell.dialogs.tell(err)
		}
		w.shell.puller.wake()
	})
}

func programName(info session.ProgramInfo) string {
	if info.Program.Name != "" {
		return info.Program.Name
	}
	return info.Name
}

// programText says what a program is: in the person's language where the app knows it, else in the program's own words.
func (tx texts) programText(info session.ProgramInfo) string {
	switch {
	case info.Kind == api.KindSample:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.sample.text",
			Other: "A whole program on this computer: sign in, register, accept, download. It needs no network and no account with anyone."})
	case info.Kind == api.KindPortal:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.portal.text",
			Other: "Runs in your browser. The guide takes you through each page; paste a download link here and it joins the queue."})
	case info.Program.Description != "":
		return info.Program.Description
	default:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.hosted.text", Other: "A program on the network."})
	}
}
