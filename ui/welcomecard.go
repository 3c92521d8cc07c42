package ui

import (
	"net/url"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// programState is what a card of a program shows. It is compared with the next one, so that nothing is built anew in
// vain.
type programState struct {
	name, kind, title, text, where string
	state                          string // bold: Ready, or the next step
	tone                           widgets.Tone
	account                        string
	running                        string
	done, steps                    int // of a portal's guide
	last, ready, begun             bool
}

// programs knows how the programs stand.
type programs struct {
	shell *Shell
	known map[string]session.Snapshot // how those stood that were opened since the start
}

// note keeps how the program in use stands.
func (p *programs) note(snap session.Snapshot) {
	if snap.Name != "" && (snap.Status != nil || snap.Account == nil) {
		p.known[snap.Name] = snap
	}
}

// states are the programs as they stand.
func (p *programs) states(v view) []programState {
	var states []programState
	for _, info := range p.shell.cfg.Session.Programs() {
		states = append(states, p.state(v, info))
	}
	return states
}

func (p *programs) state(v view, info session.ProgramInfo) programState {
	s := p.shell
	now := programState{name: info.Name, kind: info.Kind, title: programName(info), text: s.programText(info),
		where: s.whereText(info), last: info.Last}
	if info.Kind == api.KindPortal {
		now.done, now.steps = s.guides.count(info.Name)
		return now
	}
	now.running = p.runningText(v, info.Name)
	if known, ok := p.known[info.Name]; ok {
		now.begun = known.Account != nil
		if known.Account != nil {
			now.account = known.Account.Address
		}
		now.ready = known.Step == api.StepReady
		now.state, now.tone = s.nextText(known)
		return now
	}
	for _, a := range v.Accounts.Accounts {
		if a.Program == info.Name && a.Fault == nil {
			now.account, now.begun = a.Address, true
			now.state, now.tone = s.tr(&goi18n.Message{ID: "ui.welcome.signed-in", Other: "Signed in"}), widgets.ToneNeutral
		}
	}
	return now
}

// nextText is the state of a program: ready, or the person's next step.
func (tx texts) nextText(snap session.Snapshot) (string, widgets.Tone) {
	switch snap.Step {
	case api.StepReady:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.ready", Other: "Ready"}), widgets.ToneOK
	case api.StepRegister:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.next.register", Other: "Next: register"}), widgets.ToneWait
	case api.StepVerify:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.next.verify", Other: "Next: enter the code from the mail"}), widgets.ToneWait
	case api.StepAgreement:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.next.agreement", Other: "Next: read the terms"}), widgets.ToneWait
	case api.StepAccess:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.next.access", Other: "Waiting for approval"}), widgets.ToneWait
	default:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.next.sign-in", Other: "Next: sign in"}), widgets.ToneWait
	}
}

// whereText says where a program runs.
func (tx texts) whereText(info session.ProgramInfo) string {
	switch info.Kind {
	case api.KindSample:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.on-this-computer", Other: "On this computer"})
	case api.KindPortal:
		return tx.tr(&goi18n.Message{ID: "ui.welcome.web-pages", Other: "Web pages"})
	}
	if u, err := url.Parse(info.Address); err == nil && u.Host != "" {
		return u.Host
	}
	return info.Address
}

// runningText says how the program's downloads go; empty for none.
func (p *programs) runningText(v view, program string) string {
	s := p.shell
	n := 0
	part := flow{sized: true}
	for _, e := range v.Queue.Entries {
		name, _, _, ok := session.ReadSource(e.Source)
		if !e.State.Active() || !ok || name != program {
			continue
		}
		n++
		part.arrived += e.Done
		part.size += max(e.Size, 0)
		part.sized = part.sized && e.Size > 0
	}
	if n == 0 {
		return ""
	}
	text := s.trn(&goi18n.Message{ID: "ui.welcome.running", One: "{{.Count}} download running",
		Other: "{{.Count}} downloads running"}, n)
	if !part.sized {
		return text
	}
	return s.list(text, s.percentText(float64(part.arrived)/float64(part.size)))
}

// count returns how many steps of a guide were ticked off, and how many there are.
func (g *guides) count(id string) (done, of int) {
	found, ok := guide.ByID(id)
	if !ok || g.ticks == nil {
		return 0, len(found.Steps)
	}
	return g.ticks.Count(g.program(), found)
}

// card shows a program: what it is, how it stands, and one button.
func (w *welcome) card(p programState, main bool) fyne.CanvasObject {
	title := container.New(titleChipLayout{},
		widgets.NewTextLine(widgets.TextConfig{Text: p.title, Size: widgets.TextHeading, Least: 96}),
		widgets.NewChip(widgets.ChipConfig{Text: p.where, Icon: whereIcon(p.kind)}))
	words := widgets.VBox(widgets.Space1, title, widgets.NewParagraph(widgets.TextConfig{Text: p.text, Color: widgets.ColorText2}))
	if line := w.stateLine(p); line != nil {
		words.Add(widgets.Padded(widgets.Padding{Top: widgets.Space1}, line))
	}
	row := widgets.HBox(widgets.Space4, widgets.NewTile(tileOf(p.kind), 48), widgets.Grow(words))
	if p.kind == api.KindHosted {
		row.Add(w.more(p))
	}
	row.Add(w.button(p, main))
	return widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSurface, Edge: widgets.ColorLine, Radius: widgets.RadiusCard,
		Padding: widgets.Pad(widgets.Space4, widgets.Space5), Content: row})
}

func whereIcon(kind string) string {
	switch kind {
	case api.KindSample:
		return "monitor"
	case api.KindPortal:
		return "browser"
	default:
		return "globe"
	}
}

// button opens the program.
func (w *welcome) button(p programState, main bool) fyne.CanvasObject {
	s := w.shell
	cfg := widgets.ButtonConfig{Text: s.tr(msgOpen), Size: widgets.ButtonBig, Tapped: func() { s.useProgram(p.name) }}
	switch {
	case p.kind == api.KindPortal:
		cfg.Text, cfg.Tapped = s.tr(msgOpenTheGuide), func() { w.openPortal(p.name) }
	case p.begun && !p.ready && p.tone == widgets.ToneWait:
		cfg.Text = s.tr(&goi18n.Message{ID: "ui.welcome.continue", Other: "Continue"})
	}
	if main {
		cfg.Kind = widgets.ButtonMain
	}
	return widgets.NewButton(cfg)
}

// more holds what is seldom done with a program.
func (w *welcome) more(p programState) fyne.CanvasObject {
	s := w.shell
	label := s.tr(&goi18n.Message{ID: "ui.welcome.more", Other: "More about {{.Program}}"}, "Program", p.title)
	var more *widgets.IconButton
	more = widgets.NewIconButton(widgets.IconButtonConfig{Icon: "more", Label: label, Tapped: func() {
		s.openMenuAt(more, label, []widgets.MenuItem{{Label: s.tr(msgRemove), Icon: "trash", Stop: true, Action: func() {
			for _, info := range s.cfg.Session.Programs() {
				if info.Name == p.name {
					w.remove(info)
				}
			}
		}}})
	}})
	return more
}

// stateLine says how a program stands, as whom, and what runs there.
func (w *welcome) stateLine(p programState) fyne.CanvasObject {
	line := widgets.Flow(6)
	add := func(text string, size widgets.TextSize, color fyne.ThemeColorName) {
		if text == "" {
			return
		}
		if len(line.Objects) > 1 {
			line.Add(widgets.NewTextLine(widgets.TextConfig{Text: "·", Size: widgets.TextCaption, Color: widgets.ColorText3, Whole: true}))
		}
		line.Add(widgets.NewTextLine(widgets.TextConfig{Text: text, Size: size, Color: color, Whole: true}))
	}
	if p.kind == api.KindPortal {
		if p.done == 0 {
			return nil
		}
		line.Add(widgets.NewIcon("text", widgets.ColorText2, widgets.IconSmall))
		add(w.shell.tr(&goi18n.Message{ID: "ui.welcome.guide", Other: "Guide: {{.Done}} of {{.Count}} steps done"},
			"Done", p.done, "Count", p.steps), widgets.TextCaption, widgets.ColorText2)
		line.Add(widgets.Fixed(96, 0, widgets.NewBar(widgets.BarConfig{Tone: widgets.ToneRun, Done: float64(p.done) / float64(max(p.steps, 1))})))
		return line
	}
	if p.state != "" {
		icon := map[widgets.Tone]string{widgets.ToneOK: "check", widgets.ToneWait: "warn"}[p.tone]
		if icon == "" {
			icon = "person"
		}
		line.Add(widgets.NewIcon(icon, p.tone.Text(), widgets.IconSmall))
		add(p.state, widgets.TextCaptionBold, p.tone.Text())
	}
	add(p.account, widgets.TextCaption, widgets.ColorText2)
	add(p.running, widgets.TextCaption, widgets.ColorAccent)
	if len(line.Objects) == 0 {
		return nil
	}
	return line
}

// fourSteps say what awaits a person, while no program is ready.
func fourSteps(s *Shell) *fyne.Container {
	step := func(icon, title, text string) fyne.CanvasObject {
		head := widgets.HBox(widgets.Space2, widgets.NewIcon(icon, widgets.ColorAccent, 0),
			widgets.Grow(widgets.NewTextLine(widgets.TextConfig{Text: title, Size: widgets.TextBold})))
		return widgets.Padded(widgets.Pad(widgets.Space4, widgets.Space5), widgets.VBox(widgets.Space1, head,
			widgets.NewParagraph(widgets.TextConfig{Text: text, Size: widgets.TextCaption, Color: widgets.ColorText2})))
	}
	steps := container.New(&stepsLayout{least: 200},
		step("key", s.tr(msgSignIn), s.tr(&goi18n.Message{ID: "ui.welcome.step.sign-in",
			Other: "In your browser, with a personal or work account."})),
		step("pen", s.tr(&goi18n.Message{ID: "ui.welcome.step.register.title", Other: "Register once"}),
			s.tr(&goi18n.Message{ID: "ui.welcome.step.register", Other: "Your publisher name and a contact. Takes about 3 minutes."})),
		step("scales", s.tr(&goi18n.Message{ID: "ui.welcome.step.accept.title", Other: "Accept the terms"}),
			s.tr(&goi18n.Message{ID: "ui.welcome.step.accept", Other: "Read them here. You get a signed receipt."})),
		step("download", s.tr(msgDownload), s.tr(&goi18n.Message{ID: "ui.welcome.step.download",
			Other: "Checked file by file, and it can be interrupted."})))
	return widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSurface, Edge: widgets.ColorLine,
		Radius: widgets.RadiusCard, Content: steps})
}
