package main

import (
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/auth"
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

// accountText is the account in a sentence: two accounts on one address differ by kind and organisation.
func accountText(a auth.Account) string {
	text := clean(a.Address) + " (" + string(a.Kind) + " account"
	if a.Organisation != "" {
		text += ", " + clean(a.Organisation)
	}
	return text + ")"
}

func newAccounts(c *cli) *cobra.Command {
	return &cobra.Command{Use: "accounts", Short: "Who is signed in on this computer", Args: takes(0, 0, "no further words"),
		RunE: marked(func(cmd *cobra.Command, _ []string) error { return c.listAccounts(cmd) })}
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
		line(c.errOut, "%s", clean(snap.Fault.Error()))
	}
	return c.answer(value, func(w io.Writer) {
		if len(list) == 0 {
			line(w, "Nobody is signed in. Sign in with pconnect sign-in.")
			return
		}
		rows := [][]string{{"ADDRESS", "KIND", "ORGANISATION", "NAME", "ID"}}
		for _, a := range list {
			rows = append(rows, []string{clean(a.Address), string(a.Kind), clean(a.Organisation), clean(a.Name), a.ID})
		}
		table(w, rows...)
	})
}
