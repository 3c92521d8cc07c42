package api

// Step is what a person has to do next at a program.
type Step string

// The steps in their order.
const (
	StepAccess    Step = "access"    // ask for access, accept an invitation, or wait
	StepRegister  Step = "register"  // fill in the registration
	StepVerify    Step = "verify"    // enter the code that was mailed
	StepAgreement Step = "agreement" // answer an agreement
	StepReady     Step = "ready"     // download and give feedback
)

// NextStep returns the next step for a status. It is pure: the same status gives the same step, on every machine and on
// every day. Access comes first only where the program lets none but known people register (Access.First).
func NextStep(s Status) Step {
	switch {
	case !s.Access.Granted() && s.Access.First:
		return StepAccess
	case s.Registration == nil:
		return StepRegister
	case !s.EmailVerified:
		return StepVerify
	case len(Outstanding(s)) > 0:
		return StepAgreement
	case !s.Access.Granted():
		return StepAccess
	default:
		return StepReady
	}
}

// Outstanding returns the program's agreements that keep downloads waiting, in the order in which they are to be answered.
// Terms of single engagements are not among them.
func Outstanding(s Status) []AgreementState {
	var waiting []AgreementState
	for _, a := range s.Agreements {
		if a.Required && a.Blocking && a.Engagement == "" {
			waiting = append(waiting, a)
		}
	}
	return waiting
}
