package main

import (
	"context"
	"io"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/cmd/internal/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/guide"
)

// longestMessage bounds what is read from standard input, in bytes.
const longestMessage = 64 << 10

func newDoctor(c *cli) *cobra.Command {
	var note bool
	var language string
	cmd := &cobra.Command{Use: "doctor [TEXT|-]", Short: "From any message or code to what mends it; without a text it looks at this computer",
		Long: `Paste any message, code or description: what the browser showed, what a program said, in any language of the guides. Nothing is sent
anywhere. - reads standard input. Without a text the doctor looks at keyring, network, clock and where you stand.`,
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			language = c.languageOr(language)
			if len(args) == 0 {
				return c.examine(cmd.Context())
			}
			text := strings.Join(args, " ")
			if text == "-" {
				read, err := io.ReadAll(io.LimitReader(c.in, longestMessage))
				if err != nil {
					return usage("text", "Standard input can't be read.")
				}
				text = string(read)
			}
			if strings.TrimSpace(text) == "" {
				return usage("text", "There is no message to look at.", "Paste the message, or leave it out to have this computer looked at.")
			}
			return c.diagnose(text, language, note)
		})}
	cmd.Flags().BoolVar(&note, "note", false, "also a note to copy for IT or for the program's contact; it holds no secret")
	cmd.Flags().StringVar(&language, "language", "", "en, de, fi or ja; the system's by default")
	return cmd
}

func (c *cli) diagnose(text, language string, withNote bool) error {
	answers := guide.Find(text)
	for i := range answers {
		answers[i] = answers[i].In(language)
	}
	value := map[string]any{"answers": answers}
	details := guide.Facts(text)
	details.Language, details.App, details.System = language, "pconnect "+client.Version, runtime.GOOS
	note := guide.Note(details)
	if withNote {
		value["note"] = note
	}
	return c.answer(value, func(w io.Writer) {
		if len(answers) == 0 {
			line(w, "The doctor does not know this message. Look through pconnect guides list, or send the note (--note) to who helps you.")
		}
		for _, a := range answers {
			line(w, "%s (%s: %s)\n  %s\n  pconnect guides show %s\n", a.Guide.Title, a.Certainty, clean(a.Reason), a.Guide.Summary, a.Guide.ID)
		}
		if withNote {
			line(w, "%s", clean(note))
		}
	})
}

// finding is one look of the doctor at this computer.
type finding struct {
	Check  guide.Check `json:"check"`
	State  guide.State `json:"state"`
	Detail string      `json:"detail,omitzero"`
}

// examine runs every check that can be run from here. What is open is no error of the command: it is the answer.
func (c *cli) examine(ctx context.Context) error {
	s, err := c.session(ctx)
	if err != nil {
		if !fault.Is(err, fault.Network) {
			return err
		}
		found := []finding{{guide.ServiceReachable, guide.Open, fault.Of(err).Error()}}
		return c.answer(map[string]any{"checks": found}, func(w io.Writer) { writeFindings(w, found) })
	}
	var found []finding
	for _, check := range guide.Checks() {
		o := s.Check(ctx, check)
		found = append(found, finding{check, o.State, o.Detail.String()})
	}
	return c.answer(map[string]any{"checks": found, "problem": problemOf(s.Gate())}, func(w io.Writer) {
		writeFindings(w, found)
		if err := s.Gate(); err != nil {
			line(w, "\n%s", clean(fault.Of(err).Text()))
		}
	})
}

func writeFindings(w io.Writer, found []finding) {
	rows := [][]string{{"LOOKED AT", "FOUND", ""}}
	for _, f := range found {
		rows = append(rows, []string{string(f.Check), string(f.State), clean(f.Detail)})
	}
	table(w, rows...)
}
