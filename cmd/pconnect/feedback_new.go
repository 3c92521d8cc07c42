package main

import (
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// newFeedbackFlags are what a person says of a new item.
type newFeedbackFlags struct {
	feedbackFile
	fields      []string
	from        string
	key         string
	diagnostics bool
	yes         bool
	keep        bool
}

// feedbackFile is the JSON file of --from.
type feedbackFile struct {
	Engagement string            `json:"engagement"`
	Type       string            `json:"type"`
	Title      string            `json:"title"`
	Fields     map[string]string `json:"fields"`
	Package    string            `json:"package"`
	Version    string            `json:"version"`
	Attach     []string          `json:"attach"`
}

// maxFeedback bounds a file of --from or of a field.
const maxFeedback = 1 << 20

func newFeedbackNew(c *cli) *cobra.Command {
	var f newFeedbackFlags
	cmd := &cobra.Command{Use: "new", Short: "Give feedback: it is sent at once, or kept until it can be",
		Long: `Give feedback. On a terminal what is missing is asked for, and each answer is kept as a draft before the next question.

When the program cannot be reached the feedback is kept and pconnect ends with 7 (3 when nobody is signed in): pconnect feedback send
sends it later, and it comes once, however often it is sent. See what a form asks for with pconnect feedback form.`,
		Example: `  pconnect feedback new --type bug --title "The board does not start" --field priority="1 high" \
    --field steps=@steps.txt --field happened="The light stays off." --attach board.log`,
		Args: takes(0, 0, "no further words"), RunE: marked(func(cmd *cobra.Command, _ []string) error { return c.newFeedback(cmd.Context(), f) })}
	flags := cmd.Flags()
	flags.StringVar(&f.Engagement, "engagement", "", "id of the engagement; needed where you are in several")
	flags.StringVar(&f.Type, "type", "", "type of the item, e.g. bug")
	flags.StringVar(&f.Title, "title", "", "title")
	flags.StringArrayVar(&f.fields, "field", nil, "NAME=VALUE of a field of the form; NAME=@FILE reads the value from a file")
	flags.StringVar(&f.Package, "package", "", "id of the package that it is about")
	flags.StringVar(&f.Version, "version", "", "version that it is about; the package's by default")
	flags.StringArrayVar(&f.Attach, "attach", nil, "a file to send along; may be given several times")
	flags.BoolVar(&f.diagnostics, "diagnostics", false, "send diagnostics along, after you have seen exactly what they are")
	flags.BoolVar(&f.yes, "yes", false, "send the diagnostics without being asked")
	flags.StringVar(&f.from, "from", "", "read the feedback from this JSON file; - is standard input")
	flags.StringVar(&f.key, "key", "", "go on with this draft")
	flags.BoolVar(&f.keep, "draft", false, "only keep it as a draft")
	return cmd
}

func (c *cli) newFeedback(ctx context.Context, f newFeedbackFlags) error {
	if err := f.read(c.in); err != nil {
		return err
	}
	if f.diagnostics && !f.yes && !c.asks() {
		return usage("diagnostics", "There is nobody to ask whether the diagnostics may leave this computer.", "Add --yes, or leave --diagnostics out.")
	}
	s, err := c.reporter(ctx)
	if err != nil {
		return err
	}
	outbox := c.client.Outbox()
	d := session.Draft{}
	if f.key != "" {
		if d, err = c.findDraft(f.key); err != nil {
			return err
		}
	}
	if err := c.fillDraft(ctx, s, &d, f); err != nil {
		return err
	}
	if f.diagnostics {
		if err := c.addDiagnostics(ctx, &d, f.yes); err != nil {
			return err
		}
	}
	if d, err = outbox.Save(d); err != nil {
		return err
	}
	if f.keep {
		return c.answer(map[string]any{"event": "draft", "draft": draftOf(d)}, func(w io.Writer) {
			line(w, "Kept as draft %s. Send it with pconnect feedback send %s.", d.Key, d.Key)
		})
	}
	if err := outbox.Queue(d.Key); err != nil {
		return err
	}
	return c.sendDraft(ctx, d.Key)
}

// reporter is the session of somebody who gives feedback. A program that cannot be reached is no reason to lose what was written.
func (c *cli) reporter(ctx context.Context) (*session.Session, error) {
	s, err := c.signedIn(ctx)
	if fault.Is(err, fault.Network) {
		if s, err := c.session(ctx); err == nil && s.Snapshot().Account != nil {
			return s, nil
		}
	}
	return s, err
}

// read fills the flags from the file of --from; flags go before the file.
func (f *newFeedbackFlags) read(stdin io.Reader) error {
	given := feedbackFile{}
	if f.from != "" {
		text, err := readText(stdin, f.from)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, &given, json.RejectUnknownMembers(true)); err != nil {
			return &fault.Error{Kind: fault.Usage, Code: "pconnect.from", Title: i18n.Verbatim("The file " + f.from + " is no feedback."), Field: "from", Cause: i18n.Verbatim(whereWrong(err)),
				Safe: i18n.Verbatim("Nothing was sent."), Steps: []i18n.Text{i18n.Verbatim("Its names are engagement, type, title, fields, package, version and attach.")}, Err: err}
		}
	}
	for _, pair := range []struct{ flag, file *string }{{&f.Engagement, &given.Engagement}, {&f.Type, &given.Type}, {&f.Title, &given.Title}, {&f.Package, &given.Package}, {&f.Version, &given.Version}} {
		if *pair.flag == "" {
			*pair.flag = *pair.file
		}
	}
	f.Fields, f.Attach = given.Fields, append(given.Attach, f.Attach...)
	for _, text := range f.fields {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return usage("field", "“"+text+"” is no field.", "Write it as --field NAME=VALUE.")
		}
		if file, ok := strings.CutPrefix(value, "@"); ok {
			text, err := readText(stdin, file)
			if err != nil {
				return err
			}
			value = strings.TrimRight(string(text), "\r\n")
		}
		if f.Fields == nil {
			f.Fields = map[string]string{}
		}
		f.Fields[name] = value
	}
	return nil
}

func readText(stdin io.Reader, name string) ([]byte, error) {
	in := stdin
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		defer func() { _ = file.Close() }()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, maxFeedback+1))
	if err == nil && len(text) > maxFeedback {
		err = errors.New("too long")
	}
	if err != nil {
		return nil, unreadable(name, err)
	}
	return text, nil
}

func unreadable(name string, err error) error {
	return &fault.Error{Kind: fault.Usage, Code: "pconnect.from", Title: i18n.Verbatim("The file " + name + " can't be read."), Field: "from", Cause: i18n.Verbatim("It is not there, may not be read, or has more than 1 MiB."),
		Safe: i18n.Verbatim("Nothing was sent."), Steps: []i18n.Text{i18n.Verbatim("Check its name and that you may read it.")}, Err: err}
}

// fillDraft puts the flags into the draft, asks for what is missing, and checks it by the form, as the service will. Where the form
// cannot be read for want of a network the service alone checks.
func (c *cli) fillDraft(ctx context.Context, s *session.Session, d *session.Draft, f newFeedbackFlags) error {
	d.Program, d.Account = s.Name(), s.Snapshot().Account.ID
	for _, pair := range []struct{ to, from *string }{{&d.Item.Type, &f.Type}, {&d.Item.Title, &f.Title}, {&d.Item.Package, &f.Package}, {&d.Item.Version, &f.Version}} {
		if *pair.from != "" {
			*pair.to = *pair.from
		}
	}
	if d.Item.Fields = maps.Clone(d.Item.Fields); d.Item.Fields == nil {
		d.Item.Fields = map[string]string{}
	}
	maps.Copy(d.Item.Fields, f.Fields)
	if f.Engagement == "" {
		f.Engagement = d.Engagement
	}
	var err error
	if d.Engagement, err = c.engagementFor(ctx, s, d.Item, f.Engagement); err != nil {
		return err
	}
	if err := c.fillVersion(ctx, s, d); err != nil {
		return err
	}
	form, err := s.Form(ctx, d.Engagement)
	if fault.Is(err, fault.Network) {
		line(c.errOut, "The form can't be read now: the program checks the feedback when it arrives.")
		return attachAll(d, f.Attach, nil, false)
	}
	if err != nil {
		return err
	}
	if c.asks() {
		if err := c.askFeedback(ctx, form, d); err != nil {
			return err
		}
	}
	if wrong := form.Check(d.Item); len(wrong) > 0 {
		return wrongFeedback(form, d, wrong)
	}
	return attachAll(d, f.Attach, form.Attachments, true)
}

// fillVersion takes the version of the package where none was given.
func (c *cli) fillVersion(ctx context.Context, s *session.Session, d *session.Draft) error {
	if d.Item.Package == "" || d.Item.Version != "" {
		return nil
	}
	pack, err := s.Package(ctx, d.Item.Package)
	if fault.Is(err, fault.Network) {
		return nil // the version is a help, not a need
	}
	d.Item.Version = pack.Version
	return err
}

// attachAll takes files into a draft. Without known rules only the files themselves are looked at.
func attachAll(d *session.Draft, paths []string, rules *api.AttachmentRules, known bool) error {
	if !known {
		rules = anyFile(paths)
	}
	for _, path := range paths {
		file, err := session.Attach(path, rules, len(d.Files))
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(d.Files, func(f session.DraftFile) bool { return f.Path == file.Path }) {
			d.Files = append(d.Files, file)
		}
	}
	return nil
}

// anyFile are rules that take these files, for the time until the service's own can be read.
func anyFile(paths []string) *api.AttachmentRules {
	rules := &api.AttachmentRules{Size: 1 << 30, Count: 100}
	for _, path := range paths {
		if name := strings.ToLower(filepath.Base(path)); len(name) > 1 {
			rules.Endings = append(rules.Endings, name[1:])
		}
	}
	return rules
}

// wrongFeedback names every field that the form does not take, in the service's own words.
func wrongFeedback(form api.Form, d *session.Draft, wrong []api.FieldError) error {
	f := (&api.Problem{Type: api.ProblemFields, Status: 422, Fields: wrong}).Fault()
	f.Safe = i18n.Verbatim("Nothing was sent.")
	if d.Key != "" {
		f.Safe = i18n.Verbatim("Nothing was sent. The draft " + d.Key + " is kept.")
	}
	if wrong[0].Field == "type" {
		var types []string
		for _, t := range form.Types {
			types = append(types, t.ID)
		}
		f.Title, f.Cause = i18n.Verbatim("The type of the feedback is missing or unknown."), i18n.Verbatim("There are: "+strings.Join(types, ", ")+".")
	}
	f.Steps = []i18n.Text{i18n.Verbatim("See what is asked for with pconnect feedback form --engagement " + form.Engagement + ".")}
	return f
}

// addDiagnostics shows exactly what would leave, and takes it along only when that is agreed to.
func (c *cli) addDiagnostics(ctx context.Context, d *session.Draft, yes bool) error {
	text := c.client.Diagnostics()
	line(c.errOut, "These diagnostics would be sent, and nothing else:\n\n%s", clean(text))
	if !yes {
		answer, err := c.pick(ctx, "Send them along", []string{"yes", "no"}, "no", true)
		if err != nil {
			return err
		}
		yes = answer == "yes"
	}
	d.Diagnostics = ""
	if yes {
		d.Diagnostics = text
	}
	return nil
}
