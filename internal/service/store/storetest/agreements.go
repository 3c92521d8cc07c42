package storetest

import (
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

func agreement(id, version, engagement string, required bool, effective time.Time) store.Agreement {
	text := id + " " + version + " — exact\r\n"
	return store.Agreement{ID: id, Version: version, Title: "Title of " + id, Kind: api.AgreementTerms, Text: text, SHA256: api.TextHash(text),
		Effective: effective, Required: required, Engagement: engagement}
}

func withoutText(all ...store.Agreement) []store.Agreement {
	for i := range all {
		all[i].Text = ""
	}
	return all
}

func testAgreements(t *testing.T, s store.Store) {
	ctx, agreements := t.Context(), s.Data().Agreements
	inside := agreement("inside", "1", "main", true, noon)
	note := agreement("note", "1", "", false, noon)
	eula := agreement("eula", "1", "", true, noon)
	second := agreement("eula", "2", "", true, noon.Add(time.Hour))
	second.Grace = noon.Add(2 * time.Hour)
	later := agreement("later", "1", "", true, noon.Add(time.Hour))
	for _, a := range []store.Agreement{inside, note, eula, later, second} {
		must(t, agreements.Publish(ctx, a))
	}
	want(t, withoutText(eula, note, inside))(agreements.Current(ctx, noon))
	want(t, withoutText(second, later, note, inside))(agreements.Current(ctx, noon.Add(time.Hour)))
	want(t, []store.Agreement(nil))(agreements.Current(ctx, noon.Add(-1)))
	want(t, eula)(agreements.Agreement(ctx, "eula", noon))
	want(t, second)(agreements.Agreement(ctx, "eula", noon.Add(time.Hour)))
	absent[store.Agreement](t)(agreements.Agreement(ctx, "eula", noon.Add(-1)))
	absent[store.Agreement](t)(agreements.Agreement(ctx, "none", noon))
	want(t, eula.SHA256)(agreements.Before(ctx, "eula", second.SHA256))
	absent[string](t)(agreements.Before(ctx, "eula", eula.SHA256))
	third := agreement("eula", "3", "", true, noon.Add(time.Minute)) // published last, in effect before the second
	must(t, agreements.Publish(ctx, third))
	want(t, eula.SHA256)(agreements.Before(ctx, "eula", third.SHA256))
	sameVersion, sameText := eula, eula
	sameVersion.SHA256 = "another"
	sameText.Version = "4"
	fails(t, agreements.Publish(ctx, sameVersion), store.ErrTaken)
	fails(t, agreements.Publish(ctx, sameText), store.ErrTaken)
	must(t, agreements.Withdraw(ctx, "eula", "1", noon))
	fails(t, agreements.Withdraw(ctx, "eula", "1", noon), store.ErrNotFound)
	eula.Withdrawn = noon
	want(t, []store.Agreement{inside, note, eula, later, second, third})(agreements.Texts(ctx))
	want(t, withoutText(inside, note, eula, later, second, third))(agreements.Versions(ctx))
	want(t, withoutText(note, inside))(agreements.Current(ctx, noon))
	absent[store.Agreement](t)(agreements.Agreement(ctx, "eula", noon))
	absent[string](t)(agreements.Before(ctx, "eula", third.SHA256))
}

func receipt(number int64, person string, a store.Agreement, decision string) api.Receipt {
	return api.Receipt{Number: number, Program: "test", Account: person, Address: person + "@people.example", Agreement: a.ID, Title: a.Title, Version: a.Version,
		SHA256: a.SHA256, Decision: decision, Device: api.Device{Name: "désk"}, Time: noon.Add(time.Duration(number)), Previous: "before", Hash: "hash-" + decision,
		KeyID: "key", Signature: []byte{1, 2}}
}

func testAcceptances(t *testing.T, s store.Store) {
	ctx, acceptances := t.Context(), s.Data().Acceptances
	a := agreement("eula", "1", "", true, noon)
	_, _, err := acceptances.Last(ctx)
	fails(t, err, store.ErrNotFound)
	_, _, err = acceptances.Decision(ctx, "t.anna", a.ID, a.SHA256)
	fails(t, err, store.ErrNotFound)
	absent[api.Receipt](t)(acceptances.Receipt(ctx, "t.anna", a.ID, a.SHA256))
	first, second, third := receipt(1, "t.anna", a, api.Declined), receipt(2, "t.bert", a, api.Declined), receipt(3, "t.anna", a, api.Accepted)
	for _, r := range []api.Receipt{first, second, third} {
		must(t, acceptances.Append(ctx, r))
	}
	fails(t, acceptances.Append(ctx, third), store.ErrTaken)
	if number, hash, err := acceptances.Last(ctx); err != nil || number != 3 || hash != third.Hash {
		t.Errorf("the last is %d %s %v", number, hash, err)
	}
	if decision, at, err := acceptances.Decision(ctx, "t.anna", a.ID, a.SHA256); err != nil || decision != api.Accepted || !at.Equal(third.Time) {
		t.Errorf("the decision is %s at %v %v", decision, at, err)
	}
	want(t, third)(acceptances.Receipt(ctx, "t.anna", a.ID, a.SHA256))
	want(t, []api.Receipt{first, third})(acceptances.Receipts(ctx, "t.anna"))
	want(t, []api.Receipt{first, second, third})(acceptances.Receipts(ctx, ""))
	var rows []store.Row
	must(t, acceptances.Walk(ctx, func(r store.Row) bool { rows = append(rows, r); return len(rows) < 2 }))
	if len(rows) != 2 || rows[1].Number != 2 || rows[1].Person != "t.bert" || !rows[1].Time.Equal(second.Time) || rows[1].Hash != second.Hash || rows[1].Receipt == "" {
		t.Errorf("the rows are %+v", rows)
	}
}

func testAcceptedBefore(t *testing.T, s store.Store) {
	ctx, d := t.Context(), s.Data()
	versions := []store.Agreement{agreement("eula", "1", "", true, noon), agreement("eula", "2", "", true, noon), agreement("eula", "3", "", true, noon)}
	for _, v := range versions {
		must(t, d.Agreements.Publish(ctx, v))
	}
	before := func() (store.Accepted, error) {
		return d.Acceptances.AcceptedBefore(ctx, "t.anna", "eula", versions[2].SHA256)
	}
	absent[store.Accepted](t)(before())
	for i, r := range []api.Receipt{
		receipt(1, "t.anna", versions[0], api.Accepted), receipt(2, "t.anna", versions[1], api.Accepted), receipt(3, "t.anna", versions[2], api.Accepted),
		receipt(4, "t.bert", versions[0], api.Declined), receipt(5, "t.anna", versions[1], api.Declined), receipt(6, "t.anna", versions[0], api.Declined),
	} {
		must(t, d.Acceptances.Append(ctx, r))
		switch i {
		case 0:
			want(t, store.Accepted{Agreement: versions[0], At: noon.Add(1)})(before())
		case 1, 2, 3:
			want(t, store.Accepted{Agreement: versions[1], At: noon.Add(2)})(before())
		case 4:
			want(t, store.Accepted{Agreement: versions[0], At: noon.Add(1)})(before())
		case 5:
			absent[store.Accepted](t)(before())
		}
	}
}
