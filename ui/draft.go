package ui

import (
	"context"
	"time"
)

// draftDelay gathers the changes of a burst of typing into one write.
const draftDelay = 400 * time.Millisecond

// draftSaver writes a half-filled form while it is typed. Writes follow each other, so that an old one never
// lands on a newer one.
type draftSaver struct {
	shell   *Shell
	take    func() (write func() error) // takes what is there now; write puts it on the disk
	cancel  func()
	writing bool
	again   bool
	closed  bool // what was filled in was sent: there is no draft any more
}

// touch asks for a write soon.
func (d *draftSaver) touch() {
	if d.closed {
		return
	}
	if d.cancel != nil {
		d.cancel()
	}
	d.cancel = d.shell.cfg.After(draftDelay, d.flush)
}

// flush writes what is there now.
func (d *draftSaver) flush() {
	if d.cancel == nil || d.closed {
		return // nothing was changed
	}
	d.cancel()
	d.cancel = nil
	if d.writing {
		d.again = true
		return
	}
	d.write()
}

func (d *draftSaver) write() {
	write := d.take()
	d.writing, d.again = true, false
	act(d.shell, d.shell.lifetime, func(context.Context) error { return write() }, func(err error) {
		d.writing = false
		if err != nil {
			d.shell.dialogs.tell(err)
			return
		}
		if d.again && !d.closed {
			d.write()
		}
	})
}

// stop ends the saving because the form was sent.
func (d *draftSaver) stop() {
	d.closed = true
	if d.cancel != nil {
		d.cancel()
		d.cancel = nil
	}
}
