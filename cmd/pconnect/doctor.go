package main

import (
	"context"
	"io"
	"runtime"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/cmd/internal/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/i18n"
)

// longestMessage bounds what is read from standard input, in bytes.
const longestMessage = 64 << 10

func newDoctor(c *cli) *cobra.Command {
	var note bool
	var language string
	cmd := &cobra.Command{Use: "doctor [TEXT|-]",
		Short: c.help(&goi18n.Message{ID: "pconnect.doctor.short", Other: "From any message or code to what mends it; without a text it looks at this computer"}),
		Long: c.help(&goi18n.Message{ID: "pconnect.doctor.long",
			Other: `Paste any message, code or description: what the browser showed, what a program said, in any language of the guides. Nothing is sent
anywhere. - reads standard input. Without a text the doctor looks at keyring, network, clock and where you stand.`}),
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			c.speakAs(language)
			if len(args) == 0 {
				return c.examine(cmd.Context())
			}
			text, err := messageText(c.stdin, strings.Join(args, " "))
			if err != nil {
				return err
			}
			return c.diagnose(text, note)
		})}
	cmd.Flags().BoolVar(&note, "note", false, c.help(&goi18n.Message{ID: "pconnect.doctor.flag.note",
		Other: "also a note to copy for IT or for the program's contact; it holds no secret"}))
	cmd.Flags().StringVar(&language, "language", "", languageFlag(c.printer))
	return cmd
}

// messageText returns the message that the doctor looks at; "-" is standard input.
func messageText(stdin io.Reader, text string) (string, error) {
	if text == "-" {
		read, err := io.ReadAll(io.LimitReader(stdin, longestMessage))
		if err != nil {
			return "", usage("text", i18n.T(&goi18n.Message{ID: "pconnect.doctor.unreadable", Other: "Standard input can't be read."}))
		}
		text = string(read)
	}
	if strings.TrimSpace(text) == "" {
		return "", usage("text", i18n.T(&goi18n.Message{ID: "pconnect.doctor.empty", Other: "There is no message to look at."}),
			i18n.T(&goi18n.Message{ID: "pconnect.doctor.empty.step", Other: "Paste the message, or leave it out to have this computer looked at."}))
	}
	return text, nil
}

func (c *cli) diagnose(text string, withNote bool) error {
	language := c.lang.Tag()
	answers := guide.Find(text)
	for i := range answers {
		answers[i] = answers[i].In(language)
	}
	value := map[string]any{"answers": answers}
	details := guide.Facts(text)
	details.Language, details.App, details.System = language, "pconnect "+client.Version, runtime.GOOS
	note := ""
	if withNote {
		note = guide.Note(details)
		value["note"] = note
	}
	return c.answer(value, func() { writeAnswers(c.printer, answers, note) })
}

func writeAnswers(p *printer, answers []guide.Answer, note string) {
	if len(answers) == 0 {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.doctor.unknown",
			Other: "The doctor does not know this message. Look through pconnect guides list, or send the note (--note) to who helps you."}))
	}
	for _, a := range answers {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.doctor.answer", Other: "{{.Title}} ({{.Certainty}}: {{.Reason}})"},
			"Title", a.Guide.Title, "Certainty", certainty(a.Certainty), "Reason", asText(a.Reason)))
		p.block("  ", a.Guide.Summary)
		p.line(i18n.Verbatim("  pconnect guides show " + quoted(a.Guide.ID)))
		p.space()
	}
	if note != "" {
		p.block("  ", note)
	}
}

// finding is one look of the doctor at this computer.
type finding struct {
	Check  guide.Check `json:"check"`
	State  guide.State `json:"state"`
	Detail string      `json:"detail,omitzero"`
	text   i18n.Text   // Detail, in any language
}

func newFinding(check guide.Check, state guide.State, detail i18n.Text) finding {
	return finding{check, state, detail.String(), detail}
}

// examine runs every check that can be run from here. What is open is no error of the command: it is the answer.
func (c *cli) examine(ctx context.Context) error {
	s, err := c.session(ctx)
	if err != nil {
		if !fault.Is(err, fault.Network) {
			return err
		}
		found := []finding{newFinding(guide.ServiceReachable, guide.Open, fault.Of(err).Title)}
		return c.answer(map[string]any{"checks": found}, func() { writeFindings(c.printer, found, nil) })
	}
	var found []finding
	for _, check := range guide.Checks() {
		o := s.Check(ctx, check)
		found = append(found, newFinding(check, o.State, o.Detail))
	}
	return c.answer(map[string]any{"checks": found, "problem": problemOf(s.Gate())}, func() { writeFindings(c.printer, found, s.Gate()) })
}

// writeFindings writes what was found; gate is why the program is not ready, if it is not.
func writeFindings(p *printer, found []finding, gate error) {
	var rows [][]any
	for _, f := range found {
		rows = append(rows, []any{string(f.Check), checkState(f.State), f.text})
	}
	p.table([]i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.column.looked-at", Other: "LOOKED AT"}),
		i18n.T(&goi18n.Message{ID: "pconnect.column.found", Other: "FOUND"}), {}}, rows)
	if gate != nil {
		p.space()
		p.lineFault(gate)
	}
}
