package main

import (
	"cmp"
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/outbox"
	"github.com/programconnect/programconnect/internal/session"
)

// fillDraft puts the flags into the draft, asks for what is missing, and checks it by the form, as the service will. Where the form
// cannot be read for want of a network the service alone checks.
func (b feedbackCommands) fillDraft(ctx context.Context, s *session.Session, d *outbox.Draft, f newFeedbackFlags) error {
	d.Program, d.Account = s.Name(), s.Snapshot().Account.ID
	d.Item.Type, d.Item.Title = cmp.Or(f.Type, d.Item.Type), cmp.Or(f.Title, d.Item.Title)
	d.Item.Package, d.Item.Version = cmp.Or(f.Package, d.Item.Package), cmp.Or(f.Version, d.Item.Version)
	if d.Item.Fields = maps.Clone(d.Item.Fields); d.Item.Fields == nil {
		d.Item.Fields = map[string]string{}
	}
	maps.Copy(d.Item.Fields, f.Fields)
	var err error
	if d.Engagement, err = b.engagementFor(ctx, s, d.Item, cmp.Or(f.Engagement, d.Engagement)); err != nil {
		return err
	}
	if err := b.fillVersion(ctx, s, d); err != nil {
		return err
	}
	form, err := s.Feedback.Form(ctx, d.Engagement)
	if fault.Is(err, fault.Network) {
		b.note(i18n.T(&goi18n.Message{ID: "pconnect.feedback.no-form", Other: "The form can't be read now: the program checks the feedback when it arrives."}))
		return attachAll(d, f.Attach, nil, false)
	}
	if err != nil {
		return err
	}
	if b.asks() {
		if err := b.askFor(ctx, form, d); err != nil {
			return err
		}
	}
	if wrong := form.Check(d.Item); len(wrong) > 0 {
		return wrongFeedback(form, d, wrong)
	}
	return attachAll(d, f.Attach, form.Attachments, true)
}

// fillVersion takes the version of the package where none was given.
func (b feedbackCommands) fillVersion(ctx context.Context, s *session.Session, d *outbox.Draft) error {
	if d.Item.Package == "" || d.Item.Version != "" {
		return nil
	}
	pack, err := s.Catalogue.Package(ctx, d.Item.Package)
	if fault.Is(err, fault.Network) {
		return nil // the version is a help, not a need
	}
	d.Item.Version = pack.Version
	return err
}

// attachAll takes files into a draft. Without known rules only the files themselves are looked at.
func attachAll(d *outbox.Draft, paths []string, rules *api.AttachmentRules, known bool) error {
	if !known {
		rules = anyFile(paths)
	}
	for _, path := range paths {
		file, err := outbox.Attach(path, rules, len(d.Files))
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(d.Files, func(f outbox.File) bool { return f.Path == file.Path }) {
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
func wrongFeedback(form api.Form, d *outbox.Draft, wrong []api.FieldError) error {
	f := (&api.Problem{Type: api.ProblemFields, Status: 422, Fields: wrong}).Fault()
	f.Safe = nothingSent()
	if d.Key != "" {
		f.Safe = i18n.T(&goi18n.Message{ID: "pconnect.feedback.wrong.kept", Other: "Nothing was sent. The draft {{.Key}} is kept."},
			"Key", d.Key)
	}
	if wrong[0].Field == "type" {
		f.Title = i18n.T(&goi18n.Message{ID: "pconnect.feedback.wrong.type", Other: "The type of the feedback is missing or unknown."})
		f.Cause = i18n.T(&goi18n.Message{ID: "pconnect.feedback.wrong.types", Other: "There are: {{.Types}}."},
			"Types", strings.Join(typesOf(form), ", "))
	}
	f.Steps = []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.feedback.wrong.step",
		Other: "See what is asked for with pconnect feedback form --engagement {{.ID}}."}, "ID", quoted(form.Engagement))}
	return f
}

// addDiagnostics shows exactly what would leave, and takes it along only when that is agreed to.
func (b feedbackCommands) addDiagnostics(ctx context.Context, d *outbox.Draft, yes bool) error {
	text := b.client.Diagnostics()
	b.note(i18n.T(&goi18n.Message{ID: "pconnect.diagnostics.shown", Other: "These diagnostics would be sent, and nothing else:"}))
	b.note(i18n.Text{})
	b.noteBlock("  ", text)
	if !yes {
		question := i18n.T(&goi18n.Message{ID: "pconnect.diagnostics.ask", Other: "Send them along"})
		answer, err := b.pick(ctx, question, b.yesAndNo(), b.said(yesNo(false)))
		if err != nil {
			return err
		}
		yes = answer == b.said(yesNo(true))
	}
	d.Diagnostics = ""
	if yes {
		d.Diagnostics = text
	}
	return nil
}
