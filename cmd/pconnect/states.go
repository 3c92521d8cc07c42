package main

import (
	"fmt"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/outbox"
)

// The states of things as words for a person. With --json they stay the codes that they are.

// wordFor returns the word for a code, and the code itself where a newer program has one that is not known here.
func wordFor[K ~string](words map[K]*goi18n.Message, code K) i18n.Text {
	if m, ok := words[code]; ok {
		return i18n.T(m)
	}
	return i18n.Verbatim(string(code))
}

func yesNo(yes bool) i18n.Text {
	if yes {
		return i18n.T(&goi18n.Message{ID: "pconnect.word.yes", Other: "yes"})
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.word.no", Other: "no"})
}

func accessState(state string) i18n.Text {
	return wordFor(map[string]*goi18n.Message{
		api.AccessNone:      {ID: "pconnect.access.state.none", Other: "none"},
		api.AccessRequested: {ID: "pconnect.access.state.requested", Other: "requested"},
		api.AccessGranted:   {ID: "pconnect.access.state.granted", Other: "granted"},
		api.AccessDeclined:  {ID: "pconnect.access.state.declined", Other: "declined"},
		api.AccessLapsed:    {ID: "pconnect.access.state.lapsed", Other: "lapsed"},
		api.AccessRevoked:   {ID: "pconnect.access.state.revoked", Other: "revoked"},
	}, state)
}

func decisionWord(decision string) i18n.Text {
	return wordFor(map[string]*goi18n.Message{
		api.Accepted: {ID: "pconnect.agreement.decision.accepted", Other: "accepted"},
		api.Declined: {ID: "pconnect.agreement.decision.declined", Other: "declined"},
	}, decision)
}

func accountKind(kind auth.Kind) i18n.Text {
	return wordFor(map[auth.Kind]*goi18n.Message{
		auth.Personal: {ID: "pconnect.account.kind.personal", Other: "personal"},
		auth.Work:     {ID: "pconnect.account.kind.work", Other: "work"},
		auth.Guest:    {ID: "pconnect.account.kind.guest", Other: "guest"},
	}, kind)
}

func accountType(kind string) i18n.Text {
	return wordFor(map[string]*goi18n.Message{
		api.Individual:  {ID: "pconnect.registration.type.individual", Other: "individual"},
		api.CompanyType: {ID: "pconnect.registration.type.company", Other: "company"},
	}, kind)
}

func programKind(kind string) i18n.Text {
	return wordFor(map[string]*goi18n.Message{
		api.KindSample: {ID: "pconnect.program.kind.sample", Other: "sample"},
		api.KindHosted: {ID: "pconnect.program.kind.hosted", Other: "hosted"},
		api.KindPortal: {ID: "pconnect.program.kind.portal", Other: "portal"},
	}, kind)
}

func guideKind(kind guide.Kind) i18n.Text {
	return wordFor(map[guide.Kind]*goi18n.Message{
		guide.Journey: {ID: "pconnect.guide.kind.journey", Other: "journey"},
		guide.Remedy:  {ID: "pconnect.guide.kind.remedy", Other: "remedy"},
		guide.Advice:  {ID: "pconnect.guide.kind.advice", Other: "advice"},
	}, kind)
}

func checkState(state guide.State) i18n.Text {
	return wordFor(map[guide.State]*goi18n.Message{
		guide.Passed:  {ID: "pconnect.doctor.state.passed", Other: "passed"},
		guide.Open:    {ID: "pconnect.doctor.state.open", Other: "open"},
		guide.Unknown: {ID: "pconnect.doctor.state.unknown", Other: "not known"},
	}, state)
}

func certainty(c guide.Certainty) i18n.Text {
	return wordFor(map[guide.Certainty]*goi18n.Message{
		guide.Certain:  {ID: "pconnect.doctor.certainty.certain", Other: "certain"},
		guide.Likely:   {ID: "pconnect.doctor.certainty.likely", Other: "likely"},
		guide.Possible: {ID: "pconnect.doctor.certainty.possible", Other: "possible"},
	}, c)
}

func draftState(state outbox.State) i18n.Text {
	return wordFor(map[outbox.State]*goi18n.Message{
		outbox.StateOpen:   {ID: "pconnect.draft.state.draft", Other: "draft"},
		outbox.StateQueued: {ID: "pconnect.draft.state.queued", Other: "waits to be sent"},
		outbox.StateStuck:  {ID: "pconnect.draft.state.stuck", Other: "stuck"},
		outbox.StateSent:   {ID: "pconnect.draft.state.sent", Other: "sent"},
	}, state)
}

func itemState(state string) i18n.Text {
	return wordFor(map[string]*goi18n.Message{
		api.ItemNew:      {ID: "pconnect.item.state.new", Other: "new"},
		api.ItemActive:   {ID: "pconnect.item.state.active", Other: "active"},
		api.ItemResolved: {ID: "pconnect.item.state.resolved", Other: "resolved"},
		api.ItemClosed:   {ID: "pconnect.item.state.closed", Other: "closed"},
	}, state)
}

func fieldKind(kind string) i18n.Text {
	return wordFor(map[string]*goi18n.Message{
		"line":   {ID: "pconnect.form.kind.line", Other: "one line"},
		"text":   {ID: "pconnect.form.kind.text", Other: "text"},
		"choice": {ID: "pconnect.form.kind.choice", Other: "choice"},
		"number": {ID: "pconnect.form.kind.number", Other: "number"},
	}, kind)
}

// waitReason says what an entry waits for.
func waitReason(w downloads.Wait) i18n.Text {
	return wordFor(map[downloads.Wait]*goi18n.Message{
		downloads.WaitSignIn:  {ID: "pconnect.wait.sign-in", Other: "for a sign-in"},
		downloads.WaitTerms:   {ID: "pconnect.wait.terms", Other: "for an answer to an agreement"},
		downloads.WaitAccess:  {ID: "pconnect.wait.access", Other: "for access"},
		downloads.WaitNetwork: {ID: "pconnect.wait.network", Other: "for the network"},
		downloads.WaitDisk:    {ID: "pconnect.wait.disk", Other: "for room on the disk"},
		downloads.WaitHour:    {ID: "pconnect.wait.hour", Other: "for the end of the quiet hours"},
	}, w)
}

// restState says what an entry is that does not run.
func restState(s downloads.State) i18n.Text {
	return wordFor(map[downloads.State]*goi18n.Message{
		downloads.Paused:  {ID: "pconnect.download.state.paused", Other: "paused"},
		downloads.Stopped: {ID: "pconnect.download.state.stopped", Other: "stopped"},
	}, s)
}

// because puts the reason behind what happened, where there is one.
func because(what i18n.Text, why i18n.Text) i18n.Text {
	if why.IsZero() {
		return what
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.because", Other: "{{.What}}: {{.Why}}"}, "What", what, "Why", why)
}

// asText returns a text of another room, which may be a finished sentence or a message.
func asText(words any) i18n.Text {
	if t, ok := words.(i18n.Text); ok {
		return t
	}
	text, _ := words.(string)
	return i18n.Verbatim(text)
}

// bytesText returns a number of bytes in binary units, e.g. "12.3 MiB"; "?" when it is not known.
func bytesText(n int64) string {
	if n < 0 {
		return "?"
	}
	if n < 1024 {
		return fmt.Sprintf("%d B", n)
	}
	value, unit := float64(n), -1
	for value >= 1024 && unit < 4 {
		value, unit = value/1024, unit+1
	}
	return fmt.Sprintf("%.1f %ciB", value, "KMGTP"[unit])
}

// date returns a day, or nothing for the zero time.
func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02")
}

// minute returns a day with its time.
func minute(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }
