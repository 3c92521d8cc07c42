package ui

import "time"

// undoFor is how long a removal can be taken back.
const undoFor = 6 * time.Second

// undoBar holds removals that were announced and not yet done: "Removed. Undo" for six seconds. What was
// removed leaves the screen at once; the work (deleting a part file) is done only when the time is over.
type undoBar struct {
	shell   *Shell
	pending []*removal
}

type removal struct {
	text   string
	undo   func()
	commit func()
	cancel func()
}

// add announces a removal. commit runs after six seconds, or undo when the person asks for it first.
func (u *undoBar) add(text string, undo, commit func()) {
	r := &removal{text: text, undo: undo, commit: commit}
	r.cancel = u.shell.cfg.After(undoFor, func() {
		if u.drop(r) {
			r.commit()
		}
	})
	u.pending = append(u.pending, r)
	u.show()
}

// last takes back the removal announced last.
func (u *undoBar) last() {
	if len(u.pending) == 0 {
		return
	}
	r := u.pending[len(u.pending)-1]
	r.cancel()
	u.drop(r)
	r.undo()
}

// settle does what is pending at once, before the app closes.
func (u *undoBar) settle() {
	for len(u.pending) > 0 {
		r := u.pending[0]
		r.cancel()
		u.drop(r)
		r.commit()
	}
}

// drop takes r off the list; it reports whether it was still there.
func (u *undoBar) drop(r *removal) bool {
	for i, other := range u.pending {
		if other == r {
			u.pending = append(u.pending[:i], u.pending[i+1:]...)
			u.show()
			return true
		}
	}
	return false
}

// show shows at the foot what can be undone, or nothing.
func (u *undoBar) show() {
	text := u.message()
	u.shell.foot.show(text, text != "")
}

// message is the text of the bar, empty when nothing is pending.
func (u *undoBar) message() string {
	if len(u.pending) == 0 {
		return ""
	}
	return u.pending[len(u.pending)-1].text
}
