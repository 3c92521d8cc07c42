package service_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/blob/folder"
	"github.com/programconnect/programconnect/internal/service/store/postgres"
	"github.com/programconnect/programconnect/internal/testing/pgtest"
)

// writers send registrations, answers and feedback, and note what was acknowledged.
type writers struct {
	t       *testing.T
	sender  func(token string) *client.Client
	unclear func(err error) bool // whether an error leaves open what happened: it is asked again
	sha256  string               // of the agreement's text

	done atomic.Int64 // acknowledged writes
	mu   sync.Mutex
	acks struct {
		receipts []api.Receipt
		names    map[string]string // by person
		items    map[string]string // ids by title
	}
}

func newWriters(t *testing.T, sender func(token string) *client.Client, unclear func(error) bool) *writers {
	t.Helper()
	w := &writers{t: t, sender: sender, unclear: unclear}
	w.acks.names, w.acks.items = map[string]string{}, map[string]string{}
	return w
}

// again asks until the answer is clear, or ctx ends.
func again[T any](ctx context.Context, w *writers, ask func(context.Context) (T, error)) (T, error) {
	for {
		got, err := ask(ctx)
		if err == nil || ctx.Err() != nil || !w.unclear(err) {
			return got, err
		}
	}
}

// run is one writer: in each round a person of their own registers, under a name that all want, and accepts the terms; and
// somebody who is known sends an item.
func (w *writers) run(ctx context.Context, writer int) {
	known := w.sender(fmt.Sprint("token-known-", writer))
	for n := 0; ctx.Err() == nil; n++ {
		person := fmt.Sprint("w", writer, "-", n)
		c := w.sender("token-" + person)
		name := fmt.Sprint("Contoso ", n)
		register := func(name string) error {
			f := form(person)
			f.PublisherName = name
			_, err := again(ctx, w, func(ctx context.Context) (api.Status, error) { return c.Register(ctx, f) })
			return err
		}
		err := register(name)
		if code(err) == api.CodeNameTaken {
			name = fmt.Sprintf("Own %d of %d", n, writer)
			err = register(name)
		}
		if code(err) == api.CodeRegistered {
			err = nil // an answer was lost; which name it was is seen afterwards
			name = ""
		}
		if w.ended(ctx, "a registration", err) {
			return
		}
		w.note(func() {
			if name != "" {
				w.acks.names[person] = name
			}
		})
		receipt, err := again(ctx, w, func(ctx context.Context) (api.Receipt, error) {
			return c.Decide(ctx, "eula", w.sha256, true, api.Device{})
		})
		if w.ended(ctx, "an answer", err) {
			return
		}
		w.note(func() { w.acks.receipts = append(w.acks.receipts, receipt) })
		title := fmt.Sprintf("Item %d of %d", n, writer)
		item, err := again(ctx, w, func(ctx context.Context) (api.Item, error) {
			return known.SendItem(ctx, "main", key(writer, n), bug(title))
		})
		if w.ended(ctx, "an item", err) {
			return
		}
		w.note(func() { w.acks.items[title] = item.ID })
	}
}

// ended reports whether a writer ends, and fails the test when that is because of an error.
func (w *writers) ended(ctx context.Context, what string, err error) bool {
	if err != nil && ctx.Err() == nil {
		w.t.Errorf("%s: %v", what, err)
	}
	return err != nil
}

func (w *writers) note(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
	w.done.Add(1)
}

// code returns the problem code of a fault.
func code(err error) string {
	var p *api.Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}

// wait waits until so many more writes are acknowledged.
func (w *writers) wait(more int64) {
	w.t.Helper()
	want := w.done.Load() + more
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for patience := time.Now().Add(2 * time.Minute); w.done.Load() < want; <-ticker.C {
		if w.t.Failed() {
			w.t.FailNow()
		}
		if time.Now().After(patience) {
			w.t.Fatalf("%d of %d writes are acknowledged", w.done.Load(), want)
		}
	}
}

// begin starts writers; the returned function ends them.
func (w *writers) begin(many int) (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var group sync.WaitGroup
	for i := range many {
		group.Go(func() { w.run(ctx, i) })
	}
	return func() {
		cancel()
		group.Wait()
	}
}

// prepared fills a program with terms and with people who can send feedback.
func prepared(t *testing.T, d testData, people int) (sha256 string) {
	t.Helper()
	r := newRigOn(t, func(c service.Config) (*service.Service, error) { return d.open(context.Background(), c) })
	r.feedback()
	for i := range people {
		c := r.registered(fmt.Sprint("known-", i))
		r.accept(c, "eula")
	}
	a, err := r.person("known-0").Agreement(ctx(t), "eula")
	noError(t, err)
	return a.SHA256
}

// check compares what is kept with what was acknowledged.
func (w *writers) check(d testData, published []string) {
	w.t.Helper()
	data, err := postgres.Open(w.t.Context(), d.database)
	noError(w.t, err)
	defer func() { noError(w.t, data.Close()) }()
	report, err := service.Audit(w.t.Context(), data, service.Anchors{})
	noError(w.t, err)
	if len(report.Findings) > 0 {
		w.t.Errorf("the chain does not hold: %+v", report.Findings)
	}
	kept, err := data.Data().Acceptances.Receipts(w.t.Context(), "")
	noError(w.t, err)
	for _, r := range w.acks.receipts {
		if r.Number < 1 || r.Number > int64(len(kept)) || kept[r.Number-1].Hash != r.Hash || kept[r.Number-1].Account != r.Account {
			w.t.Errorf("the acknowledged answer %d is lost", r.Number)
		}
	}
	w.checkRows(d)
	whole := checkPackages(w.t, data, d.dir, published)
	w.t.Logf("%d answers, %d registrations, %d items and %d packages were acknowledged; all are there; %d packages are whole",
		len(w.acks.receipts), len(w.acks.names), len(w.acks.items), len(published), whole)
}

// checkRows looks for the acknowledged registrations and items, and for names and items that are there twice.
func (w *writers) checkRows(d testData) {
	w.t.Helper()
	db := pgtest.Open(w.t, d.database)
	read := func(query string) map[string]string {
		rows, err := db.QueryContext(w.t.Context(), query)
		noError(w.t, err)
		defer func() { _ = rows.Close() }()
		all := map[string]string{}
		for rows.Next() {
			var name, value string
			noError(w.t, rows.Scan(&name, &value))
			if before, twice := all[name]; twice {
				w.t.Errorf("%s is there twice: %s and %s", name, before, value)
			}
			all[name] = value
		}
		return all
	}
	names := read("SELECT data->>'publisher_name', person FROM registrations")
	for person, name := range w.acks.names {
		if names[name] != "11111111-1111-1111-1111-111111111111.object-"+person {
			w.t.Errorf("the acknowledged name %q of %s is that of %q", name, person, names[name])
		}
	}
	items := read("SELECT title, id FROM items")
	for title, id := range w.acks.items {
		if items[title] != id {
			w.t.Errorf("the acknowledged item %q is %q, not %q", title, items[title], id)
		}
	}
}

// checkPackages looks at every file of every package, and returns how many packages are whole.
func checkPackages(t *testing.T, data *postgres.Store, dir string, published []string) int {
	t.Helper()
	files, err := folder.Open(dir + "/files")
	noError(t, err)
	defer func() { _ = files.Close() }()
	list, err := data.Data().Packages.AllFiles(t.Context())
	noError(t, err)
	for _, id := range published {
		if len(list[id]) != 2 {
			t.Errorf("the acknowledged package %s has %d files", id, len(list[id]))
		}
	}
	for id, of := range list {
		if id != "tools" && len(of) != 2 {
			t.Errorf("half of the package %s is published", id)
		}
		for _, f := range of {
			object, _, err := files.Open(t.Context(), f.SHA256)
			if err != nil {
				t.Errorf("%s of %s: %v", f.Name, id, err)
				continue
			}
			hash := sha256.New()
			_, err = io.Copy(hash, object)
			if err := errors.Join(err, object.Close()); err != nil || hex.EncodeToString(hash.Sum(nil)) != f.SHA256 {
				t.Errorf("%s of %s: %v", f.Name, id, err)
			}
		}
	}
	return len(list)
}

// TestKilledInstancesLoseNothing kills one of two instances again and again while people write through both.
func TestKilledInstancesLoseNothing(t *testing.T) {
	oncePerRun(t)
	many, kills := amount(6, 50), amount(3, 50)
	d := testData{dir: t.TempDir(), database: pgtest.Address(t)}
	text := prepared(t, d, many)
	f := newFleet(t, d, 2)
	w := newWriters(t, func(token string) *client.Client {
		return client.NewClient(client.Options{Address: "http://127.0.0.1:1", HTTP: f,
			Token: func(context.Context, string, string, bool) (string, error) { return token, nil }})
	}, func(err error) bool { return fault.Is(err, fault.Network) })
	w.sha256 = text
	end := w.begin(many)
	random := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano()))) //nolint:gosec // of a test
	for range kills {
		w.wait(int64(5 + random.IntN(20)))
		i := random.IntN(2)
		f.kill(i)
		f.start(i)
	}
	w.wait(20)
	end()
	f.kill(0)
	f.kill(1)
	f.mu.Lock()
	published := f.published
	f.mu.Unlock()
	w.check(d, published)
}
