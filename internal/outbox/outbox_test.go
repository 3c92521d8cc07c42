package outbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/atomicfile"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
	"github.com/programconnect/programconnect/internal/outbox"
)

// program is a service that keeps what is sent to it, once for each key.
type program struct {
	mu     sync.Mutex
	items  map[string]api.NewItem
	before func() // runs while an item is on its way; nil: nothing does
	err    error  // what the next item is answered with, though it arrived
}

func (p *program) SendItem(_ context.Context, _, key string, item api.NewItem) (api.Item, error) {
	if p.before != nil {
		p.before()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, there := p.items[key]; !there {
		p.items[key] = item
	}
	err := p.err
	p.err = nil
	return api.Item{ID: "id-" + key, Title: item.Title}, err
}

func (p *program) Attach(context.Context, string, string, api.NewAttachment) (api.Attachment, error) {
	return api.Attachment{}, errors.New("not used here")
}

func (p *program) Attachment(context.Context, string, string) (api.Attachment, error) {
	return api.Attachment{}, errors.New("not used here")
}

func (p *program) SendBytes(context.Context, string, string, int64, []byte) (api.Attachment, error) {
	return api.Attachment{}, errors.New("not used here")
}

func newProgram() *program { return &program{items: map[string]api.NewItem{}} }

// open opens the outbox of a folder, as one of the processes that use it.
func open(dir string, to *program) *outbox.Outbox {
	return outbox.Open(outbox.Config{Dir: dir, Sender: func(context.Context, outbox.Draft) (outbox.Sender, error) { return to, nil }})
}

func save(t *testing.T, o *outbox.Outbox, d outbox.Draft) outbox.Draft {
	t.Helper()
	kept, err := o.Save(d)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func titled(title string) outbox.Draft { return outbox.Draft{Item: api.NewItem{Title: title}} }

// TestEditIsNotLostToQueueOrWake: another process edits a draft while Queue or Wake waits for its turn to change it.
func TestEditIsNotLostToQueueOrWake(t *testing.T) {
	for name, do := range map[string]func(*outbox.Outbox, string) error{
		"Queue": func(o *outbox.Outbox, key string) error { return o.Queue(key) },
		"Wake":  func(o *outbox.Outbox, _ string) error { o.Wake(); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			dir, to := t.TempDir(), newProgram()
			synctest.Test(t, func(t *testing.T) {
				o := open(dir, to)
				d := save(t, o, titled("before"))
				to.err = &fault.Error{Kind: fault.Network, Code: "program.unreachable"}
				if d, err := o.Send(t.Context(), d.Key); err == nil || d.State != outbox.StateQueued {
					t.Fatalf("%+v, %v", d, err)
				}
				held, err := atomicfile.Lock(filepath.Join(dir, ".drafts"))
				if err != nil {
					t.Fatal(err)
				}
				done := make(chan error)
				go func() { done <- do(o, d.Key) }()
				synctest.Wait() // it waits for the lock
				path := filepath.Join(dir, d.Key+".json")
				text, err := os.ReadFile(path)
				if err == nil {
					err = atomicfile.Write(path, bytes.Replace(text, []byte("before"), []byte("edited"), 1), 0o600)
				}
				held.Unlock()
				if err := errors.Join(err, <-done); err != nil {
					t.Fatal(err)
				}
				if now, err := o.Draft(d.Key); err != nil || now.Item.Title != "edited" || !now.Next.IsZero() {
					t.Errorf("%+v, %v", now, err)
				}
			})
		})
	}
}

// TestTwoProcessesOnOneDraft: one edits it again and again while the other marks it as ready and wakes it.
func TestTwoProcessesOnOneDraft(t *testing.T) {
	dir := t.TempDir()
	here, there := open(dir, newProgram()), open(dir, newProgram())
	d := save(t, here, titled("0"))
	stop := make(chan struct{})
	var other sync.WaitGroup
	defer other.Wait()
	defer close(stop)
	other.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				_ = there.Queue(d.Key) // Busy while it is saved
				there.Wake()
			}
		}
	})
	for i := range 50 {
		d.Item.Title = strconv.Itoa(i)
		err := second(here.Save(d))
		for fault.Is(err, fault.Busy) {
			err = second(here.Save(d))
		}
		if err != nil {
			t.Fatal(err)
		}
		if now, err := here.Draft(d.Key); err != nil || now.Item.Title != d.Item.Title {
			t.Fatalf("edit %d was undone: %q, %v", i, now.Item.Title, err)
		}
	}
}

// TestNoLockOfAllDraftsIsHeldOverTheNetwork: while one draft is on its way others are written, and it itself is refused.
func TestNoLockOfAllDraftsIsHeldOverTheNetwork(t *testing.T) {
	dir, to := t.TempDir(), newProgram()
	here, there := open(dir, to), open(dir, to)
	d := save(t, here, titled("on its way"))
	to.before = func() {
		to.before = nil
		other := save(t, there, titled("another"))
		if err := there.Queue(other.Key); err != nil {
			t.Error(err)
		}
		there.Wake()
		changed := d
		changed.Item.Title = "changed"
		for what, err := range map[string]error{"queue": there.Queue(d.Key), "delete": there.Delete(d.Key), "save": second(there.Save(changed))} {
			if !fault.Is(err, fault.Busy) {
				t.Errorf("%s of what is being sent: %v", what, err)
			}
		}
	}
	sent, err := here.Send(t.Context(), d.Key)
	if err != nil || sent.State != outbox.StateSent || sent.Sent == "" {
		t.Fatalf("%+v, %v", sent, err)
	}
	if left, err := here.Drafts(); err != nil || len(left) != 1 || left[0].Item.Title != "another" {
		t.Errorf("%+v, %v", left, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "."+d.Key+"*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func second[T any](_ T, err error) error { return err }

func TestItemWhoseAnswerWasLostComesOnce(t *testing.T) {
	to := newProgram()
	o := open(t.TempDir(), to)
	d := save(t, o, titled("once"))
	to.err = &fault.Error{Kind: fault.Network, Code: "program.unreachable"}
	after, err := o.Send(t.Context(), d.Key)
	if !fault.Is(err, fault.Network) || after.State != outbox.StateQueued || after.Tries != 1 || !after.Next.After(time.Now()) {
		t.Fatalf("%+v, %v", after, err)
	}
	kept, err := o.Draft(d.Key)
	if err != nil || kept.State != outbox.StateQueued || kept.Fault == nil || kept.Fault.Code != "program.unreachable" {
		t.Fatalf("on the disk: %+v, %v", kept, err)
	}
	o.Wake()
	if kept, err = o.Draft(d.Key); err != nil || !kept.Next.IsZero() {
		t.Errorf("woken: %+v, %v", kept, err)
	}
	if _, err := o.Send(t.Context(), d.Key); err != nil {
		t.Fatal(err)
	}
	if len(to.items) != 1 {
		t.Errorf("%d items", len(to.items))
	}
	if _, err := o.Save(kept); err == nil || fault.Of(err).Code != "feedback.sent" {
		t.Errorf("saving what was sent gave %v", err)
	}
}

func TestRefusedDraftIsStuckUntilItIsEdited(t *testing.T) {
	to := newProgram()
	o := open(t.TempDir(), to)
	d := save(t, o, titled("wrong"))
	to.err = &fault.Error{Kind: fault.Usage, Code: "program.fields"}
	if after, err := o.Send(t.Context(), d.Key); !fault.Is(err, fault.Usage) || after.State != outbox.StateStuck {
		t.Fatalf("%+v, %v", after, err)
	}
	stuck, err := o.Draft(d.Key)
	if err != nil || stuck.State != outbox.StateStuck || stuck.Fault == nil {
		t.Fatalf("%+v, %v", stuck, err)
	}
	if again := save(t, o, stuck); again.State != outbox.StateOpen || again.Fault != nil {
		t.Errorf("%+v", again)
	}
}

// TestBackgroundSendsWhatIsQueued in a bubble: the waits between tries pass at once.
func TestBackgroundSendsWhatIsQueued(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		to := newProgram()
		o := open(dir, to)
		d := save(t, o, titled("later"))
		to.err = &fault.Error{Kind: fault.Network, Code: "program.unreachable"}
		o.Start()
		defer o.Close()
		if err := o.Queue(d.Key); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if left, err := o.Drafts(); err != nil || len(left) != 0 || len(to.items) != 1 {
			t.Errorf("%d drafts left, %d items, %v", len(left), len(to.items), err)
		}
	})
}

func TestDraftsThatCannotBeReadAreReported(t *testing.T) {
	dir := t.TempDir()
	var reports []*fault.Error
	o := outbox.Open(outbox.Config{Dir: dir, Report: func(f *fault.Error) { reports = append(reports, f) }})
	good := save(t, o, titled("good"))
	const newer, damaged = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
	text := `{"version": 2, "key": "` + newer + `", "item": "another form"}`
	for key, content := range map[string]string{newer: text, damaged: `{"key": `} {
		if err := os.WriteFile(filepath.Join(dir, key+".json"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if list, err := o.Drafts(); err != nil || len(list) != 1 || list[0].Key != good.Key {
		t.Errorf("%+v, %v", list, err)
	}
	codes := map[string]int{}
	for _, f := range reports {
		codes[f.Code]++
	}
	if codes[homefile.NewerCode] != 1 || codes[homefile.DamagedCode] != 1 {
		t.Errorf("reported: %v", codes)
	}
	d := titled("over it")
	d.Key = newer
	for what, err := range map[string]error{"read": second(o.Draft(newer)), "save": second(o.Save(d)), "queue": o.Queue(newer), "send": second(o.Send(t.Context(), newer)), "delete": o.Delete(newer)} {
		if err == nil || fault.Of(err).Code != homefile.NewerCode {
			t.Errorf("%s: %v", what, err)
		}
	}
	if now, err := os.ReadFile(filepath.Join(dir, newer+".json")); err != nil || string(now) != text {
		t.Errorf("it was touched: %s, %v", now, err)
	}
}

func TestKeyThatIsNoUUIDIsRefused(t *testing.T) {
	o := open(filepath.Join(t.TempDir(), "outbox"), newProgram())
	d := titled("x")
	d.Key = "../../etc/passwd"
	for what, err := range map[string]error{"read": second(o.Draft(d.Key)), "save": second(o.Save(d)), "queue": o.Queue(d.Key), "send": second(o.Send(t.Context(), d.Key)), "delete": o.Delete(d.Key)} {
		if !fault.Is(err, fault.Usage) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestKeptFaultIsSaidInAnyLanguage: it is kept with ids and values; as 0.1 kept it, its English words are read.
func TestKeptFaultIsSaidInAnyLanguage(t *testing.T) {
	dir, to := t.TempDir(), newProgram()
	o := outbox.Open(outbox.Config{Dir: dir, Sender: func(context.Context, outbox.Draft) (outbox.Sender, error) { return to, nil }})
	d := titled("with a file")
	d.Files = []outbox.File{{Path: filepath.Join(dir, "gone.log"), Name: "gone.log", Size: 5}}
	d = save(t, o, d)
	if _, err := o.Send(t.Context(), d.Key); !fault.Is(err, fault.Usage) {
		t.Fatal(err)
	}
	kept, err := o.Draft(d.Key)
	if err != nil || kept.Fault.Title.ID() != "feedback.attachment.title" || kept.Fault.Title.Values()["Name"] != "gone.log" {
		t.Errorf("%+v, %v", kept.Fault, err)
	}
	var old fault.Error
	if err := json.Unmarshal([]byte(`{"kind": "network", "code": "program.unreachable", "title": "The program can't be reached."}`), &old); err != nil || !strings.Contains(old.Title.String(), "reached") {
		t.Errorf("%+v, %v", old, err)
	}
}
