package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// welcome lists the programs and takes the address of another.
type welcome struct {
	shell   *Shell
	life    *lifetime
	list    *fyne.Container
	address *widgets.StockField
	add     *widgets.StockButton
	wait    *waiting
	fault   *faultSpot
	content fyne.CanvasObject
}

func newWelcome(s *Shell) *welcome {
	w := &welcome{shell: s, life: newLifetime(s.ctx), list: container.NewVBox(), wait: newWaiting(s),
		fault: newFaultSpot(s)}
	w.address = widgets.NewStockField(s.tr(&goi18n.Message{ID: "ui.welcome.address.placeholder", Other: "https://…"}))
	w.address.OnSubmitted = func(string) { w.addProgram() }
	w.add = widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.welcome.add-program", Other: "Add program"}),
		theme.ContentAddIcon(), w.addProgram)
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon()))
	icon.SetMinSize(fyne.NewSquareSize(64))
	icon.FillMode = canvas.ImageFillContain
	w.content = widgets.Page(
		container.NewBorder(nil, nil, icon, nil,
			widgets.Lines(widgets.Heading(
				s.tr(&goi18n.Message{ID: "ui.welcome.title", Other: "Welcome to Program Connect"})),
				widgets.Wrapped(
					s.tr(&goi18n.Message{ID: "ui.welcome.text",
						Other: "Sign in, register once, accept the terms, and download what a program gives out."})))),
		widgets.Subheading(s.tr(&goi18n.Message{ID: "ui.welcome.your-programs", Other: "Your programs"})),
		w.list,
		widgets.Subheading(s.tr(&goi18n.Message{ID: "ui.welcome.add-program.title", Other: "Add a program"})),
		widgets.Wrapped(
			s.tr(&goi18n.Message{ID: "ui.welcome.add-program.text",
				Other: "If somebody gave you the address of a program, enter it here."})),
		container.NewBorder(nil, nil, nil, w.add, w.address),
		w.wait.box, w.fault.box,
		container.NewHBox(widgets.NewStockQuietButton(s.tr(msgHelp), theme.HelpIcon(), func() { s.goTo(areaHelp) }),
			widgets.NewStockQuietButton(s.tr(msgSettings), theme.SettingsIcon(), func() { s.goTo(areaSettings) }),
			widgets.NewStockQuietButton(s.tr(msgDownloads), theme.DownloadIcon(), func() { s.goTo(areaDownloads) })),
	)
	w.fill()
	return w
}

func (w *welcome) object() fyne.CanvasObject { return w.content }
func (w *welcome) apply(view)                {}
func (w *welcome) leave()                    { w.life.end() }
func (w *welcome) find()                     { w.shell.win.Canvas().Focus(w.address) }

// fill shows the programs.
func (w *welcome) fill() {
	w.list.RemoveAll()
	for _, info := range w.shell.cfg.Session.Programs() {
		w.list.Add(w.card(info))
	}
}

func (w *welcome) card(info session.ProgramInfo) fyne.CanvasObject {
	text := widgets.Lines(widgets.Strong(programName(info)), widgets.Wrapped(w.shell.programText(info)))
	if info.Address != "" && info.Kind != api.KindSample {
		text.Add(widgets.Small(info.Address))
	}
	actions := container.NewHBox()
	if info.Kind == api.KindHosted {
		actions.Add(widgets.NewStockQuietButton(w.shell.tr(msgRemove), theme.DeleteIcon(), func() { w.remove(info) }))
	}
	open := widgets.NewStockMainButton(w.shell.tr(msgOpen), theme.NavigateNextIcon(),
		func() { w.shell.useProgram(info.Name) })
	if info.Kind == api.KindPortal {
		open = widgets.NewStockButton(w.shell.tr(msgOpenTheGuide), theme.NavigateNextIcon(), func() { w.openPortal(info) })
	}
	actions.Add(open)
	return widgets.Panel(container.NewBorder(nil, nil, nil, container.NewCenter(actions), text))
}

// openPortal leads to the guide of a program that has web pages and no API.
func (w *welcome) openPortal(info session.ProgramInfo) {
	w.shell.guides.open(info.Name)
}

func (w *welcome) addProgram() {
	w.fault.set(nil)
	w.add.Disable()
	w.wait.start(w.shell.tr(&goi18n.Message{ID: "ui.welcome.asking", Other: "Asking the address for its program…"}))
	work(w.shell, w.life, func(ctx context.Context) (session.ProgramInfo, error) {
		return w.shell.cfg.Session.AddProgram(ctx, w.address.Text)
	}, func(info session.ProgramInfo, err error) {
		w.wait.stop()
		w.add.Enable()
		if w.shell.dialogs.confirmProgram(err) {
			return
		}
		if err != nil {
			w.fault.set(err, widgets.NewStockButton(w.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), w.addProgram))
			return
		}
		w.address.SetText("")
		w.fill()
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
			w.fill()
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
		w.fill()
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
			Other: "Pages in the browser. The guide leads through them; paste a download link here and it joins the queue."})
	case info.Program.Description != "":
		return info.Program.Description
	default:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.hosted.text", Other: "A program on the network."})
	}
}
