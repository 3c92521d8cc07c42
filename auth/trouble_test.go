package auth

import (
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
)

const hourAndMore = 2 * time.Hour

// TestRefusalsLeadToGuides drives one person for each row of the table of codes.
func TestRefusalsLeadToGuides(t *testing.T) {
	told := 0
	for _, p := range authority.Troubled() {
		t.Run(p.Key, func(t *testing.T) {
			r := newRig(t, func(_ *Config, a *authority.Config) { a.DeviceInterval = time.Second })
			tr := *p.Trouble
			if tr.Code != 0 && guideOfNumber(tr.Code) == "" {
				t.Errorf("no guide for %d", tr.Code)
			}
			s := r.script(p.Address, string(p.Kind))
			s.Decline, s.CancelMFA = tr.Where == authority.OnConsent, tr.Where == authority.OnMFA
			switch tr.Where {
			case authority.OnAddress, authority.OnPassword, authority.OnPage:
				r.neverTold(s, tr)
				return
			case authority.OnRefresh:
				account := r.signIn("common", p.Address, string(p.Kind))
				r.later(hourAndMore)
				_, err := r.Token(r.ctx(), r.at("common"), account.ID)
				r.wantRefusal(err, tr)
				if l := r.List(); len(l) != 1 {
					t.Errorf("the account is gone")
				}
			case authority.OnDevice:
				_, err := r.SignInWithCode(r.ctx(), r.at("common"), SignInOptions{}, func(c DeviceCode) {
					s.UserCode = c.UserCode
					if _, err := visitor.New(s, nil).Visit(r.ctx(), c.VerificationURL); err != nil {
						t.Error(err)
					}
				})
				r.wantRefusal(err, tr)
			default:
				_, err := r.try(r.at("common"), SignInOptions{}, s)
				r.wantRefusal(err, tr)
				if r.ring.writes != 0 {
					t.Error("something was stored")
				}
			}
			told++
		})
	}
	t.Logf("%d people were told of in the app, the others on the page alone", told)
}

// neverTold: the trouble stays on the authority's page. The attempt goes on waiting, and can be cancelled.
func (r *rig) neverTold(s visitor.Script, tr authority.Trouble) {
	r.t.Helper()
	a, err := r.SignIn(r.ctx(), r.at("common"), SignInOptions{})
	if err != nil {
		r.t.Fatal(err)
	}
	out := r.browse(a, s)
	if out.End == visitor.AtApp {
		r.t.Fatalf("%d reached the app", tr.Code)
	}
	select {
	case <-a.settled:
		r.t.Fatal("the attempt ended")
	default:
	}
	a.Cancel()
	_, _ = a.Wait(r.ctx())
}

// wantRefusal checks the fault: the guide of the number, a kind that the OAuth codes alone decide, and
// details for whoever has to look into it.
func (r *rig) wantRefusal(err error, tr authority.Trouble) {
	r.t.Helper()
	r.note(err)
	f, d := fault.Of(err), DetailsOf(err)
	if d == nil {
		r.t.Fatalf("%v has no details", err)
	}
	if d.Number != tr.Code || d.OAuth != tr.OAuth || (d.Stage != "authorize" && d.Suberror != tr.SubError) || d.Claims != tr.Claims {
		r.t.Errorf("details %+v of %+v", d, tr)
	}
	if f.Guide != guideOfNumber(tr.Code) || f.Title.String() == "" || len(i18n.Strings(f.Steps)) == 0 || f.Safe.String() == "" {
		r.t.Errorf("%+v", f)
	}
	if d.Correlation == "" || f.Correlation != d.Correlation || d.Time.IsZero() || d.Tenant != "common" {
		r.t.Errorf("for support: %+v", d)
	}
	unnumbered := *d
	unnumbered.Number = 0
	if g := refusalFault(&unnumbered, ""); g.Kind != f.Kind || g.Code != f.Code || g.Guide == "" || g.Title.String() == "" {
		r.t.Errorf("without its number it is %s %s %q, with it %s %s", g.Kind, g.Code, g.Guide, f.Kind, f.Code)
	}
}

func TestRefusalWithUnknownNumber(t *testing.T) {
	for _, code := range []string{"invalid_grant", "interaction_required", "access_denied", "server_error", "brand_new_error", "", "<script>"} {
		for _, stage := range []string{"authorize", "token", "refresh", "device"} {
			d := refusal(stage, code, "", "AADSTS99999999: something new")
			f := refusalFault(d, guideOfNumber(d.Number))
			if f.Title.String() == "" || f.Guide == "" || len(i18n.Strings(f.Steps)) == 0 || f.Safe.String() == "" || d.OAuth == "<script>" {
				t.Errorf("%s at %s: %+v", code, stage, f)
			}
		}
	}
}

func TestGuideForIsAsked(t *testing.T) {
	r := newRig(t, func(c *Config, _ *authority.Config) {
		c.GuideFor = func(n int) string {
			if n == 65004 {
				return "a-guide-of-the-house"
			}
			return ""
		}
	})
	s := r.script(authority.AddressIvan, "work")
	s.Decline = true
	_, err := r.try(r.at("common"), SignInOptions{}, s)
	if f := fault.Of(err); f.Guide != "a-guide-of-the-house" || f.Title.String() == "" {
		t.Fatalf("%+v", f)
	}
}
