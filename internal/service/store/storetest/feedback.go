package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

func testForms(t *testing.T, s store.Store) {
	ctx, feedback := t.Context(), s.Data().Feedback
	absent[api.Form](t)(feedback.Form(ctx, "main"))
	f := api.Form{Engagement: "main", Types: []api.ItemType{{ID: "bug", Title: "Bug ü", Fields: []api.Field{{ID: "a", Title: "A", Kind: "choice", Choices: []string{"1", "2"}}}}},
		Attachments: &api.AttachmentRules{Size: 1, Count: 2, Endings: []string{".txt"}}}
	must(t, feedback.PutForm(ctx, f))
	want(t, f)(feedback.Form(ctx, "main"))
	f.Types[0].Title, f.Attachments = "Fault", nil
	must(t, feedback.PutForm(ctx, f))
	want(t, f)(feedback.Form(ctx, "main"))
	f.Types[0].Title = "\xff"
	fails(t, feedback.PutForm(ctx, f), store.ErrText)
	f.Types[0].Title = "a\x00b"
	fails(t, feedback.PutForm(ctx, f), store.ErrText)
	f.Types[0].Title = `a\u0000b`
	must(t, feedback.PutForm(ctx, f))
	want(t, f)(feedback.Form(ctx, "main"))
}

// add adds an item whose search text is its title.
func add(t *testing.T, s store.Store, id, engagement, person, kind, title string, at time.Time) {
	t.Helper()
	must(t, s.Data().Feedback.AddItem(t.Context(), store.NewItem{ID: id, Engagement: engagement, Person: person, Search: title, State: api.ItemNew, Created: at,
		Item: api.NewItem{Type: kind, Title: title, Fields: map[string]string{"f": "line\n<b>"}, Package: "p", Version: "1"}}))
}

func testItems(t *testing.T, s store.Store) {
	ctx, d := t.Context(), s.Data()
	absent[api.Item](t)(d.Feedback.Item(ctx, "1", ""))
	must(t, d.Registrations.Save(ctx, store.Registration{Person: "t.anna", Form: form("Anna Ltd")}))
	add(t, s, "1", "main", "t.anna", "bug", "Stops", noon)
	fails(t, d.Feedback.AddItem(ctx, store.NewItem{ID: "1"}), store.ErrTaken)
	i := api.Item{ID: "1", Engagement: "main", Type: "bug", Title: "Stops", Fields: map[string]string{"f": "line\n<b>"}, Package: "p", Version: "1",
		State: api.ItemNew, Author: "Anna Ltd", Created: noon, Modified: noon}
	want(t, i)(d.Feedback.Item(ctx, "1", "t.bert"))
	for range 2 {
		must(t, d.Feedback.Mark(ctx, "1", "t.anna", store.MarkVote, true))
		must(t, d.Feedback.Mark(ctx, "1", "t.anna", store.MarkFollow, true))
		must(t, d.Feedback.Mark(ctx, "1", "t.bert", store.MarkVote, true))
	}
	must(t, d.Feedback.SetState(ctx, "1", api.ItemActive, noon.Add(1)))
	fails(t, d.Feedback.SetState(ctx, "none", api.ItemActive, noon), store.ErrNotFound)
	i.State, i.Modified, i.Votes, i.Voted, i.Following, i.Mine = api.ItemActive, noon.Add(1), 2, true, true, true
	want(t, i)(d.Feedback.Item(ctx, "1", "t.anna"))
	for range 2 {
		must(t, d.Feedback.Mark(ctx, "1", "t.anna", store.MarkVote, false))
	}
	i.Votes, i.Following, i.Mine = 1, false, false
	want(t, i)(d.Feedback.Item(ctx, "1", "t.bert"))
}

func testItemPages(t *testing.T, s store.Store) {
	ctx, feedback := t.Context(), s.Data().Feedback
	for n := range 5 {
		add(t, s, fmt.Sprint("m", n), "main", "t.anna", "bug", fmt.Sprintf("%d%% of a_b", n), noon)
	}
	add(t, s, "w", "main", "t.bert", "wish", `a\b`, noon)
	add(t, s, "o", "other", "t.bert", "bug", "else", noon)
	must(t, feedback.SetState(ctx, "m3", api.ItemClosed, noon))
	must(t, feedback.Mark(ctx, "m1", "t.bert", store.MarkFollow, true))
	for name, c := range map[string]struct {
		filter store.ItemFilter
		want   string
	}{
		"all":        {store.ItemFilter{}, "[o w m4 m3 m2 m1 m0]"},
		"engagement": {store.ItemFilter{Engagement: "other"}, "[o]"},
		"state":      {store.ItemFilter{State: api.ItemClosed}, "[m3]"},
		"type":       {store.ItemFilter{Type: "wish"}, "[w]"},
		"percent":    {store.ItemFilter{Text: "2%"}, "[m2]"},
		"underscore": {store.ItemFilter{Text: "a_b"}, "[m4 m3 m2 m1 m0]"},
		"backslash":  {store.ItemFilter{Text: `\`}, "[w]"},
		"nothing":    {store.ItemFilter{Text: "%x"}, "[]"},
		"mine":       {store.ItemFilter{Viewer: "t.bert", Mine: true}, "[o w]"},
		"followed":   {store.ItemFilter{Viewer: "t.bert", Followed: true}, "[m1]"},
		"first page": {store.ItemFilter{Engagement: "main", Limit: 2}, "[w m4]"},
	} {
		if c.filter.Limit == 0 {
			c.filter.Limit = 7
		}
		page, err := feedback.Items(ctx, c.filter)
		must(t, err)
		if got := fmt.Sprint(ids(page)); got != c.want || (page.Next != 0) != (name == "first page") {
			t.Errorf("%s: %s, next %d", name, got, page.Next)
		}
	}
	var seen []string
	for filter := (store.ItemFilter{Engagement: "main", Limit: 3}); ; {
		page, err := feedback.Items(ctx, filter)
		must(t, err)
		seen = append(seen, ids(page)...)
		if filter.Before = page.Next; page.Next == 0 {
			break
		}
	}
	if fmt.Sprint(seen) != "[w m4 m3 m2 m1 m0]" {
		t.Errorf("the pages hold %v", seen)
	}
}

func ids(p store.ItemPage) []string {
	list := []string{}
	for _, i := range p.Items {
		list = append(list, i.ID)
	}
	return list
}

func testComments(t *testing.T, s store.Store) {
	ctx, d := t.Context(), s.Data()
	must(t, d.Registrations.Save(ctx, store.Registration{Person: "t.anna", Form: form("Anna Ltd")}))
	must(t, d.People.Remember(ctx, store.Person{ID: "t.anna", Address: "anna@people.example"}))
	add(t, s, "1", "main", "t.anna", "bug", "Stops", noon)
	first, err := d.Feedback.AddComment(ctx, "1", "t.anna", "Here\ntoo", noon.Add(1))
	must(t, err)
	second, err := d.Feedback.AddComment(ctx, "1", "", "We look", noon.Add(2))
	must(t, err)
	if first.Author != "Anna Ltd" || first.Owner || first.Text != "Here\ntoo" || !first.Created.Equal(noon.Add(1)) || !second.Owner || second.ID == first.ID {
		t.Errorf("%+v %+v", first, second)
	}
	i, err := d.Feedback.Item(ctx, "1", "")
	must(t, err)
	page, err := d.Feedback.Comments(ctx, store.CommentFilter{Item: "1", Limit: 2, Bytes: 100})
	must(t, err)
	want(t, []api.Comment{first, second})(page.Comments, nil)
	if i.CommentCount != 2 || !i.Modified.Equal(noon.Add(2)) {
		t.Errorf("%+v", i)
	}
}

// testCommentPages reads pages that end by their number and by their bytes.
func testCommentPages(t *testing.T, s store.Store) {
	ctx, feedback := t.Context(), s.Data().Feedback
	add(t, s, "1", "main", "t.anna", "bug", "Stops", noon)
	for n := range 5 {
		_, err := feedback.AddComment(ctx, "1", "t.anna", fmt.Sprint("text ", n), noon)
		must(t, err)
	}
	for name, f := range map[string]store.CommentFilter{
		"by number": {Item: "1", Limit: 2, Bytes: 1000},
		"by bytes":  {Item: "1", Limit: 100, Bytes: 10},
		"one each":  {Item: "1", Limit: 100, Bytes: 1},
	} {
		var seen []string
		for pages := 0; pages < 6; pages++ {
			page, err := feedback.Comments(ctx, f)
			must(t, err)
			if len(page.Comments) > 2 {
				t.Errorf("%s: a page holds %d", name, len(page.Comments))
			}
			for _, c := range page.Comments {
				seen = append(seen, c.Text)
			}
			if f.After = page.Next; page.Next == 0 {
				break
			}
		}
		if fmt.Sprint(seen) != "[text 0 text 1 text 2 text 3 text 4]" {
			t.Errorf("%s: the pages hold %v", name, seen)
		}
	}
	volume, err := feedback.Volume(ctx, "t.anna", noon)
	must(t, err)
	if volume.Items != 1 || volume.Comments != 5 || volume.Bytes < 30 {
		t.Errorf("%+v", volume)
	}
	want(t, store.Volume{})(feedback.Volume(ctx, "t.anna", noon.Add(1)))
	want(t, 5)(feedback.Added(ctx, "1"))
}

func testBriefItems(t *testing.T, s store.Store) {
	ctx, feedback := t.Context(), s.Data().Feedback
	must(t, feedback.AddItem(ctx, store.NewItem{ID: "1", Engagement: "main", Person: "t.anna", Search: "x", State: api.ItemNew, Created: noon,
		Item: api.NewItem{Type: "bug", Title: "Long", Fields: map[string]string{"line": "short", "text": strings.Repeat("ä", 201)}}}))
	page, err := feedback.Items(ctx, store.ItemFilter{Limit: 1})
	must(t, err)
	want(t, map[string]string{"line": "short"})(page.Items[0].Fields, nil)
	i, err := feedback.Item(ctx, "1", "")
	must(t, err)
	if len(i.Fields) != 2 || i.Shortened || !page.Items[0].Shortened {
		t.Errorf("%+v", i)
	}
}

// testModeration hides, locks and deletes, and reads the trace.
func testModeration(t *testing.T, s store.Store) {
	ctx, feedback := t.Context(), s.Data().Feedback
	add(t, s, "1", "main", "t.anna", "bug", "Stops", noon)
	c, err := feedback.AddComment(ctx, "1", "t.anna", "Secret", noon)
	must(t, err)
	do := func(comment, act string) store.Moderation {
		m := store.Moderation{Item: "1", Comment: comment, Act: act, Reason: "Rude", Who: "olga", Time: noon}
		must(t, feedback.Moderate(ctx, m))
		return m
	}
	count := func(hidden bool) int {
		page, err := feedback.Comments(ctx, store.CommentFilter{Item: "1", Limit: 9, Bytes: 9, Hidden: hidden})
		must(t, err)
		return len(page.Comments)
	}
	trace := []store.Moderation{do(c.ID, store.ActHide)}
	want(t, []int{0, 1})([]int{count(false), count(true)}, nil)
	trace = append(trace, do(c.ID, store.ActShow), do("", store.ActLock), do("", store.ActHide))
	i, err := feedback.Item(ctx, "1", "")
	must(t, err)
	if !i.Hidden || !i.Locked || i.CommentCount != 1 {
		t.Errorf("%+v", i)
	}
	page, err := feedback.Items(ctx, store.ItemFilter{Limit: 9})
	must(t, err)
	shown, err := feedback.Items(ctx, store.ItemFilter{Limit: 9, Hidden: true})
	must(t, err)
	want(t, []int{0, 1})([]int{len(page.Items), len(shown.Items)}, nil)
	trace = append(trace, do("", store.ActDelete))
	absent[api.Item](t)(feedback.Item(ctx, "1", ""))
	want(t, 0)(count(true), nil)
	fails(t, feedback.Moderate(ctx, store.Moderation{Item: "1", Act: store.ActShow}), store.ErrNotFound)
	fails(t, feedback.Moderate(ctx, store.Moderation{Item: "1", Comment: c.ID, Act: store.ActShow}), store.ErrNotFound)
	fails(t, feedback.Moderate(ctx, store.Moderation{Item: "none", Act: store.ActHide}), store.ErrNotFound)
	slices.Reverse(trace)
	want(t, trace)(feedback.Trace(ctx, "1", 9))
	want(t, trace[:2])(feedback.Trace(ctx, "", 2))
	volume, err := feedback.Volume(ctx, "t.anna", noon)
	must(t, err)
	if volume.Items != 1 || volume.Comments != 1 { // what is deleted still counts
		t.Errorf("%+v", volume)
	}
}

func testAttachments(t *testing.T, s store.Store) {
	ctx, attachments := t.Context(), s.Data().Attachments
	want(t, []api.Attachment(nil))(attachments.Attachments(ctx, "1"))
	a, b := api.Attachment{ID: "b", Name: "ä.log", Size: 9, SHA256: "sum"}, api.Attachment{ID: "a", Name: "b.log", Size: 1 << 40, SHA256: "sum"}
	must(t, attachments.Announce(ctx, "1", "t.anna", a, noon))
	must(t, attachments.Announce(ctx, "1", "t.anna", b, noon.Add(1)))
	fails(t, attachments.Announce(ctx, "2", "t.anna", b, noon), store.ErrTaken)
	must(t, attachments.Receive(ctx, "b", 9, true))
	a.Received, a.Complete = 9, true
	want(t, []api.Attachment{a, b})(attachments.Attachments(ctx, "1"))
	want(t, b)(attachments.Attachment(ctx, "1", "a"))
	absent[api.Attachment](t)(attachments.Attachment(ctx, "2", "a"))
	fails(t, attachments.Receive(ctx, "none", 1, false), store.ErrNotFound)
	fails(t, attachments.Remove(ctx, "2", "a"), store.ErrNotFound)
	must(t, attachments.Remove(ctx, "1", "a"))
	want(t, []api.Attachment{a})(attachments.Attachments(ctx, "1"))
}

func testAnswers(t *testing.T, s store.Store) {
	ctx, answers := t.Context(), s.Data().Answers
	absent[store.Answer](t)(answers.Answer(ctx, "t.anna", "k"))
	a := store.Answer{Person: "t.anna", Key: "k", Request: "hash", Body: `{"a":"\u003cb\u003e"}`, Time: noon}
	must(t, answers.Keep(ctx, a))
	fails(t, answers.Keep(ctx, a), store.ErrTaken)
	want(t, a)(answers.Answer(ctx, "t.anna", "k"))
	absent[store.Answer](t)(answers.Answer(ctx, "t.bert", "k"))
	must(t, answers.Forget(ctx, noon))
	want(t, a)(answers.Answer(ctx, "t.anna", "k"))
	must(t, answers.Forget(ctx, noon.Add(1)))
	absent[store.Answer](t)(answers.Answer(ctx, "t.anna", "k"))
}

func testKeys(t *testing.T, s store.Store) {
	ctx, keys := t.Context(), s.Data().Keys
	absent[store.Key](t)(keys.Signing(ctx, store.KeyLinks))
	absent[store.Key](t)(keys.Oldest(ctx, store.KeyLinks))
	first := store.Key{ID: "1", Purpose: store.KeyLinks, Secret: []byte{0, 255}, Since: noon}
	other := store.Key{ID: "2", Purpose: store.KeyReceipts, Secret: []byte{1}, Since: noon}
	must(t, keys.AddKey(ctx, first))
	must(t, keys.AddKey(ctx, other))
	fails(t, keys.AddKey(ctx, first), store.ErrTaken)
	want(t, first)(keys.Signing(ctx, store.KeyLinks))
	must(t, keys.EndKeys(ctx, noon.Add(1)))
	absent[store.Key](t)(keys.Signing(ctx, store.KeyLinks))
	second := store.Key{ID: "3", Purpose: store.KeyLinks, Secret: []byte{3}, Since: noon.Add(1)}
	must(t, keys.AddKey(ctx, second))
	first.Until = noon.Add(1)
	want(t, second)(keys.Signing(ctx, store.KeyLinks))
	want(t, first)(keys.Oldest(ctx, store.KeyLinks))
	want(t, []store.Key{second, first})(keys.Keys(ctx, store.KeyLinks))
	want(t, first)(keys.Key(ctx, store.KeyLinks, "1"))
	absent[store.Key](t)(keys.Key(ctx, store.KeyReceipts, "1"))
}
