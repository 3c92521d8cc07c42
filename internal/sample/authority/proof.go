package authority

import (
	"crypto/subtle"
	"strings"
)

func (s *signIns) tryPassword(f *flow, typed string) {
	key := f.user.key()
	switch t := f.user.Trouble; {
	case s.tries.locked(key):
		f.notice = trouble(50053)
	case t != nil && t.Where == OnPassword:
		f.notice = t
	case !f.user.passwordIs(typed):
		f.notice = trouble(50126)
		if s.tries.wrong(key) {
			f.notice = trouble(50053)
		}
	default:
		s.tries.right(key)
		f.signedIn, f.here = s.cfg.Now(), true
		s.browsers.remember(f)
	}
}

// sendMFACode mails the code of the second proof once; the page that asks for it calls it.
func (s *signIns) sendMFACode(f *flow) {
	if f.mfaCode != "" {
		return
	}
	f.mfaCode = s.random.digits(6)
	s.mail.send(Message{To: f.user.Address, Code: f.mfaCode, Subject: "Your sign-in code",
		Body: "Your code to sign in is " + f.mfaCode + ". If you are not signing in now, change your password."})
}

func (s *signIns) tryMFA(f *flow, typed string) {
	key := "mfa " + f.user.key()
	typed = strings.ReplaceAll(typed, " ", "")
	switch {
	case s.tries.locked(key):
		f.notice = trouble(50053)
	case f.mfaCode == "" || subtle.ConstantTimeCompare([]byte(f.mfaCode), []byte(typed)) != 1:
		f.notice = &Trouble{Text: "You didn't enter the expected verification code. Look at the newest message and try again."}
		if s.tries.wrong(key) {
			f.mfaCode = ""
			f.notice = trouble(50053)
		}
	default:
		f.mfa = true
		s.browsers.remember(f)
	}
}
