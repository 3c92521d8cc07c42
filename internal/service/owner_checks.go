package service

import (
	"bytes"
	"context"
	"errors"
	"io"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Checker holds the commands by which a program's owner finds out whether all that the service needs is there. Their errors are
// faults.
type Checker struct{ *base }

// CheckBytes writes bytes to where files are kept, reads them again and deletes them.
func (o *Checker) CheckBytes(ctx context.Context) error {
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
func (o *Checker) CheckData(ctx context.Context) error { return ownerError(o.store.Writable(ctx)) }

// CheckMail goes as far as a mail server lets who sends nothing: it connects and signs in. A Mailer that can't is not asked.
func (o *Checker) CheckMail(ctx context.Context) error {
	checker, can := o.outbox.mailer.(interface {
		Check(ctx context.Context) error
	})
	if !can {
		return nil
	}
	return checker.Check(ctx)
}

// TestMail sends a mail that shows whether the program can.
func (o *Checker) TestMail(ctx context.Context, address string) error {
	if o.config.noMail() {
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
