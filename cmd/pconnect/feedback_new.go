package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/go-json-experiment/json"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/outbox"
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

func (b feedbackCommands) newNew() *cobra.Command {
	var f newFeedbackFlags
	cmd := &cobra.Command{Use: "new", Args: takesNone(),
		Short: b.help(&goi18n.Message{ID: "pconnect.feedback.new.short", Other: "Give feedback: it is sent at once, or kept until it can be"}),
		Long: b.help(&goi18n.Message{ID: "pconnect.feedback.new.long",
			Other: `Give feedback. On a terminal what is missing is asked for, and each answer is kept as a draft before the next question.

When the program cannot be reached the feedback is kept and pconnect ends with 7 (3 when nobody is signed in): pconnect feedback send
sends it later, and it comes once, however often it is sent. See what a form asks for with pconnect feedback form.`}),
		Example: b.help(&goi18n.Message{ID: "pconnect.feedback.new.example",
			Other: `  pconnect feedback new --type bug --title "The board does not start" --field priority="1 high" \
    --field steps=@steps.txt --field happened="The light stays off." --attach board.log`}),
		RunE: marked(func(cmd *cobra.Command, _ []string) error { return b.create(cmd.Context(), f) })}
	b.newFlags(cmd, &f)
	return cmd
}

func (b feedbackCommands) newFlags(cmd *cobra.Command, f *newFeedbackFlags) {
	flags := cmd.Flags()
	flags.StringVar(&f.Engagement, "engagement", "", engagementFlag(b.printer))
	flags.StringVar(&f.Type, "type", "", b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.type", Other: "type of the item, e.g. bug"}))
	flags.StringVar(&f.Title, "title", "", b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.title", Other: "title"}))
	flags.StringArrayVar(&f.fields, "field", nil, b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.field",
		Other: "NAME=VALUE of a field of the form; NAME=@FILE reads the value from a file"}))
	flags.StringVar(&f.Package, "package", "", b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.package", Other: "id of the package that it is about"}))
	flags.StringVar(&f.Version, "version", "", b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.version",
		Other: "version that it is about; the package's by default"}))
	flags.StringArrayVar(&f.Attach, "attach", nil, b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.attach",
		Other: "a file to send along; may be given several times"}))
	flags.BoolVar(&f.diagnostics, "diagnostics", false, b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.diagnostics",
		Other: "send diagnostics along, after you have seen exactly what they are"}))
	flags.BoolVar(&f.yes, "yes", false, b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.yes", Other: "send the diagnostics without being asked"}))
	flags.StringVar(&f.from, "from", "", b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.from",
		Other: "read the feedback from this JSON file; - is standard input"}))
	flags.StringVar(&f.key, "key", "", b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.key", Other: "go on with this draft"}))
	flags.BoolVar(&f.keep, "draft", false, b.help(&goi18n.Message{ID: "pconnect.feedback.new.flag.draft", Other: "only keep it as a draft"}))
}

func (b feedbackCommands) create(ctx context.Context, f newFeedbackFlags) error {
	if err := f.read(b.stdin); err != nil {
		return err
	}
	if f.diagnostics && !f.yes && !b.asks() {
		return usage("diagnostics", i18n.T(&goi18n.Message{ID: "pconnect.diagnostics.nobody",
			Other: "There is nobody to ask whether the diagnostics may leave this computer."}),
			i18n.T(&goi18n.Message{ID: "pconnect.diagnostics.nobody.step", Other: "Add --yes, or leave --diagnostics out."}))
	}
	s, err := b.reporter(ctx)
	if err != nil {
		return err
	}
	box := b.client.Outbox
	d := outbox.Draft{}
	if f.key != "" {
		if d, err = b.findDraft(f.key); err != nil {
			return err
		}
	}
	if err := b.fillDraft(ctx, s, &d, f); err != nil {
		return err
	}
	if f.diagnostics {
		if err := b.addDiagnostics(ctx, &d, f.yes); err != nil {
			return err
		}
	}
	if d, err = box.Save(d); err != nil {
		return err
	}
	if f.keep {
		return b.answer(map[string]any{"event": "draft", "draft": draftOf(d)}, func() {
			b.line(i18n.T(&goi18n.Message{ID: "pconnect.draft.kept", Other: "Kept as draft {{.Key}}. Send it with pconnect feedback send {{.Key}}."},
				"Key", quoted(d.Key)))
		})
	}
	if err := box.Queue(d.Key); err != nil {
		return err
	}
	return b.sendDraft(ctx, d.Key)
}

// reporter is the session of somebody who gives feedback. A program that cannot be reached is no reason to lose what was written.
func (b feedbackCommands) reporter(ctx context.Context) (*session.Session, error) {
	s, err := b.signedIn(ctx)
	if fault.Is(err, fault.Network) {
		if s, err := b.session(ctx); err == nil && s.Snapshot().Account != nil {
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
			return &fault.Error{Kind: fault.Usage, Code: "pconnect.from", Field: "from", Cause: whereWrong(err), Safe: nothingSent(), Err: err,
				Title: i18n.T(&goi18n.Message{ID: "pconnect.feedback.no-feedback", Other: "The file {{.File}} is no feedback."},
					"File", f.from),
				Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.feedback.no-feedback.step",
					Other: "Its names are engagement, type, title, fields, package, version and attach."})}}
		}
	}
	f.Engagement, f.Type, f.Title = cmp.Or(f.Engagement, given.Engagement), cmp.Or(f.Type, given.Type), cmp.Or(f.Title, given.Title)
	f.Package, f.Version = cmp.Or(f.Package, given.Package), cmp.Or(f.Version, given.Version)
	f.Fields, f.Attach = given.Fields, append(given.Attach, f.Attach...)
	return f.readFields(stdin)
}

// readFields reads the values of --field into the fields.
func (f *newFeedbackFlags) readFields(stdin io.Reader) error {
	for _, text := range f.fields {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			return usage("field", i18n.T(&goi18n.Message{ID: "pconnect.feedback.field", Other: "“{{.Argument}}” is no field."},
				"Argument", text),
				i18n.T(&goi18n.Message{ID: "pconnect.feedback.field.step", Other: "Write it as --field NAME=VALUE."}))
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
	return &fault.Error{Kind: fault.Usage, Code: "pconnect.from", Title: unreadableTitle(name), Field: "from", Safe: nothingSent(), Err: err,
		Cause: i18n.T(&goi18n.Message{ID: "pconnect.feedback.unreadable.cause", Other: "It is not there, may not be read, or has more than 1 MiB."}),
		Steps: []i18n.Text{checkFileStep()}}
}
