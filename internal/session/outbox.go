package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/uuid"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// DraftState is where a feedback draft stands.
type DraftState string

// The states of a draft. A draft that was sent leaves the outbox.
const (
	DraftOpen   DraftState = "draft"  // being written
	DraftQueued DraftState = "queued" // goes out as soon as it can; Fault says why it has not yet
	DraftStuck  DraftState = "stuck"  // the service refused it; Fault says what to change
	DraftSent   DraftState = "sent"   // given out once by Send and Wait; not kept
)

// Draft is a feedback item on this computer: half-written, or waiting to be sent. Key makes it come once at the service,
// however often it is sent.
type Draft struct {
	Key         string       `json:"key"`
	Program     string       `json:"program"`
	Account     string       `json:"account,omitempty"` // it is sent by this account and no other
	Engagement  string       `json:"engagement"`
	Item        api.NewItem  `json:"item"`
	Diagnostics string       `json:"diagnostics,omitempty"` // exactly what leaves, as an attachment of that name; empty: none
	Files       []DraftFile  `json:"files,omitempty"`
	State       DraftState   `json:"state"`
	Fault       *fault.Error `json:"fault,omitempty"`
	Tries       int          `json:"tries,omitempty"`
	Next        time.Time    `json:"next,omitzero"` // not before this is it tried again
	Saved       time.Time    `json:"saved"`
	Sent        string       `json:"sent,omitempty"` // the item's id at the service, once it is there; its files may still be on their way
}

// DraftFile is an attachment of a draft. Its bytes stay where they are until they are sent; Size and SHA256 were
// taken when it was attached, so a file that changed in between is noticed.
type DraftFile struct {
	Path   string `json:"path"`
	Name   string `json:"name"`
	Size   int64  `json:"size"` // bytes
	SHA256 string `json:"sha256"`
	Sent   int64  `json:"sent,omitempty"` // bytes that the service has, as last known
}

// Outbox keeps the drafts of a home folder and sends what is queued, exactly once, when the service can be reached. The app and
// the terminal client may use one folder at the same time.
type Outbox struct {
	app   *App
	clock func() time.Time

	mu       sync.Mutex
	watchers map[chan struct{}]struct{}
	wake     chan struct{}
	stop     context.CancelFunc
	done     chan struct{}
}

func newOutbox(a *App) *Outbox {
	return &Outbox{app: a, clock: a.opts.Clock, watchers: map[chan struct{}]struct{}{}, wake: make(chan struct{}, 1)}
}

// Outbox gives the drafts of this home folder.
func (a *App) Outbox() *Outbox { return a.outbox }

// Subscribe gives a channel that holds a value after a draft changed, and the function that ends it.
func (o *Outbox) Subscribe() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.watchers[c] = struct{}{}
	return c, func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		delete(o.watchers, c)
	}
}

func (o *Outbox) changed() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for c := range o.watchers {
		wake(c)
	}
}

// Drafts gives every draft, oldest first. A file that can't be read is set aside and left out.
func (o *Outbox) Drafts() ([]Draft, error) {
	entries, err := os.ReadDir(o.app.path("outbox"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, diskFault(err, "read", o.app.path("outbox"))
	}
	var drafts []Draft
	for _, entry := range entries {
		key, ok := strings.CutSuffix(entry.Name(), ".json")
		if !ok || strings.HasPrefix(key, ".") {
			continue
		}
		d, err := readJSON(o.path(key), Draft{})
		if err == nil && d.Key == key {
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

// Draft gives one draft by its key.
func (o *Outbox) Draft(key string) (Draft, error) {
	if uuid.Validate(key) != nil {
		return Draft{}, noDraft()
	}
	d, err := readJSON(o.path(key), Draft{})
	if err == nil && d.Key != key {
		err = noDraft()
	}
	return d, err
}

// Save keeps a draft; it is on the disk when Save returns. A draft without a key gets one. Saving a draft that was queued
// takes it back from sending, as long as it is not on its way this moment (fault of kind Busy) and did not arrive meanwhile (a
// fault of code feedback.sent: the program has it as it was).
func (o *Outbox) Save(d Draft) (Draft, error) {
	if d.Key == "" {
		d.Key = uuid.NewString()
	} else if uuid.Validate(d.Key) != nil {
		return d, noDraft()
	}
	again := !d.Saved.IsZero()
	d.State, d.Fault, d.Tries, d.Next, d.Saved = DraftOpen, nil, 0, time.Time{}, o.clock()
	err := o.locked(d.Key, func() error {
		if again && o.arrived(d.Key) {
			return sentFault()
		}
		return o.write(d)
	})
	return d, err
}

// arrived tells whether a draft that was kept before has reached the program: it is gone, or its files alone are still on their way.
func (o *Outbox) arrived(key string) bool {
	there, err := readJSON(o.path(key), Draft{})
	return err == nil && (there.Key != key || there.Sent != "")
}

func sentFault() error {
	return &fault.Error{Kind: fault.Usage, Code: "feedback.sent", Title: i18n.Verbatim("This feedback was sent meanwhile."), Cause: i18n.Verbatim("The program has it as it was before your last change."),
		Safe: i18n.Verbatim("Nothing is lost."), Steps: []i18n.Text{i18n.Verbatim("Add what is new as a comment.")}, Field: "draft"}
}

// Attach takes a file's name, size and SHA-256 into a draft that has count files already. What the form does not allow is refused before
// a byte is read.
func Attach(path string, rules *api.AttachmentRules, count int) (DraftFile, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return DraftFile{}, attachFault(path, err)
	}
	info, err := os.Stat(absolute)
	if err != nil || !info.Mode().IsRegular() {
		return DraftFile{}, attachFault(path, err)
	}
	f := DraftFile{Path: absolute, Name: filepath.Base(absolute), Size: info.Size()}
	if why := notAllowed(f, rules, count); why != "" {
		return DraftFile{}, &fault.Error{Kind: fault.Usage, Code: "feedback.attachment-rules", Title: i18n.Verbatim("The file " + f.Name + " can't be attached."),
			Cause: i18n.Verbatim(why), Safe: i18n.Verbatim("The draft is as it was."), Steps: []i18n.Text{i18n.Verbatim("Choose another file.")}, Field: "attach"}
	}
	file, err := os.Open(absolute)
	if err != nil {
		return DraftFile{}, attachFault(path, err)
	}
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	if f.Size, err = io.Copy(sum, io.LimitReader(file, f.Size+1)); err != nil {
		return DraftFile{}, attachFault(path, err)
	}
	f.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return f, nil
}

// notAllowed gives why the form does not take a file, by the rules that the service goes by too; "" when it does.
func notAllowed(f DraftFile, rules *api.AttachmentRules, count int) string {
	if rules != nil && count >= rules.Count {
		return "At most " + strconv.Itoa(rules.Count) + " files go with one item."
	}
	// The hash is not known yet and not what is asked about here.
	for _, wrong := range rules.Check(api.NewAttachment{Name: f.Name, Size: f.Size, SHA256: strings.Repeat("0", 64)}) {
		return wrong.Message
	}
	return ""
}

// Delete throws a draft away.
func (o *Outbox) Delete(key string) error {
	if uuid.Validate(key) != nil {
		return noDraft()
	}
	return o.locked(key, func() error {
		if err := os.Remove(o.path(key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return diskFault(err, "remove", o.path(key))
		}
		o.changed()
		return nil
	})
}

func (o *Outbox) path(key string) string { return o.app.path("outbox", key+".json") }

func (o *Outbox) write(d Draft) error {
	if err := writeJSON(o.path(d.Key), d); err != nil {
		return err
	}
	o.changed()
	return nil
}

// locked does something to one draft while no other process and no other goroutine does.
func (o *Outbox) locked(key string, do func() error) error {
	if err := os.MkdirAll(o.app.path("outbox"), 0o700); err != nil {
		return diskFault(err, "make the folder", o.app.path("outbox"))
	}
	lock := flock.New(o.app.path("outbox", "."+key+".lock"))
	ok, err := lock.TryLock()
	if err != nil {
		return diskFault(err, "lock a draft in", o.app.path("outbox"))
	}
	if !ok {
		return &fault.Error{Kind: fault.Busy, Code: "feedback.sending", Title: i18n.Verbatim("This feedback is being sent right now."), Safe: i18n.Verbatim("It will come exactly once."),
			Steps: []i18n.Text{i18n.Verbatim("Wait a moment.")}}
	}
	defer func() {
		_ = os.Remove(lock.Path())
		_ = lock.Unlock()
	}()
	return do()
}

func noDraft() error {
	return &fault.Error{Kind: fault.Usage, Code: "feedback.no-draft", Title: i18n.Verbatim("There is no such draft."), Safe: i18n.Verbatim("Nothing was changed."),
		Steps: []i18n.Text{i18n.Verbatim("Look at the drafts that are there.")}, Commands: []string{"pconnect feedback drafts"}, Field: "draft"}
}

func attachFault(path string, err error) error {
	return &fault.Error{Kind: fault.Usage, Code: "feedback.attachment", Title: i18n.Verbatim("The file " + filepath.Base(path) + " can't be attached."),
		Cause: i18n.Verbatim("It is not there, is no plain file, or can't be read."), Safe: i18n.Verbatim("The draft is as it was."), Steps: []i18n.Text{i18n.Verbatim("Choose another file.")}, Field: "attach", Err: err}
}
