package main

import (
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
)

// standing is a session as JSON.
type standing struct {
	Program    string      `json:"program"`
	Name       string      `json:"name"`
	Step       api.Step    `json:"step"`
	Account    *account    `json:"account,omitzero"`
	Candidates []account   `json:"candidates,omitzero"`
	Status     *api.Status `json:"status,omitzero"`
	Draft      bool        `json:"draft"` // a half-filled registration is kept
	Memory     bool        `json:"memory_only"`
	Checked    time.Time   `json:"checked,omitzero"`
	Problem    *problem    `json:"problem,omitzero"` // why it is not ready
}

func newStatus(c *cli) *cobra.Command {
	var check bool
	cmd := &cobra.Command{Use: "status", Short: "Where you stand at the program, and what comes next", Args: takes(0, 0, "no further words"),
		RunE: marked(func(cmd *cobra.Command, _ []string) error {
			s, err := c.current(cmd.Context())
			if err != nil && !fault.Is(err, fault.SignIn) {
				return err
			}
			if check && s.Gate() != nil {
				return s.Gate()
			}
			return c.answer(standingOf(s), func(w io.Writer) { writeStatus(w, s) })
		})}
	cmd.Flags().BoolVar(&check, "check", false, "exit with the status of what is missing (3 sign-in, 4 registration, 5 terms, 6 access)")
	return cmd
}

func standingOf(s *session.Session) standing {
	snap := s.Snapshot()
	out := standing{Program: snap.Name, Name: snap.Program.Name, Step: snap.Step, Status: snap.Status, Draft: s.HasDraft(), Memory: snap.Memory,
		Checked: snap.Checked, Problem: problemOf(s.Gate())}
	if snap.Account != nil {
		a := accountOf(*snap.Account)
		out.Account = &a
	}
	for _, a := range snap.Candidates {
		out.Candidates = append(out.Candidates, accountOf(a))
	}
	return out
}

func writeStatus(w io.Writer, s *session.Session) {
	snap := s.Snapshot()
	line(w, "Program       %s", clean(snap.Program.Name))
	if snap.Account == nil {
		line(w, "Account       nobody is signed in")
		for _, a := range snap.Candidates {
			line(w, "              could be used: %s", accountText(a))
		}
	} else {
		line(w, "Account       %s", accountText(*snap.Account))
	}
	if st := snap.Status; st != nil {
		writeRegistration(w, st)
		for _, a := range st.Agreements {
			line(w, "Agreement     %s %s: %s", clean(a.Title), clean(a.Version), decisionText(a))
		}
		line(w, "Access        %s", accessText(st.Access))
		for _, i := range st.Invitations {
			line(w, "Invitation    “%s” from %s (pconnect access accept %s)", clean(i.Title), clean(i.From), i.ID)
		}
	}
	if s.HasDraft() {
		line(w, "Draft         a half-filled registration is kept")
	}
	if err := s.Gate(); err != nil {
		line(w, "%s", clean(fault.Of(err).Text()))
	}
	line(w, "%s", nextText(snap))
}

func writeRegistration(w io.Writer, st *api.Status) {
	if st.Registration == nil {
		line(w, "Registration  not yet")
		return
	}
	mail := "e-mail verified"
	if !st.EmailVerified {
		mail = "e-mail not verified yet"
	}
	line(w, "Registration  %s, %s, %s", clean(st.Registration.PublisherName), st.Registration.Country, mail)
}

func decisionText(a api.AgreementState) string {
	switch {
	case a.Decision != api.Undecided && !a.Changed:
		return a.Decision + " on " + date(a.DecidedAt)
	case a.Changed && a.Grace != nil && !a.Blocking:
		return "a new version; answer it by " + date(*a.Grace)
	case a.Changed:
		return "a new version waits for your answer"
	case a.Required:
		return "waits for your answer"
	default:
		return "not answered"
	}
}

func accessText(a api.Access) string {
	text := a.State
	if !a.Lapses.IsZero() && a.Warning > 0 {
		text += ", lapses on " + date(a.Lapses) + " if it stays unused"
	}
	if a.Reason != "" {
		text += ": " + clean(a.Reason)
	}
	return text
}
