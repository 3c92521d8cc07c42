package api

import (
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
)

func TestTheNextStepFollowsFromTheStatusAlone(t *testing.T) {
	granted, asked := Access{State: AccessGranted}, Access{State: AccessRequested}
	first := Access{State: AccessNone, First: true}
	waits := []AgreementState{{ID: "a", Required: true, Blocking: true}}
	reg := &Registration{}
	for name, c := range map[string]struct {
		status Status
		want   Step
	}{
		"nothing yet":                        {Status{Access: granted}, StepRegister},
		"unknown to a closed program":        {Status{Access: first}, StepAccess},
		"put out after registering":          {Status{Access: Access{State: AccessRevoked, First: true}, Registration: reg, EmailVerified: true}, StepAccess},
		"mail not verified":                  {Status{Access: granted, Registration: reg, Agreements: waits}, StepVerify},
		"an agreement waits":                 {Status{Access: granted, Registration: reg, EmailVerified: true, Agreements: waits}, StepAgreement},
		"an agreement that is not required":  {Status{Access: granted, Registration: reg, EmailVerified: true, Agreements: []AgreementState{{Blocking: true}}}, StepReady},
		"a new version in its time of grace": {Status{Access: granted, Registration: reg, EmailVerified: true, Agreements: []AgreementState{{Required: true, Changed: true}}}, StepReady},
		"terms of an engagement":             {Status{Access: granted, Registration: reg, EmailVerified: true, Agreements: []AgreementState{{Required: true, Blocking: true, Engagement: "e"}}}, StepReady},
		"access is asked for":                {Status{Access: asked, Registration: reg, EmailVerified: true}, StepAccess},
		"all done":                           {Status{Access: granted, Registration: reg, EmailVerified: true}, StepReady},
	} {
		if got := NextStep(c.status); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestEveryProblemHasWordsAndNoForeignControlCharacters(t *testing.T) {
	for kind := range problemWords {
		f := (&Problem{Type: kind, Title: "Title", Detail: "evil\x1b[31m\u202e\nline", Contact: "who\n", Agreement: "a\x07"}).Fault()
		if f.Title.String() == "" || f.Kind == "" || f.Code == "" {
			t.Errorf("%s: %+v", kind, f)
		}
		for _, r := range f.Text() + f.Agreement {
			if r < ' ' && r != '\n' || r == 0x202e {
				t.Errorf("%s: control character %U", kind, r)
			}
		}
	}
	f := (&Problem{Type: ProblemTerms, Agreement: "eula"}).Fault()
	if f.Kind != fault.Terms || f.Agreement != "eula" || f.Guide != "accept-terms" {
		t.Errorf("%+v", f)
	}
	if f := (&Problem{Type: "urn:other"}).Fault(); f.Title.String() == "" || f.Kind != fault.Other {
		t.Errorf("%+v", f)
	}
}
