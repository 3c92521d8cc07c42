package storetest

import (
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/service/store"
)

func testOutbox(t *testing.T, s store.Store) {
	ctx, out := t.Context(), s.Data().Outbox
	want(t, store.Waiting{})(out.Waiting(ctx, noon))
	absent[store.Mail](t)(out.Lease(ctx, noon, noon.Add(time.Minute)))
	first := store.Mail{ID: "1", To: "anna@people.example", Subject: "S", Text: "T", Code: "123456", Time: noon, Due: noon, Expires: noon.Add(time.Hour)}
	second := store.Mail{ID: "2", To: "bert@people.example", Time: noon.Add(1), Due: noon.Add(time.Second), Expires: noon.Add(time.Hour)}
	must(t, out.Post(ctx, second))
	must(t, out.Post(ctx, first))
	fails(t, out.Post(ctx, first), store.ErrTaken)
	want(t, store.Waiting{All: 2, Due: 1, Oldest: noon})(out.Waiting(ctx, noon))
	first.Due = noon.Add(time.Minute)
	want(t, first)(out.Lease(ctx, noon, first.Due))
	absent[store.Mail](t)(out.Lease(ctx, noon, noon.Add(time.Minute))) // it is leased, and the other is not due
	second.Due = noon.Add(time.Minute)
	want(t, second)(out.Lease(ctx, noon.Add(time.Second), second.Due))
	must(t, out.Retry(ctx, "1", noon.Add(time.Hour)))
	first.Attempts, first.Due = 1, noon.Add(2*time.Hour)
	must(t, out.Remove(ctx, "2"))
	must(t, out.Remove(ctx, "2"))
	want(t, first)(out.Lease(ctx, noon.Add(time.Hour), first.Due))
	fails(t, out.Retry(ctx, "2", noon), store.ErrNotFound)
}
