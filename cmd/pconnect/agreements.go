package main

import (
	"context"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
)

func newAgreements(c *cli) *cobra.Command {
	list := marked(func(cmd *cobra.Command, _ []string) error { return c.listAgreements(cmd.Context()) })
	root := &cobra.Command{Use: "agreements", Short: "Agreements: read, accept, decline, and every answer you gave",
		Args: takes(0, 0, "list, show, accept, decline, ledger or export"), RunE: list}
	var sha256, output string
	var previous bool
	show := &cobra.Command{Use: "show ID", Short: "The whole text, exactly as it is signed for", Args: takes(1, 1, "the id of one agreement"),
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			return c.showAgreement(cmd.Context(), args[0], previous)
		})}
	show.Flags().BoolVar(&previous, "previous", false, "the text that you accepted before, to compare")
	accept := &cobra.Command{Use: "accept ID --sha256 HEX", Short: "Accept the text with this SHA-256", Args: takes(1, 1, "the id of one agreement"),
		RunE: marked(func(cmd *cobra.Command, args []string) error { return c.decide(cmd.Context(), args[0], sha256, true) })}
	accept.Flags().StringVar(&sha256, "sha256", "", "SHA-256 of the text that you read, as agreements show gives it")
	decline := &cobra.Command{Use: "decline ID", Short: "Decline; the account stays, and it can be undone", Args: takes(1, 1, "the id of one agreement"),
		RunE: marked(func(cmd *cobra.Command, args []string) error { return c.decide(cmd.Context(), args[0], sha256, false) })}
	decline.Flags().StringVar(&sha256, "sha256", "", "SHA-256 of the text; the current one by default")
	export := &cobra.Command{Use: "export", Short: "Every answer with its receipt and the keys that check it, as JSON", Args: takes(0, 0, "no further words"),
		RunE: marked(func(cmd *cobra.Command, _ []string) error { return c.exportLedger(cmd.Context(), output) })}
	export.Flags().StringVar(&output, "output", "-", "file to write; - is standard output")
	root.AddCommand(&cobra.Command{Use: "list", Short: "List the agreements", Args: takes(0, 0, "no further words"), RunE: list}, show, accept, decline,
		&cobra.Command{Use: "ledger", Short: "Every answer you gave, each receipt checked", Args: takes(0, 0, "no further words"),
			RunE: marked(func(cmd *cobra.Command, _ []string) error { return c.showLedger(cmd.Context()) })}, export)
	return root
}

func (c *cli) listAgreements(ctx context.Context) error {
	s, err := c.signedIn(ctx)
	if err != nil {
		return err
	}
	list, err := s.Agreements(ctx)
	if err != nil {
		return err
	}
	return c.answer(map[string]any{"agreements": list}, func(w io.Writer) {
		rows := [][]string{{"ID", "TITLE", "VERSION", "ANSWER", "SHA-256"}}
		for _, a := range list {
			rows = append(rows, []string{a.ID, clean(a.Title), clean(a.Version), decisionText(a), a.SHA256})
		}
		table(w, rows...)
	})
}

func (c *cli) showAgreement(ctx context.Context, id string, previous bool) error {
	s, err := c.signedIn(ctx)
	if err != nil {
		return err
	}
	a, err := s.Agreement(ctx, id)
	if err != nil {
		return err
	}
	if previous {
		if a.Previous == nil {
			return usage("previous", "You have not accepted an earlier version of “"+a.Title+"”.", "Read the current one, without --previous.")
		}
		a.Text, a.SHA256, a.Version = a.Previous.Text, a.Previous.SHA256, a.Previous.Version
	}
	if !c.json { // beside the text, not in it: the text on standard output is exactly what the SHA-256 names
		line(c.errOut, "%s, version %s, %s\nSHA-256 %s\n", clean(a.Title), clean(a.Version), decisionText(a.AgreementState), a.SHA256)
	}
	return c.answer(map[string]any{"agreement": a}, func(w io.Writer) {
		text := a.Text
		if c.outTerminal {
			text = clean(text)
		}
		_, _ = io.WriteString(w, text)
	})
}

func (c *cli) decide(ctx context.Context, id, sha256 string, accept bool) error {
	if err := session.CheckSHA256(sha256); err != nil {
		return err
	}
	if accept && sha256 == "" && !c.asks() {
		return usage("sha256", "An agreement is accepted only by naming its text.", "Read it with pconnect agreements show "+id+" and give the SHA-256 it names with --sha256 HEX.")
	}
	s, err := c.signedIn(ctx)
	if err != nil {
		return err
	}
	if sha256 == "" {
		if sha256, err = c.readAndAsk(ctx, s, id, accept); err != nil {
			return err
		}
	}
	receipt, err := s.Decide(ctx, id, sha256, accept)
	if err != nil {
		return err
	}
	return c.answer(map[string]any{"receipt": receipt, "step": s.Snapshot().Step}, func(w io.Writer) {
		if accept {
			line(w, "Accepted “%s” %s. Receipt %d, signed by the program. Thank you.", clean(receipt.Title), clean(receipt.Version), receipt.Number)
		} else {
			line(w, "Declined “%s”. Your account stays; you can accept it later.", clean(receipt.Title))
		}
		line(w, "%s", nextText(s.Snapshot()))
	})
}

// readAndAsk gives the SHA-256 of the current text. Before an acceptance the text is shown whole and the person types the answer.
func (c *cli) readAndAsk(ctx context.Context, s *session.Session, id string, accept bool) (string, error) {
	a, err := s.Agreement(ctx, id)
	if err != nil || !accept {
		return a.SHA256, err
	}
	line(c.errOut, "%s", clean(a.Text))
	answer, err := c.ask(ctx, "Type “I accept” to accept; anything else leaves it open", "")
	if err != nil {
		return "", err
	}
	if answer != "I accept" {
		return "", &fault.Error{Kind: fault.Terms, Code: "pconnect.not-accepted", Title: i18n.Verbatim("“" + a.Title + "” was not accepted."), Safe: i18n.Verbatim("Nothing was sent."),
			Steps: []i18n.Text{i18n.Verbatim("Answer it when you are ready, or decline it with pconnect agreements decline " + id + ".")}, Agreement: id}
	}
	return a.SHA256, nil
}

// checkedReceipt is a receipt with the outcome of its check.
type checkedReceipt struct {
	api.Receipt
	Good bool `json:"good"`
}

func (c *cli) showLedger(ctx context.Context) error {
	s, err := c.signedIn(ctx)
	if err != nil {
		return err
	}
	ledger, err := s.Ledger(ctx)
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
	err = c.answer(map[string]any{"program": ledger.Program, "receipts": list, "keys": ledger.Keys}, func(w io.Writer) {
		rows := [][]string{{"NUMBER", "WHEN", "AGREEMENT", "VERSION", "ANSWER", "ACCOUNT", "DEVICE", "RECEIPT"}}
		for _, r := range list {
			word := "good"
			if !r.Good {
				word = "DOES NOT HOLD"
			}
			rows = append(rows, []string{itoa(r.Number), r.Time.Local().Format("2006-01-02 15:04"), clean(r.Title), clean(r.Version), r.Decision, clean(r.Address), clean(r.Device.Name), word})
		}
		table(w, rows...)
	})
	if bad != nil {
		return bad
	}
	return err
}

func (c *cli) exportLedger(ctx context.Context, output string) error {
	s, err := c.signedIn(ctx)
	if err != nil {
		return err
	}
	ledger, err := s.Ledger(ctx)
	if err != nil {
		return err
	}
	text, err := api.Encode(ledger)
	if err != nil {
		return err
	}
	if output == "-" {
		line(c.out, "%s", text)
		return nil
	}
	if err := os.WriteFile(output, append(text, '\n'), 0o600); err != nil {
		return &fault.Error{Kind: fault.Disk, Code: "pconnect.output", Title: i18n.Verbatim("The file " + output + " can't be written."), Safe: i18n.Verbatim("Your answers at the program are not touched."),
			Steps: []i18n.Text{i18n.Verbatim("Choose another file with --output.")}, Guide: "disk-full", Err: err}
	}
	return c.answer(map[string]any{"file": output, "receipts": len(ledger.Receipts)}, func(w io.Writer) { line(w, "Wrote %d receipts to %s.", len(ledger.Receipts), output) })
}
