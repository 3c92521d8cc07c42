package service

import (
	"context"
	"errors"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// Owner holds the commands of a program's owner. Their errors are faults. Files of their own hold those for people, packages
// and feedback; Moderator holds those on what people wrote.
type Owner struct {
	*base
	rules *rules
}

// SendsMail reports whether the program can send mail. One that can't leaves it to its owner to tell people and to verify them.
func (o *Owner) SendsMail() bool { return !o.config.noMail() }

// engagementThere returns a refusal when an engagement is named that is not there.
func engagementThere(ctx context.Context, d store.Data, id string) error {
	if id == "" {
		return nil
	}
	_, err := d.Engagements.Engagement(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = refusedCommand("engagement", i18n.T(&goi18n.Message{ID: "service.engagement.none.cause", Other: "There is no engagement with this id."}))
	}
	return err
}

// ExportLedger returns everybody's receipts in the order of the chain, with the keys that check them.
func (o *Owner) ExportLedger(ctx context.Context) (api.Ledger, error) {
	l, err := o.rules.ledger.all(ctx)
	return l, ownerError(err)
}

// RotateKeys makes new keys for receipts and links. Receipts signed before stay good; links signed before stay good for the
// minutes that they have left.
func (o *Owner) RotateKeys(ctx context.Context) error { return ownerError(o.rules.keys.rotate(ctx)) }

// refusedCommand returns the fault for a command that was not carried out because of one of its values.
func refusedCommand(field string, cause i18n.Text) error {
	return &fault.Error{Kind: fault.Usage, Code: "service." + field, Cause: cause, Safe: nothingChanged(), Field: field,
		Title: i18n.T(&goi18n.Message{ID: "service.command.title", Other: "The command was not carried out."})}
}
