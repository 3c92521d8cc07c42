package ui

import (
	"time"

	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// pulse is the card of the running downloads in the rail. It shows while something runs, on every screen but Downloads.
type pulse struct {
	shell *Shell
	box   *fyne.Container
	card  *widgets.PulseCard // nil in a narrow rail
	small *smallPulse
	shown widgets.PulseConfig
	bar   bool // the rail is a bar, which has no room for it
}

// smallPulse is the card in a narrow rail: the percent over a bar.
type smallPulse struct {
	press   *widgets.Pressable
	percent *widgets.TextLine
	bar     *widgets.Bar
}

func newPulse(s *Shell, mode widgets.RailMode) *pulse {
	p := &pulse{shell: s, bar: mode == widgets.RailBar}
	open := func() { s.goTo(areaDownloads) }
	if mode == widgets.RailWide {
		p.card = widgets.NewPulseCard(widgets.PulseConfig{}, open)
		p.box = widgets.Padded(widgets.Padding{Bottom: widgets.Space3}, p.card)
	} else {
		p.small = newSmallPulse(open)
		p.box = widgets.Padded(widgets.Padding{Bottom: widgets.Space2}, p.small.press)
	}
	p.box.Hide()
	return p
}

func newSmallPulse(tapped func()) *smallPulse {
	p := &smallPulse{bar: widgets.NewBar(widgets.BarConfig{Tone: widgets.ToneRun})}
	p.percent = widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextMicro, Align: fyne.TextAlignCenter})
	look := widgets.Paint{Fill: widgets.ColorSurface, Edge: widgets.ColorLine, Radius: widgets.RadiusRow}
	hover := look
	hover.Fill = widgets.ColorHover
	p.press = widgets.NewPressable(widgets.PressConfig{Tapped: tapped, Look: look, HoverLook: hover,
		Content: widgets.Padded(widgets.Pad(widgets.Space2, widgets.Space2),
			widgets.VBox(widgets.Space1, p.percent, p.bar))})
	return p
}

// apply shows how the downloads go, where somewhere else than Downloads is open.
func (p *pulse) apply(v view, elsewhere bool) {
	running := elsewhere && v.Queue.Running > 0 && !p.bar
	if running {
		p.set(p.shell.pulseText(v.Queue))
	}
	if p.box.Visible() != running {
		widgets.ShowIf(running, p.box)
		p.shell.rail.list.Refresh()
	}
}

func (p *pulse) set(cfg widgets.PulseConfig) {
	if cfg == p.shown {
		return
	}
	p.shown = cfg
	if p.card != nil {
		p.card.Set(cfg)
		return
	}
	p.small.percent.SetText(cfg.Percent)
	p.small.bar.Set(cfg.Done, cfg.Arrived)
	p.small.press.SetLabel(cfg.Label)
	p.small.press.SetHint(cfg.Label)
}

// flow is how the downloads that run go together.
type flow struct {
	done, arrived, size int64
	sized               bool // the size of all of them is known
	rate                float64
}

// flowOf sums up the downloads that run.
func flowOf(q *downloads.Snapshot) flow {
	f := flow{rate: q.Rate, sized: true}
	for _, e := range q.Entries {
		if !e.State.Active() {
			continue
		}
		f.arrived += e.Done
		f.done += min(e.Committed, e.Done)
		f.size += max(e.Size, 0)
		f.sized = f.sized && e.Size > 0
	}
	return f
}

// left is how long they still take at their speed now; 0 when nobody knows.
func (f flow) left() time.Duration {
	if !f.sized || f.rate < 1 {
		return 0
	}
	return time.Duration(float64(max(f.size-f.arrived, 0)) / f.rate * float64(time.Second))
}

// pulseText is what the pulse card shows.
func (tx texts) pulseText(q *downloads.Snapshot) widgets.PulseConfig {
	f := flowOf(q)
	cfg := widgets.PulseConfig{Speed: tx.rateText(int64(f.rate)), Left: tx.leftText(f.left())}
	if f.rate < 1 {
		cfg.Speed = tx.trn(&goi18n.Message{ID: "ui.rail.running", One: "{{.Count}} download", Other: "{{.Count}} downloads"},
			q.Running)
	}
	if f.sized && f.size > 0 {
		cfg.Done, cfg.Arrived = float64(f.done)/float64(f.size), float64(f.arrived)/float64(f.size)
		cfg.Percent = tx.percentText(cfg.Arrived)
	}
	cfg.Label = tx.list(tx.tr(msgDownloads), cfg.Speed, cfg.Percent, cfg.Left)
	return cfg
}

// percentText is a part of a whole in words: whole percents, 100 only when all is there.
func (tx texts) percentText(part float64) string {
	n := int(part * 100)
	return tx.tr(&goi18n.Message{ID: "ui.common.percent", Other: "{{.Number}} %"}, "Number", min(n, 100))
}
