package main

import (
	"context"
	"slices"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/outbox"
)

// draft is a draft as JSON. Of its diagnostics it holds the size alone; drafts show writes them whole.
type draft struct {
	Key         string            `json:"key"`
	Program     string            `json:"program"`
	Engagement  string            `json:"engagement"`
	Type        string            `json:"type"`
	Title       string            `json:"title"`
	Fields      map[string]string `json:"fields,omitzero"`
	Package     string            `json:"package,omitzero"`
	Version     string            `json:"version,omitzero"`
	State       string            `json:"state"` // draft, queued, stuck, sent
	Item        string            `json:"item,omitzero"`
	Files       []draftFile       `json:"files,omitzero"`
	Diagnostics int               `json:"diagnostics_bytes,omitzero"`
	Tries       int               `json:"tries,omitzero"`
	Next        time.Time         `json:"next,omitzero"`
	Saved       time.Time         `json:"saved"`
	Problem     *problem          `json:"problem,omitzero"`
}

// draftFile is an attachment of a draft as JSON.
type draftFile struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Sent int64  `json:"sent"`
}

func draftOf(d outbox.Draft) draft {
	out := draft{Key: d.Key, Program: d.Program, Engagement: d.Engagement, Type: d.Item.Type, Title: d.Item.Title, Fields: d.Item.Fields, Package: d.Item.Package,
		Version: d.Item.Version, State: string(d.State), Item: d.Sent, Diagnostics: len(d.Diagnostics), Tries: d.Tries, Next: d.Next, Saved: d.Saved}
	for _, f := range d.Files {
		out.Files = append(out.Files, draftFile{Name: f.Name, Size: f.Size, Sent: f.Sent})
	}
	if d.Fault != nil {
		out.Problem = problemOf(d.Fault)
	}
	return out
}

func (b feedbackCommands) newSend() *cobra.Command {
	return &cobra.Command{Use: "send [KEY...]",
		Short: b.help(&goi18n.Message{ID: "pconnect.feedback.send.short", Other: "Send what is kept; everything that waits to be sent without a KEY"}),
		RunE:  marked(func(cmd *cobra.Command, args []string) error { return b.send(cmd.Context(), args) })}
}

func (b feedbackCommands) send(ctx context.Context, args []string) error {
	app, err := b.app(ctx)
	if err != nil {
		return err
	}
	var keys []string
	for _, arg := range args { // all of them are looked at before one is sent
		d, err := b.findDraft(arg)
		if err != nil {
			return err
		}
		keys = append(keys, d.Key)
	}
	if len(args) == 0 {
		drafts, err := app.Outbox.Drafts()
		if err != nil {
			return err
		}
		for _, d := range drafts {
			if d.State == outbox.StateQueued {
				keys = append(keys, d.Key)
			}
		}
		if len(keys) == 0 {
			return b.answer(map[string]any{"sent": 0}, func() {
				b.line(i18n.T(&goi18n.Message{ID: "pconnect.feedback.send.nothing", Other: "Nothing waits to be sent."}))
			})
		}
	}
	var first error
	for _, key := range keys { // each of them, so that one that is refused does not keep the others
		if err := b.sendDraft(ctx, key); first == nil {
			first = err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return first
}

// sendDraft sends one draft and tells what became of it. What could not be sent stays queued, and its key is told.
func (b feedbackCommands) sendDraft(ctx context.Context, key string) error {
	d, err := b.client.Outbox.Send(ctx, key)
	if d.State == outbox.StateSent && err == nil {
		return b.answer(map[string]any{"event": "sent", "item": d.Sent, "draft": draftOf(d)}, func() { writeSent(b.printer, d) })
	}
	if err == nil || d.Key == "" {
		return err
	}
	_ = b.event(map[string]any{"event": string(d.State), "draft": draftOf(d)})
	f := *fault.Of(err)
	switch d.State {
	case outbox.StateQueued:
		f.Safe = i18n.T(&goi18n.Message{ID: "pconnect.draft.queued", Other: "The feedback is kept as {{.Key}} and will come once."},
			"Key", d.Key)
		f.Steps = append(slices.Clone(f.Steps), i18n.T(&goi18n.Message{ID: "pconnect.draft.queued.step",
			Other: "Send it with pconnect feedback send {{.Key}}."}, "Key", quoted(d.Key)))
	case outbox.StateStuck:
		f.Safe = i18n.T(&goi18n.Message{ID: "pconnect.draft.stuck", Other: "The feedback is kept as {{.Key}}."}, "Key", d.Key)
		f.Steps = append(slices.Clone(f.Steps), i18n.T(&goi18n.Message{ID: "pconnect.draft.stuck.step",
			Other: "Change it with pconnect feedback new --key {{.Key}}, or throw it away with pconnect feedback drafts delete {{.Key}}."},
			"Key", quoted(d.Key)))
	}
	return &f
}

func writeSent(p *printer, d outbox.Draft) {
	p.line(i18n.T(&goi18n.Message{ID: "pconnect.feedback.sent", Other: "Sent as {{.ID}}: {{.Title}}"},
		"ID", d.Sent, "Title", d.Item.Title))
}

// findDraft finds a draft by its key or by the beginning of its key, as lists show it.
func (b feedbackCommands) findDraft(key string) (outbox.Draft, error) {
	drafts, err := b.client.Outbox.Drafts()
	if err != nil {
		return outbox.Draft{}, err
	}
	var found []outbox.Draft
	for _, d := range drafts {
		if d.Key == key {
			return d, nil
		}
		if len(key) >= 4 && strings.HasPrefix(d.Key, key) {
			found = append(found, d)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	return outbox.Draft{}, usage("key", i18n.T(&goi18n.Message{ID: "pconnect.draft.unknown", Other: "There is no draft “{{.Key}}”."}, "Key", key),
		i18n.T(&goi18n.Message{ID: "pconnect.draft.unknown.step", Other: "See the drafts with pconnect feedback drafts."}))
}
