package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample/visitor"
	"github.com/programconnect/programconnect/internal/session"
)

type demoFlags struct {
	dir  string
	keep bool
}

func newDemo(c *cli) *cobra.Command {
	var f demoFlags
	cmd := &cobra.Command{Use: "demo", Short: "The whole journey of a new person at the sample program, unattended",
		Long: `A new person without any account comes to the sample program on this computer: makes an account, registers, verifies the
address, reads and accepts the agreements, downloads the installer, and checks it. Nobody has to press anything: a scripted browser
follows the sign-in pages. No network is used and no account with anyone.`,
		Args: takes(0, 0, "no further words"), RunE: marked(func(cmd *cobra.Command, _ []string) error { return c.demo(cmd.Context(), f) })}
	cmd.Flags().StringVar(&f.dir, "dir", "", "folder for the installer; the folder you are in by default")
	cmd.Flags().BoolVar(&f.keep, "keep", false, "keep the home folder of the demo, to look around in it")
	return cmd
}

// demo sets the stage and clears it away again; journey is the play.
func (c *cli) demo(ctx context.Context, f demoFlags) (err error) {
	dir, err := filepath.Abs(f.dir)
	if err != nil {
		return usage("dir", "The folder "+f.dir+" can't be found from here.")
	}
	if c.program != "" && c.program != session.SampleName {
		return usage("program", "The demo is about the sample program.", "Leave --program out.")
	}
	c.program = session.SampleName
	if c.home == "" { // the person's own home is left alone, and so is the keyring
		if c.home, err = os.MkdirTemp("", "program-connect-demo-"); err != nil {
			return &fault.Error{Kind: fault.Disk, Code: "pconnect.demo-home", Title: i18n.Verbatim("There is no room for the demo's temporary folder."),
				Steps: []i18n.Text{i18n.Verbatim("Name a folder with --home DIR.")}, Guide: "disk-full", Err: err}
		}
		c.memory = true
		if f.keep {
			c.say("The demo's home folder is kept: %s", c.home)
		} else {
			defer func() {
				err = errors.Join(err, c.close()) // first: nothing writes there any more
				if os.RemoveAll(c.home) != nil {  // a virus scanner may hold a file of it; the installer is there all the same
					c.say("The demo's own folder could not be deleted whole: %s", c.home)
				}
			}()
		}
	}
	return c.journey(ctx, dir)
}

// narrate tells one step of the demo.
func (c *cli) narrate(step, format string, values ...any) {
	c.steps++
	text := fmt.Sprintf(format, values...)
	_ = c.event(map[string]any{"event": "step", "number": c.steps, "step": step, "text": text})
	c.say("%d. %s", c.steps, text)
}

func (c *cli) journey(ctx context.Context, dir string) error {
	newcomer := visitor.Script{SignUp: true, Name: "Dora Demo", Address: "dora@outlook.example", Password: "a-password-for-the-demo", Code: c.mailedCode}
	seen := make(chan visit, 1)
	c.openBrowser = func(ctx context.Context, address string) error {
		go func() { seen <- visitPages(context.WithoutCancel(ctx), newcomer, address) }()
		return nil
	}
	app, err := c.app(ctx)
	if err != nil {
		return err
	}
	s, err := c.session(ctx)
	if err != nil {
		return err
	}
	c.narrate("program", "The sample program runs at %s, on this computer alone.", sampleAddress(app))
	if err := c.demoSignIn(ctx, s, newcomer.Address, seen); err != nil {
		return err
	}
	if err := c.demoRegister(ctx, s, newcomer.Name, newcomer.Address); err != nil {
		return err
	}
	if err := c.demoVerify(ctx, s, newcomer.Address); err != nil {
		return err
	}
	if err := c.demoAccept(ctx, s); err != nil {
		return err
	}
	return c.demoDownload(ctx, s, dir)
}

func sampleAddress(app *session.App) string { return app.Programs()[0].Address }

func (c *cli) demoSignIn(ctx context.Context, s *session.Session, address string, seen <-chan visit) error {
	if known, err := knownAccount(s, address); err != nil {
		return err
	} else if known != nil && known.Fault == nil {
		c.narrate("sign-in", "%s is still signed in from the last time.", address)
		return s.UseAccount(ctx, known.ID)
	}
	attempt, err := s.SignIn(ctx, auth.SignInOptions{})
	if err != nil {
		return err
	}
	visited := make(chan visit, 1)
	go func() {
		v := <-seen
		if v.err != nil || v.out.End != visitor.AtApp {
			attempt.Cancel() // the scripted browser is lost; waiting on would not help
		}
		visited <- v
	}()
	if err := s.Finish(ctx, attempt); err != nil {
		return err
	}
	out := (<-visited).out
	snap := s.Snapshot()
	c.narrate("sign-in", "Signed in as %s. The scripted browser saw the pages: %s.", accountText(*snap.Account), strings.Join(out.Pages, ", "))
	if snap.Memory {
		c.narrate("keyring", "The sign-in is kept in memory only: it ends with this command.")
	} else {
		c.narrate("keyring", "The sign-in is kept in the system's keyring; nothing secret is in a file.")
	}
	return nil
}

// visit is what the scripted browser saw.
type visit struct {
	out visitor.Outcome
	err error
}

// visitPages signs up; where an earlier demo on the same home has made the account, the form refuses it and the person signs in.
func visitPages(ctx context.Context, who visitor.Script, address string) visit {
	browser := visitor.New(who, nil)
	out, err := browser.Visit(ctx, address)
	if err == nil && out.End == visitor.AtForm {
		who.SignUp = false
		out, err = browser.With(who).Visit(ctx, address)
	}
	return visit{out, err}
}

func (c *cli) demoRegister(ctx context.Context, s *session.Session, name, address string) error {
	if s.Snapshot().Step != api.StepRegister {
		c.narrate("register", "Registered already, as %s.", clean(registeredName(s)))
		return nil
	}
	form := api.Registration{Country: "FI", AccountType: api.Individual, PublisherName: "Dora's workshop",
		Contact: api.Contact{Name: name, Email: address, Phone: "+358 9 123456",
			Address: api.Address{Street: "Esplanadi 1", City: "Helsinki", PostalCode: "00100"}}}
	check, err := s.CheckName(ctx, form.PublisherName)
	if err != nil {
		return err
	}
	if !check.Free && len(check.Suggestions) > 0 {
		form.PublisherName = check.Suggestions[0]
	}
	if err := s.SaveDraft(form); err != nil {
		return err
	}
	if err := s.Register(ctx, form); err != nil {
		return err
	}
	c.narrate("register", "Registered as “%s”, %s, %s. The program mails a code to %s.", form.PublisherName, form.Country, form.AccountType, form.Contact.Email)
	return nil
}

func registeredName(s *session.Session) string {
	if st := s.Snapshot().Status; st != nil && st.Registration != nil {
		return st.Registration.PublisherName
	}
	return "somebody"
}

func (c *cli) demoVerify(ctx context.Context, s *session.Session, address string) error {
	if s.Snapshot().Step != api.StepVerify {
		return nil
	}
	code, err := c.mailedCode(ctx, address)
	if err != nil {
		return err
	}
	if err := s.VerifyEmail(ctx, code); err != nil {
		return err
	}
	c.narrate("verify", "The code from the mailbox was entered: the address is verified.")
	return nil
}

// mailedCode reads the newest code that the sample program mailed to an address.
func (c *cli) mailedCode(ctx context.Context, address string) (string, error) {
	app, err := c.app(ctx)
	if err != nil {
		return "", err
	}
	mails, err := app.Mail(ctx)
	if err != nil {
		return "", err
	}
	for i := len(mails) - 1; i >= 0; i-- {
		if mails[i].Code != "" && strings.EqualFold(mails[i].To, address) {
			return mails[i].Code, nil
		}
	}
	return "", &fault.Error{Kind: fault.Other, Code: "pconnect.no-mail", Title: i18n.Verbatim("No code was mailed to " + address + "."), Steps: []i18n.Text{i18n.Verbatim("Look into pconnect mailbox.")}}
}

func (c *cli) demoAccept(ctx context.Context, s *session.Session) error {
	for s.Snapshot().Step == api.StepAgreement {
		next := api.Outstanding(*s.Snapshot().Status)[0]
		text, err := s.Agreement(ctx, next.ID)
		if err != nil {
			return err
		}
		receipt, err := s.Decide(ctx, text.ID, text.SHA256, true)
		if err != nil {
			return err
		}
		c.narrate("agreement", "Read “%s” %s (%d characters) and accepted it; the program signed receipt %d.", clean(text.Title), clean(text.Version), len([]rune(text.Text)), receipt.Number)
		ledger, err := s.Ledger(ctx)
		if err != nil {
			return err
		}
		if err := api.CheckReceipt(receipt, ledger.Keys); err != nil {
			return err
		}
	}
	return s.Gate()
}

func (c *cli) demoDownload(ctx context.Context, s *session.Session, dir string) error {
	all, err := s.Packages(ctx)
	if err != nil {
		return err
	}
	what, file, ok := installerIn(all)
	if !ok {
		return &fault.Error{Kind: fault.Other, Code: "pconnect.no-installer", Title: i18n.Verbatim("The sample program gives out no installer."), Steps: []i18n.Text{i18n.Verbatim("See pconnect packages list.")}}
	}
	c.narrate("packages", "The program gives out %d packages. “%s” is chosen: %s, %s.", len(all), clean(what.Title), file.Name, bytesText(file.Size))
	specs, err := s.Specs(ctx, what.ID+"/"+file.Name, session.DownloadOptions{Dir: dir})
	if err != nil {
		return err
	}
	specs, here, err := c.notHereYet(ctx, specs)
	if err != nil || len(specs) == 0 {
		return errOr(err, func() error { return c.answerHere(here) })
	}
	queue, err := c.queue(ctx)
	if err != nil {
		return err
	}
	ids, err := queue.Add(ctx, specs...)
	if err != nil {
		return err
	}
	if err := wakeUp(queue, ids); err != nil {
		return err
	}
	if err := c.follow(ctx, queue, ids); err != nil {
		return err
	}
	return c.demoEnd(ctx, queue.Snapshot().Entry(ids[0]), file)
}

// demoEnd reads the file once more with its own eyes: the demo says what is on the disk, not what the engine says.
func (c *cli) demoEnd(ctx context.Context, e *downloads.Entry, file api.File) error {
	sum, err := fileHash(ctx, e.Path)
	if err != nil || !strings.EqualFold(sum, file.SHA256) {
		return &fault.Error{Kind: fault.Verification, Code: "pconnect.demo", Title: i18n.Verbatim("The file on the disk is not the one that the program names."), Steps: []i18n.Text{i18n.Verbatim("Do not open it.")}, Err: err}
	}
	c.narrate("done", "%s is there: %s, SHA-256 %s as the program's catalogue names it.", e.Path, bytesText(e.Size), sum)
	return nil
}

func installerIn(all []api.Package) (api.Package, api.File, bool) {
	for _, p := range all {
		for _, f := range p.Files {
			if p.Blocked == "" && p.Status == api.PackagePublished && strings.HasSuffix(strings.ToLower(f.Name), ".msi") {
				return p, f, true
			}
		}
	}
	return api.Package{}, api.File{}, false
}
