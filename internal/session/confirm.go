package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Question is what only a person can answer before a program is used: it says something else of itself than when it was added, it names
// the sign-in of a program that is known at another address, or it has its API at another host of its own. It comes with a fault, see
// QuestionOf; ConfirmProgram is the answer yes. Until then nothing is sent to the program.
type Question struct { //nolint:errname // a question is what it is; it travels inside its fault
	Address string // of the program
	Digest  string // of what it says and what is asked

	program api.Program
	name    string // on the list; empty while it is not there
	now     pin
	changes []difference
	known   []string // origins of programs with the same sign-in
	api     string   // its API's origin, where that is not its own
}

// Error says that there is a question.
func (q *Question) Error() string { return "a person has to confirm the program at " + q.Address }

// QuestionOf returns the question that a fault of Session or AddProgram asks; nil when it asks none.
func QuestionOf(err error) *Question {
	var q *Question
	if errors.As(err, &q) {
		return q
	}
	return nil
}

// digestLength is how much of the SHA-256 a person copies with the command.
const digestLength = 12

func (q *Question) digest() string {
	text, _ := json.Marshal([]any{q.Address, q.now, q.known, q.api}) // strings alone
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:digestLength])
}

// Fault returns the question as the fault that Session returns: what is asked, and how to answer.
func (q *Question) Fault() error {
	target := q.name
	if target == "" {
		target = q.Address
	}
	f := &fault.Error{Kind: fault.Verification, Code: "session.program-changed", Guide: "program-address", Field: "program", Err: q, Title: q.title(), Cause: q.cause(),
		Safe: i18n.T(&goi18n.Message{ID: "session.program-confirm.safe", Other: "Nothing was sent to it, and no sign-in was used."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "session.program-confirm.step", Other: "Ask the program's contact whether this is right."}),
			i18n.T(&goi18n.Message{ID: "session.program-confirm.step2", Other: "Confirm it only if it is. You then sign in anew."}),
		},
		Commands: []string{"pconnect programs accept " + target + " --change " + q.Digest}}
	switch {
	case len(q.known) > 0:
		f.Code, f.Guide = "session.program-known", "program-address"
	case len(q.changes) == 0:
		f.Code, f.Guide = "session.program-api", "program-address"
	}
	return f
}

func (q *Question) title() i18n.Text {
	switch {
	case len(q.known) > 0:
		return i18n.T(&goi18n.Message{ID: "session.program-known.title", Other: "“{{.Program}}” says that it is now at {{.Address}}."},
			"Program", q.program.Name, "Address", q.Address)
	case len(q.changes) > 0:
		return i18n.T(&goi18n.Message{ID: "session.program-changed.title",
			Other: "The program at {{.Address}} says something else of itself than when it was added."}, "Address", q.Address)
	}
	return i18n.T(&goi18n.Message{ID: "session.program-api.title", Other: "“{{.Program}}” has its service at another address."}, "Program", q.program.Name)
}

// cause returns one sentence for each thing that is asked.
func (q *Question) cause() i18n.Text {
	var all []i18n.Text
	if len(q.known) > 0 {
		all = append(all, i18n.T(&goi18n.Message{ID: "session.program-known.cause",
			Other: "It names the sign-in of the program at {{.Before}}. If it has moved, you are signed out there; if it has not, it is after your sign-in."},
			"Before", strings.Join(q.known, ", ")))
	}
	if q.api != "" {
		all = append(all, i18n.T(&goi18n.Message{ID: "session.program-api.cause", Other: "You named {{.Address}}; your sign-in would be sent to {{.API}}."},
			"Address", q.Address, "API", q.api))
	}
	for _, d := range q.changes {
		all = append(all, d.text())
	}
	text := all[len(all)-1]
	for _, one := range slices.Backward(all[:len(all)-1]) {
		text = i18n.T(&goi18n.Message{ID: "session.program-confirm.both.cause", Other: "{{.One}} {{.More}}"}, "One", one, "More", text)
	}
	return text
}

func (d difference) text() i18n.Text {
	before, now := shown(d.before), shown(d.now)
	switch d.field {
	case "authority":
		return i18n.T(&goi18n.Message{ID: "session.program-changed.authority.cause", Other: "People signed in at {{.Before}}, now it names {{.Now}}."}, "Before", before, "Now", now)
	case "client_id":
		return i18n.T(&goi18n.Message{ID: "session.program-changed.client.cause", Other: "Its client id was {{.Before}}, now it is {{.Now}}."}, "Before", before, "Now", now)
	case "scopes":
		return i18n.T(&goi18n.Message{ID: "session.program-changed.scopes.cause", Other: "It asked for the permissions {{.Before}}, now for {{.Now}}."}, "Before", before, "Now", now)
	case "api":
		return i18n.T(&goi18n.Message{ID: "session.program-changed.api.cause", Other: "Its service was at {{.Before}}, now it is at {{.Now}}."}, "Before", before, "Now", now)
	case "sample_authority":
		return i18n.T(&goi18n.Message{ID: "session.program-changed.sample.cause", Other: "Its sample sign-in was at {{.Before}}, now it is at {{.Now}}."}, "Before", before, "Now", now)
	}
	return i18n.T(&goi18n.Message{ID: "session.program-changed.keys.cause", Other: "Its receipts were signed with the keys {{.Before}}, now with {{.Now}}."}, "Before", before, "Now", now)
}

// shown returns a value as it is shown.
func shown(value string) string {
	if value = api.CleanLine(value, longestShown); value == "" {
		return "–"
	}
	return value
}

// longestShown is how much of a value a fault shows.
const longestShown = 300

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// ask asks an address for its program, and returns its origin too.
func (a *App) ask(ctx context.Context, address string) (string, auth.Origin, api.Program, error) {
	address, err := client.CleanAddress(address)
	if err != nil {
		return "", auth.Origin{}, api.Program{}, err
	}
	if policy := a.Settings.Policy(); !policy.AllowsAddress(address) {
		return "", auth.Origin{}, api.Program{}, policy.NotAllowed(address)
	}
	at, err := auth.OriginOf(address)
	if err != nil {
		return "", auth.Origin{}, api.Program{}, err
	}
	a.opts.Reach.name(address)
	about, err := client.Discover(ctx, address, a.opts.Transport)
	return address, at, about, err
}

// Change returns the question that the program of this name or address asks now; nil when it asks none.
func (a *App) Change(ctx context.Context, name string) (*Question, error) {
	if info, err := a.Program(name); err == nil && info.Kind == api.KindHosted {
		name = info.Address
	}
	_, at, about, err := a.ask(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := a.programs.reread(); err != nil {
		return nil, err
	}
	b := a.programs.book()
	return b.judge(at, about), nil
}

// ConfirmProgram is a person's yes to a question, which is named by its digest: when the program says something else by now, it is asked
// anew. Accounts at the program's address, and at that of the program which it says it was, are signed out first.
func (a *App) ConfirmProgram(ctx context.Context, address, digest string) (ProgramInfo, error) {
	address, at, about, err := a.ask(ctx, address)
	if err != nil {
		return ProgramInfo{}, err
	}
	if err := a.programs.reread(); err != nil {
		return ProgramInfo{}, err
	}
	b := a.programs.book()
	q := b.judge(at, about)
	if q != nil {
		if q.Digest != digest {
			return ProgramInfo{}, q.Fault()
		}
		if err := a.signOutAt(ctx, append(q.known, at.String())); err != nil {
			return ProgramInfo{}, err
		}
	}
	var info ProgramInfo
	var gone []string
	err = a.programs.change(func(b *book) error {
		again := b.judge(at, about)
		if again != nil && again.Digest != digest {
			return again.Fault()
		}
		if again != nil {
			gone = b.move(again.known, address, at)
		}
		b.keep(at, about)
		info = b.enter(address, about, a.opts.Clock().UTC())
		return nil
	})
	if err != nil {
		return ProgramInfo{}, err
	}
	for _, name := range append(gone, info.Name) {
		a.sessions.remove(name)
	}
	return info, nil
}

// signOutAt signs out every account of these origins.
func (a *App) signOutAt(ctx context.Context, origins []string) error {
	if err := a.opts.Accounts.Ready(ctx); err != nil {
		return err
	}
	for _, account := range a.opts.Accounts.List() {
		if slices.Contains(origins, account.Origin.String()) && !account.Origin.IsZero() {
			if err := a.opts.Accounts.SignOut(ctx, account.ID); err != nil {
				return err
			}
			if err := a.programs.change(func(b *book) error { b.forget(account.ID); return nil }); err != nil {
				return err
			}
		}
	}
	return nil
}

// move makes one entry of those that are at other origins and of the one at an address, and returns the names of the entries that were
// touched. The program keeps the name by which downloads and drafts know it.
func (b *book) move(origins []string, address string, at auth.Origin) []string {
	var touched []string
	here := slices.ContainsFunc(b.Programs, func(e bookEntry) bool { return e.Address == address })
	b.Programs = slices.DeleteFunc(slices.Clone(b.Programs), func(e bookEntry) bool {
		if e.at() == at || !slices.Contains(origins, e.at().String()) {
			return false
		}
		touched = append(touched, e.Name)
		return here || len(touched) > 1
	})
	for i := range b.Programs {
		if !here && len(touched) > 0 && b.Programs[i].Name == touched[0] {
			b.Programs[i].Address = address
		}
	}
	for _, origin := range origins {
		delete(b.Pins, origin)
	}
	return touched
}
