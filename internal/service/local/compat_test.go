package local_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/local"
)

const compat = "../../testing/compat/v0.1"

// expected is what version 0.1 read from its own folder. What is of any form is compared as JSON.
type expected struct {
	About       any             `json:"about"`
	Address     string          `json:"address"`
	Audit       any             `json:"audit"`
	Clock       time.Time       `json:"clock"`
	Each        map[string]seen `json:"each"`
	Feedback    any             `json:"feedback"`
	Invitations any             `json:"invitations"`
	Ledger      any             `json:"ledger"`
	People      any             `json:"people"`
	SentAgain   struct {
		Person, Engagement, Key, Item string
	} `json:"sent_again"`
	TableRows map[string]int `json:"table_rows"`
}

// seen is what one person saw.
type seen struct {
	Identity struct {
		Address, Kind, Name, Object, Tenant string
	} `json:"identity"`
	Agreements    any               `json:"agreements"`
	Downloads     map[string]string `json:"downloads_sha256"`
	Engagements   any               `json:"engagements"`
	Forms         map[string]any    `json:"forms"`
	Items         any               `json:"items"`
	Packages      any               `json:"packages"`
	PackagesFault string            `json:"packages_fault"`
	Status        any               `json:"status"`
	Step          any               `json:"step"`
}

// whole are the people under whom everything stands; the others have what differs for them.
var whole = []string{"ada", "hal"}

func readExpected(t *testing.T) expected {
	t.Helper()
	var all struct {
		Program expected `json:"program"`
	}
	text, err := os.ReadFile(filepath.Join(compat, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &all, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	return all.Program
}

// oldFolder returns a copy of the data folder of version 0.1.
func oldFolder(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "service")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(compat, "program", "service"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// old is the program of version 0.1, opened by this version.
type old struct {
	t       *testing.T
	want    expected
	dir     string
	service *service.Service
}

func openOld(t *testing.T) *old {
	t.Helper()
	o := &old{t: t, want: readExpected(t), dir: oldFolder(t)}
	var about api.Program
	file, err := os.Open(filepath.Join(compat, "program", "program.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if err := api.Decode(file, 0, &about); err != nil {
		t.Fatal(err)
	}
	o.service, err = local.Open(t.Context(), o.dir, service.Config{Program: about, BaseURL: func() string { return o.want.Address },
		Clock: func() time.Time { return o.want.Clock }, Open: func(service.Identity) bool { return false },
		Verifier: service.VerifierFunc(func(_ context.Context, bearer string) (service.Identity, error) {
			i := o.want.Each[bearer].Identity
			return service.Identity{TenantID: i.Tenant, ObjectID: i.Object, Name: i.Name, Address: i.Address, Kind: i.Kind}, nil
		})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.service.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

// RoundTrip answers a client from the handler.
func (o *old) RoundTrip(q *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	in := httptest.NewRequestWithContext(q.Context(), q.Method, q.URL.String(), q.Body)
	in.Header = q.Header
	o.service.Handler().ServeHTTP(w, in)
	return w.Result(), nil
}

func (o *old) client(name string) *client.Client {
	return client.NewClient(client.Options{Address: o.want.Address, HTTP: o, Token: func(context.Context, string, string, bool) (string, error) { return name, nil }})
}

// get returns the SHA-256 of what an address answers.
func (o *old) get(address, bearer string) string {
	o.t.Helper()
	q, err := http.NewRequestWithContext(o.t.Context(), http.MethodGet, address, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	q.Header.Set("Authorization", "Bearer "+bearer)
	w, err := o.RoundTrip(q)
	if err != nil {
		o.t.Fatal(err)
	}
	text, err := io.ReadAll(w.Body)
	if err != nil || w.StatusCode != http.StatusOK {
		o.t.Fatalf("%s: %d %v", address, w.StatusCode, err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// compare compares a value with what version 0.1 had; only what that says when it is not exact.
func compare(t *testing.T, what string, got, want any, exact bool) {
	t.Helper()
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	if at := differs(plain, want, exact); at != "" {
		t.Errorf("%s%s", what, at)
	}
}

// differs returns where and how two values differ.
func differs(got, want any, exact bool) string {
	switch want := want.(type) {
	case map[string]any:
		have, _ := got.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if at := differs(have[name], want[name], exact); at != "" {
				return "." + name + at
			}
		}
		for name, value := range have {
			if _, known := want[name]; !known && exact {
				return fmt.Sprintf(".%s: %v is new", name, value)
			}
		}
		return ""
	case []any:
		have, _ := got.([]any)
		if len(have) != len(want) {
			return fmt.Sprintf(": %d instead of %d\n%v\n%v", len(have), len(want), have, want)
		}
		for i := range want {
			if at := differs(have[i], want[i], exact); at != "" {
				return fmt.Sprintf("[%d]%s", i, at)
			}
		}
		return ""
	}
	if list, is := got.([]any); is && want == nil && len(list) == 0 {
		return "" // an empty list was written as null
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Sprintf(": %v instead of %v", got, want)
	}
	return ""
}

func value[T any](got T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}

func TestVersion01OpensWithNothingLost(t *testing.T) {
	o := openOld(t)
	t.Run("owner", func(t *testing.T) {
		ctx := t.Context()
		compare(t, "audit", value(o.service.Audit(ctx))(t), o.want.Audit, true)
		compare(t, "ledger", value(o.service.ExportLedger(ctx))(t), o.want.Ledger, true)
		compare(t, "people", value(o.service.People(ctx))(t), o.want.People, true)
		compare(t, "invitations", value(o.service.Invitations(ctx))(t), o.want.Invitations, true)
		compare(t, "feedback", value(o.service.Feedback(ctx, "", ""))(t), o.want.Feedback, true)
		compare(t, "about", value(client.Discover(ctx, o.want.Address, o))(t), o.want.About, true)
	})
	for _, name := range slices.Sorted(maps.Keys(o.want.Each)) {
		t.Run(name, func(t *testing.T) { o.person(t, name, o.want.Each[name], slices.Contains(whole, name)) })
	}
	t.Run("sent again", func(t *testing.T) {
		again := o.want.SentAgain
		i := value(o.client(again.Person).Item(t.Context(), again.Item))(t)
		got := value(o.client(again.Person).SendItem(t.Context(), again.Engagement, again.Key,
			api.NewItem{Type: i.Type, Title: i.Title, Fields: i.Fields, Package: i.Package, Version: i.Version}))(t)
		if got.ID != again.Item {
			t.Errorf("it was taken for another: %s", got.ID)
		}
	})
	t.Run("rows", func(t *testing.T) {
		db, err := sql.Open("sqlite", filepath.Join(o.dir, "service.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		for table, rows := range o.want.TableRows {
			var n int
			if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil || n != rows {
				t.Errorf("%s has %d rows instead of %d: %v", table, n, rows, err)
			}
		}
	})
}

// withoutLeaks takes out what version 0.1 showed to people whom it was not for: agreements and engagements to those without
// access to the program, and ids of packages to those who are not registered. What they have is there as before.
func (s *seen) withoutLeaks() {
	status, _ := s.Status.(map[string]any)
	access, _ := status["access"].(map[string]any)
	if access["state"] != api.AccessGranted {
		status["agreements"], s.Agreements, s.Engagements = nil, nil, nil
		return
	}
	if status["registration"] != nil {
		return
	}
	for _, list := range []any{status["agreements"], s.Agreements} {
		all, _ := list.([]any)
		for _, agreement := range all {
			if a, is := agreement.(map[string]any); is {
				delete(a, "package_ids")
			}
		}
	}
}

// person compares what one person sees, in the order in which looking changes nothing that is compared later.
func (o *old) person(t *testing.T, name string, want seen, exact bool) {
	t.Helper()
	ctx, c := t.Context(), o.client(name)
	want.withoutLeaks()
	status := value(c.Status(ctx))(t)
	compare(t, "status", status, want.Status, exact)
	compare(t, "step", api.NextStep(status), want.Step, exact)
	var agreements []api.Agreement
	for _, a := range status.Agreements {
		agreements = append(agreements, value(c.Agreement(ctx, a.ID))(t))
	}
	compare(t, "agreements", agreements, want.Agreements, exact)
	engagements := value(c.Engagements(ctx))(t)
	compare(t, "engagements", engagements, want.Engagements, exact)
	for id, form := range want.Forms {
		compare(t, "form of "+id, value(c.Form(ctx, id))(t), form, exact)
	}
	compare(t, "items", o.items(t, name, engagements), want.Items, exact)
	list, err := c.Packages(ctx)
	if code(err) != want.PackagesFault {
		t.Errorf("packages: %v instead of %q", err, want.PackagesFault)
	}
	var packages []api.Package
	downloads := map[string]string{}
	for _, k := range list {
		packages = append(packages, value(c.Package(ctx, k.ID))(t))
		for _, f := range k.Files {
			link, err := c.Link(ctx, k.ID, f.Name)
			if err != nil {
				downloads[k.ID+"/"+f.Name] = "fault " + code(err)
				continue
			}
			downloads[k.ID+"/"+f.Name] = o.get(link.URL, "")
		}
	}
	compare(t, "packages", packages, want.Packages, exact)
	if !maps.Equal(downloads, want.Downloads) {
		t.Errorf("downloads: %v instead of %v", downloads, want.Downloads)
	}
}

// items returns the items that a person sees, each with its attachments' hashes.
func (o *old) items(t *testing.T, name string, engagements []api.Engagement) []any {
	t.Helper()
	type item struct {
		api.Item
		Bytes map[string]string `json:"attachment_bytes_sha256"`
	}
	var all []any
	c := o.client(name)
	for _, e := range engagements {
		page, err := c.Items(t.Context(), e.ID, client.ItemQuery{})
		if err != nil {
			continue // that nobody sees them who should not is compared too
		}
		for _, listed := range page.Items {
			i := item{value(c.Item(t.Context(), listed.ID))(t), map[string]string{}}
			for _, a := range i.Attachments {
				if a.Complete {
					i.Bytes[a.Name] = o.get(o.want.Address+"/api/v1/feedback/"+i.ID+"/attachments/"+a.ID+"/bytes", name)
				}
			}
			all = append(all, i)
		}
	}
	return all
}

func code(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

func TestHalfAnAttachmentOfVersion01IsFinished(t *testing.T) {
	o := openOld(t)
	c := o.client("ada")
	var half api.Attachment
	var item string
	for _, i := range value(o.service.Feedback(t.Context(), "tools", ""))(t) {
		for _, a := range value(c.Item(t.Context(), i.ID))(t).Attachments {
			if a.Received > 0 && !a.Complete {
				half, item = a, i.ID
			}
		}
	}
	if half.ID == "" {
		t.Fatal("there is none")
	}
	// The other attachment of this SHA-256 is complete: its bytes are these.
	text, err := os.ReadFile(filepath.Join(o.dir, "files", "attachments", "5af821faef38336bbcfc8ec1"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.SendBytes(t.Context(), item, half.ID, half.Received, text[half.Received:])
	if err != nil || !a.Complete {
		t.Fatalf("%+v %v", a, err)
	}
	if got := o.get(o.want.Address+"/api/v1/feedback/"+item+"/attachments/"+half.ID+"/bytes", "ada"); got != half.SHA256 {
		t.Errorf("the bytes are another's: %s", got)
	}
}
