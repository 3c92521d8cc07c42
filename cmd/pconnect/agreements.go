package main

import (
	"context"
	"os"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

// agreementCommands are pconnect agreements and what stands below it.
type agreementCommands struct {
	*cli
	sha256, output string
	previous       bool
}

func newAgreements(c *cli) *cobra.Command {
	a := &agreementCommands{cli: c}
	list := marked(func(cmd *cobra.Command, _ []string) error { return a.list(cmd.Context()) })
	root := &cobra.Command{Use: "agreements", Args: takesNone(), RunE: list,
		Short: c.help(&goi18n.Message{ID: "pconnect.agreements.short", Other: "Agreements: read, accept, decline, and every answer you gave"})}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: c.help(&goi18n.Message{ID: "pconnect.agreements.list.short", Other: "List the agreements"}), Args: takesNone(), RunE: list},
		a.newShow(), a.newAccept(), a.newDecline(),
		&cobra.Command{Use: "ledger", Short: c.help(&goi18n.Message{ID: "pconnect.agreements.ledger.short", Other: "Every answer you gave, each receipt checked"}),
			Args: takesNone(), RunE: marked(func(cmd *cobra.Command, _ []string) error { return a.ledger(cmd.Context()) })},
		a.newExport())
	return root
}

func (a *agreementCommands) newShow() *cobra.Command {
	cmd := &cobra.Command{Use: "show ID", Short: a.help(&goi18n.Message{ID: "pconnect.agreements.show.short", Other: "The whole text, exactly as it is signed for"}),
		Args: takes(1, 1, wantedAgreement()),
		RunE: marked(func(cmd *cobra.Command, args []string) error { return a.show(cmd.Context(), args[0]) })}
	cmd.Flags().BoolVar(&a.previous, "previous", false, a.help(&goi18n.Message{ID: "pconnect.agreements.flag.previous",
		Other: "the text that you accepted before, to compare"}))
	return cmd
}

func (a *agreementCommands) newAccept() *cobra.Command {
	cmd := &cobra.Command{Use: "accept ID --sha256 HEX", Short: a.help(&goi18n.Message{ID: "pconnect.agreements.accept.short",
		Other: "Accept the text with this SHA-256"}), Args: takes(1, 1, wantedAgreement()),
		RunE: marked(func(cmd *cobra.Command, args []string) error { return a.decide(cmd.Context(), args[0], true) })}
	cmd.Flags().StringVar(&a.sha256, "sha256", "", a.help(&goi18n.Message{ID: "pconnect.agreements.accept.flag.sha256",
		Other: "SHA-256 of the text that you read, as agreements show names it"}))
	return cmd
}

func (a *agreementCommands) newDecline() *cobra.Command {
	cmd := &cobra.Command{Use: "decline ID", Short: a.help(&goi18n.Message{ID: "pconnect.agreements.decline.short",
		Other: "Decline; the account stays, and it can be undone"}), Args: takes(1, 1, wantedAgreement()),
		RunE: marked(func(cmd *cobra.Command, args []string) error { return a.decide(cmd.Context(), args[0], false) })}
	cmd.Flags().StringVar(&a.sha256, "sha256", "", a.help(&goi18n.Message{ID: "pconnect.agreements.decline.flag.sha256",
		Other: "SHA-256 of the text; the current one by default"}))
	return cmd
}

func (a *agreementCommands) newExport() *cobra.Command {
	cmd := &cobra.Command{Use: "export", Short: a.help(&goi18n.Message{ID: "pconnect.agreements.export.short",
		Other: "Every answer with its receipt and the keys that check it, as JSON"}), Args: takesNone(),
		RunE: marked(func(cmd *cobra.Command, _ []string) error { return a.export(cmd.Context()) })}
	cmd.Flags().StringVar(&a.output, "output", "-", outputFlag(a.printer))
	return cmd
}

func outputFlag(p *printer) string {
	return p.help(&goi18n.Message{ID: "pconnect.flag.output", Other: "file to write; - is standard output"})
}

func (a *agreementCommands) list(ctx context.Context) error {
	s, err := a.signedIn(ctx)
	if err != nil {
		return err
	}
	list, err := s.Agreements.List(ctx)
	if err != nil {
		return err
	}
	return a.answer(map[string]any{"agreements": list}, func() { writeAgreements(a.printer, list) })
}

func writeAgreements(p *printer, list []api.AgreementState) {
	var rows [][]any
	for _, a := range list {
		rows = append(rows, []any{a.ID, a.Title, a.Version, decisionText(a), a.SHA256})
	}
	p.table([]i18n.Text{headID(), headTitle(), headVersion(), headAnswer(), headSHA256()}, rows)
}

func (a *agreementCommands) show(ctx context.Context, id string) error {
	s, err := a.signedIn(ctx)
	if err != nil {
		return err
	}
	agreement, err := s.Agreements.Find(ctx, id)
	if err != nil {
		return err
	}
	if a.previous {
		if agreement.Previous == nil {
			return usage("previous", i18n.T(&goi18n.Message{ID: "pconnect.agreements.no-previous",
				Other: "You have not accepted an earlier version of “{{.Title}}”."}, "Title", agreement.Title),
				i18n.T(&goi18n.Message{ID: "pconnect.agreements.no-previous.step", Other: "Read the current one, without --previous."}))
		}
		agreement.Text, agreement.SHA256, agreement.Version = agreement.Previous.Text, agreement.Previous.SHA256, agreement.Previous.Version
	}
	if !a.json { // beside the text, not in it: the text on standard output is exactly what the SHA-256 names
		writeAgreementHead(a.printer, agreement)
	}
	return a.answer(map[string]any{"agreement": agreement}, func() {
		if a.outTerminal {
			a.block("  ", agreement.Text)
		} else {
			a.exact([]byte(agreement.Text))
		}
	})
}

func writeAgreementHead(p *printer, a api.Agreement) {
	p.note(i18n.T(&goi18n.Message{ID: "pconnect.agreements.head", Other: "{{.Title}}, version {{.Version}}: {{.Decision}}"},
		"Title", a.Title, "Version", a.Version, "Decision", decisionText(a.AgreementState)))
	p.note(i18n.Verbatim("SHA-256 " + a.SHA256))
	p.note(i18n.Text{})
}

func (a *agreementCommands) decide(ctx context.Context, id string, accept bool) error {
	sha256 := a.sha256
	if err := session.CheckSHA256(sha256); err != nil {
		return err
	}
	if accept && sha256 == "" && !a.asks() {
		return usage("sha256", i18n.T(&goi18n.Message{ID: "pconnect.agreements.unnamed", Other: "An agreement is accepted only by naming its text."}),
			i18n.T(&goi18n.Message{ID: "pconnect.agreements.unnamed.step",
				Other: "Read it with pconnect agreements show {{.ID}} and give the SHA-256 it names with --sha256 HEX."},
				"ID", quoted(id)))
	}
	s, err := a.signedIn(ctx)
	if err != nil {
		return err
	}
	if sha256 == "" {
		if sha256, err = a.readAndAsk(ctx, s, id, accept); err != nil {
			return err
		}
	}
	receipt, err := s.Agreements.Decide(ctx, id, sha256, accept)
	if err != nil {
		return err
	}
	return a.answer(map[string]any{"receipt": receipt, "step": s.Snapshot().Step}, func() {
		writeDecision(a.printer, receipt, accept)
		a.line(nextText(s.Snapshot().Step))
	})
}

func writeDecision(p *printer, receipt api.Receipt, accepted bool) {
	if accepted {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.agreements.accepted",
			Other: "Accepted “{{.Title}}” {{.Version}}. Receipt {{.Number}}, signed by the program. Thank you."},
			"Title", receipt.Title, "Version", receipt.Version, "Number", receipt.Number))
		return
	}
	p.line(i18n.T(&goi18n.Message{ID: "pconnect.agreements.declined", Other: "Declined “{{.Title}}”. Your account stays; you can accept it later."},
		"Title", receipt.Title))
}

// consent is what a person types to accept, in every language: it is no question of words whether somebody agreed.
const consent = "I accept"

// readAndAsk returns the SHA-256 of the current text. Before an acceptance the text is shown whole and the person types the answer.
func (a *agreementCommands) readAndAsk(ctx context.Context, s *session.Session, id string, accept bool) (string, error) {
	agreement, err := s.Agreements.Find(ctx, id)
	if err != nil || !accept {
		return agreement.SHA256, err
	}
	a.noteBlock("  ", agreement.Text)
	answer, err := a.ask(ctx, i18n.T(&goi18n.Message{ID: "pconnect.agreements.ask",
		Other: "Type “{{.Words}}” to accept; anything else leaves it open"}, "Words", consent), "")
	if err != nil {
		return "", err
	}
	if answer != consent {
		return "", &fault.Error{Kind: fault.Terms, Code: "pconnect.not-accepted", Safe: nothingSent(), Agreement: id,
			Title: i18n.T(&goi18n.Message{ID: "pconnect.not-accepted.title", Other: "“{{.Title}}” was not accepted."},
				"Title", agreement.Title),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.not-accepted.step",
				Other: "Answer it when you are ready, or decline it with pconnect agreements decline {{.ID}}."},
				"ID", quoted(id))}}
	}
	return agreement.SHA256, nil
}

// checkedReceipt is a receipt with the outcome of its check.
type checkedReceipt struct {
	api.Receipt
	Good bool `json:"good"`
}

func (a *agreementCommands) ledger(ctx context.Context) error {
	s, err := a.signedIn(ctx)
	if err != nil {
		return err
	}
	ledger, err := s.Agreements.Ledger(ctx)
	if err != nil {
		return err
	}
	list := []checkedReceipt{}
	var bad error
	for _, r := range ledger.Receipts {
		err := api.CheckReceipt(r, ledger.Keys)
		if err != nil {
			bad = err
		}
		list = append(list, checkedReceipt{r, err == nil})
	}
	err = a.answer(map[string]any{"program": ledger.Program, "receipts": list, "keys": ledger.Keys}, func() { writeLedger(a.printer, list) })
	if bad != nil {
		return bad
	}
	return err
}

func writeLedger(p *printer, list []checkedReceipt) {
	var rows [][]any
	for _, r := range list {
		holds := i18n.T(&goi18n.Message{ID: "pconnect.ledger.good", Other: "good"})
		if !r.Good {
			holds = i18n.T(&goi18n.Message{ID: "pconnect.ledger.bad", Other: "DOES NOT HOLD"})
		}
		rows = append(rows, []any{r.Number, minute(r.Time), r.Title, r.Version, decisionWord(r.Decision), r.Address, r.Device.Name, holds})
	}
	p.table([]i18n.Text{
		i18n.T(&goi18n.Message{ID: "pconnect.column.number", Other: "NUMBER"}), i18n.T(&goi18n.Message{ID: "pconnect.column.when", Other: "WHEN"}),
		i18n.T(&goi18n.Message{ID: "pconnect.column.agreement", Other: "AGREEMENT"}), headVersion(), headAnswer(),
		i18n.T(&goi18n.Message{ID: "pconnect.column.account", Other: "ACCOUNT"}), i18n.T(&goi18n.Message{ID: "pconnect.column.device", Other: "DEVICE"}),
		i18n.T(&goi18n.Message{ID: "pconnect.column.receipt", Other: "RECEIPT"}),
	}, rows)
}

func (a *agreementCommands) export(ctx context.Context) error {
	s, err := a.signedIn(ctx)
	if err != nil {
		return err
	}
	ledger, err := s.Agreements.Ledger(ctx)
	if err != nil {
		return err
	}
	text, err := api.Encode(ledger)
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if a.output == "-" {
		a.exact(text)
		return nil
	}
	if err := os.WriteFile(a.output, text, 0o600); err != nil {
		return fileUnwritable(a.output, i18n.T(&goi18n.Message{ID: "pconnect.agreements.export.safe",
			Other: "Your answers at the program are not touched."}), err)
	}
	return a.answer(map[string]any{"file": a.output, "receipts": len(ledger.Receipts)}, func() {
		a.line(i18n.N(&goi18n.Message{ID: "pconnect.agreements.exported", One: "Wrote {{.Count}} receipt to {{.File}}.",
			Other: "Wrote {{.Count}} receipts to {{.File}}."}, len(ledger.Receipts), "File", a.output))
	})
}
