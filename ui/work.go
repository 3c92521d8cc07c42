package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/ui/widgets"
)

// patience is how long something may take before the screen says that it is still at it.
const patience = 2 * time.Second

// moment is how long a screen may stay empty before it says that it is at work.
const moment = 600 * time.Millisecond

// lifetime is the time a screen is shown. Work begun by the screen ends with it, and results that come later
// are dropped, so that nothing writes on a screen that was left.
type lifetime struct {
	ctx context.Context
	end context.CancelFunc
}

func newLifetime(parent context.Context) *lifetime {
	ctx, end := context.WithCancel(parent)
	return &lifetime{ctx: ctx, end: end}
}

// work runs do away from the screens' goroutine and hands its result to then on that goroutine.
// When the life ended meanwhile, then is not called.
func work[T any](s *Shell, l *lifetime, do func(context.Context) (T, error), then func(T, error)) {
	s.workers.Add(1)
	go func() {
		defer s.workers.Done()
		value, err := do(l.ctx)
		s.cfg.Post(func() {
			if l.ctx.Err() == nil {
				then(value, err)
			}
		})
	}()
}

// aside starts another program (a browser, a file manager) away from the screens' goroutine. The window does not wait for
// it when it closes: it may hang, and nothing of ours depends on it.
func aside(s *Shell, do func() error, then func(error)) {
	go func() {
		err := do()
		if s.lifetime.ctx.Err() != nil {
			return
		}
		s.cfg.Post(func() {
			if s.lifetime.ctx.Err() == nil {
				then(err)
			}
		})
	}()
}

// act is work without a value.
func act(s *Shell, l *lifetime, do func(context.Context) error, then func(error)) {
	work(s, l, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) },
		func(_ struct{}, err error) { then(err) })
}

// submitFor is work that changes something elsewhere: an answer, a registration, a download. It goes on when the
// person leaves the screen meanwhile; only then an error is shown in a dialog, and then is not called.
func submitFor[T any](s *Shell, l *lifetime, do func(context.Context) (T, error), then func(T, error)) {
	work(s, s.lifetime, do, func(value T, err error) {
		s.puller.wake()
		switch {
		case l.ctx.Err() == nil:
			then(value, err)
		case err != nil:
			s.dialogs.tell(err)
		}
	})
}

// submit is submitFor without a value.
func submit(s *Shell, l *lifetime, do func(context.Context) error, then func(error)) {
	submitFor(s, l, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) },
		func(_ struct{}, err error) { then(err) })
}

// waiting says on a screen, after two seconds and not before, that something is under way. Nothing in it moves.
type waiting struct {
	box    *fyne.Container
	text   *widgets.Paragraph
	shell  *Shell
	cancel func()
}

func newWaiting(s *Shell) *waiting {
	w := &waiting{shell: s, text: widgets.NewParagraph(widgets.TextConfig{Color: widgets.ColorText2})}
	w.box = widgets.HBox(widgets.Space2, widgets.NewIcon("clock", widgets.ColorText3, 0), widgets.Grow(w.text))
	w.box.Hide()
	return w
}

// start will show text after the patience is over, unless stop comes first.
func (w *waiting) start(text string) { w.startAfter(patience, text) }

// startAfter will show text after a time, unless stop comes first.
func (w *waiting) startAfter(d time.Duration, text string) {
	w.stop()
	w.text.SetText(text)
	w.cancel = w.shell.cfg.After(d, func() {
		w.cancel = nil
		w.box.Show()
	})
}

func (w *waiting) stop() {
	if w.cancel != nil {
		w.cancel()
		w.cancel = nil
	}
	if w.box.Visible() {
		w.box.Hide()
	}
}
