package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
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
	cmd := &cobra.Command{Use: "sign-in", Short: "Sign in, in the system's browser or with a code on another device", Args: takes(0, 0, "no further words"),
		RunE: marked(func(cmd *cobra.Command, _ []string) error { return c.signIn(cmd.Context(), f) })}
	cmd.Flags().BoolVar(&f.deviceCode, "device-code", false, "show a code to type on another device; nothing opens here")
	cmd.Flags().StringVar(&f.account, "account", "", "the account to use, by its address or its id; signs in with it if need be")
	cmd.Flags().BoolVar(&f.create, "create", false, "begin with making a new account")
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
	c.say("The browser opens the sign-in page of “%s”. Come back here afterwards; Ctrl+C stops.", clean(s.Program().Name))
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

// watchBrowser tells when the browser does not start. Where nobody can be asked to open the page by hand it ends the attempt
// and gives the fault.
func (c *cli) watchBrowser(ctx context.Context, attempt *auth.Attempt) *fault.Error {
	for {
		changed := attempt.BrowserChanged()
		trouble := attempt.BrowserFault()
		sure := trouble != nil && trouble.Code == "auth.no-browser" // otherwise the page may be open
		switch {
		case sure && !c.asks():
			attempt.Cancel()
			return noBrowserFault(trouble)
		case trouble != nil && c.asks():
			line(c.errOut, "%s\nOpen this page by hand:\n  %s", trouble.Title.String(), attempt.URL())
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}

func noBrowserFault(trouble *fault.Error) *fault.Error {
	return &fault.Error{Kind: fault.SignIn, Code: "pconnect.no-browser", Title: trouble.Title, Cause: trouble.Cause, Safe: i18n.Verbatim("Nothing was changed."),
		Steps: []i18n.Text{i18n.Verbatim("Sign in with a code on another device: pconnect sign-in --device-code."), i18n.Verbatim("Or sign in at a terminal, where the page's address is shown.")},
		Guide: "no-browser", Err: trouble}
}

func (c *cli) showCode(code auth.DeviceCode) {
	_ = c.event(map[string]any{"event": "device-code", "user_code": code.UserCode, "verification_url": code.VerificationURL, "expires": code.Expires})
	if c.json {
		return
	}
	line(c.errOut, "%s\n  Page: %s\n  Code: %s", clean(code.Message.String()), code.VerificationURL, code.UserCode)
}

// knownAccount finds an account that is signed in by its address or its id. Two accounts on one address are a fault that
// names both.
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
	f := &fault.Error{Kind: fault.SignIn, Code: "pconnect.two-accounts", Title: i18n.Verbatim("Several accounts are signed in with the address " + name + "."),
		Safe: i18n.Verbatim("Nothing was changed."), Guide: "two-accounts-one-address", Field: "account"}
	for _, a := range found {
		f.Steps = i18n.Verbatims(append(i18n.Strings(f.Steps), string(a.Kind)+" account "+a.Organisation+": --account "+a.ID))
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
		line(c.errOut, "%s", clean(snap.Fault.Error()))
	}
	return c.answer(map[string]any{"account": accountOf(*snap.Account), "program": snap.Name, "step": snap.Step}, func(w io.Writer) {
		line(w, "Signed in as %s.", accountText(*snap.Account))
		line(w, "%s", nextText(snap))
	})
}

func forgottenFault(snap session.Snapshot) error {
	f := &fault.Error{Kind: fault.SignIn, Code: "pconnect.no-keyring", Title: i18n.Verbatim("The sign-in worked, but it ends with this command."),
		Cause: i18n.Verbatim("This computer has no keyring that could keep it, and it is never written to a file."), Safe: i18n.Verbatim("Nothing else was changed."),
		Steps: []i18n.Text{i18n.Verbatim("Start the system's keyring and sign in again."), i18n.Verbatim("Or give the whole job to one command in a terminal, such as pconnect download: it signs in by itself.")},
		Guide: "no-keyring"}
	if snap.Keyring != nil {
		f.Cause = i18n.Verbatim(snap.Keyring.Error())
		f.Err = snap.Keyring
	}
	return f
}

// signedIn gives the session with somebody signed in: in a terminal a person is led through it, elsewhere it is a SignIn fault.
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

// nextText says in one line what comes next.
func nextText(snap session.Snapshot) string {
	switch snap.Step {
	case api.StepRegister:
		return "Next: register (pconnect register)."
	case api.StepVerify:
		return "Next: enter the code that was mailed to you (pconnect register --code CODE)."
	case api.StepAgreement:
		return "Next: read and answer the agreement (pconnect agreements list)."
	case api.StepAccess:
		return "Next: access (pconnect access)."
	case api.StepReady:
		return "Ready: pconnect packages list, pconnect download PACKAGE."
	default:
		return "Next: sign in (pconnect sign-in)."
	}
}
