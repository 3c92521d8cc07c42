package storetest

import (
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

func testPeople(t *testing.T, s store.Store) {
	ctx, people := t.Context(), s.Data().People
	anna := store.Person{ID: "t.anna", Name: "Anna", Address: "Anna@people.example", Kind: "work", LastSeen: noon}
	other := store.Person{ID: "s.anna", Name: "Anna Ä", Address: "anna@people.example", Kind: "personal", LastSeen: noon}
	absent[store.Person](t)(people.Person(ctx, anna.ID))
	want(t, []store.Person(nil))(people.Page(ctx, "", 9))
	must(t, people.Remember(ctx, anna))
	must(t, people.Remember(ctx, other))
	want(t, []store.Person{other, anna})(people.Find(ctx, "ANNA@people.example"))
	want(t, []store.Person{anna})(people.Find(ctx, "t.anna"))
	want(t, []store.Person(nil))(people.Find(ctx, "nobody"))
	want(t, []string{"personal", "work"})(people.DomainKinds(ctx, "PEOPLE.example"))
	want(t, []string(nil))(people.DomainKinds(ctx, "example"))
	want(t, []store.Person{anna, other})(people.Page(ctx, "", 9))
	want(t, []store.Person{anna})(people.Page(ctx, "", 1))
	want(t, []store.Person{other})(people.Page(ctx, anna.ID, 1))
	anna.Name, anna.LastSeen = "Anna B", noon.Add(time.Hour)
	must(t, people.Remember(ctx, anna))
	want(t, anna)(people.Person(ctx, anna.ID))
}

func form(name string) api.Registration {
	return api.Registration{Country: "FI", AccountType: api.Individual, PublisherName: name, Updates: true,
		Contact: api.Contact{Name: "Änna <b>", Email: "anna@people.example", Address: api.Address{Street: "Street 1", City: "東京"}}}
}

func testRegistrations(t *testing.T, s store.Store) {
	ctx, registrations := t.Context(), s.Data().Registrations
	absent[store.Registration](t)(registrations.Registration(ctx, "t.anna"))
	fails(t, registrations.VerifyEmail(ctx, "t.anna", noon), store.ErrNotFound)
	reg := store.Registration{Person: "t.anna", Form: form("Anna"), Created: noon, Modified: noon}
	must(t, registrations.Save(ctx, reg))
	want(t, reg)(registrations.Registration(ctx, "t.anna"))
	later := noon.Add(time.Minute)
	must(t, registrations.VerifyEmail(ctx, "t.anna", later))
	reg.EmailVerified, reg.Modified = true, later
	want(t, reg)(registrations.Registration(ctx, "t.anna"))
	again := reg
	again.Created, again.Modified, again.Form = later, later, form("Anna again")
	must(t, registrations.Save(ctx, again))
	again.Created = noon
	want(t, again)(registrations.Registration(ctx, "t.anna"))
	broken := again
	broken.Form.PublisherName = "\xff"
	fails(t, registrations.Save(ctx, broken), store.ErrText)
}

func testNames(t *testing.T, s store.Store) {
	ctx, registrations := t.Context(), s.Data().Registrations
	must(t, registrations.Save(ctx, store.Registration{Person: "t.anna", Form: form("Contoso Devices")}))
	want(t, true)(registrations.NameTaken(ctx, "ＣONTOSOdevices", "t.bert"))
	want(t, true)(registrations.NameTaken(ctx, "Соntоsо Dеviсеs\u3164", "t.bert"))
	want(t, false)(registrations.NameTaken(ctx, "ＣONTOSOdevices", "t.anna"))
	want(t, false)(registrations.NameTaken(ctx, "Contoso", "t.bert"))
	fails(t, registrations.Save(ctx, store.Registration{Person: "t.bert", Form: form("Соntоsо Devices")}), store.ErrTaken)
	fails(t, registrations.Save(ctx, store.Registration{Person: "t.bert", Form: form("contoso  devices")}), store.ErrTaken)
	absent[store.Registration](t)(registrations.Registration(ctx, "t.bert"))
	must(t, registrations.Save(ctx, store.Registration{Person: "t.anna", Form: form("Contoso")}))
	must(t, registrations.Save(ctx, store.Registration{Person: "t.bert", Form: form("contoso  devices")}))
	fails(t, registrations.Save(ctx, store.Registration{Person: "t.bert", Form: form("CONTOSO")}), store.ErrTaken)
	want(t, true)(registrations.NameTaken(ctx, "Contoso Devices", "t.anna"))
}

func testCodes(t *testing.T, s store.Store) {
	ctx, codes := t.Context(), s.Data().Codes
	absent[store.Code](t)(codes.Code(ctx, "t.anna"))
	fails(t, codes.CountAttempt(ctx, "t.anna"), store.ErrNotFound)
	code := store.Code{Person: "t.anna", Email: "anna@people.example", Hash: []byte{0, 1, 255}, Expires: noon}
	must(t, codes.SetCode(ctx, code))
	must(t, codes.CountAttempt(ctx, "t.anna"))
	must(t, codes.CountAttempt(ctx, "t.anna"))
	code.Attempts = 2
	want(t, code)(codes.Code(ctx, "t.anna"))
	code.Attempts, code.Hash = 0, []byte{2}
	must(t, codes.SetCode(ctx, code))
	want(t, code)(codes.Code(ctx, "t.anna"))
	must(t, codes.RemoveCode(ctx, "t.anna"))
	must(t, codes.RemoveCode(ctx, "t.anna"))
	absent[store.Code](t)(codes.Code(ctx, "t.anna"))

	long, now := noon.Add(-time.Hour), noon
	must(t, codes.NoteSent(ctx, "t.anna", long, long))
	must(t, codes.NoteSent(ctx, "t.anna", now, long))
	must(t, codes.NoteSent(ctx, "t.bert", now, long))
	want(t, 2)(codes.Sent(ctx, "t.anna", long))
	want(t, 1)(codes.Sent(ctx, "t.anna", now))
	must(t, codes.NoteSent(ctx, "t.bert", now, now))
	want(t, 1)(codes.Sent(ctx, "t.anna", long))
}
