package outbox

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/atomicfile"
	"github.com/programconnect/programconnect/internal/changes"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
)

// Sender is a program's service as far as feedback goes, for one person; *client.Client is one.
type Sender interface {
	SendItem(ctx context.Context, engagement, key string, item api.NewItem) (api.Item, error)
	Attach(ctx context.Context, item, key string, file api.NewAttachment) (api.Attachment, error)
	Attachment(ctx context.Context, item, attachment string) (api.Attachment, error)
	SendBytes(ctx context.Context, item, attachment string, offset int64, bytes []byte) (api.Attachment, error)
}

// Config is what an Outbox needs. Dir and Sender are required.
type Config struct {
	Dir string // the folder of the drafts

	// Sender returns the way to a draft's program, or the fault that says why there is none, e.g. that its account is not signed in.
	Sender func(ctx context.Context, d Draft) (Sender, error)

	Clock  func() time.Time   // time.Now by default
	Report func(*fault.Error) // takes what is said of drafts that can't be read; nil: nobody does
}

// Outbox keeps the drafts of a home folder and sends what is queued. The app and the terminal client may use one folder at the same
// time. All its methods may be called from several goroutines.
type Outbox struct {
	config  Config
	changed changes.Signal
	wake    chan struct{}

	background
}

// Open returns the outbox of a folder. Nothing is read or sent before it is asked for.
func Open(c Config) *Outbox {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Report == nil {
		c.Report = func(*fault.Error) {}
	}
	return &Outbox{config: c, wake: make(chan struct{}, 1)}
}

// Subscribe returns a channel that holds a value after a draft changed, and the function that ends it.
func (o *Outbox) Subscribe() (changed <-chan struct{}, stop func()) { return o.changed.Subscribe() }

// Drafts returns every draft, oldest first. One that is damaged is set aside, one that a newer version wrote is left alone; both are
// reported and left out.
func (o *Outbox) Drafts() ([]Draft, error) {
	entries, err := os.ReadDir(o.config.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, homefile.DiskFault(homefile.Reading, o.config.Dir, err)
	}
	var drafts []Draft
	for _, entry := range entries {
		key, ok := strings.CutSuffix(entry.Name(), ".json")
		if !ok || uuid.Validate(key) != nil {
			continue
		}
		d, err := o.file(key).Read()
		if err != nil {
			o.config.Report(fault.Of(err))
		} else if d.Key == key {
			drafts = append(drafts, d)
		}
	}
	slices.SortFunc(drafts, func(a, b Draft) int {
		if c := a.Saved.Compare(b.Saved); c != 0 {
			return c
		}
		return strings.Compare(a.Key, b.Key)
	})
	return drafts, nil
}

// Draft returns one draft by its key.
func (o *Outbox) Draft(key string) (Draft, error) {
	if uuid.Validate(key) != nil {
		return Draft{}, noDraftFault()
	}
	d, err := o.file(key).Read()
	if err == nil && d.Key != key {
		err = noDraftFault()
	}
	return d, err
}

// Save keeps a draft; it is on the disk when Save returns. A draft without a key gets one. Saving a draft that was queued
// takes it back from sending, as long as it is not on its way this moment (fault of kind Busy) and did not arrive meanwhile (a
// fault of code feedback.sent: the program has it as it was).
func (o *Outbox) Save(d Draft) (Draft, error) {
	if d.Key == "" {
		d.Key = uuid.NewString()
	}
	again := !d.Saved.IsZero()
	d.State, d.Fault, d.Tries = StateOpen, nil, 0
	d.Next, d.Saved = time.Time{}, o.config.Clock()
	err := o.alone(d.Key, func() error {
		return o.change(d.Key, func(there *Draft) error {
			if arrived := there.Key != d.Key || there.Sent != ""; again && arrived {
				return sentFault()
			}
			*there = d
			return nil
		})
	})
	return d, err
}

// Queue marks a draft as ready: it goes out at once when it can, else when the service can be reached, in this process or a later one.
func (o *Outbox) Queue(key string) error {
	err := o.alone(key, func() error {
		return o.changeKept(key, func(d *Draft) { d.State, d.Fault, d.Next = StateQueued, nil, time.Time{} })
	})
	if err == nil {
		changes.Wake(o.wake)
	}
	return err
}

// Delete throws a draft away.
func (o *Outbox) Delete(key string) error {
	return o.alone(key, func() error { return o.remove(key) })
}

// Wake tries queued drafts at once, whatever their next time: the network is back, or somebody signed in.
func (o *Outbox) Wake() {
	drafts, err := o.Drafts()
	if err != nil {
		return
	}
	for _, d := range drafts {
		if d.State != StateQueued || d.Next.IsZero() {
			continue
		}
		// A draft that can't be changed now keeps its time.
		_ = o.changeKept(d.Key, func(d *Draft) {
			if d.State == StateQueued {
				d.Next = time.Time{}
			}
		})
	}
	changes.Wake(o.wake)
}

func (o *Outbox) path(name string) string { return filepath.Join(o.config.Dir, name) }

// file returns the file of one draft.
func (o *Outbox) file(key string) homefile.File[Draft] {
	return homefile.File[Draft]{Path: o.path(key + ".json"), Version: 1, Upgrades: []homefile.Upgrade{homefile.SameForm}, Report: o.config.Report}
}

// alone does something with a draft while nobody else edits or sends it, in this process or another; it is refused with a Busy fault
// where somebody does. It may hold on for as long as the network takes.
func (o *Outbox) alone(key string, do func() error) error {
	if uuid.Validate(key) != nil {
		return noDraftFault()
	}
	if err := os.MkdirAll(o.config.Dir, 0o700); err != nil {
		return homefile.DiskFault(homefile.MakingFolder, o.config.Dir, err)
	}
	held, err := atomicfile.TryTemporary(o.path("." + key + ".lock"))
	switch {
	case errors.Is(err, atomicfile.ErrLocked):
		return sendingFault()
	case err != nil:
		return homefile.DiskFault(homefile.Locking, o.config.Dir, err)
	}
	defer held.Unlock()
	return do()
}

// change reads a draft, changes it and writes it under the lock of all drafts, which is held for that long alone.
func (o *Outbox) change(key string, change func(*Draft) error) error {
	held, err := o.lock()
	if err != nil {
		return err
	}
	defer held.Unlock()
	d, err := o.file(key).Read()
	if err == nil {
		err = change(&d)
	}
	if err == nil {
		err = o.file(key).Write(d)
	}
	if err == nil {
		o.changed.Notify()
	}
	return err
}

// changeKept is change for a draft that must be there.
func (o *Outbox) changeKept(key string, change func(*Draft)) error {
	return o.change(key, func(d *Draft) error {
		if d.Key != key {
			return noDraftFault()
		}
		change(d)
		return nil
	})
}

func (o *Outbox) remove(key string) error {
	held, err := o.lock()
	if err != nil {
		return err
	}
	defer held.Unlock()
	if err := o.file(key).Remove(); err != nil {
		return err
	}
	o.changed.Notify()
	return nil
}

func (o *Outbox) lock() (*atomicfile.Held, error) {
	held, err := atomicfile.Lock(o.path(".drafts"))
	if err != nil {
		return nil, homefile.DiskFault(homefile.Locking, o.config.Dir, err)
	}
	return held, nil
}
