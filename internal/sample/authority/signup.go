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
func (s *signIns) takeDetails(f *flow, r *http.Request) {
	made := &signUp{name: strings.TrimSpace(r.PostFormValue("name")), address: strings.TrimSpace(r.PostFormValue("address")),
		password: r.PostFormValue("password")}
	f.signUp = made
	say := func(text string) { f.notice = &Trouble{Text: text} }
	parsed, err := mail.ParseAddress(made.address)
	_, domain, _ := strings.Cut(made.address, "@")
	switch {
	case made.name == "" || utf8.RuneCountInString(made.name) > 100:
		say("Enter your name, up to 100 characters.")
	case err != nil || parsed.Address != made.address || len(made.address) > 254 || !strings.Contains(domain, "."):
		say("Enter the email address in the format someone@example.com.")
	case len(s.people.at(made.address)) > 0:
		say("This email is already used by an account. Sign in with it, or use another address.")
	case workDomain(domain):
		say("You can't sign up here with a work or school email address. Use a personal email, such as you@outlook.example.")
	case utf8.RuneCountInString(made.password) < 8 || len(made.password) > 256:
		say("Passwords must have at least 8 characters.")
	case len(s.state.People) >= 1000:
		say("This sample has no room for more accounts.")
	default:
		s.sendSignUpCode(f)
	}
}

// workDomain reports whether a domain belongs to an organisation: a personal account there would give one address two accounts.
func workDomain(domain string) bool {
	for _, t := range tenants() {
		if t.id != TenantPersonal && strings.EqualFold(t.domain, domain) {
			return true
		}
	}
	return strings.EqualFold(domain, "federated.example") || strings.EqualFold(domain, "trouble.example")
}

func (s *signIns) sendSignUpCode(f *flow) {
	made := f.signUp
	made.code, made.expires, made.wrong = s.random.digits(6), s.cfg.Now().Add(signUpCodeLifetime), 0
	s.mail.send(Message{To: made.address, Code: made.code, Subject: "Verify your email address",
		Body: "To verify your email address, enter this code where you make your account: " + made.code})
}

// verifyAddress makes the account once the code from the mail was typed, and signs it in.
func (s *signIns) verifyAddress(f *flow, typed string) {
	made := f.signUp
	typed = strings.ReplaceAll(typed, " ", "")
	switch {
	case s.cfg.Now().After(made.expires) || made.wrong >= maxTries:
		f.notice = &Trouble{Text: "That code is too old. Send a new one."}
	case subtle.ConstantTimeCompare([]byte(made.code), []byte(typed)) != 1:
		made.wrong++
		f.notice = &Trouble{Text: "That code didn't work. Check the code in the newest message and try again."}
	case len(s.people.at(made.address)) > 0:
		f.notice = &Trouble{Text: "This email is already used by an account. Sign in with it."}
		f.signUp, f.other = nil, true
	default:
		f.user = s.people.add(made.name, made.address, made.password)
		f.address, f.signUp = made.address, nil
		f.signedIn, f.here = s.cfg.Now(), true
		s.browsers.remember(f)
	}
}
