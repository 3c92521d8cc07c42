package service

import (
	"bytes"
	"context"
	"errors"
	"io"

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

// CheckBytes writes bytes to where files are kept, reads them again and deletes them.
func (o *Owner) CheckBytes(ctx context.Context) error {
	want, err := o.random(1024)
	if err != nil {
		return ownerError(err)
	}
	info, err := o.blobs.Put(ctx, "", bytes.NewReader(want))
	if err != nil {
		return FolderFault(err)
	}
	object, _, err := o.blobs.Open(ctx, info.Key)
	if err != nil {
		return FolderFault(errors.Join(err, o.blobs.Delete(ctx, info.Key)))
	}
	have, err := io.ReadAll(object)
	if err == nil && !bytes.Equal(have, want) {
		err = errors.New("service: other bytes came back")
	}
	if err = errors.Join(err, object.Close(), o.blobs.Delete(ctx, info.Key)); err != nil {
		return FolderFault(err)
	}
	return nil
}

// CheckData writes something that counts for nothing to the database.
func (o *Owner) CheckData(ctx context.Context) error { return ownerError(o.store.Writable(ctx)) }

// CheckMail goes as far as a mail server lets who sends nothing: it connects and signs in. A Mailer that can't is not asked.
func (o *Owner) CheckMail(ctx context.Context) error {
	checker, can := o.outbox.mailer.(interface {
		Check(ctx context.Context) error
	})
	if !can {
		return nil
	}
	return checker.Check(ctx)
}

// TestMail sends a mail that shows whether the program can.
func (o *Owner) TestMail(ctx context.Context, address string) error {
	if !o.SendsMail() {
		return refusedCommand("mail", i18n.T(&goi18n.Message{ID: "service.mail.none.cause", Other: "This program can't send mail: its settings name no mail server."}))
	}
	m := Mail{To: address, Time: o.now(), Subject: o.config.Program.Name + ": a test", Text: "The program can send mail.\n"}
	if err := o.outbox.mailer.Send(ctx, m); err != nil { // at once: what the server says is what is asked for
		return &fault.Error{Kind: fault.Network, Code: "service.mail", Safe: nothingChanged(), Err: err,
			Title: i18n.T(&goi18n.Message{ID: "service.mail.title", Other: "The mail server did not take the mail."}),
			Cause: i18n.T(&goi18n.Message{ID: "service.mail.cause", Other: "It can't be reached, or refuses the address, the user or the password."}),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.mail.step", Other: "Check “mail” in program.json."})}}
	}
	return nil
}
