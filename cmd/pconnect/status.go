package main

import (
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
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
	cmd := &cobra.Command{Use: "status", Args: takesNone(),
		Short: c.help(&goi18n.Message{ID: "pconnect.status.short", Other: "Where you stand at the program, and what comes next"}),
		RunE: marked(func(cmd *cobra.Command, _ []string) error {
			s, err := c.current(cmd.Context())
			if err != nil && !fault.Is(err, fault.SignIn) {
				return err
			}
			if check && s.Gate() != nil {
				return s.Gate()
			}
			standing := standingOf(s)
			return c.answer(standing, func() { writeStatus(c.printer, standing, s.Gate()) })
		})}
	cmd.Flags().BoolVar(&check, "check", false, c.help(&goi18n.Message{ID: "pconnect.status.flag.check",
		Other: "exit with the status of what is missing (3 sign-in, 4 registration, 5 terms, 6 access)"}))
	return cmd
}

func standingOf(s *session.Session) standing {
	snap := s.Snapshot()
	out := standing{Program: snap.Name, Name: snap.Program.Name, Step: snap.Step, Status: snap.Status, Draft: s.Registration.HasDraft(), Memory: snap.Memory,
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

// writeStatus writes where a person stands; gate is why it is not ready.
func writeStatus(p *printer, s standing, gate error) {
	rows := [][2]any{{i18n.T(&goi18n.Message{ID: "pconnect.status.program", Other: "Program"}), s.Name}}
	name := i18n.T(&goi18n.Message{ID: "pconnect.status.account", Other: "Account"})
	if s.Account != nil {
		rows = append(rows, [2]any{name, s.Account.text()})
	} else {
		rows = append(rows, [2]any{name, i18n.T(&goi18n.Message{ID: "pconnect.status.nobody", Other: "nobody is signed in"})})
		for _, a := range s.Candidates {
			rows = append(rows, [2]any{"", i18n.T(&goi18n.Message{ID: "pconnect.status.candidate", Other: "could be used: {{.Account}}"},
				"Account", a.text())})
		}
	}
	if s.Status != nil {
		rows = append(rows, statusRows(*s.Status)...)
	}
	if s.Draft {
		rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.status.draft", Other: "Draft"}),
			i18n.T(&goi18n.Message{ID: "pconnect.status.draft-kept", Other: "a half-filled registration is kept"})})
	}
	p.pairs(rows...)
	if gate != nil {
		p.lineFault(gate)
	}
	p.line(nextText(s.Step))
}

// statusRows are what the program says of a person.
func statusRows(st api.Status) [][2]any {
	rows := [][2]any{{i18n.T(&goi18n.Message{ID: "pconnect.status.registration", Other: "Registration"}), registrationText(st)}}
	if st.NameNotice != nil {
		rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.status.name", Other: "Name"}), st.NameNotice.Text()})
	}
	for _, a := range st.Agreements {
		rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.status.agreement", Other: "Agreement"}),
			i18n.T(&goi18n.Message{ID: "pconnect.status.agreement-is", Other: "{{.Title}} {{.Version}}: {{.Decision}}"},
				"Title", a.Title, "Version", a.Version, "Decision", decisionText(a))})
	}
	rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.status.access", Other: "Access"}), accessText(st.Access)})
	for _, w := range st.Withdrawn {
		rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.status.withdrawn", Other: "Withdrawn"}), withdrawnText(w)})
	}
	for _, i := range st.Invitations {
		rows = append(rows, [2]any{i18n.T(&goi18n.Message{ID: "pconnect.status.invitation", Other: "Invitation"}),
			i18n.T(&goi18n.Message{ID: "pconnect.status.invitation-from", Other: "“{{.Title}}” from {{.From}} (pconnect access accept {{.ID}})"},
				"Title", i.Title, "From", i.From, "ID", quoted(i.ID))})
	}
	return rows
}

// withdrawnText says of a file that the person holds that it must not be used any more.
func withdrawnText(w api.Withdrawn) i18n.Text {
	return because(i18n.T(&goi18n.Message{ID: "pconnect.withdrawn", Other: "{{.File}} of {{.Title}} {{.Version}}: withdrawn by its owner on {{.Date}}, do not use it (SHA-256 {{.SHA256}})"},
		"File", w.File, "Title", w.Title, "Version", w.Version, "Date", date(w.Time), "SHA256", w.SHA256), i18n.Verbatim(w.Reason))
}

func registrationText(st api.Status) i18n.Text {
	if st.Registration == nil {
		return i18n.T(&goi18n.Message{ID: "pconnect.status.not-registered", Other: "not yet"})
	}
	if st.EmailVerified {
		return i18n.T(&goi18n.Message{ID: "pconnect.status.registered", Other: "{{.Name}}, {{.Country}}, e-mail verified"},
			"Name", st.Registration.PublisherName, "Country", st.Registration.Country)
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.status.unverified", Other: "{{.Name}}, {{.Country}}, e-mail not verified yet"},
		"Name", st.Registration.PublisherName, "Country", st.Registration.Country)
}

func decisionText(a api.AgreementState) i18n.Text {
	switch {
	case a.Decision != api.Undecided && !a.Changed:
		return i18n.T(&goi18n.Message{ID: "pconnect.agreement.decided", Other: "{{.Decision}} on {{.Date}}"},
			"Decision", decisionWord(a.Decision), "Date", date(a.DecidedAt))
	case a.Changed && a.Grace != nil && !a.Blocking:
		return i18n.T(&goi18n.Message{ID: "pconnect.agreement.changed-grace", Other: "a new version; answer it by {{.Date}}"},
			"Date", date(*a.Grace))
	case a.Changed:
		return i18n.T(&goi18n.Message{ID: "pconnect.agreement.changed", Other: "a new version waits for your answer"})
	case a.Required:
		return i18n.T(&goi18n.Message{ID: "pconnect.agreement.waits", Other: "waits for your answer"})
	default:
		return i18n.T(&goi18n.Message{ID: "pconnect.agreement.open", Other: "not answered"})
	}
}

func accessText(a api.Access) i18n.Text {
	text := accessState(a.State)
	if !a.Lapses.IsZero() && a.Warning > 0 {
		text = i18n.T(&goi18n.Message{ID: "pconnect.access.lapses", Other: "{{.State}}, lapses on {{.Date}} if it stays unused"},
			"State", text, "Date", date(a.Lapses))
	}
	return because(text, i18n.Verbatim(a.Reason))
}

// nextText says in one line what comes next.
func nextText(step api.Step) i18n.Text {
	switch step {
	case api.StepRegister:
		return i18n.T(&goi18n.Message{ID: "pconnect.next.register", Other: "Next: register (pconnect register)."})
	case api.StepVerify:
		return i18n.T(&goi18n.Message{ID: "pconnect.next.verify", Other: "Next: enter the code that was mailed to you (pconnect register --code CODE)."})
	case api.StepAgreement:
		return i18n.T(&goi18n.Message{ID: "pconnect.next.agreement", Other: "Next: read and answer the agreement (pconnect agreements list)."})
	case api.StepAccess:
		return i18n.T(&goi18n.Message{ID: "pconnect.next.access", Other: "Next: access (pconnect access)."})
	case api.StepReady:
		return i18n.T(&goi18n.Message{ID: "pconnect.next.ready", Other: "Ready: pconnect packages list, pconnect download PACKAGE."})
	default:
		return i18n.T(&goi18n.Message{ID: "pconnect.next.sign-in", Other: "Next: sign in (pconnect sign-in)."})
	}
}
