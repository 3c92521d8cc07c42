package storetest

import (
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

func testDownloads(t *testing.T, s store.Store) {
	ctx, downloads := t.Context(), s.Data().Downloads
	must(t, s.Data().People.Remember(ctx, store.Person{ID: "t.anna", Name: "Anna", Address: "anna@people.example", LastSeen: noon}))
	link := store.Download{Act: store.DownloadLink, Person: "t.anna", Package: "tools", Version: "1", File: "Tööl.bin", SHA256: "aa", Bytes: 5 << 30,
		Client: "pconnect 1", Time: noon}
	other := store.Download{Act: store.DownloadLink, Person: "t.bert", Package: "tools", File: "b.bin", SHA256: "bb", Time: noon.Add(time.Hour)}
	must(t, downloads.Add(ctx, link))
	whole := link
	whole.Time = noon.Add(time.Minute)
	must(t, downloads.Finish(ctx, whole))
	must(t, downloads.Finish(ctx, whole)) // told twice: counted once
	must(t, downloads.Add(ctx, other))
	must(t, downloads.Add(ctx, link))
	must(t, downloads.Finish(ctx, whole)) // fetched again

	link.Name, link.Address = "Anna", "anna@people.example"
	whole.Act, whole.Name, whole.Address = store.DownloadWhole, link.Name, link.Address
	rows := []store.Download{link, whole, other, link, whole}
	for i := range rows {
		rows[i].Number = int64(i + 1)
	}
	list := func(f store.DownloadFilter) func([]store.Download, error) {
		t.Helper()
		var expected []store.Download
		for _, r := range rows {
			if (f.Person == "" || r.Person == f.Person) && (f.File == "" || api.FoldFileName(r.File) == api.FoldFileName(f.File) || r.SHA256 == f.File) &&
				(f.Package == "" || f.Package == r.Package) && !r.Time.Before(f.Since) && r.Number > f.After && len(expected) < f.Limit {
				expected = append(expected, r)
			}
		}
		return want(t, expected)
	}
	for _, f := range []store.DownloadFilter{{Limit: 9}, {Limit: 2}, {Limit: 9, After: 2}, {Limit: 9, Person: "t.anna"}, {Limit: 9, File: "TÖÖL.BIN"},
		{Limit: 9, File: "bb"}, {Limit: 9, Package: "none"}, {Limit: 9, Since: noon.Add(time.Second)}} {
		list(f)(downloads.List(ctx, f))
	}
	want(t, []store.Held{{Package: "tools", Version: "1", File: "Tööl.bin", SHA256: "aa", Whole: true}})(downloads.Held(ctx, "t.anna"))
	want(t, []store.Held{{Package: "tools", File: "b.bin", SHA256: "bb"}})(downloads.Held(ctx, "t.bert"))
	want(t, int64(2))(downloads.Forget(ctx, noon.Add(time.Second)))
	rows = []store.Download{rows[1], rows[2], rows[4]}
	list(store.DownloadFilter{Limit: 9})(downloads.List(ctx, store.DownloadFilter{Limit: 9}))
}

func testWithdrawals(t *testing.T, s store.Store) {
	ctx, d := t.Context(), s.Data()
	want(t, []store.Withdrawal(nil))(d.Withdrawals.Withdrawals(ctx))
	fails(t, d.Withdrawals.AddWithdrawal(ctx, "p", "", noon), store.ErrNotFound)
	file := func(name, sha256 string) store.File {
		return store.File{Content: store.ContentObject, File: api.File{Name: name, Size: 1, SHA256: sha256, PieceSize: api.PieceSize}}
	}
	withdraw := func(version, reason string, at time.Time, files ...store.File) {
		t.Helper()
		must(t, d.Packages.Publish(ctx, api.Package{ID: "p", Engagement: "main", Title: "P", Version: version}, files))
		must(t, d.Withdrawals.AddWithdrawal(ctx, "p", reason, at))
		must(t, d.Packages.Withdraw(ctx, "p", at))
	}
	withdraw("1", "It deletes files.", noon, file("b.bin", "bb"), file("a.bin", "aa"))
	withdraw("2", "", noon.Add(time.Hour), file("a.bin", "cc"))
	want(t, []store.Withdrawal{
		{Number: 2, Package: "p", Engagement: "main", Title: "P", Version: "2", Time: noon.Add(time.Hour), Files: []store.WithdrawnFile{{Name: "a.bin", SHA256: "cc"}}},
		{Number: 1, Package: "p", Engagement: "main", Title: "P", Version: "1", Reason: "It deletes files.", Time: noon,
			Files: []store.WithdrawnFile{{Name: "b.bin", SHA256: "bb"}, {Name: "a.bin", SHA256: "aa"}}},
	})(d.Withdrawals.Withdrawals(ctx))
	fails(t, d.Withdrawals.AddWithdrawal(ctx, "p", "", noon), store.ErrNotFound)
}

func testApprovals(t *testing.T, s store.Store) {
	ctx, approvals := t.Context(), s.Data().Approvals
	tenant := store.Approval{ID: "1", Tenant: "11111111-aaaa", Created: noon}
	domain := store.Approval{ID: "2", Domain: "contoso.example", Engagement: "main", Created: noon.Add(1)}
	must(t, approvals.AddApproval(ctx, domain))
	must(t, approvals.AddApproval(ctx, tenant))
	fails(t, approvals.AddApproval(ctx, store.Approval{ID: "3", Tenant: "11111111-AAAA", Created: noon}), store.ErrTaken)
	want(t, []store.Approval{tenant, domain})(approvals.Approvals(ctx))
	must(t, approvals.RemoveApproval(ctx, "1"))
	fails(t, approvals.RemoveApproval(ctx, "1"), store.ErrNotFound)
	want(t, []store.Approval{domain})(approvals.Approvals(ctx))
}
