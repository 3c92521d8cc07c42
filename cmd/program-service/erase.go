package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/service"
)

// erasure is what an erasure removes and what stays, as JSON shows it.
type erasure struct {
	Done         bool  `json:"done"`
	Registration bool  `json:"registration"`
	Rights       int   `json:"rights"`
	Invitations  int   `json:"invitations"`
	Mails        int   `json:"mails"`
	Items        int   `json:"items"`
	Comments     int   `json:"comments"`
	Attachments  int   `json:"attachments"`
	Marks        int   `json:"marks"`
	Downloads    int   `json:"downloads"`
	Refusals     int   `json:"refusals_kept"`
	Receipts     int   `json:"receipts_kept"`
	First        int64 `json:"first_receipt,omitzero"`
	Last         int64 `json:"last_receipt,omitzero"`
}

func newErase(o *options) *cobra.Command {
	var yes bool
	var by string
	c := &cobra.Command{Use: "erase WHO",
		Short: "Take a person out of the program's data; without --yes, say what would go",
		Args:  cobra.ExactArgs(1),
		Long: `Removes a person's registration, access, invitations, mails on their way, feedback with comments and attachments, votes, and their name
in the record of downloads. WHO is an address or an id from the people command.

What stays: their answers in the ledger, each with id, address and device as they were then, because every receipt holds the hash of the one
before it and proves what was agreed; and that the owner declined or revoked access, without the words, so that nobody comes back in by being
erased. The ids of erased people are kept, too: after an old backup was restored, erase them again. Backups hold what they held.`}
	c.Flags().BoolVar(&yes, "yes", false, "do it; it can't be undone")
	c.Flags().StringVar(&by, "who", "owner", "who does it; it is kept")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return o.with(cmd.Context(), func(s *service.Service) error {
			var done service.Erased
			var err error
			if yes {
				done, err = s.Erase(cmd.Context(), args[0], by)
			} else {
				done, err = s.WouldErase(cmd.Context(), args[0])
			}
			if err != nil {
				return err
			}
			e := erasure{Done: yes, Registration: done.Registration, Rights: done.Rights, Invitations: done.Invitations, Mails: done.Mails, Items: done.Items,
				Comments: done.Comments, Attachments: len(done.Attachments), Marks: done.Marks, Downloads: done.Downloads, Refusals: done.Refusals,
				Receipts: done.Receipts, First: done.ReceiptsFirst, Last: done.ReceiptsLast}
			return o.answer(cmd.OutOrStdout(), e, e.text(args[0]))
		})
	}
	return c
}

// text says what went and what stays.
func (e erasure) text(who string) string {
	lines := []string{line("%s would be erased. Nothing is changed: add --yes to do it.", who)}
	if e.Done {
		lines = []string{line("%s is erased.", who)}
	}
	registration := "no registration"
	if e.Registration {
		registration = "the registration"
	}
	lines = append(lines, line("    goes: %s, %d rights, %d invitations, %d mails, %d items, %d comments, %d attachments, %d votes and follows", registration, e.Rights,
		e.Invitations, e.Mails, e.Items, e.Comments, e.Attachments, e.Marks),
		line("    names nobody any more: %d rows of the record of downloads", e.Downloads))
	if e.Receipts > 0 {
		lines = append(lines, line("    stays: %d answers in the ledger, receipts %d to %d, which others hold the hashes of", e.Receipts, e.First, e.Last))
	}
	if e.Refusals > 0 {
		lines = append(lines, line("    stays: %d decisions of the owner against them, without their words", e.Refusals))
	}
	return strings.Join(lines, "\n")
}

func newErasures(o *options) *cobra.Command {
	return &cobra.Command{Use: "erased", Short: "List who was erased, by id, and when", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return o.with(cmd.Context(), func(s *service.Service) error {
				list, err := s.Erasures(cmd.Context())
				if err != nil {
					return err
				}
				type shown struct {
					Person string    `json:"person"`
					Who    string    `json:"who"`
					Time   time.Time `json:"time"`
				}
				rows, lines := []shown{}, []string{}
				for _, e := range list {
					rows = append(rows, shown(e))
					lines = append(lines, line("%s  %s, by %s", e.Time.Format(time.RFC3339), e.Person, e.Who))
				}
				if len(lines) == 0 {
					lines = []string{"Nobody."}
				}
				return o.answer(cmd.OutOrStdout(), rows, strings.Join(lines, "\n"))
			})
		}}
}
