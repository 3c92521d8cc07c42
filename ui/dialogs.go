package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// dialogs are the questions in front of the screen.
type dialogs struct {
	shell *Shell
	open  []*dialogBox // the one in front last
}

// question is a dialog: a title, something to read or fill in, and named actions.
type question struct {
	title   string
	text    string            // optional
	content fyne.CanvasObject // optional, under text
	width   float32           // 0: as wide as it needs, at least 420
	height  float32

	main     string      // what Enter does; empty for a dialog that is only read
	onMain   func() bool // false keeps the dialog open, e.g. because a field is wrong
	danger   bool        // main destroys something
	other    string      // a second action
	onOther  func()
	noCancel bool   // the main action is the way out, so there is no third button; Esc closes all the same
	cancel   string // the way out, also by Esc; "Cancel" when empty
	onClose  func() // after it closed, whichever way

	first fyne.Focusable // gets the focus
}

// dialogBox is a question on the screen.
type dialogBox struct {
	shell *Shell
	q     question
	pop   *widget.PopUp
	open  bool
	back  fyne.Focusable // had the focus before, and gets it again
}

// ask shows a dialog. In the toolkit Esc does not close one, Enter does nothing, and the window's shortcuts
// act through it; all three are mended here, which is why every dialog is made here.
func (o *dialogs) ask(q question) *dialogBox {
	s := o.shell
	d := &dialogBox{shell: s, q: q, open: true, back: s.win.Canvas().Focused()}
	if q.cancel == "" {
		d.q.cancel = s.tr(msgCancel)
	}
	body := container.NewVBox()
	if q.text != "" {
		body.Add(widgets.Wrapped(q.text))
	}
	var middle fyne.CanvasObject = body
	if q.content != nil {
		middle = container.NewBorder(body, nil, nil, nil, q.content)
	}
	content := container.NewBorder(widgets.Subheading(q.title), d.buttonRow(), nil, nil, middle)
	d.pop = widget.NewModalPopUp(container.NewPadded(container.NewPadded(content)), s.win.Canvas())
	d.pop.Resize(fyne.NewSize(max(q.width, 420)*s.scale(), max(q.height, 0)*s.scale()))
	o.open = append(o.open, d)
	d.pop.Show()
	// A wrapped text knows its height only once it has its width.
	d.pop.Resize(d.pop.MinSize().Max(fyne.NewSize(max(q.width, 420)*s.scale(), q.height*s.scale())))
	if q.first != nil {
		s.win.Canvas().Focus(q.first)
	}
	return d
}

func (d *dialogBox) buttonRow() fyne.CanvasObject {
	line := container.NewHBox(layout.NewSpacer())
	if !d.q.noCancel {
		line.Add(widgets.NewStockButton(d.q.cancel, nil, d.close))
	}
	if d.q.other != "" {
		line.Add(widgets.NewStockButton(d.q.other, nil, func() { d.close(); d.q.onOther() }))
	}
	if d.q.main != "" {
		b := widgets.NewStockMainButton(d.q.main, nil, d.press)
		if d.q.danger {
			b.Importance = widget.DangerImportance
		}
		line.Add(b)
	}
	return line
}

// press does the main action, as its button and Enter do.
func (d *dialogBox) press() {
	if !d.open || d.q.main == "" {
		return
	}
	if d.q.onMain == nil || d.q.onMain() {
		d.close()
	}
}

func (d *dialogBox) close() {
	if !d.open {
		return
	}
	d.open = false
	d.pop.Hide()
	stack := &d.shell.dialogs
	stack.open = slices.DeleteFunc(stack.open, func(other *dialogBox) bool { return other == d })
	if d.back != nil {
		d.shell.win.Canvas().Focus(d.back)
	}
	if d.q.onClose != nil {
		d.q.onClose()
	}
}

// top is the dialog in front, nil when there is none.
func (o *dialogs) top() *dialogBox {
	if len(o.open) == 0 {
		return nil
	}
	return o.open[len(o.open)-1]
}

// confirmProgram asks the person what only they can answer before a program is used, and then opens it as it describes itself now.
// It reports whether err asks anything.
func (o *dialogs) confirmProgram(err error) bool {
	q := session.QuestionOf(err)
	if q == nil {
		return false
	}
	s := o.shell
	o.ask(question{title: s.tr(&goi18n.Message{ID: "ui.window.confirm-program", Other: "Is this the program that you mean?"}),
		content: s.faultText(fault.Of(err)), width: 520, // no main action: Enter must not confirm it
		other: s.tr(&goi18n.Message{ID: "ui.window.confirm-program.main", Other: "Use it and sign in anew"}),
		onOther: func() {
			work(s, s.lifetime, func(ctx context.Context) (session.ProgramInfo, error) {
				return s.cfg.Session.ConfirmProgram(ctx, q.Address, q.Digest)
			}, func(info session.ProgramInfo, err error) {
				switch {
				case err == nil:
					s.useProgram(info.Name)
				case !o.confirmProgram(err): // it says something else again
					o.tell(err)
				}
			})
		}})
	return true
}

// tell shows an error in a dialog, for actions that have no spot of their own on the screen.
func (o *dialogs) tell(err error) {
	s := o.shell
	var d *dialogBox
	card := newFaultCard(s, err, func() {
		if d != nil {
			d.close()
		}
	})
	title := s.tr(&goi18n.Message{ID: "ui.window.did-not-work", Other: "That did not work"})
	d = o.ask(question{title: title, content: card, width: 520, cancel: s.tr(msgClose)})
}
