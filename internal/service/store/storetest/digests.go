package storetest

import (
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

func testDigests(t *testing.T, s store.Store) {
	ctx, d := t.Context(), s.Data()
	for _, id := range []string{"1", "2"} {
		must(t, d.Feedback.AddItem(ctx, store.NewItem{ID: id, Engagement: "main", Person: "t.anna", Item: api.NewItem{Title: "Item " + id}, State: api.ItemNew, Created: noon}))
		must(t, d.Feedback.Mark(ctx, id, "t.anna", store.MarkFollow, true))
	}
	must(t, d.Feedback.Mark(ctx, "1", "t.bert", store.MarkFollow, true))
	must(t, d.Feedback.Mark(ctx, "1", "t.carl", store.MarkVote, true))
	want(t, []string(nil))(d.Digests.Due(ctx, noon, 10))
	must(t, d.Digests.Add(ctx, "1", "t.anna", "one", noon))
	must(t, d.Digests.Add(ctx, "1", "", "two", noon.Add(1)))
	must(t, d.Digests.Add(ctx, "2", "", "three", noon.Add(2)))
	want(t, []string{"t.bert", "t.anna"})(d.Digests.Due(ctx, noon, 10))
	want(t, []string{"t.bert"})(d.Digests.Due(ctx, noon, 1))
	first, second := store.News{Item: "1", Engagement: "main", Title: "Item 1", Count: 1, Line: "two"}, store.News{Item: "2", Engagement: "main", Title: "Item 2", Count: 1, Line: "three"}
	want(t, []store.News{first, second})(d.Digests.Take(ctx, "t.anna", noon, noon.Add(time.Minute)))
	first.Count = 2
	want(t, []store.News{first})(d.Digests.Take(ctx, "t.bert", noon, noon.Add(time.Minute)))
	want(t, []store.News(nil))(d.Digests.Take(ctx, "t.bert", noon, noon.Add(time.Hour)))
	must(t, d.Digests.Add(ctx, "1", "t.anna", "four", noon.Add(2*time.Minute)))
	want(t, []string(nil))(d.Digests.Due(ctx, noon, 10))
	want(t, []store.News(nil))(d.Digests.Take(ctx, "t.bert", noon, noon.Add(2*time.Minute)))
	want(t, []string{"t.bert"})(d.Digests.Due(ctx, noon.Add(time.Minute), 10))
	first.Count, first.Line = 1, "four"
	want(t, []store.News{first})(d.Digests.Take(ctx, "t.bert", noon.Add(time.Minute), noon.Add(2*time.Hour)))
}
