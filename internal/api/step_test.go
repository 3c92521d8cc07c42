package api

import (
	"testing"
)

func TestNextStep(t *testing.T) {
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
