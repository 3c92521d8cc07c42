package main

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// draft is a draft as JSON. Its diagnostics are told by their size alone; drafts show gives them whole.
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

func draftOf(d session.Draft) draft {
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

func newFeedbackSend(c *cli) *cobra.Command {
	return &cobra.Command{Use: "send [KEY...]", Short: "Send what is kept; everything that waits to be sent without a KEY",
		RunE: marked(func(cmd *cobra.Command, args []string) error { return c.sendFeedback(cmd.Context(), args) })}
}

func (c *cli) sendFeedback(ctx context.Context, args []string) error {
	app, err := c.app(ctx)
	if err != nil {
		return err
	}
	var keys []string
	for _, arg := range args { // all of them are looked at before one is sent
		d, err := c.findDraft(arg)
		if err != nil {
			return err
		}
		keys = append(keys, d.Key)
	}
	if len(args) == 0 {
		drafts, err := app.Outbox().Drafts()
		if err != nil {
			return err
		}
		for _, d := range drafts {
			if d.State == session.DraftQueued {
				keys = append(keys, d.Key)
			}
		}
		if len(keys) == 0 {
			return c.answer(map[string]any{"sent": 0}, func(w io.Writer) { line(w, "Nothing waits to be sent.") })
		}
	}
	var first error
	for _, key := range keys { // each of them, so that one that is refused does not keep the others
		if err := c.sendDraft(ctx, key); first == nil {
			first = err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return first
}

// sendDraft sends one draft and tells what became of it. What could not be sent stays queued, and its key is told.
func (c *cli) sendDraft(ctx context.Context, key string) error {
	d, err := c.client.Outbox().Send(ctx, key)
	if d.State == session.DraftSent && err == nil {
		return c.answer(map[string]any{"event": "sent", "item": d.Sent, "draft": draftOf(d)}, func(w io.Writer) { line(w, "Sent as %s: %s", d.Sent, clean(d.Item.Title)) })
	}
	if err == nil || d.Key == "" {
		return err
	}
	_ = c.event(map[string]any{"event": string(d.State), "draft": draftOf(d)})
	f := *fault.Of(err)
	switch d.State {
	case session.DraftQueued:
		f.Safe = i18n.Verbatim("The feedback is kept as " + d.Key + " and will come once.")
		f.Steps = i18n.Verbatims(append(append([]string{}, i18n.Strings(f.Steps)...), "Send it with pconnect feedback send "+d.Key+"."))
	case session.DraftStuck:
		f.Safe = i18n.Verbatim("The feedback is kept as " + d.Key + ".")
		f.Steps = i18n.Verbatims(append(append([]string{}, i18n.Strings(f.Steps)...), "Change it with pconnect feedback new --key "+d.Key+", or throw it away with pconnect feedback drafts delete "+d.Key+"."))
	}
	return &f
}

// findDraft finds a draft by its key or by the beginning of its key, as lists show it.
func (c *cli) findDraft(key string) (session.Draft, error) {
	drafts, err := c.client.Outbox().Drafts()
	if err != nil {
		return session.Draft{}, err
	}
	var found []session.Draft
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
	return session.Draft{}, usage("key", "There is no draft “"+key+"”.", "See the drafts with pconnect feedback drafts.")
}

func newFeedbackDrafts(c *cli) *cobra.Command {
	list := marked(func(cmd *cobra.Command, _ []string) error { return c.listDrafts(cmd.Context()) })
	root := &cobra.Command{Use: "drafts", Short: "What is kept on this computer and not sent yet", Args: takes(0, 0, "list, show or delete"), RunE: list}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: "List the drafts", Args: takes(0, 0, "no further words"), RunE: list},
		&cobra.Command{Use: "show KEY", Short: "One draft, with exactly what would leave this computer", Args: takes(1, 1, "the key of one draft"),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return c.showDraft(cmd.Context(), args[0]) })},
		&cobra.Command{Use: "delete KEY...", Short: "Throw drafts away", Args: takes(1, -1, "at least one key"),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return c.deleteDrafts(cmd.Context(), args) })},
	)
	return root
}

func (c *cli) listDrafts(ctx context.Context) error {
	app, err := c.app(ctx)
	if err != nil {
		return err
	}
	drafts, err := app.Outbox().Drafts()
	if err != nil {
		return err
	}
	list := []draft{}
	for _, d := range drafts {
		list = append(list, draftOf(d))
	}
	return c.answer(map[string]any{"drafts": list}, func(w io.Writer) {
		if len(drafts) == 0 {
			line(w, "There are no drafts.")
			return
		}
		rows := [][]string{{"KEY", "PROGRAM", "ENGAGEMENT", "TITLE", "STATE"}}
		for _, d := range drafts {
			state := string(d.State)
			if d.Fault != nil {
				state += ": " + clean(d.Fault.Title.String())
			}
			rows = append(rows, []string{d.Key, d.Program, d.Engagement, clean(d.Item.Title), state})
		}
		table(w, rows...)
	})
}

func (c *cli) showDraft(ctx context.Context, key string) error {
	if _, err := c.app(ctx); err != nil {
		return err
	}
	d, err := c.findDraft(key)
	if err != nil {
		return err
	}
	return c.answer(map[string]any{"draft": draftOf(d), "diagnostics": d.Diagnostics}, func(w io.Writer) {
		line(w, "%s (%s, %s)", clean(d.Item.Title), d.Item.Type, d.State)
		writeFields(w, d.Item.Fields)
		for _, f := range d.Files {
			line(w, "Attached: %s, %s, SHA-256 %s", clean(f.Name), bytesText(f.Size), f.SHA256)
		}
		if d.Diagnostics != "" {
			line(w, "Diagnostics:\n%s", clean(d.Diagnostics))
		}
		if d.Fault != nil {
			line(w, "%s", clean(d.Fault.Text()))
		}
	})
}

func (c *cli) deleteDrafts(ctx context.Context, args []string) error {
	app, err := c.app(ctx)
	if err != nil {
		return err
	}
	var keys []string
	for _, arg := range args {
		d, err := c.findDraft(arg)
		if err != nil {
			return err
		}
		keys = append(keys, d.Key)
	}
	for _, key := range keys {
		if err := app.Outbox().Delete(key); err != nil {
			return err
		}
	}
	return c.answer(map[string]any{"deleted": keys}, func(w io.Writer) { line(w, "Deleted: %s", strings.Join(keys, ", ")) })
}
