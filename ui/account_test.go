package ui

import (
	"context"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/ui/widgets"
)

// atAccount opens the account of a registered person.
func atAccount(t *testing.T) (*rig, *account) {
	t.Helper()
	r := newWorld(t, as(authority.AddressRita)).window(t)
	r.theme(widgets.ThemeLight)
	r.openSample()
	r.press("Sign in with the browser")
	r.sees("Packages")
	r.shell.goTo(areaAccount)
	r.sees("Copy receipt")
	return r, r.shell.screen.(*account)
}

func TestAccountSaysThatTheNameNeedsAChange(t *testing.T) {
	r, screen := atAccount(t)
	snap := crowded(r.shell.view.Session.Program)
	notice := r.shell.say(snap.Status.NameNotice.Text())
	v := r.shell.view
	v.Session = snap
	screen.apply(v)
	r.sees("Your publisher display name needs a change")
	r.sees(notice)
	r.press("Edit")
	if got := screen.register; !strings.Contains(r.text(), "Edit the registration") || len(got.Objects) != 1 {
		t.Error("the form is not shown")
	}
	r.sees(notice)
}

func TestSignOutTellsWhatStayedInTheKeyring(t *testing.T) {
	r, screen := atAccount(t)
	screen.leaveAccounts(func(context.Context) (string, error) {
		return "", &fault.Error{Kind: fault.Other, Code: "auth.still-stored", Title: i18n.Verbatim("One item stayed in the keyring.")}
	})
	r.sees("One item stayed in the keyring.")
}

func TestAccountIsBuiltAnewOnlyWhenSomethingChanged(t *testing.T) {
	r, screen := atAccount(t)
	before := screen.register.Objects[0]
	v := r.shell.view
	v.Session.Version++
	screen.apply(v)
	if screen.register.Objects[0] != before {
		t.Error("the registration was built anew though nothing changed")
	}
}

func TestLedgerCountsReceiptsThatAreNotValid(t *testing.T) {
	r, screen := atAccount(t)
	r.sees("and signed")
	receipts := screen.ledger.ledger.Receipts
	receipts[0].Version += "x"
	checked := checkLedger(screen.ledger.ledger.Ledger, r.shell.cfg.Clock())
	if checked.bad() != 1 {
		t.Fatalf("%d of %d receipts are not valid", checked.bad(), len(receipts))
	}
	screen.ledger.ledger = checked
	screen.ledger.chosen = receipts[0].Number
	screen.ledger.show(nil)
	r.sees("This receipt has been changed and isn't valid.")
}
