package service

import (
	"context"
	"errors"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// ownerPerson stands for the program's owner in comments made by a command.
const ownerPerson = ""

// PutForm sets an engagement's form.
func (o *Owner) PutForm(ctx context.Context, f api.Form) error {
	if err := checkForm(f); err != nil {
		return err
	}
	err := o.store.Write(ctx, func(d store.Data) error {
		if err := engagementThere(ctx, d, f.Engagement); err != nil {
			return err
		}
		return d.Feedback.PutForm(ctx, f)
	})
	if errors.Is(err, store.ErrText) {
		err = refusedCommand("form", i18n.T(&goi18n.Message{ID: "service.form.text.cause", Other: "A text of the form holds characters that are no text."}))
	}
	return ownerError(err)
}

// Form returns an engagement's form, and whether it is one that an owner set.
func (o *Owner) Form(ctx context.Context, engagement string) (form api.Form, set bool, err error) {
	d := o.data()
	if err := engagementThere(ctx, d, engagement); err != nil {
		return form, false, ownerError(err)
	}
	form, err = d.Feedback.Form(ctx, engagement)
	if errors.Is(err, store.ErrNotFound) {
		return defaultForm(engagement), false, nil
	}
	return form, err == nil, ownerError(err)
}

// RemoveForm removes an engagement's form: the one that every engagement begins with counts again.
func (o *Owner) RemoveForm(ctx context.Context, engagement string) error {
	err := o.data().Feedback.RemoveForm(ctx, engagement)
	if errors.Is(err, store.ErrNotFound) {
		err = refusedCommand("form", i18n.T(&goi18n.Message{ID: "service.form.none.cause", Other: "No form was set for this engagement."}))
	}
	return ownerError(err)
}

func noItem() error {
	return refusedCommand("item", i18n.T(&goi18n.Message{ID: "service.item.none.cause", Other: "There is no item with this id."}))
}

// Feedback lists every item of an engagement, or of all when engagement is empty, newest first.
func (o *Owner) Feedback(ctx context.Context, engagement, state string) ([]api.Item, error) {
	all := []api.Item{}
	filter := store.ItemFilter{Engagement: engagement, State: state, Hidden: true, Limit: pageLength}
	for {
		page, err := o.data().Feedback.Items(ctx, filter)
		if err != nil {
			return nil, ownerError(err)
		}
		all = append(all, page.Items...)
		if page.Next == 0 {
			return all, nil
		}
		filter.Before = page.Next
	}
}

// Reply adds the owner's comment to an item.
func (o *Owner) Reply(ctx context.Context, item, text string) error {
	if !validComment(text) {
		return refusedCommand("text", i18n.T(&goi18n.Message{ID: "service.text.cause", Other: "Write a comment of 1 to 20,000 characters."}))
	}
	return o.change(ctx, item, text, func(d store.Data) error {
		_, err := d.Feedback.AddComment(ctx, item, ownerPerson, text, o.now())
		return err
	})
}

// SetState moves an item to another state.
func (o *Owner) SetState(ctx context.Context, item, state string) error {
	if !slices.Contains(api.ItemStates(), state) {
		return refusedCommand("state", i18n.T(&goi18n.Message{ID: "service.state.cause", Other: "The states are {{.States}}."},
			"States", strings.Join(api.ItemStates(), ", ")))
	}
	return o.change(ctx, item, "The state is now: "+state, func(d store.Data) error { return d.Feedback.SetState(ctx, item, state, o.now()) })
}

// change changes an item and mails those who follow it.
func (o *Owner) change(ctx context.Context, id, news string, f func(store.Data) error) error {
	_, err := o.data().Feedback.Item(ctx, id, ownerPerson)
	if errors.Is(err, store.ErrNotFound) {
		return noItem()
	}
	if err != nil {
		return ownerError(err)
	}
	if err := o.store.Write(ctx, f); err != nil {
		return ownerError(err)
	}
	o.rules.digests.tell(ctx, id, ownerPerson, news)
	return nil
}
