// Package storetest is the suite of promises that each implementation of package store keeps.
//
// An implementation's test calls Run with a function that opens a new, empty store.
package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

// Open opens a new, empty store, which ends with the test.
type Open func(t *testing.T) store.Store

// Run runs the suite.
func Run(t *testing.T, open Open) {
	t.Helper()
	for _, c := range []struct {
		name string
		test func(t *testing.T, s store.Store)
	}{
		{"UnitOfWork", testUnitOfWork}, {"UnitsOfWorkOneAfterTheOther", testSerial}, {"Version", testVersion}, {"Writable", testWritable}, {"Outbox", testOutbox},
		{"People", testPeople}, {"Registrations", testRegistrations}, {"Names", testNames}, {"Codes", testCodes},
		{"Agreements", testAgreements}, {"Acceptances", testAcceptances}, {"AcceptedBefore", testAcceptedBefore},
		{"Engagements", testEngagements}, {"Rights", testRights}, {"Idle", testIdle}, {"Invitations", testInvitations},
		{"Packages", testPackages}, {"Files", testFiles}, {"Downloads", testDownloads}, {"Withdrawals", testWithdrawals}, {"Approvals", testApprovals},
		{"Erasures", testErasures},
		{"Forms", testForms}, {"Items", testItems}, {"ItemPages", testItemPages}, {"Comments", testComments},
		{"CommentPages", testCommentPages}, {"BriefItems", testBriefItems}, {"Moderation", testModeration},
		{"Attachments", testAttachments}, {"Digests", testDigests}, {"Answers", testAnswers}, {"Keys", testKeys},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// noon has nanoseconds, which an implementation keeps.
var noon = time.Date(2026, 11, 1, 12, 0, 0, 123456789, time.UTC)

// must ends the test on an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// want compares what an operation returned.
func want[T any](t *testing.T, expected T) func(got T, err error) {
	t.Helper()
	return func(got T, err error) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, expected) {
			t.Fatalf("got %+v, %v\nwant %+v", got, err, expected)
		}
	}
}

// fails compares an error.
func fails(t *testing.T, err, expected error) {
	t.Helper()
	if !errors.Is(err, expected) {
		t.Fatalf("the error is %v, not %v", err, expected)
	}
}

// absent asks for an ErrNotFound.
func absent[T any](t *testing.T) func(got T, err error) {
	t.Helper()
	return func(_ T, err error) {
		t.Helper()
		fails(t, err, store.ErrNotFound)
	}
}

func testUnitOfWork(t *testing.T, s store.Store) {
	ctx := t.Context()
	anna := store.Person{ID: "t.anna", Name: "Anna", LastSeen: noon}
	broken := errors.New("broken off")
	fails(t, s.Write(ctx, func(d store.Data) error {
		must(t, d.People.Remember(ctx, anna))
		want(t, anna)(d.People.Person(ctx, anna.ID))
		return broken
	}), broken)
	absent[store.Person](t)(s.Data().People.Person(ctx, anna.ID))
	must(t, s.Write(ctx, func(d store.Data) error { return d.People.Remember(ctx, anna) }))
	want(t, anna)(s.Data().People.Person(ctx, anna.ID))

	canceled, cancel := context.WithCancel(ctx)
	cancel()
	fails(t, s.Write(canceled, func(d store.Data) error { return d.People.Remember(canceled, store.Person{ID: "t.bert"}) }), context.Canceled)
	absent[store.Person](t)(s.Data().People.Person(ctx, "t.bert"))
	must(t, s.Ping(ctx))
}

// testSerial counts up from many goroutines: units of work that overlapped would lose some.
func testSerial(t *testing.T, s store.Store) {
	ctx := t.Context()
	must(t, s.Data().Codes.SetCode(ctx, store.Code{Person: "t.anna", Hash: []byte{1}}))
	const each, workers = 10, 8
	done := make(chan error, workers)
	for range workers {
		go func() {
			var err error
			for range each {
				err = errors.Join(err, s.Write(ctx, func(d store.Data) error {
					c, err := d.Codes.Code(ctx, "t.anna")
					c.Attempts++
					return errors.Join(err, d.Codes.SetCode(ctx, c))
				}))
			}
			done <- err
		}()
	}
	for range workers {
		must(t, <-done)
	}
	c, err := s.Data().Codes.Code(ctx, "t.anna")
	if err != nil || c.Attempts != each*workers {
		t.Errorf("%d of %d units of work count: %v", c.Attempts, each*workers, err)
	}
}

func testVersion(t *testing.T, s store.Store) {
	ctx := t.Context()
	version := func() int64 {
		t.Helper()
		v, err := s.Version(ctx)
		must(t, err)
		return v
	}
	before := version()
	must(t, s.Data().People.Remember(ctx, store.Person{ID: "t.anna"}))
	after := version()
	if before == after {
		t.Error("a write outside a unit of work changed nothing")
	}
	must(t, s.Write(ctx, func(d store.Data) error { return d.People.Remember(ctx, store.Person{ID: "t.bert"}) }))
	if version() == after {
		t.Error("a unit of work changed nothing")
	}
}

func testWritable(t *testing.T, s store.Store) {
	must(t, s.Writable(t.Context()))
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	fails(t, s.Writable(canceled), context.Canceled)
}
