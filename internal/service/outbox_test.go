package service_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/blob/folder"
	"github.com/programconnect/programconnect/internal/service/smtpmail"
	"github.com/programconnect/programconnect/internal/service/store"
)

// readyz is what the route of this name answers.
type readyz struct {
	Status   string `json:"status"`
	Database string `json:"database"`
	Files    string `json:"files"`
	Mail     struct {
		Status  string `json:"status"`
		Trouble string `json:"trouble"`
		Waiting int    `json:"waiting"`
	} `json:"mail"`
}

func (r *rig) readiness(status int) readyz {
	r.t.Helper()
	a := r.get("/readyz")
	var got readyz
	if err := jsonUnmarshal(a.body, &got); err != nil || a.status != status {
		r.t.Fatalf("%d %s %v", a.status, a.body, err)
	}
	return got
}

// TestSilentMailServerHoldsNobodyUp: whoever registers is answered while the server takes the connection and says nothing.
func TestSilentMailServerHoldsNobodyUp(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(ctx(t), "tcp", "127.0.0.1:0")
	noError(t, err)
	defer func() { _ = l.Close() }()
	taken := make(chan net.Conn, 100)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			taken <- conn // kept open
		}
	}()
	r := newRig(t, func(c *service.Config) {
		c.MailNow = false
		c.Mail = &smtpmail.Mailer{Server: l.Addr().String(), From: "program@program.example"}
	})
	r.program("bytes")
	started := time.Now()
	s, err := r.person("anna").Register(ctx(t), form("anna"))
	if err != nil || api.NextStep(s) != api.StepVerify {
		t.Fatal(err)
	}
	_, err = r.service.Invite(ctx(t), "bert@people.example", "main", "", "Ole", "")
	noError(t, err)
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("they waited %s for a mail", took)
	}
	if conn := <-taken; conn == nil { // the sender is at it
		t.Error("no connection")
	}
	if got := r.readiness(200); got.Mail.Waiting != 2 || got.Status != "ready" {
		t.Errorf("%+v", got)
	}
	if a := r.get("/healthz"); a.status != 200 {
		t.Errorf("%d", a.status)
	}
}

// TestRestartSendsWhatIsLeft: a mail that was not handed over stays, with its id, and goes out after the next start.
func TestRestartSendsWhatIsLeft(t *testing.T) {
	tried := make(chan service.Mail, 10)
	r := newRig(t, func(c *service.Config) {
		c.Mail = service.MailerFunc(func(_ context.Context, m service.Mail) error {
			tried <- m
			return errors.New("no")
		})
	})
	if _, err := r.person("anna").Register(ctx(t), form("anna")); err != nil {
		t.Fatal(err)
	}
	first := <-tried
	if got := r.readiness(200); got.Mail.Status != "trouble" || got.Mail.Trouble == "" || got.Mail.Waiting != 1 {
		t.Errorf("%+v", got)
	}
	r.pass(time.Minute)
	sent := make(chan service.Mail, 10)
	again, err := r.open(ctx(t), service.Config{Program: api.Program{ID: "test"}, Clock: r.clock,
		Mail: service.MailerFunc(func(_ context.Context, m service.Mail) error { sent <- m; return nil })})
	noError(t, err)
	m := <-sent
	noError(t, again.Close())
	if m.ID == "" || m.ID != first.ID || m.Code != first.Code || m.To != "anna@people.example" {
		t.Errorf("%+v, first %+v", m, first)
	}
	if got := r.readiness(200); got.Mail.Waiting != 0 || len(sent) != 0 {
		t.Errorf("it is still there, or was sent twice: %+v, %d", got, len(sent))
	}
	if _, err := r.person("anna").VerifyEmail(ctx(t), m.Code); err != nil {
		t.Error(err)
	}
}

// TestMailWhoseTimeIsOverIsDropped: a code that is no longer good is not sent.
func TestMailWhoseTimeIsOverIsDropped(t *testing.T) {
	r := newRig(t, func(c *service.Config) {
		c.Mail = service.MailerFunc(func(context.Context, service.Mail) error { return errors.New("no") })
	})
	if _, err := r.person("anna").Register(ctx(t), form("anna")); err != nil {
		t.Fatal(err)
	}
	if got := r.readiness(200); got.Mail.Waiting != 1 {
		t.Fatalf("%+v", got)
	}
	r.pass(16 * time.Minute)
	var sent []string
	again, err := r.open(ctx(t), service.Config{Program: api.Program{ID: "test"}, Clock: r.clock,
		Mail: service.MailerFunc(func(_ context.Context, m service.Mail) error { sent = append(sent, m.To); return nil })})
	noError(t, err)
	for range 5000 { // the sender begins in a goroutine of its own
		if r.readiness(200).Mail.Waiting == 0 {
			break
		}
	}
	noError(t, again.Close())
	if got := r.readiness(200); got.Mail.Waiting != 0 {
		t.Errorf("%+v", got)
	}
	if len(sent) != 0 {
		t.Errorf("sent to %v", sent)
	}
}

// failing is a store whose writes fail where the test says so.
type failing struct {
	store.Store

	writable, post error
}

func (f *failing) Writable(ctx context.Context) error {
	if f.writable != nil {
		return f.writable
	}
	return f.Store.Writable(ctx)
}

func (f *failing) Write(ctx context.Context, do func(store.Data) error) error {
	return f.Store.Write(ctx, func(d store.Data) error {
		d.Outbox = failingOutbox{d.Outbox, f.post}
		return do(d)
	})
}

type failingOutbox struct {
	store.Outbox

	post error
}

func (f failingOutbox) Post(ctx context.Context, m store.Mail) error {
	if f.post != nil {
		return f.post
	}
	return f.Outbox.Post(ctx, m)
}

type failingBlobs struct {
	blob.Store

	writable error
}

func (f *failingBlobs) Writable(ctx context.Context) error {
	if f.writable != nil {
		return f.writable
	}
	return f.Store.Writable(ctx)
}

// onFailing serves a rig whose stores fail where the test says so.
func onFailing(t *testing.T) (*rig, *failing, *failingBlobs) {
	t.Helper()
	beside := newTestData(t)
	data, err := beside.store(ctx(t))
	noError(t, err)
	files, err := folder.Open(filepath.Join(beside.dir, "files"))
	noError(t, err)
	f, b := &failing{Store: data}, &failingBlobs{Store: files}
	return newRigOn(t, func(c service.Config) (*service.Service, error) {
		c.Store, c.Blobs = f, b
		return service.New(ctx(t), c)
	}), f, b
}

func TestHealthIsThatOfTheStores(t *testing.T) {
	full := errors.New("the disk is full")
	r, data, files := onFailing(t)
	r.readiness(200)
	for _, c := range []struct {
		name           string
		data, files    error
		health, ready  int
		dataIs, fileIs string
	}{
		{"the database", full, nil, 503, 503, "can't be written", "ok"},
		{"the files", nil, full, 200, 503, "ok", "can't be written"},
		{"nothing", nil, nil, 200, 200, "ok", "ok"},
	} {
		r.pass(2 * time.Second)
		data.writable, files.writable = c.data, c.files
		if a := r.get("/healthz"); a.status != c.health || strings.Contains(a.body, "full") {
			t.Errorf("%s: healthz %d %s", c.name, a.status, a.body)
		}
		if got := r.readiness(c.ready); got.Database != c.dataIs || got.Files != c.fileIs {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// TestMailAndItsCauseAreOneUnitOfWork: where the mail can't be kept, there is no invitation either.
func TestMailAndItsCauseAreOneUnitOfWork(t *testing.T) {
	r, data, _ := onFailing(t)
	data.post = errors.New("the disk is full")
	if _, err := r.service.Invite(ctx(t), "anna@people.example", "", "", "Ole", ""); err == nil {
		t.Error("it was carried out")
	}
	if list, err := r.service.Invitations(ctx(t)); err != nil || len(list) != 0 {
		t.Errorf("%+v %v", list, err)
	}
}
