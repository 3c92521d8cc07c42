package service_test

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

// acts returns the record as a line of acts.
func (r *rig) acts(q service.DownloadQuery) string {
	r.t.Helper()
	var acts []string
	noError(r.t, r.service.EachDownload(ctx(r.t), q, func(d service.Download) error {
		acts = append(acts, d.Act+" "+d.Address)
		if d.Package != "tools" || d.Version != "1" || d.File != "tools.bin" || d.Client == "" || !d.Time.Equal(r.clock()) {
			r.t.Errorf("%+v", d)
		}
		return nil
	}))
	return strings.Join(acts, ", ")
}

func TestRecordOfLinksAndWholeFiles(t *testing.T) {
	content := strings.Repeat("0123456789", 1000)
	const link, whole = "link anna@people.example", "whole anna@people.example"
	ranges := func(r *rig, link api.Link, parts ...string) {
		for _, part := range parts {
			if a := r.get(link.URL, "Range", "bytes="+part); a.status != http.StatusPartialContent {
				r.t.Fatal(a.status)
			}
		}
	}
	for name, c := range map[string]struct {
		fetch func(r *rig, link api.Link)
		want  string
	}{
		"only a link":   {func(*rig, api.Link) {}, link},
		"in one piece":  {func(r *rig, link api.Link) { r.get(link.URL) }, link + ", " + whole},
		"asked by HEAD": {func(r *rig, link api.Link) { r.send("HEAD", link.URL, "") }, link},
		"in ranges":     {func(r *rig, link api.Link) { ranges(r, link, "5000-", "0-99", "50-2999", "3000-4999") }, link + ", " + whole},
		"one byte less": {func(r *rig, link api.Link) { ranges(r, link, "0-4999", "5001-9999") }, link},
		"twice": {func(r *rig, link api.Link) {
			r.get(link.URL)
			r.get(link.URL)
		}, link + ", " + whole},
		"refused":         {func(r *rig, link api.Link) { r.get(link.URL + "0") }, link},
		"a range too far": {func(r *rig, link api.Link) { r.get(link.URL, "Range", "bytes=20000-") }, link},
		"several at once": {func(r *rig, link api.Link) { ranges(r, link, "0-4999,5000-9999") }, link},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.program(content)
			_, given := r.ready("anna")
			c.fetch(r, given)
			r.server.Close() // waits for what is written down after an answer
			if got := r.acts(service.DownloadQuery{}); got != c.want {
				t.Errorf("%s instead of %s", got, c.want)
			}
		})
	}
}

func TestClientTellsThatAFileIsWhole(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, _ := r.ready("anna")
	other, _ := r.ready("bert")
	for range 2 { // told twice, counted once
		noError(t, c.Finished(ctx(t), "tools", sum("bytes")))
	}
	r.publish("tools", "main", "tools.bin", "other bytes") // the catalogue moves on while bert's download ends
	noError(t, other.Finished(ctx(t), "tools", sum("bytes")))
	_ = refused(t, c.Finished(ctx(t), "tools", sum("other bytes")), fault.Usage, "program.not-found")
	_ = refused(t, c.Finished(ctx(t), "none", sum("bytes")), fault.Usage, "program.not-found")
	if got := r.acts(service.DownloadQuery{File: sum("bytes")}); got != "link anna@people.example, link bert@people.example, whole anna@people.example, whole bert@people.example" {
		t.Error(got)
	}
	if got := r.acts(service.DownloadQuery{Person: "bert@people.example"}); got != "link bert@people.example, whole bert@people.example" {
		t.Error(got)
	}
	if err := r.service.EachDownload(ctx(t), service.DownloadQuery{Person: "nobody"}, nil); refused(t, err, fault.Usage, "service.who").Field != "who" {
		t.Error(err)
	}
}

// TestWholeIsEveryByte sends random ranges and asks at each whether the file was said to be whole exactly when every byte was sent.
func TestWholeIsEveryByte(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		const size = 60
		var sent [size]bool
		f := service.NewFetch()
		for {
			from := random.Int64N(size)
			to := from + random.Int64N(size-from+1)
			all := true
			for i := from; i < to; i++ {
				sent[i] = true
			}
			for _, s := range sent {
				all = all && s
			}
			if whole := f.Add(from, to, size); whole != (all && to > from) {
				t.Fatalf("after %d to %d: whole %t of %v", from, to, whole, sent)
			}
			if all {
				break
			}
		}
	}
}

func TestHoldersOfAFile(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	_, given := r.ready("anna")
	r.ready("bert")
	r.ready("carl")
	r.get(given.URL)
	r.server.Close() // waits for what is written down after an answer
	if _, err := r.service.Erase(ctx(t), "carl@people.example", "owner"); err != nil {
		t.Fatal(err)
	}
	list, nobody, err := r.service.Holders(ctx(t), service.DownloadQuery{File: "TOOLS.BIN"})
	if err != nil || len(list) != 2 || nobody != 1 || list[0].Address != "anna@people.example" || !list[0].Whole || list[1].Address != "bert@people.example" || list[1].Whole {
		t.Errorf("%+v, %d of nobody, %v", list, nobody, err)
	}
}

func TestRecordIsKeptAsLongAsTheSettingsSay(t *testing.T) {
	r := newRig(t, func(c *service.Config) { c.DownloadsKept = 24 * time.Hour })
	r.program("bytes")
	r.ready("anna")
	r.pass(23 * time.Hour)
	count := func() (n int) {
		noError(t, r.service.Sweep(ctx(t)))
		noError(t, r.service.EachDownload(ctx(t), service.DownloadQuery{}, func(service.Download) error { n++; return nil }))
		return n
	}
	if count() != 1 {
		t.Error("it went too early")
	}
	r.pass(2 * time.Hour)
	if count() != 0 {
		t.Error("it stayed")
	}
}

func TestErasedPersonIsGoneButForTheLedger(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c, link := r.ready("anna")
	noError(t, value1(r.service.ChangeEngagement(ctx(t), "main", func(e *service.NewEngagement) { e.Feedback = true })))
	i := value(c.SendItem(ctx(t), "main", "key", api.NewItem{Type: "suggestion", Title: "T", Fields: map[string]string{"description": "D"}}))(t)
	r.ready("bert")
	noError(t, r.service.Revoke(ctx(t), "bert@people.example", "main", "He left."))

	would := value(r.service.WouldErase(ctx(t), "anna@people.example"))(t)
	if people := value(r.service.People(ctx(t)))(t); len(people) != 2 || !would.Registration || would.Items != 1 || would.Receipts != 1 {
		t.Fatalf("%+v of %d people", would, len(people))
	}
	done := value(r.service.Erase(ctx(t), "anna@people.example", "owner"))(t)
	value(r.service.Erase(ctx(t), "bert@people.example", "owner"))(t)
	if done.Receipts != 1 || done.ReceiptsFirst != 1 || value(r.service.Erasures(ctx(t)))(t)[0].Person != r.id("anna") {
		t.Errorf("%+v", done)
	}
	_ = refused(t, value1(r.service.Erase(ctx(t), "anna@people.example", "owner")), fault.Usage, "service.who")
	if a := r.get(link.URL); a.status != http.StatusForbidden || a.problem(t).Code != api.CodeLink {
		t.Errorf("the link still answers %d", a.status)
	}
	_ = refused(t, value1(r.service.Item(ctx(t), i.ID)), fault.Usage, "service.item")
	if report := value(r.service.Audit(ctx(t)))(t); report.Rows != 2 || len(report.Findings) > 0 {
		t.Errorf("the ledger does not hold: %+v", report)
	}

	r.pass(2 * time.Minute) // somebody who comes back is new
	if s := value(c.Status(ctx(t)))(t); s.Registration != nil || len(s.Withdrawn) > 0 {
		t.Errorf("%+v", s)
	}
	bert := r.registered("bert") // and whom the owner put out stays out
	r.accept(bert, "eula")
	_ = refused(t, value1(bert.Link(ctx(t), "tools", "tools.bin")), fault.Permission, "program.access")
}

func value1[T any](_ T, err error) error { return err }

func TestManyFilesOnTheirWayAreBounded(t *testing.T) {
	fetching := service.FetchingAfter(func(n int) string { return "person-" + strconv.Itoa(n) }, 25_000)
	if fetching > 10_000 {
		t.Errorf("%d are remembered", fetching)
	}
}
