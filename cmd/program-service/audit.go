package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/local"
)

// auditFlags name what the chain is compared with.
type auditFlags struct {
	head, writeHead string
	receipts        []string
}

func newAudit(o *options) *cobra.Command {
	f := &auditFlags{}
	c := &cobra.Command{Use: "audit",
		Short: "Check the chain of answers; exit status 9 when something does not hold",
		Args:  cobra.ArbitraryArgs,
		Long: `Checks that the database is whole, every answer and every agreement's text.

The chain can't show by itself that its end was cut off, or that somebody who has its keys made it anew. Keep its head elsewhere
with --write-head FILE, and compare with --head FILE; --receipts FILE... compares with receipts that people hold: files written by
"export ledger", by pconnect, or single receipts. Further files can follow as arguments.`}
	c.Flags().StringVar(&f.head, "head", "", "compare with the head in this file")
	c.Flags().StringVar(&f.writeHead, "write-head", "", "write the head to this file when everything holds")
	c.Flags().StringArrayVar(&f.receipts, "receipts", nil, "compare with the receipts in this file and those that follow")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 && len(f.receipts) == 0 {
			return flagFault("service.receipts", "--receipts", i18n.T(&goi18n.Message{ID: "service.receipts.title", Other: "Name files of receipts with --receipts."}), i18n.Text{})
		}
		f.receipts = append(f.receipts, args...)
		if o.data == "" {
			return noFolder()
		}
		anchors, err := f.anchors()
		if err != nil {
			return err
		}
		report, err := o.audit(cmd.Context(), anchors)
		if err != nil {
			return err
		}
		if len(report.Findings) > 0 {
			for _, found := range report.Findings {
				say(cmd.ErrOrStderr(), line("%s", found.Text()))
			}
			if o.json {
				return errors.Join(auditFault(report), writeJSON(cmd.OutOrStdout(), report))
			}
			return auditFault(report)
		}
		text := line("All %d answers hold.", report.Rows)
		if f.writeHead != "" {
			if err := o.writeHead(cmd.Context(), f.writeHead); err != nil {
				return err
			}
			text += line("\nThe head is in %s. Keep it where nobody who has this folder can write.", f.writeHead)
		}
		return o.answer(cmd.OutOrStdout(), report, text)
	}
	return c
}

// audit checks the data where the settings say that they are.
func (o *options) audit(ctx context.Context, anchors service.Anchors) (report service.AuditReport, err error) {
	setting, err := o.databaseSetting()
	if err != nil {
		return report, err
	}
	data, err := openDatabase(ctx, setting)
	if err != nil {
		return report, err
	}
	if data == nil {
		return local.Audit(ctx, serviceFolder(o.data), anchors)
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	return service.Audit(ctx, data, anchors)
}

// anchors reads what the chain is compared with.
func (f *auditFlags) anchors() (service.Anchors, error) {
	var a service.Anchors
	if f.head != "" {
		a.Head = &service.Head{}
		if err := readStrict(f.head, "service.head", wrongFile(f.head), a.Head); err != nil {
			return a, err
		}
		if a.Head.Hash == "" {
			return a, strictFault("service.head", wrongFile(f.head), nil, i18n.Text{})
		}
	}
	for _, path := range f.receipts {
		list, err := readReceipts(path)
		if err != nil {
			return a, err
		}
		for _, r := range list {
			a.Receipts = append(a.Receipts, service.HeldReceipt{Receipt: r, Source: path})
		}
	}
	return a, nil
}

// readReceipts reads a ledger, a list of receipts or a single one.
func readReceipts(path string) ([]api.Receipt, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, readFault(path, err)
	}
	decode := func(v any) error { return api.Decode(bytes.NewReader(text), int64(len(text))+1, v) }
	var list []api.Receipt
	var ledger api.Ledger
	var single api.Receipt
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")):
		err = decode(&list)
	default:
		if err = decode(&ledger); err == nil && ledger.Receipts != nil {
			list = ledger.Receipts
		} else if err == nil {
			err = decode(&single)
			list = []api.Receipt{single}
		}
	}
	if err != nil || single.Number == 0 && len(list) == 1 && list[0].Number == 0 {
		return nil, strictFault("service.receipts", wrongFile(path), err, i18n.T(&goi18n.Message{ID: "service.receipts.cause", Other: "It holds no receipts."}))
	}
	return list, nil
}

// writeHead writes the head to a file that is not there yet: an old head is worth keeping.
func (o *options) writeHead(ctx context.Context, path string) error {
	return o.with(ctx, func(s *service.Service) error {
		head, err := s.Head(ctx)
		if err != nil {
			return err
		}
		file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if errors.Is(err, fs.ErrExist) {
			return flagFault("service.head", "--write-head", i18n.T(&goi18n.Message{ID: "service.head.there.title", Other: "There is a file already: {{.File}}"}, "File", path), i18n.Text{})
		}
		if err != nil {
			return writeFault(path, err)
		}
		return writeFault(path, errors.Join(writeJSON(file, head), file.Sync(), file.Close()))
	})
}

// auditFault is the fault for data in which something does not hold.
func auditFault(report service.AuditReport) error {
	f := &fault.Error{Kind: fault.Verification, Code: "service.audit", Cause: report.Findings[0].Text(),
		Title: i18n.N(&goi18n.Message{ID: "service.audit.findings.title", One: "The audit found {{.Count}} thing that does not hold.", Other: "The audit found {{.Count}} things that do not hold."}, len(report.Findings)),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.audit.step",
			Other: "Keep the folder as it is, and compare with a backup and with the receipts that people hold."})}}
	if report.Broken > 1 {
		f.Safe = i18n.T(&goi18n.Message{ID: "service.audit.safe", Other: "The rows before it hold."})
	}
	return f
}
