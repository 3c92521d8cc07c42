package service_test

import (
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

func TestFilesWaitForAnAcceptance(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c := r.registered("anna")
	_, err := c.Link(ctx(t), "tools", "tools.bin")
	if f := refused(t, err, fault.Terms, "program.terms"); f.Agreement != "eula" {
		t.Errorf("the agreement is %q", f.Agreement)
	}
	a, err := c.Agreement(ctx(t), "eula")
	if err != nil || a.Text != "# Terms\n\nFirst text.\n" || a.SHA256 != sum(a.Text) {
		t.Fatalf("%+v %v", a, err)
	}
	if _, err := c.Decide(ctx(t), "eula", a.SHA256, false, api.Device{}); err != nil {
		t.Fatal(err)
	}
	_, err = c.Link(ctx(t), "tools", "tools.bin")
	_ = refused(t, err, fault.Terms, "program.terms")
	first := r.accept(c, "eula")
	if again := r.accept(c, "eula"); again.Number != first.Number || again.Hash != first.Hash {
		t.Error("the same answer twice gave two receipts")
	}
	if _, err := c.Link(ctx(t), "tools", "tools.bin"); err != nil {
		t.Error(err)
	}
	l, err := c.Ledger(ctx(t))
	if err != nil || len(l.Receipts) != 2 || l.Receipts[0].Decision != "declined" || l.Receipts[1].Decision != "accepted" {
		t.Fatalf("%+v %v", l, err)
	}
	if l.Receipts[1].Previous != l.Receipts[0].Hash || l.Receipts[1].Device.Name != "desk" {
		t.Error("the chain or the device is not in the receipt")
	}
	for _, receipt := range l.Receipts {
		if err := api.CheckReceipt(receipt, l.Keys); err != nil {
			t.Error(err)
		}
	}
}

func TestDecisionOnAnotherTextIsRefused(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c := r.registered("anna")
	a, err := c.Agreement(ctx(t), "eula")
	if err != nil {
		t.Fatal(err)
	}
	r.pass(time.Hour)
	r.agreement("eula", "1.1", "# Terms\n\nSecond text.\n", nil)
	_, err = c.Decide(ctx(t), "eula", a.SHA256, true, api.Device{})
	if f := refused(t, err, fault.Terms, "program.changed"); f.Agreement != "eula" {
		t.Errorf("the agreement is %q", f.Agreement)
	}
	if l, err := c.Ledger(ctx(t)); err != nil || len(l.Receipts) != 0 {
		t.Errorf("an answer was recorded: %v", err)
	}
}

func TestNewVersionWaitsAfterItsGraceDate(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c := r.registered("anna")
	r.accept(c, "eula")
	old, err := c.Link(ctx(t), "tools", "tools.bin")
	if err != nil {
		t.Fatal(err)
	}
	r.pass(time.Minute)
	grace := r.clock().Add(10 * 24 * time.Hour)
	r.agreement("eula", "1.1", "# Terms\n\nSecond text.\n", &grace)

	if a := r.get(old.URL); a.status != 403 || a.problem(t).Type != api.ProblemLink {
		t.Errorf("a link signed under the first text: %d", a.status)
	}
	s, err := c.Status(ctx(t))
	if err != nil || api.NextStep(s) != api.StepReady || !s.Agreements[0].Changed || s.Agreements[0].Grace == nil {
		t.Fatalf("in grace: %+v %v", s.Agreements, err)
	}
	if link, err := c.Link(ctx(t), "tools", "tools.bin"); err != nil {
		t.Error(err)
	} else if a := r.get(link.URL); a.status != 200 {
		t.Errorf("in grace: %d", a.status)
	}
	a, err := c.Agreement(ctx(t), "eula")
	if err != nil || a.Previous == nil || a.Previous.Text != "# Terms\n\nFirst text.\n" {
		t.Fatalf("no text to compare with: %+v %v", a.Previous, err)
	}
	r.pass(10*24*time.Hour - 5*time.Minute)
	last, err := c.Link(ctx(t), "tools", "tools.bin")
	if err != nil {
		t.Fatal(err)
	}
	r.pass(6 * time.Minute)
	if got := r.get(last.URL, "Range", "bytes=0-1"); got.status != 403 || got.problem(t).Agreement != "eula" {
		t.Errorf("a range after the grace date: %d", got.status)
	}
	if s, err = c.Status(ctx(t)); err != nil || api.NextStep(s) != api.StepAgreement {
		t.Errorf("after the grace date: %v %v", api.NextStep(s), err)
	}
	r.accept(c, "eula")
	if got := r.get(last.URL, "Range", "bytes=0-1"); got.status != 206 {
		t.Errorf("after accepting: %d", got.status)
	}
}

func TestVersionIsAskedForFromItsEffectiveDate(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c := r.registered("anna")
	r.accept(c, "eula")
	next := serviceAgreement("eula", "2.0", "Later text.")
	next.Effective = r.clock().Add(time.Hour)
	if _, err := r.service.PublishAgreement(ctx(t), next); err != nil {
		t.Fatal(err)
	}
	if s, err := c.Status(ctx(t)); err != nil || api.NextStep(s) != api.StepReady {
		t.Error("asked before its date")
	}
	r.pass(2 * time.Hour)
	if s, err := c.Status(ctx(t)); err != nil || api.NextStep(s) != api.StepAgreement {
		t.Error("not asked after its date")
	}
}

func TestAuditNamesTheChangedRow(t *testing.T) {
	for _, c := range []struct{ name, change string }{
		{"a column", "UPDATE acceptances SET decision='declined' WHERE number=3"},
		{"a receipt", "UPDATE acceptances SET receipt=replace(receipt, 'desk', 'lamp') WHERE number=3"},
		{"both", "UPDATE acceptances SET decision='declined', receipt=replace(receipt, '\"accepted\"', '\"declined\"') WHERE number=3"},
		{"its time", "UPDATE acceptances SET time=time+1 WHERE number=3"},
		{"taken out", "DELETE FROM acceptances WHERE number=2; UPDATE acceptances SET number=number WHERE number=3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.program("bytes")
			for _, name := range []string{"a1", "a2", "a3"} {
				r.accept(r.registered(name), "eula")
			}
			if report, err := r.service.Audit(ctx(t)); err != nil || report.Broken != 0 || report.Rows != 3 {
				t.Fatalf("before: %+v %v", report, err)
			}
			if r.testData.change(t, c.change, c.change) == nil {
				t.Fatal("the database let an answer be changed")
			}
			noError(t, r.testData.change(t, "DROP TRIGGER acceptances_stay; DROP TRIGGER acceptances_keep; "+c.change,
				"DROP TRIGGER acceptances_stay ON acceptances; "+c.change))
			if report, err := r.service.Audit(ctx(t)); err != nil || report.Broken != 3 || report.Problem == "" {
				t.Errorf("after: %+v %v", report, err)
			}
		})
	}
}

func TestReceiptsHoldAfterKeyRotation(t *testing.T) {
	r := newRig(t)
	r.program("bytes")
	c := r.registered("anna")
	receipt := r.accept(c, "eula")
	link, err := c.Link(ctx(t), "tools", "tools.bin")
	if err != nil {
		t.Fatal(err)
	}
	r.pass(time.Minute)
	if err := r.service.RotateKeys(ctx(t)); err != nil {
		t.Fatal(err)
	}
	if l, err := c.Ledger(ctx(t)); err != nil || api.CheckReceipt(receipt, l.Keys) != nil {
		t.Error("the receipt does not hold", err)
	}
	if a := r.get(link.URL); a.status != 200 {
		t.Errorf("a link of the old key: %d", a.status)
	}
	second := r.accept(r.registered("bert"), "eula")
	if second.KeyID == receipt.KeyID {
		t.Error("the old key still signs")
	}
	if report, err := r.service.Audit(ctx(t)); err != nil || report.Broken != 0 {
		t.Errorf("%+v %v", report, err)
	}
}
