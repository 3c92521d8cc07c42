package ui

import (
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/ui/widgets"
)

// undoFor is how long a removal can be taken back; the toast waits longer while the person is at it.
const undoFor = 6 * time.Second

// undoBar holds removals that were announced and not yet done: "3 removed. Undo". What was removed leaves the screen at
// once; the work (deleting a part file) is done only when the toast is gone. Removals that follow each other closely are
// one: Undo takes all of them back, the last one first.
type undoBar struct {
	shell   *Shell
	pending []*removal
}

type removal struct {
	text   string
	undo   func()
	commit func()
}

// add announces a removal. commit runs when it can no longer be taken back, or undo when the person asks for it first.
func (u *undoBar) add(text string, undo, commit func()) {
	u.pending = append(u.pending, &removal{text: text, undo: undo, commit: commit})
	u.show()
}

// last takes back what was removed last, by the keys.
func (u *undoBar) last() {
	if !u.shell.foot.toasts.Undo() { // the toast says something else just now
		u.takeBack()
	}
}

func (u *undoBar) takeBack() {
	taken := u.pending
	u.pending = nil
	for i := len(taken) - 1; i >= 0; i-- {
		taken[i].undo()
	}
}

// settle does what is pending at once, before the app closes.
func (u *undoBar) settle() {
	u.shell.foot.finish()
	u.commit()
}

// commit does what can no longer be taken back.
func (u *undoBar) commit() {
	due := u.pending
	u.pending = nil
	for _, r := range due {
		r.commit()
	}
}

// show shows what can be taken back, if there is anything.
func (u *undoBar) show() {
	if len(u.pending) == 0 {
		return
	}
	u.shell.foot.replace(widgets.Toast{Text: u.message(), Undo: u.shell.tr(msgUndo), OnUndo: u.takeBack, OnGone: func() {
		if !u.shell.foot.replacing {
			u.commit()
		}
	}})
}

// message is the text of the toast.
func (u *undoBar) message() string {
	if len(u.pending) == 1 {
		return u.pending[0].text
	}
	return u.shell.trn(&goi18n.Message{ID: "ui.window.removed", One: "{{.Count}} removed", Other: "{{.Count}} removed"},
		len(u.pending))
}
