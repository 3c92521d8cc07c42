package authority

import (
	"crypto/subtle"
	"net/http"
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"
)

// signUp is a personal account being made: first the details, then the code from the mailbox.
type signUp struct {
	name, address, password string
	code                    string
	expires                 time.Time
	wrong                   int
}

const signUpCodeLifetime = 15 * time.Minute

// takeDetails checks the form of a new account and mails a code to its address.
func (a *Authority) takeDetails(f *flow, r *http.Request) {
	s := &signUp{name: strings.TrimSpace(r.PostFormValue("name")), address: strings.TrimSpace(r.PostFormValue("address")),
		password: r.PostFormValue("password")}
	f.signUp = s
	say := func(text string) { f.notice = &Trouble{Text: text} }
	parsed, err := mail.ParseAddress(s.address)
	_, domain, _ := strings.Cut(s.address, "@")
	switch {
	case s.name == "" || utf8.RuneCountInString(s.name) > 100:
		say("Enter your name, up to 100 characters.")
	case err != nil || parsed.Address != s.address || len(s.address) > 254 || !strings.Contains(domain, "."):
		say("Enter the email address in the format someone@example.com.")
	case len(a.usersAt(s.address)) > 0:
		say("This email is already used by an account. Sign in with it, or use another address.")
	case workDomain(domain):
		say("You can't sign up here with a work or school email address. Use a personal email, such as you@outlook.example.")
	case utf8.RuneCountInString(s.password) < 8 || len(s.password) > 256:
		say("Passwords must have at least 8 characters.")
	case len(a.state.People) >= 1000:
		say("This sample has no room for more accounts.")
	default:
		a.sendSignUpCode(f)
	}
}

// workDomain tells whether a domain belongs to an organisation: a personal account there would give one address two accounts.
func workDomain(domain string) bool {
	for _, t := range tenants() {
		if t.id != TenantPersonal && strings.EqualFold(t.domain, domain) {
			return true
		}
	}
	return strings.EqualFold(domain, "federated.example") || strings.EqualFold(domain, "trouble.example")
}

func (a *Authority) sendSignUpCode(f *flow) {
	s := f.signUp
	s.code, s.expires, s.wrong = a.random.digits(6), a.cfg.Now().Add(signUpCodeLifetime), 0
	a.send(Message{To: s.address, Code: s.code, Subject: "Verify your email address",
		Body: "To verify your email address, enter this code where you make your account: " + s.code})
}

// verifyAddress makes the account once the code from the mail was typed, and signs it in.
func (a *Authority) verifyAddress(f *flow, typed string) {
	s := f.signUp
	typed = strings.ReplaceAll(typed, " ", "")
	switch {
	case a.cfg.Now().After(s.expires) || s.wrong >= maxTries:
		f.notice = &Trouble{Text: "That code is too old. Send a new one."}
	case subtle.ConstantTimeCompare([]byte(s.code), []byte(typed)) != 1:
		s.wrong++
		f.notice = &Trouble{Text: "That code didn't work. Check the code in the newest message and try again."}
	case len(a.usersAt(s.address)) > 0:
		f.notice = &Trouble{Text: "This email is already used by an account. Sign in with it."}
		f.signUp, f.other = nil, true
	default:
		f.user = a.addUser(s.name, s.address, s.password)
		f.address, f.signUp = s.address, nil
		f.signedIn, f.here = a.cfg.Now(), true
		a.remember(f)
	}
}
