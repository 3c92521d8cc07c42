package main

import (
	"context"
	"errors"
	"slices"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/outbox"
)

// askFor asks for what a draft lacks. Each answer is on the disk before the next question, so that Ctrl+C loses nothing.
func (b feedbackCommands) askFor(ctx context.Context, form api.Form, d *outbox.Draft) error {
	asked := false
	err := b.askItem(ctx, form, &d.Item, func() error {
		asked = true
		saved, err := b.client.Outbox.Save(*d)
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

// keptFault says how a broken-off draft goes on.
func keptFault(err error, key string) error {
	if !errors.Is(err, context.Canceled) && !fault.Is(err, fault.Interrupted) {
		return err
	}
	return &fault.Error{Kind: fault.Interrupted, Code: "pconnect.no-answer", Title: noAnswerTitle(), Err: err,
		Safe: i18n.T(&goi18n.Message{ID: "pconnect.no-answer.draft", Other: "What you answered is kept as draft {{.Key}}."}, "Key", key),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.no-answer.draft.step", Other: "Go on with pconnect feedback new --key {{.Key}}."},
			"Key", quoted(key))}}
}

func (b feedbackCommands) askItem(ctx context.Context, form api.Form, item *api.NewItem, save func() error) error {
	if _, ok := form.Type(item.Type); !ok {
		answer, err := b.pick(ctx, i18n.T(&goi18n.Message{ID: "pconnect.feedback.ask.type", Other: "Type"}), typesOf(form), "")
		if err != nil {
			return err
		}
		item.Type = answer
		if err := save(); err != nil {
			return err
		}
	}
	if err := b.askUntil(ctx, i18n.T(&goi18n.Message{ID: "pconnect.feedback.ask.title", Other: "Title"}), func(answer string) i18n.Text {
		item.Title = answer
		return messageFor(form.Check(*item), "title")
	}, item.Title, save); err != nil {
		return err
	}
	t, _ := form.Type(item.Type)
	for _, field := range t.Fields {
		if err := b.askField(ctx, form, field, item, save); err != nil {
			return err
		}
	}
	return nil
}

func typesOf(form api.Form) []string {
	var types []string
	for _, t := range form.Types {
		types = append(types, t.ID)
	}
	return types
}

// askField asks for one field of the form, unless it has a value already.
func (b feedbackCommands) askField(ctx context.Context, form api.Form, field api.Field, item *api.NewItem, save func() error) error {
	set := func(answer string) i18n.Text {
		if answer = choiceOr(answer, field); answer == "" {
			delete(item.Fields, field.ID)
		} else {
			item.Fields[field.ID] = answer
		}
		return messageFor(form.Check(*item), "fields."+field.ID)
	}
	return b.askUntil(ctx, fieldQuestion(field), set, item.Fields[field.ID], save)
}

// fieldQuestion is how a field of a form is asked for: in the words of the form, with its choices.
func fieldQuestion(field api.Field) i18n.Text {
	question := i18n.Verbatim(field.Title)
	if field.Help != "" {
		question = i18n.T(&goi18n.Message{ID: "pconnect.feedback.ask.help", Other: "{{.Title}}, {{.Help}}"},
			"Title", field.Title, "Help", field.Help)
	}
	if !field.Required {
		question = i18n.T(&goi18n.Message{ID: "pconnect.feedback.ask.optional", Other: "{{.Question}} (Enter leaves it open)"},
			"Question", question)
	}
	return withChoices(question, field.Choices)
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
func (b feedbackCommands) askUntil(ctx context.Context, question i18n.Text, set func(string) i18n.Text, value string, save func() error) error {
	if value != "" && set(value).IsZero() {
		return nil
	}
	for {
		answer, err := b.ask(ctx, question, "")
		if err != nil {
			return err
		}
		if wrong := set(answer); !wrong.IsZero() {
			b.indented("  ", wrong)
			continue
		}
		return save()
	}
}
