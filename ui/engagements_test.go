package ui

import (
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample/authority"
)

// ritaID is how the program knows Rita.
const ritaID = authority.TenantFabrikam + "." + authority.ObjectRita

func TestEngagementJoinFollowsAcceptedTerms(t *testing.T) {
	_, r := asRita(t)
	r.shell.goTo(areaEngagements)
	r.sees("Open: you can join.")
	r.reachable()
	r.press("Read the terms and join")
	r.sees("Your answer")
	// Going back joins nothing.
	r.press("Back")
	r.press("Read the terms and join")
	r.sees("Your answer")
	r.radio("I decline")
	r.press("Submit")
	r.press("Read the terms and join")
	r.sees("You declined this version")
	r.radio("I accept")
	r.press("Submit")
	r.sees("You are part of it.")
	r.fromMenu("insider", "Leave")
	r.sees("Its packages can't be downloaded then")
	r.press("Leave")
	r.press("Join") // the terms are accepted already
	r.sees("You are part of it.")
	screen := r.shell.screen.(*engagements)
	for _, e := range screen.all {
		if e.ID == "insider" && !e.Access.Granted() {
			t.Error("the program does not know of it")
		}
	}
}

func TestEngagementAccessRequestAndAnswer(t *testing.T) {
	w, r := asRita(t)
	r.shell.goTo(areaEngagements)
	r.sees("Its owner lets people in who ask.")
	r.press("Ask for access")
	r.sees("Ask for access to “Hardware lab”")
	r.press("Send the request")
	r.sees("Say in a sentence why you need access.")
	r.fill("Why do you need access?", "I build a case for the board.")
	r.press("Send the request")
	r.sees("waits for an answer.")
	r.sees("You wrote: I build a case for the board.")
	r.press("Withdraw request")
	r.press("Ask for access")
	r.fill("Why do you need access?", "I build a case for the board, and a stand.")
	r.press("Send the request")
	r.sees("You wrote: I build a case for the board, and a stand.")

	// The owner's words, then the owner's change of mind, without a press.
	if err := w.host.Service().Decline(t.Context(), ritaID, "hardware-lab",
		"Tell us more about the case."); err != nil {
		t.Fatal(err)
	}
	r.seesInTime("Their words: Tell us more about the case.")
	r.sees("Who can help: ")
	r.fromMenu("hardware-lab", "Copy contact")
	r.until("the contact", func() bool { return r.copied == authority.AddressOle })
	r.reachable()
	if err := w.host.Service().Approve(t.Context(), ritaID, "hardware-lab", api.RoleParticipant); err != nil {
		t.Fatal(err)
	}
	r.seesInTime("You are part of it.")
}

func TestEngagementInvitationIsAccepted(t *testing.T) {
	w, r := asRita(t)
	r.shell.goTo(areaEngagements)
	r.sees("Windows for IoT")
	if _, err := w.host.Service().Invite(t.Context(), authority.AddressRita, "partner-preview", api.RoleParticipant,
		"Ole Sample", "Welcome."); err != nil {
		t.Fatal(err)
	}
	r.seesInTime("You are invited: Partner preview")
	r.press("Accept the invitation")
	r.sees("For partners who were invited.")
	r.sees("You are part of it.")
}

// seesInTime waits for a text while the clock of the screens goes on.
func (r *rig) seesInTime(text string) {
	r.t.Helper()
	r.until("the text “"+text+"”", func() bool {
		r.timers.pass(watchEvery)
		return strings.Contains(r.text(), text)
	})
}

// fromMenu does an item of an engagement's menu.
func (r *rig) fromMenu(engagement, text string) {
	r.t.Helper()
	screen := r.shell.screen.(*engagements)
	done := false
	r.until("“"+text+"” in the menu of "+engagement, func() bool {
		for _, e := range screen.all {
			for _, item := range screen.itemsOf(e) {
				if e.ID == engagement && item.Label == text && !done {
					item.Action()
					done = true
				}
			}
		}
		return done
	})
}
