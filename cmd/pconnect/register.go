package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/go-json-experiment/json"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

const maxRegistration = 256 << 10 // bytes; a registration is under 2 KiB

// registerCommand is pconnect register: from a file, or by questions.
type registerCommand struct {
	*cli
	from     string
	code     string
	sendCode bool
	example  bool
}

func newRegister(c *cli) *cobra.Command {
	r := &registerCommand{cli: c}
	cmd := &cobra.Command{Use: "register", Args: takesNone(),
		Short: c.help(&goi18n.Message{ID: "pconnect.register.short", Other: "Register at the program: once, from a file or by answering questions"}),
		Long: c.help(&goi18n.Message{ID: "pconnect.register.long",
			Other: `Register at the program. Country or region and account type cannot be changed later; the rest can, with the same command.
What was filled in is kept as a draft until the program has taken it.`}),
		RunE: marked(func(cmd *cobra.Command, _ []string) error { return r.run(cmd.Context()) })}
	cmd.Flags().StringVar(&r.from, "from", "", c.help(&goi18n.Message{ID: "pconnect.register.flag.from",
		Other: "read the registration from this JSON file; - is standard input"}))
	cmd.Flags().StringVar(&r.code, "code", "", c.help(&goi18n.Message{ID: "pconnect.register.flag.code", Other: "the code that was mailed to you"}))
	cmd.Flags().BoolVar(&r.sendCode, "send-code", false, c.help(&goi18n.Message{ID: "pconnect.register.flag.send-code", Other: "have a new code mailed"}))
	cmd.Flags().BoolVar(&r.example, "example", false, c.help(&goi18n.Message{ID: "pconnect.register.flag.example", Other: "write an example of the JSON file"}))
	return cmd
}

func (r *registerCommand) run(ctx context.Context) error {
	if r.example {
		return r.writeExample()
	}
	given := api.Registration{}
	if r.from != "" { // before anything is asked of the network
		var err error
		if given, err = readRegistration(r.stdin, r.from); err != nil {
			return err
		}
	}
	s, err := r.signedIn(ctx)
	if err != nil {
		return err
	}
	switch {
	case r.sendCode:
		if err := s.Registration.SendCode(ctx); err != nil {
			return err
		}
		return r.answer(standingOf(s), func() {
			r.line(i18n.T(&goi18n.Message{ID: "pconnect.register.code-sent", Other: "A new code is on its way."}))
			r.line(mailboxHint(s))
		})
	case r.code != "":
		return r.verifyEmail(ctx, s, r.code)
	case r.from == "" && !r.asks():
		return missingRegistration(s)
	case r.from == "":
		if s.Snapshot().Step == api.StepVerify {
			return r.askCode(ctx, s)
		}
		if given, err = r.askRegistration(ctx, s); err != nil {
			return err
		}
	}
	return r.send(ctx, s, given)
}

func missingRegistration(s *session.Session) error {
	if s.Snapshot().Step == api.StepVerify {
		return usage("code", i18n.T(&goi18n.Message{ID: "pconnect.register.no-code", Other: "The code that was mailed to you is missing."}),
			i18n.T(&goi18n.Message{ID: "pconnect.register.no-code.step", Other: "Give it with --code CODE."}), mailboxHint(s))
	}
	return usage("from", i18n.T(&goi18n.Message{ID: "pconnect.register.nobody", Other: "There is nobody to ask, and no file was given."}),
		i18n.T(&goi18n.Message{ID: "pconnect.register.nobody.step", Other: "Give the registration with --from FILE.json (see --example)."}))
}

// send registers, or changes the registration that is there.
func (r *registerCommand) send(ctx context.Context, s *session.Session, given api.Registration) error {
	st := s.Snapshot().Status
	change := st != nil && st.Registration != nil
	send := s.Registration.Register
	if change {
		send = s.Registration.Update
	}
	if err := send(ctx, given); err != nil {
		return err
	}
	step := s.Snapshot().Step
	if step == api.StepVerify && r.asks() {
		return r.askCode(ctx, s)
	}
	return r.answer(standingOf(s), func() {
		writeRegistered(r.printer, given, change)
		if step == api.StepVerify {
			r.line(i18n.T(&goi18n.Message{ID: "pconnect.register.mailed", Other: "A code was mailed to {{.Address}}."},
				"Address", given.Contact.Email))
			r.line(mailboxHint(s))
		}
		r.line(nextText(step))
	})
}

func writeRegistered(p *printer, r api.Registration, change bool) {
	if change {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.register.changed", Other: "Changed the registration of {{.Name}}."},
			"Name", r.PublisherName))
		return
	}
	p.line(i18n.T(&goi18n.Message{ID: "pconnect.register.done", Other: "Registered {{.Name}}."}, "Name", r.PublisherName))
}

func (r *registerCommand) verifyEmail(ctx context.Context, s *session.Session, code string) error {
	if err := s.Registration.VerifyEmail(ctx, code); err != nil {
		return err
	}
	return r.answer(standingOf(s), func() {
		r.line(i18n.T(&goi18n.Message{ID: "pconnect.register.verified", Other: "The address is verified."}))
		r.line(nextText(s.Snapshot().Step))
	})
}

// mailboxHint says to people of the sample program where its mail is: it never leaves this computer.
func mailboxHint(s *session.Session) i18n.Text {
	if s.Name() == session.SampleName {
		return i18n.T(&goi18n.Message{ID: "pconnect.register.mailbox-sample", Other: "The sample program's mail is shown by pconnect mailbox."})
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.register.mailbox", Other: "Look into the mailbox of that address."})
}

// readRegistration reads a file as strictly as the service does: a misspelt field is named, not dropped.
func readRegistration(stdin io.Reader, name string) (api.Registration, error) {
	in := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return api.Registration{}, &fault.Error{Kind: fault.Usage, Code: "pconnect.from", Title: unreadableTitle(name), Field: "from",
				Steps: []i18n.Text{checkFileStep()}, Err: err}
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
		return r, &fault.Error{Kind: fault.Usage, Code: "pconnect.from", Field: "from", Cause: whereWrong(err), Safe: nothingSent(), Err: err,
			Title: i18n.T(&goi18n.Message{ID: "pconnect.register.no-registration", Other: "The file {{.File}} is no registration."},
				"File", name),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.register.no-registration.step", Other: "Compare it with pconnect register --example."})}}
	}
	return r.Clean(), nil
}

func unreadableTitle(name string) i18n.Text {
	return i18n.T(&goi18n.Message{ID: "pconnect.file-unreadable", Other: "The file {{.File}} can't be read."}, "File", name)
}

// whereWrong names the place in the file. The file is the person's own, so its names may be shown.
func whereWrong(err error) i18n.Text {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) && semantic.JSONPointer != "" {
		return i18n.T(&goi18n.Message{ID: "pconnect.from.at", Other: "The trouble is at {{.Pointer}}: no such field, or a value of another type."},
			"Pointer", string(semantic.JSONPointer))
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.from.form", Other: "It is not JSON in the form that is wanted here."})
}

func (r *registerCommand) writeExample() error {
	text, err := api.Encode(api.Registration{Country: "FI", AccountType: api.CompanyType, PublisherName: "Aalto Devices",
		Contact: api.Contact{Name: "Aino Aalto", Email: "aino@example.com", Phone: "+358 9 123456",
			Address: api.Address{Street: "Esplanadi 1", City: "Helsinki", PostalCode: "00100"}},
		Company: &api.Company{RegisteredName: "Aalto Devices Oy", ApproverName: "Onni Oksa", ApproverEmail: "onni@example.com", ApproverPhone: "+358 9 654321"},
		Updates: true})
	if err != nil {
		return err
	}
	r.exact(append(text, '\n'))
	return nil
}
