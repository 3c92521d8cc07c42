package main

import (
	"context"
	"errors"
	"slices"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// askFeedback asks for what a draft lacks. Each answer is on the disk before the next question, so that Ctrl+C loses nothing.
func (c *cli) askFeedback(ctx context.Context, form api.Form, d *session.Draft) error {
	asked := false
	err := c.askItem(ctx, form, &d.Item, func() error {
		asked = true
		saved, err := c.client.Outbox().Save(*d)
		if err == nil {
			*d = saved
		}
		return err
	})
	if err != nil && asked {
		return keptFault(err, d.Key)
	}
	return err
}

// keptFault tells how a broken-off draft goes on.
func keptFault(err error, key string) error {
	if !errors.Is(err, context.Canceled) && !fault.Is(err, fault.Interrupted) {
		return err
	}
	return &fault.Error{Kind: fault.Interrupted, Code: "pconnect.no-answer", Title: i18n.Verbatim("The questions ended before the answers."),
		Safe: i18n.Verbatim("What you answered is kept as draft " + key + "."), Steps: []i18n.Text{i18n.Verbatim("Go on with pconnect feedback new --key " + key + ".")}, Err: err}
}

func (c *cli) askItem(ctx context.Context, form api.Form, item *api.NewItem, save func() error) error {
	if _, ok := form.Type(item.Type); !ok {
		var types []string
		for _, t := range form.Types {
			types = append(types, t.ID)
		}
		answer, err := c.pick(ctx, "Type", types, "", true)
		if err != nil {
			return err
		}
		item.Type = answer
		if err := save(); err != nil {
			return err
		}
	}
	if err := c.askUntil(ctx, "Title", "", func(answer string) string {
		item.Title = answer
		return messageFor(form.Check(*item), "title")
	}, item.Title, save); err != nil {
		return err
	}
	t, _ := form.Type(item.Type)
	for _, field := range t.Fields {
		if err := c.askField(ctx, form, field, item, save); err != nil {
			return err
		}
	}
	return nil
}

// askField asks for one field of the form, unless it has a value already.
func (c *cli) askField(ctx context.Context, form api.Form, field api.Field, item *api.NewItem, save func() error) error {
	question := clean(field.Title)
	if field.Help != "" {
		question += ", " + clean(field.Help)
	}
	if !field.Required {
		question += " (Enter leaves it open)"
	}
	set := func(answer string) string {
		if answer = choiceOr(answer, field); answer == "" {
			delete(item.Fields, field.ID)
		} else {
			item.Fields[field.ID] = answer
		}
		return messageFor(form.Check(*item), "fields."+field.ID)
	}
	choices := ""
	for i, choice := range field.Choices {
		if i > 0 {
			choices += ", "
		}
		choices += clean(choice)
	}
	return c.askUntil(ctx, question, choices, set, item.Fields[field.ID], save)
}

// choiceOr reads the beginning of a choice as that choice.
func choiceOr(answer string, field api.Field) string {
	if slices.Contains(field.Choices, answer) {
		return answer
	}
	if found := choiceOf(answer, field.Choices); found != "" {
		return found
	}
	return answer
}

// askUntil asks until set has nothing against the answer; a value that is there and right is not asked for.
func (c *cli) askUntil(ctx context.Context, question, choices string, set func(string) string, value string, save func() error) error {
	if value != "" && set(value) == "" {
		return nil
	}
	if choices != "" {
		question += " (" + choices + ")"
	}
	for {
		answer, err := c.ask(ctx, question, "")
		if err != nil {
			return err
		}
		if wrong := set(answer); wrong != "" {
			line(c.errOut, "  %s", clean(wrong))
			continue
		}
		return save()
	}
}
