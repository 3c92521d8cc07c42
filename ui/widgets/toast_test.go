package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

type toastRig struct {
	*Toasts
	canvas fyne.Canvas
	clock  *testClock
	did    []string
}

func newToastRig(t *testing.T) *toastRig {
	t.Helper()
	r := &toastRig{clock: newTestClock()}
	r.Toasts = NewToasts(r.clock)
	r.canvas = show(t, container.NewStack(widget.NewLabel("content"), r.Toasts), 800, 600)
	return r
}

func (r *toastRig) remove(what string) {
	r.Say(Toast{Text: what + " removed", Undo: "Undo", OnUndo: func() { r.did = append(r.did, "undo "+what) },
		OnGone: func() { r.did = append(r.did, "gone "+what) }})
}

func (r *toastRig) want(t *testing.T, want ...string) {
	t.Helper()
	if len(r.did) != len(want) || len(want) > 0 && r.did[len(want)-1] != want[len(want)-1] {
		t.Errorf("did %q, want %q", r.did, want)
	}
}

func TestToastGoesAfterSixSeconds(t *testing.T) {
	r := newToastRig(t)
	r.remove("a")
	if !r.surface.Visible() || r.surface.Size().Height != 40 || r.surface.Position() != fyne.NewPos(16, 600-16-40) {
		t.Errorf("stands at %v, %v", r.surface.Position(), r.surface.Size())
	}
	if r.canvas.Focused() != nil {
		t.Error("took the focus")
	}
	r.clock.advance(toastTime - time.Millisecond)
	r.want(t)
	r.clock.advance(time.Millisecond)
	r.want(t, "gone a")
	if r.surface.Visible() || r.Text() != "" {
		t.Error("still shows")
	}
}

func TestToastUndoes(t *testing.T) {
	r := newToastRig(t)
	r.remove("a")
	test.Tap(r.surface.button)
	r.want(t, "undo a")
	if r.Undo() || r.surface.Visible() {
		t.Error("undoes twice")
	}
	r.clock.advance(time.Minute)
	r.want(t, "undo a")
}

func TestOneToastAtATime(t *testing.T) {
	r := newToastRig(t)
	r.remove("a")
	r.clock.advance(4 * time.Second)
	r.remove("b")
	r.want(t, "gone a")
	r.clock.advance(4 * time.Second)
	r.want(t, "gone a")
	if r.Text() != "b removed" {
		t.Errorf("says %q", r.Text())
	}
	r.Finish()
	r.want(t, "gone a", "gone b")
}

func TestToastWaitsForThePerson(t *testing.T) {
	for name, c := range map[string]struct{ come, leave func(*toastRig) }{
		"the pointer on it": {func(r *toastRig) { r.surface.MouseIn(nil) }, func(r *toastRig) { r.surface.MouseOut() }},
		"the pointer on its button": {func(r *toastRig) { r.surface.MouseIn(nil); r.surface.MouseOut(); r.surface.button.MouseIn(nil) },
			func(r *toastRig) { r.surface.button.MouseOut() }},
		"the focus on its button": {func(r *toastRig) { r.canvas.Focus(r.surface.button) }, func(r *toastRig) { r.canvas.Unfocus() }},
	} {
		t.Run(name, func(t *testing.T) {
			r := newToastRig(t)
			r.remove("a")
			c.come(r)
			r.clock.advance(time.Hour)
			r.want(t)
			c.leave(r)
			r.clock.advance(toastTime)
			r.want(t, "gone a")
		})
	}
}

func TestLongToastIsShortened(t *testing.T) {
	r := newToastRig(t)
	r.Say(Toast{Text: "A very long name of a download that was removed from the queue just now, together with all that belongs to it, and more"})
	if r.surface.Size().Width > 800-32 || r.surface.button.Visible() {
		t.Errorf("%v wide, button: %v", r.surface.Size().Width, r.surface.button.Visible())
	}
}
