package storetest

import (
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// fillPeople writes the same for two people, each of whom has something in every table.
func fillPeople(t *testing.T, s store.Store) {
	t.Helper()
	ctx, d := t.Context(), s.Data()
	must(t, d.Packages.Publish(ctx, api.Package{ID: "tools", Engagement: "main", Title: "T"}, nil))
	for n, id := range []string{"t.anna", "t.bert"} {
		name := strings.TrimPrefix(id, "t.")
		address := name + "@people.example"
		must(t, d.People.Remember(ctx, store.Person{ID: id, Name: name, Address: address, LastSeen: noon}))
		must(t, d.Registrations.Save(ctx, store.Registration{Person: id, Form: api.Registration{PublisherName: name + " Software", Contact: api.Contact{Email: "box." + address}}, Created: noon}))
		must(t, d.Codes.SetCode(ctx, store.Code{Person: id, Hash: []byte{1}}))
		must(t, d.Codes.NoteSent(ctx, id, noon, noon))
		must(t, d.Rights.SetRight(ctx, store.Right{Person: id, Engagement: "main", State: api.AccessGranted, Used: noon}))
		must(t, d.Rights.SetRight(ctx, store.Right{Person: id, Engagement: "lab", State: api.AccessRevoked, Reason: "He left.", Justification: "Please.", Role: api.RoleOwner, Requested: noon, Decided: noon, Used: noon}))
		must(t, d.Invitations.Invite(ctx, store.Invitation{ID: "i" + name, Address: strings.ToUpper(address), Sent: noon, Expires: noon}))
		must(t, d.Outbox.Post(ctx, store.Mail{ID: "m" + name, To: "Box." + address, Due: noon, Time: noon}))
		must(t, d.Downloads.Add(ctx, store.Download{Act: store.DownloadLink, Person: id, Package: "tools", SHA256: "aa", Client: "c", Time: noon}))
		must(t, d.Answers.Keep(ctx, store.Answer{Person: id, Key: "k", Body: "{}", Time: noon}))
		must(t, d.Feedback.AddItem(ctx, store.NewItem{ID: "item-" + name, Engagement: "main", Person: id, Item: api.NewItem{Type: "bug", Title: "By " + name}, State: "new", Created: noon}))
		must(t, d.Attachments.Announce(ctx, "item-"+name, id, api.Attachment{ID: "a" + name, Name: "a.txt", Size: 1}, noon))
		must(t, d.Acceptances.Append(ctx, api.Receipt{Number: int64(n + 1), Account: id, Address: address, Agreement: "eula", SHA256: "t", Decision: api.Accepted, Time: noon, Hash: name}))
	}
	for _, id := range []string{"t.anna", "t.bert"} {
		for _, item := range []string{"item-anna", "item-bert"} {
			must(t, d.Feedback.Mark(ctx, item, id, store.MarkVote, true))
			must(t, d.Feedback.Mark(ctx, item, id, store.MarkFollow, true))
			_, err := d.Feedback.AddComment(ctx, item, id, "Said by "+id, noon)
			must(t, err)
		}
	}
	must(t, d.Digests.Add(ctx, "item-anna", "", "news", noon))
	must(t, d.Digests.Add(ctx, "item-bert", "", "news", noon))
}

func testErasures(t *testing.T, s store.Store) {
	ctx, d := t.Context(), s.Data()
	fillPeople(t, s)
	act := store.Erasure{Person: "t.anna", Who: "owner", Time: noon}
	want(t, store.Erased{Registration: true, Rights: 1, Invitations: 1, Mails: 1, Items: 1, Comments: 2, Marks: 2, Downloads: 1,
		Attachments: []string{"aanna"}, Refusals: 1, Receipts: 1, ReceiptsFirst: 1, ReceiptsLast: 1})(d.Erasures.Erase(ctx, act))
	_, err := d.Erasures.Erase(ctx, act)
	fails(t, err, store.ErrNotFound)
	want(t, []store.Erasure{act})(d.Erasures.Erasures(ctx))

	absent[store.Person](t)(d.People.Person(ctx, "t.anna"))
	absent[store.Registration](t)(d.Registrations.Registration(ctx, "t.anna"))
	absent[store.Code](t)(d.Codes.Code(ctx, "t.anna"))
	want(t, 0)(d.Codes.Sent(ctx, "t.anna", noon))
	want(t, false)(d.Registrations.NameTaken(ctx, "anna Software", "t.new"))
	want(t, []store.Right{{Person: "t.anna", Engagement: "lab", State: api.AccessRevoked, Role: api.RoleParticipant, Decided: noon, Used: noon}})(d.Rights.RightsOf(ctx, "t.anna"))
	absent[store.Answer](t)(d.Answers.Answer(ctx, "t.anna", "k"))
	absent[api.Item](t)(d.Feedback.Item(ctx, "item-anna", ""))
	want(t, []string{"abert"})(d.Attachments.AttachmentIDs(ctx))
	want(t, []store.Held(nil))(d.Downloads.Held(ctx, "t.anna"))
	list, err := d.Downloads.List(ctx, store.DownloadFilter{Limit: 9})
	must(t, err)
	if len(list) != 2 || list[0].Person+list[0].Client+list[0].Address != "" || list[0].SHA256 != "aa" || list[1].Person != "t.bert" {
		t.Errorf("%+v", list)
	}
	if receipts, err := d.Acceptances.Receipts(ctx, "t.anna"); err != nil || len(receipts) != 1 {
		t.Errorf("the ledger lost an answer: %v", err)
	}
	trace, err := d.Feedback.Trace(ctx, "", 9)
	must(t, err)
	if len(trace) != 3 { // an item and two comments
		t.Errorf("%d acts in the trace", len(trace))
	}

	// What the other one has stays.
	want(t, []store.Invitation{{ID: "ibert", Address: "BERT@PEOPLE.EXAMPLE", Sent: noon, Expires: noon, State: store.InvitationOpen}})(d.Invitations.Sent(ctx))
	want(t, store.Waiting{All: 1, Due: 1, Oldest: noon})(d.Outbox.Waiting(ctx, noon))
	item, err := d.Feedback.Item(ctx, "item-bert", "t.bert")
	if err != nil || item.Votes != 1 || item.CommentCount != 1 || !item.Voted || !item.Following {
		t.Errorf("%+v %v", item, err)
	}
	page, err := d.Feedback.Comments(ctx, store.CommentFilter{Item: "item-bert", Limit: 9, Bytes: 1 << 20, Hidden: true})
	if err != nil || len(page.Comments) != 1 || page.Comments[0].Text != "Said by t.bert" {
		t.Errorf("%+v %v", page, err)
	}
}
