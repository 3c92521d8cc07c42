package main

import (
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/i18n"
)

// account is an account as JSON.
type account struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Address      string    `json:"address"`
	Kind         auth.Kind `json:"kind"`
	Organisation string    `json:"organisation,omitzero"`
	Tenant       string    `json:"tenant"`
	Stored       bool      `json:"stored"`
	SignedIn     time.Time `json:"signed_in"`
	Problem      *problem  `json:"problem,omitzero"`
}

func accountOf(a auth.Account) account {
	out := account{ID: a.ID, Name: a.Name, Address: a.Address, Kind: a.Kind, Organisation: a.Organisation, Tenant: a.TenantID, Stored: a.Stored, SignedIn: a.SignedIn}
	if a.Fault != nil {
		out.Problem = problemOf(a.Fault)
	}
	return out
}

// text is the account in a sentence: two accounts on one address differ by kind and organisation.
func (a account) text() i18n.Text {
	if a.Organisation == "" {
		return i18n.T(&goi18n.Message{ID: "pconnect.account", Other: "{{.Address}} ({{.Kind}} account)"},
			"Address", a.Address, "Kind", accountKind(a.Kind))
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.account.organisation", Other: "{{.Address}} ({{.Kind}} account, {{.Organisation}})"},
		"Address", a.Address, "Kind", accountKind(a.Kind), "Organisation", a.Organisation)
}

func newAccounts(c *cli) *cobra.Command {
	return &cobra.Command{Use: "accounts", Short: c.help(&goi18n.Message{ID: "pconnect.accounts.short", Other: "Who is signed in on this computer"}),
		Args: takesNone(), RunE: marked(func(cmd *cobra.Command, _ []string) error { return c.listAccounts(cmd) })}
}

func (c *cli) listAccounts(cmd *cobra.Command) error {
	app, err := c.app(cmd.Context())
	if err != nil {
		return err
	}
	if err := app.Accounts().Ready(cmd.Context()); err != nil && cmd.Context().Err() != nil {
		return err
	}
	snap := app.Accounts().Snapshot()
	list := []account{}
	for _, a := range snap.Accounts {
		list = append(list, accountOf(a))
	}
	value := map[string]any{"accounts": list, "storage": snap.Storage}
	if snap.Fault != nil {
		value["keyring"] = problemOf(snap.Fault)
		c.noteFault(snap.Fault)
	}
	return c.answer(value, func() { writeAccounts(c.printer, list) })
}

func writeAccounts(p *printer, list []account) {
	if len(list) == 0 {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.accounts.none", Other: "Nobody is signed in. Sign in with pconnect sign-in."}))
		return
	}
	var rows [][]any
	for _, a := range list {
		rows = append(rows, []any{a.Address, accountKind(a.Kind), a.Organisation, a.Name, a.ID})
	}
	p.table([]i18n.Text{headAddress(), headKind(), i18n.T(&goi18n.Message{ID: "pconnect.column.organisation", Other: "ORGANISATION"}), headName(), headID()}, rows)
}
