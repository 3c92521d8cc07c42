package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

const maxRegistration = 256 << 10 // bytes; a registration is under 2 KiB

type registerFlags struct {
	from     string
	code     string
	sendCode bool
	example  bool
}

func newRegister(c *cli) *cobra.Command {
	var f registerFlags
	cmd := &cobra.Command{Use: "register", Short: "Register at the program: once, from a file or by answering questions",
		Long: `Register at the program. Country or region and account type cannot be changed later; the rest can, with the same command.
What was filled in is kept as a draft until the program has taken it.`,
		Args: takes(0, 0, "no further words"), RunE: marked(func(cmd *cobra.Command, _ []string) error { return c.register(cmd.Context(), f) })}
	cmd.Flags().StringVar(&f.from, "from", "", "read the registration from this JSON file; - is standard input")
	cmd.Flags().StringVar(&f.code, "code", "", "the code that was mailed to you")
	cmd.Flags().BoolVar(&f.sendCode, "send-code", false, "have a new code mailed")
	cmd.Flags().BoolVar(&f.example, "example", false, "write an example of the JSON file")
	return cmd
}

func (c *cli) register(ctx context.Context, f registerFlags) error {
	if f.example {
		return c.exampleRegistration()
	}
	given := api.Registration{}
	if f.from != "" { // before anything is asked of the network
		var err error
		if given, err = readRegistration(c.in, f.from); err != nil {
			return err
		}
	}
	s, err := c.signedIn(ctx)
	if err != nil {
		return err
	}
	switch {
	case f.sendCode:
		if err := s.SendCode(ctx); err != nil {
			return err
		}
		return c.answer(standingOf(s), func(w io.Writer) { line(w, "A new code is on its way. %s", mailboxHint(s)) })
	case f.code != "":
		return c.verifyEmail(ctx, s, f.code)
	case f.from == "" && !c.asks():
		return missingRegistration(s)
	case f.from == "":
		if s.Snapshot().Step == api.StepVerify {
			return c.askCode(ctx, s)
		}
		if given, err = c.askRegistration(ctx, s); err != nil {
			return err
		}
	}
	return c.sendRegistration(ctx, s, given)
}

func missingRegistration(s *session.Session) error {
	if s.Snapshot().Step == api.StepVerify {
		return usage("code", "The code that was mailed to you is missing.", "Give it with --code CODE.", mailboxHint(s))
	}
	return usage("from", "There is nobody to ask, and no file was given.", "Give the registration with --from FILE.json (see --example).")
}

// sendRegistration registers, or changes the registration that is there.
func (c *cli) sendRegistration(ctx context.Context, s *session.Session, r api.Registration) error {
	send, done := s.Register, "Registered"
	if st := s.Snapshot().Status; st != nil && st.Registration != nil {
		send, done = s.UpdateRegistration, "Changed the registration of"
	}
	if err := send(ctx, r); err != nil {
		return err
	}
	if s.Snapshot().Step == api.StepVerify && c.asks() {
		return c.askCode(ctx, s)
	}
	return c.answer(standingOf(s), func(w io.Writer) {
		line(w, "%s %s.", done, clean(r.PublisherName))
		if s.Snapshot().Step == api.StepVerify {
			line(w, "A code was mailed to %s. %s", clean(r.Contact.Email), mailboxHint(s))
		}
		line(w, "%s", nextText(s.Snapshot()))
	})
}

func (c *cli) verifyEmail(ctx context.Context, s *session.Session, code string) error {
	if err := s.VerifyEmail(ctx, code); err != nil {
		return err
	}
	return c.answer(standingOf(s), func(w io.Writer) { line(w, "The address is verified. %s", nextText(s.Snapshot())) })
}

// mailboxHint tells people of the sample program where its mail is: it never leaves this computer.
func mailboxHint(s *session.Session) string {
	if s.Name() == session.SampleName {
		return "The sample program's mail is shown by pconnect mailbox."
	}
	return "Look into the mailbox of that address."
}

// readRegistration reads a file as strictly as the service does: a misspelt field is told, not dropped.
func readRegistration(stdin io.Reader, name string) (api.Registration, error) {
	in := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return api.Registration{}, &fault.Error{Kind: fault.Usage, Code: "pconnect.from", Title: i18n.Verbatim("The file " + name + " can't be read."), Field: "from",
				Steps: []i18n.Text{i18n.Verbatim("Check its name and that you may read it.")}, Err: err}
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	var r api.Registration
	text, err := io.ReadAll(io.LimitReader(in, maxRegistration))
	if err == nil {
		err = json.Unmarshal(text, &r, json.RejectUnknownMembers(true))
	}
	if err != nil {
		return r, &fault.Error{Kind: fault.Usage, Code: "pconnect.from", Title: i18n.Verbatim("The file " + name + " is no registration."), Field: "from",
			Cause: i18n.Verbatim(whereWrong(err)), Safe: i18n.Verbatim("Nothing was sent."), Steps: []i18n.Text{i18n.Verbatim("Compare it with pconnect register --example.")}, Err: err}
	}
	return r.Clean(), nil
}

// whereWrong names the place in the file. The file is the person's own, so its names may be shown.
func whereWrong(err error) string {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) && semantic.JSONPointer != "" {
		return "The trouble is at " + clean(string(semantic.JSONPointer)) + ": no such field, or a value of another type."
	}
	return "It is not JSON in the form that is wanted here."
}

func (c *cli) exampleRegistration() error {
	text, err := api.Encode(api.Registration{Country: "FI", AccountType: api.CompanyType, PublisherName: "Aalto Devices",
		Contact: api.Contact{Name: "Aino Aalto", Email: "aino@example.com", Phone: "+358 9 123456",
			Address: api.Address{Street: "Esplanadi 1", City: "Helsinki", PostalCode: "00100"}},
		Company: &api.Company{RegisteredName: "Aalto Devices Oy", ApproverName: "Onni Oksa", ApproverEmail: "onni@example.com", ApproverPhone: "+358 9 654321"},
		Updates: true})
	if err != nil {
		return err
	}
	line(c.out, "%s", text)
	return nil
}
