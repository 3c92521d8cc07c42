package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
)

// welcome lists the programs and takes the address of another.
type welcome struct {
	shell   *Shell
	life    *life
	list    *fyne.Container
	address *field
	add     *button
	wait    *waiting
	fault   *faultSpot
	content fyne.CanvasObject
}

func newWelcome(s *Shell) *welcome {
	w := &welcome{shell: s, life: newLife(s.ctx), list: container.NewVBox(), wait: newWaiting(s), fault: newFaultSpot(s)}
	w.address = newField(tr("https://…"))
	w.address.OnSubmitted = func(string) { w.addProgram() }
	w.add = newButton(tr("Add program"), theme.ContentAddIcon(), w.addProgram)
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon()))
	icon.SetMinSize(fyne.NewSquareSize(64))
	icon.FillMode = canvas.ImageFillContain
	w.content = page(
		container.NewBorder(nil, nil, icon, nil, lines(heading(tr("Welcome to Program Connect")),
			wrapped(tr("Sign in, register once, accept the terms, and download what a program gives out.")))),
		subheading(tr("Your programs")),
		w.list,
		subheading(tr("Add a program")),
		wrapped(tr("If somebody gave you the address of a program, enter it here.")),
		container.NewBorder(nil, nil, nil, w.add, w.address),
		w.wait.box, w.fault.box,
		container.NewHBox(newQuietButton(tr("Help"), theme.HelpIcon(), func() { s.goTo(placeHelp) }),
			newQuietButton(tr("Settings"), theme.SettingsIcon(), func() { s.goTo(placeSettings) }),
			newQuietButton(tr("Downloads"), theme.DownloadIcon(), func() { s.goTo(placeDownloads) })),
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
	text := lines(strong(programName(info)), wrapped(programText(info)))
	if info.Address != "" && info.Kind != api.KindSample {
		text.Add(small(info.Address))
	}
	actions := container.NewHBox()
	if info.Kind == api.KindHosted {
		actions.Add(newQuietButton(tr("Remove"), theme.DeleteIcon(), func() { w.remove(info) }))
	}
	open := newMainButton(tr("Open"), theme.NavigateNextIcon(), func() { w.shell.useProgram(info.Name) })
	if info.Kind == api.KindPortal {
		open = newButton(tr("Open the guide"), theme.NavigateNextIcon(), func() { w.openPortal(info) })
	}
	actions.Add(open)
	return panel(container.NewBorder(nil, nil, nil, container.NewCenter(actions), text))
}

// openPortal leads to the guide of a program that has web pages and no API.
func (w *welcome) openPortal(info session.ProgramInfo) {
	w.shell.openGuide(info.Name)
}

func (w *welcome) addProgram() {
	w.fault.set(nil)
	w.add.Disable()
	w.wait.start(tr("Asking the address for its program…"))
	work(w.shell, w.life, func(ctx context.Context) (session.ProgramInfo, error) {
		return w.shell.cfg.Session.AddProgram(ctx, w.address.Text)
	}, func(info session.ProgramInfo, err error) {
		w.wait.stop()
		w.add.Enable()
		if err != nil {
			w.fault.set(err, newButton(tr("Try again"), theme.ViewRefreshIcon(), w.addProgram))
			return
		}
		w.address.SetText("")
		w.fill()
		w.shell.useProgram(info.Name)
	})
}

func (w *welcome) remove(info session.ProgramInfo) {
	act(w.shell, w.life, func(context.Context) error { return w.shell.cfg.Session.RemoveProgram(info.Name) }, func(err error) {
		if err != nil {
			w.fault.set(err)
			return
		}
		w.fill()
		w.shell.undo.add(tr("%s was removed from the list.", programName(info)), func() { w.addAgain(info) }, func() {})
	})
}

func (w *welcome) addAgain(info session.ProgramInfo) {
	work(w.shell, w.shell.life, func(ctx context.Context) (session.ProgramInfo, error) {
		return w.shell.cfg.Session.AddProgram(ctx, info.Address)
	}, func(_ session.ProgramInfo, err error) {
		if err != nil {
			w.shell.tell(err)
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

func programText(info session.ProgramInfo) string {
	switch {
	case info.Kind == api.KindSample && info.Program.Description == "":
		return tr("A whole program on this computer, to try everything without a network and without an account with anyone.")
	case info.Program.Description != "":
		return saidText(info.Program.Description)
	case info.Kind == api.KindPortal:
		return tr("Web pages in your browser. The guide opens each page and takes over at the download.")
	default:
		return tr("A program on the network.")
	}
}
