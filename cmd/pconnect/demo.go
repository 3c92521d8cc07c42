package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample/visitor"
	"github.com/programconnect/programconnect/internal/session"
)

// demoCommand is pconnect demo: a scripted person's whole journey at the sample program.
type demoCommand struct {
	*cli
	dir   string
	keep  bool
	steps int // narrated so far
}

func newDemo(c *cli) *cobra.Command {
	d := &demoCommand{cli: c}
	cmd := &cobra.Command{Use: "demo", Args: takesNone(),
		Short: c.help(&goi18n.Message{ID: "pconnect.demo.short", Other: "The whole journey of a new person at the sample program, unattended"}),
		Long: c.help(&goi18n.Message{ID: "pconnect.demo.long",
			Other: `A new person without any account comes to the sample program on this computer: makes an account, registers, verifies the
address, reads and accepts the agreements, downloads the installer, and checks it. Nobody has to press anything: a scripted browser
follows the sign-in pages. No network is used and no account with anyone.`}),
		RunE: marked(func(cmd *cobra.Command, _ []string) error { return d.run(cmd.Context()) })}
	cmd.Flags().StringVar(&d.dir, "dir", "", c.help(&goi18n.Message{ID: "pconnect.demo.flag.dir", Other: "folder for the installer; the folder you are in by default"}))
	cmd.Flags().BoolVar(&d.keep, "keep", false, c.help(&goi18n.Message{ID: "pconnect.demo.flag.keep", Other: "keep the home folder of the demo, to look around in it"}))
	return cmd
}

// run prepares the home of the demo and clears it away again; journey is the demo itself.
func (d *demoCommand) run(ctx context.Context) (err error) {
	dir, err := filepath.Abs(d.dir)
	if err != nil {
		return usage("dir", i18n.T(&goi18n.Message{ID: "pconnect.demo.dir", Other: "The folder {{.Folder}} can't be found from here."},
			"Folder", d.dir))
	}
	if d.program != "" && d.program != session.SampleName {
		return usage("program", i18n.T(&goi18n.Message{ID: "pconnect.demo.program", Other: "The demo is about the sample program."}),
			i18n.T(&goi18n.Message{ID: "pconnect.demo.program.step", Other: "Leave --program out."}))
	}
	if file := fileInTheWay(dir); file != "" {
		return usage("dir", i18n.T(&goi18n.Message{ID: "pconnect.demo.dir-is-file", Other: "{{.Path}} is a file, not a folder."}, "Path", file),
			i18n.T(&goi18n.Message{ID: "pconnect.demo.dir-is-file.step", Other: "Name a folder for the installer with --dir DIR."}))
	}
	d.program = session.SampleName
	if d.home != "" {
		return d.journey(ctx, dir)
	}
	// The person's own home is left alone, and so is the keyring.
	if d.home, err = os.MkdirTemp("", "program-connect-demo-"); err != nil {
		return noTemporaryFolder(err)
	}
	d.memory = true
	if d.keep {
		d.say(i18n.T(&goi18n.Message{ID: "pconnect.demo.kept", Other: "The demo's home folder is kept: {{.Folder}}"},
			"Folder", d.home))
	} else {
		defer func() { err = errors.Join(err, d.removeHome()) }() //nolint:contextcheck // it is closed whole, also after Ctrl+C
	}
	return d.journey(ctx, dir)
}

// fileInTheWay returns the file that stands where a folder is wanted, or where one above it would have to be; empty when there is none.
func fileInTheWay(dir string) string {
	for {
		info, err := os.Stat(dir)
		switch parent := filepath.Dir(dir); {
		case err == nil && !info.IsDir():
			return dir
		case err == nil, parent == dir:
			return ""
		default:
			dir = parent
		}
	}
}

func noTemporaryFolder(err error) error {
	f := &fault.Error{Kind: fault.Disk, Code: "pconnect.demo-home", Guide: "folder-not-writable", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "pconnect.demo-home.title", Other: "The demo can't make a folder in {{.Folder}}, where temporary files go."},
			"Folder", os.TempDir()),
		Cause: i18n.T(&goi18n.Message{ID: "pconnect.demo-home.cause", Other: "It may be full, or you may not write there."}),
		Safe:  nothingChanged(),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.demo-home.step", Other: "Name a folder with --home DIR."})}}
	if errors.Is(err, fs.ErrNotExist) {
		f.Cause = i18n.T(&goi18n.Message{ID: "pconnect.demo-home.missing.cause",
			Other: "That folder is not there. TMPDIR names it, or TMP and TEMP on Windows."})
	}
	return f
}

// removeHome closes everything, so that nothing writes there any more, and deletes the demo's home.
func (d *demoCommand) removeHome() error {
	err := d.close()
	if os.RemoveAll(d.home) != nil { // a virus scanner may hold a file of it; the installer is there all the same
		d.say(i18n.T(&goi18n.Message{ID: "pconnect.demo.left", Other: "The demo's own folder could not be deleted whole: {{.Folder}}"},
			"Folder", d.home))
	}
	return err
}

// narrate writes one step of the demo.
func (d *demoCommand) narrate(step string, text i18n.Text) {
	d.steps++
	_ = d.event(map[string]any{"event": "step", "number": d.steps, "step": step, "text": text.String()})
	d.say(i18n.T(&goi18n.Message{ID: "pconnect.demo.step", Other: "{{.Number}}. {{.Text}}"}, "Number", d.steps, "Text", text))
}

func (d *demoCommand) journey(ctx context.Context, dir string) error {
	newcomer := visitor.Script{SignUp: true, Name: "Dora Demo", Address: "dora@outlook.example", Password: "a-password-for-the-demo", Code: d.mailedCode}
	seen := make(chan visit, 1)
	d.openBrowser = func(ctx context.Context, address string) error {
		go func() { seen <- visitPages(context.WithoutCancel(ctx), newcomer, address) }()
		return nil
	}
	app, err := d.app(ctx)
	if err != nil {
		return err
	}
	s, err := d.session(ctx)
	if err != nil {
		return err
	}
	d.narrate("program", i18n.T(&goi18n.Message{ID: "pconnect.demo.program-runs", Other: "The sample program runs at {{.Address}}, on this computer alone."},
		"Address", app.Programs()[0].Address))
	for _, step := range []func() error{
		func() error { return d.signInAs(ctx, s, newcomer.Address, seen) },
		func() error { return d.register(ctx, s, newcomer.Name, newcomer.Address) },
		func() error { return d.verifyAddress(ctx, s, newcomer.Address) },
		func() error { return d.accept(ctx, s) },
		func() error { return d.download(ctx, s, dir) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (d *demoCommand) signInAs(ctx context.Context, s *session.Session, address string, seen <-chan visit) error {
	if known, err := knownAccount(s, address); err != nil {
		return err
	} else if known != nil && known.Fault == nil {
		d.narrate("sign-in", i18n.T(&goi18n.Message{ID: "pconnect.demo.still", Other: "{{.Address}} is still signed in from the last time."},
			"Address", address))
		return s.UseAccount(ctx, known.ID)
	}
	attempt, err := s.SignIn(ctx, auth.SignInOptions{})
	if err != nil {
		return err
	}
	visited := make(chan visit, 1)
	go func() {
		v := <-seen
		if v.err != nil || v.outcome.End != visitor.AtApp {
			attempt.Cancel() // the scripted browser is lost; waiting on would not help
		}
		visited <- v
	}()
	if err := s.Finish(ctx, attempt); err != nil {
		return err
	}
	out := (<-visited).outcome
	snap := s.Snapshot()
	d.narrate("sign-in", i18n.T(&goi18n.Message{ID: "pconnect.demo.signed-in", Other: "Signed in as {{.Account}}. The scripted browser saw the pages: {{.Pages}}."},
		"Account", accountOf(*snap.Account).text(), "Pages", strings.Join(out.Pages, ", ")))
	if snap.Memory {
		d.narrate("keyring", i18n.T(&goi18n.Message{ID: "pconnect.demo.memory", Other: "The sign-in is kept in memory only: it ends with this command."}))
	} else {
		d.narrate("keyring", i18n.T(&goi18n.Message{ID: "pconnect.demo.keyring", Other: "The sign-in is kept in the system's keyring; nothing secret is in a file."}))
	}
	return nil
}

// visit is what the scripted browser saw.
type visit struct {
	outcome visitor.Outcome
	err     error
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

func (d *demoCommand) register(ctx context.Context, s *session.Session, name, address string) error {
	if s.Snapshot().Step != api.StepRegister {
		if st := s.Snapshot().Status; st != nil && st.Registration != nil {
			d.narrate("register", i18n.T(&goi18n.Message{ID: "pconnect.demo.registered-already", Other: "Registered already, as {{.Name}}."},
				"Name", st.Registration.PublisherName))
		}
		return nil
	}
	form := api.Registration{Country: "FI", AccountType: api.Individual, PublisherName: "Dora's workshop",
		Contact: api.Contact{Name: name, Email: address, Phone: "+358 9 123456",
			Address: api.Address{Street: "Esplanadi 1", City: "Helsinki", PostalCode: "00100"}}}
	check, err := s.Registration.CheckName(ctx, form.PublisherName)
	if err != nil {
		return err
	}
	if !check.Free && len(check.Suggestions) > 0 {
		form.PublisherName = check.Suggestions[0]
	}
	if err := s.Registration.SaveDraft(form); err != nil {
		return err
	}
	if err := s.Registration.Register(ctx, form); err != nil {
		return err
	}
	d.narrate("register", i18n.T(&goi18n.Message{ID: "pconnect.demo.registered",
		Other: "Registered as “{{.Name}}”, {{.Country}}, {{.Type}}. The program mails a code to {{.Address}}."},
		"Name", form.PublisherName, "Country", form.Country, "Type", accountType(form.AccountType), "Address", form.Contact.Email))
	return nil
}

func (d *demoCommand) verifyAddress(ctx context.Context, s *session.Session, address string) error {
	if s.Snapshot().Step != api.StepVerify {
		return nil
	}
	code, err := d.mailedCode(ctx, address)
	if err != nil {
		return err
	}
	if err := s.Registration.VerifyEmail(ctx, code); err != nil {
		return err
	}
	d.narrate("verify", i18n.T(&goi18n.Message{ID: "pconnect.demo.verified", Other: "The code from the mailbox was entered: the address is verified."}))
	return nil
}

// mailedCode reads the newest code that the sample program mailed to an address.
func (d *demoCommand) mailedCode(ctx context.Context, address string) (string, error) {
	app, err := d.app(ctx)
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
	return "", &fault.Error{Kind: fault.Other, Code: "pconnect.no-mail",
		Title: i18n.T(&goi18n.Message{ID: "pconnect.no-mail.title", Other: "No code was mailed to {{.Address}}."},
			"Address", address),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.no-mail.step", Other: "Look into pconnect mailbox."})}}
}

func (d *demoCommand) accept(ctx context.Context, s *session.Session) error {
	for s.Snapshot().Step == api.StepAgreement {
		next := api.Outstanding(*s.Snapshot().Status)[0]
		text, err := s.Agreements.Find(ctx, next.ID)
		if err != nil {
			return err
		}
		receipt, err := s.Agreements.Decide(ctx, text.ID, text.SHA256, true)
		if err != nil {
			return err
		}
		d.narrate("agreement", i18n.T(&goi18n.Message{ID: "pconnect.demo.accepted",
			Other: "Read “{{.Title}}” {{.Version}} ({{.Length}} characters) and accepted it; the program signed receipt {{.Number}}."},
			"Title", text.Title, "Version", text.Version, "Length", len([]rune(text.Text)), "Number", receipt.Number))
		ledger, err := s.Agreements.Ledger(ctx)
		if err != nil {
			return err
		}
		if err := api.CheckReceipt(receipt, ledger.Keys); err != nil {
			return err
		}
	}
	return s.Gate()
}

func (d *demoCommand) download(ctx context.Context, s *session.Session, dir string) error {
	all, err := s.Catalogue.Packages(ctx)
	if err != nil {
		return err
	}
	what, file, ok := installerIn(all)
	if !ok {
		return &fault.Error{Kind: fault.Other, Code: "pconnect.no-installer",
			Title: i18n.T(&goi18n.Message{ID: "pconnect.no-installer.title", Other: "The sample program gives out no installer."}),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.no-installer.step", Other: "See pconnect packages list."})}}
	}
	d.narrate("packages", i18n.N(&goi18n.Message{ID: "pconnect.demo.packages",
		One:   "The program gives out {{.Count}} package. “{{.Title}}” is chosen: {{.File}}, {{.Size}}.",
		Other: "The program gives out {{.Count}} packages. “{{.Title}}” is chosen: {{.File}}, {{.Size}}."},
		len(all), "Title", what.Title, "File", file.Name, "Size", bytesText(file.Size)))
	specs, err := s.Catalogue.Specs(ctx, what.ID+"/"+file.Name, session.DownloadOptions{Dir: dir})
	if err != nil {
		return err
	}
	t := newTransfers(d.cli)
	if specs, err = t.notHereYet(ctx, specs); err != nil || len(specs) == 0 {
		return err
	}
	queue, err := d.queue(ctx)
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
	if err := t.follow(ctx, queue, ids); err != nil {
		return err
	}
	return d.checkFile(ctx, queue.Snapshot().Entry(ids[0]), file)
}

// checkFile reads the file once more itself: the demo says what is on the disk, not what the engine says.
func (d *demoCommand) checkFile(ctx context.Context, e *downloads.Entry, file api.File) error {
	sum, err := fileHash(ctx, e.Path)
	if err != nil || !strings.EqualFold(sum, file.SHA256) {
		return &fault.Error{Kind: fault.Verification, Code: "pconnect.demo", Guide: "verification", Steps: []i18n.Text{doNotOpen()}, Err: err,
			Title: i18n.T(&goi18n.Message{ID: "pconnect.demo.title", Other: "The file on the disk is not the one that the program names."})}
	}
	d.narrate("done", i18n.T(&goi18n.Message{ID: "pconnect.demo.done", Other: "{{.Path}} is there: {{.Size}}, SHA-256 {{.SHA256}} as the program's catalogue names it."},
		"Path", e.Path, "Size", bytesText(e.Size), "SHA256", sum))
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
