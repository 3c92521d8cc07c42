package main

import (
	"context"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

type signInFlags struct {
	deviceCode bool
	account    string
	create     bool
}

func newSignIn(c *cli) *cobra.Command {
	var f signInFlags
	cmd := &cobra.Command{Use: "sign-in", Args: takesNone(),
		Short: c.help(&goi18n.Message{ID: "pconnect.sign-in.short", Other: "Sign in, in the system's browser or with a code on another device"}),
		RunE:  marked(func(cmd *cobra.Command, _ []string) error { return c.signIn(cmd.Context(), f) })}
	cmd.Flags().BoolVar(&f.deviceCode, "device-code", false, c.help(&goi18n.Message{ID: "pconnect.sign-in.flag.device-code",
		Other: "show a code to type on another device; nothing opens here"}))
	cmd.Flags().StringVar(&f.account, "account", "", c.help(&goi18n.Message{ID: "pconnect.sign-in.flag.account",
		Other: "the account to use, by its address or its id; signs in with it if need be"}))
	cmd.Flags().BoolVar(&f.create, "create", false, c.help(&goi18n.Message{ID: "pconnect.sign-in.flag.create", Other: "begin with making a new account"}))
	return cmd
}

func (c *cli) signIn(ctx context.Context, f signInFlags) error {
	s, err := c.session(ctx)
	if err != nil {
		return err
	}
	if account, err := knownAccount(s, f.account); err != nil {
		return err
	} else if account != nil && account.Fault == nil {
		if err := s.UseAccount(ctx, account.ID); err != nil {
			return err
		}
		return c.signedInAs(s)
	}
	if err := c.enter(ctx, s, f); err != nil {
		return err
	}
	return c.signedInAs(s)
}

// enter signs in, by the browser or by a code.
func (c *cli) enter(ctx context.Context, s *session.Session, f signInFlags) error {
	options := auth.SignInOptions{LoginHint: f.account}
	if f.create {
		options.Prompt = "create"
	}
	if f.deviceCode {
		err := s.SignInWithCode(ctx, options, c.showCode)
		if err == nil {
			_ = c.client.Accounts().Settle(ctx) // what stands in the way is in the snapshot, and told with the account
		}
		return err
	}
	attempt, err := s.SignIn(ctx, options)
	if err != nil {
		return err
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	c.say(i18n.T(&goi18n.Message{ID: "pconnect.sign-in.opens",
		Other: "The browser opens the sign-in page of “{{.Program}}”. Come back here afterwards; Ctrl+C stops."},
		"Program", s.Program().Name))
	if c.asks() {
		c.showLink(attempt)
	}
	given := make(chan *fault.Error, 1)
	go func() { given <- c.watchBrowser(watching, attempt) }()
	err = s.Finish(ctx, attempt)
	if err == nil {
		_ = c.client.Accounts().Settle(ctx) // what stands in the way is in the snapshot, and told with the account
	}
	stop()
	if trouble := <-given; trouble != nil {
		return trouble
	}
	return err
}

// showLink says where the sign-in page is before anybody knows whether a browser shows it: over SSH, in a container and on a computer
// without a screen nothing does. The code way stands beside it.
func (c *cli) showLink(attempt *auth.Attempt) {
	c.note(i18n.T(&goi18n.Message{ID: "pconnect.sign-in.link", Other: "If no page opens, open this one in a browser on this computer:"}))
	c.indented("  ", i18n.Verbatim(attempt.URL()))
	c.note(i18n.T(&goi18n.Message{ID: "pconnect.sign-in.code-way",
		Other: "Without a browser here, stop with Ctrl+C and use a code on another device: pconnect sign-in --device-code"}))
}

// watchBrowser says each time that the browser does not start, or may not have. Where nobody can be asked to open the page by hand, and
// nothing was started for certain, it ends the attempt and returns the fault.
func (c *cli) watchBrowser(ctx context.Context, attempt *auth.Attempt) *fault.Error {
	for {
		changed := attempt.BrowserChanged()
		trouble := attempt.BrowserFault()
		switch {
		case trouble == nil:
		case c.asks():
			c.note(trouble.Title)
			c.note(i18n.T(&goi18n.Message{ID: "pconnect.sign-in.by-hand", Other: "Open this page by hand:"}))
			c.indented("  ", i18n.Verbatim(attempt.URL()))
		case trouble.Code == "auth.no-browser": // otherwise the page may be open
			attempt.Cancel()
			return noBrowserFault(trouble)
		default:
			c.noteFault(trouble)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}

func noBrowserFault(trouble *fault.Error) *fault.Error {
	return &fault.Error{Kind: fault.SignIn, Code: "pconnect.no-browser", Title: trouble.Title, Cause: trouble.Cause, Safe: nothingChanged(),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "pconnect.no-browser.step", Other: "Sign in with a code on another device: pconnect sign-in --device-code."}),
			i18n.T(&goi18n.Message{ID: "pconnect.no-browser.step2", Other: "Or sign in at a terminal, where the page's address is shown."})},
		Guide: "no-browser", Err: trouble}
}

func (c *cli) showCode(code auth.DeviceCode) {
	_ = c.event(map[string]any{"event": "device-code", "user_code": code.UserCode, "verification_url": code.VerificationURL, "expires": code.Expires})
	if !c.json {
		writeCode(c.printer, code)
	}
}

func writeCode(p *printer, code auth.DeviceCode) {
	p.note(i18n.T(&goi18n.Message{ID: "pconnect.sign-in.code", Other: "Open this page on any device, type the code there and sign in:"}))
	p.indented("  ", i18n.T(&goi18n.Message{ID: "pconnect.sign-in.code.page", Other: "Page: {{.Page}}"},
		"Page", code.VerificationURL))
	p.indented("  ", i18n.T(&goi18n.Message{ID: "pconnect.sign-in.code.code", Other: "Code: {{.Code}}"}, "Code", code.UserCode))
}

// knownAccount finds an account that is signed in by its address or its id; nil when there is none. Two accounts on one address are a
// fault that names both.
func knownAccount(s *session.Session, name string) (*auth.Account, error) {
	if name == "" {
		return nil, nil
	}
	var found []auth.Account
	for _, a := range s.Snapshot().Candidates {
		if a.ID == name {
			return &a, nil
		}
		if strings.EqualFold(a.Address, name) {
			found = append(found, a)
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return &found[0], nil
	}
	f := &fault.Error{Kind: fault.SignIn, Code: "pconnect.two-accounts", Safe: nothingChanged(), Guide: "two-accounts-one-address", Field: "account",
		Title: i18n.T(&goi18n.Message{ID: "pconnect.two-accounts.title", Other: "Several accounts are signed in with the address {{.Address}}."},
			"Address", name)}
	for _, a := range found {
		f.Steps = append(f.Steps, because(accountOf(a).text(), i18n.Verbatim("--account "+quoted(a.ID))))
	}
	return nil, f
}

// signedInAs answers who is signed in now. A sign-in that ends with this command is said to be one.
func (c *cli) signedInAs(s *session.Session) error {
	snap := s.Snapshot()
	if snap.Account == nil {
		return s.Gate()
	}
	if snap.Memory && !c.memory {
		return forgottenFault(snap)
	}
	if snap.Fault != nil {
		c.noteFault(snap.Fault)
	}
	return c.answer(map[string]any{"account": accountOf(*snap.Account), "program": snap.Name, "step": snap.Step}, func() {
		c.line(i18n.T(&goi18n.Message{ID: "pconnect.sign-in.done", Other: "Signed in as {{.Account}}."},
			"Account", accountOf(*snap.Account).text()))
		c.line(nextText(snap.Step))
	})
}

func forgottenFault(snap session.Snapshot) error {
	f := &fault.Error{Kind: fault.SignIn, Code: "pconnect.no-keyring",
		Title: i18n.T(&goi18n.Message{ID: "pconnect.no-keyring.title", Other: "The sign-in worked, but it ends with this command."}),
		Cause: i18n.T(&goi18n.Message{ID: "pconnect.no-keyring.cause",
			Other: "This computer has no keyring that could keep it, and it is never written to a file."}),
		Safe: i18n.T(&goi18n.Message{ID: "pconnect.no-keyring.safe", Other: "Nothing else was changed."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "pconnect.no-keyring.step", Other: "Start the system's keyring and sign in again."}),
			i18n.T(&goi18n.Message{ID: "pconnect.no-keyring.step2",
				Other: "Or give the whole job to one command in a terminal, such as pconnect download: it signs in by itself."})},
		Guide: "no-keyring"}
	if snap.Keyring != nil {
		f.Cause, f.Err = fault.Of(snap.Keyring).Title, snap.Keyring
	}
	return f
}

// signedIn returns the session with somebody signed in: in a terminal a person is led through it, elsewhere it is a SignIn fault.
func (c *cli) signedIn(ctx context.Context) (*session.Session, error) {
	s, err := c.session(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Refresh(ctx); err != nil && !fault.Is(err, fault.SignIn) {
		return nil, err
	}
	if s.Snapshot().Step != session.StepSignIn {
		return s, nil
	}
	if !c.asks() || len(s.Snapshot().Candidates) > 1 {
		return nil, s.Gate()
	}
	if err := c.enter(ctx, s, signInFlags{}); err != nil {
		return nil, err
	}
	return s, s.Refresh(ctx)
}
