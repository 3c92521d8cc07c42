package ui

import (
	"net/url"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// progress is the percent, how much of how much, the time left, and the bar with its phases.
func (d *downloadDetails) progress() fyne.CanvasObject {
	figure := widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextFigure, Whole: true})
	right := func(color fyne.ThemeColorName, size widgets.TextSize) *widgets.TextLine {
		return widgets.NewTextLine(widgets.TextConfig{Size: size, Color: color, Align: fyne.TextAlignTrailing})
	}
	amount, left := right("", widgets.TextBody), right(widgets.ColorText3, widgets.TextCaption)
	phases := widgets.NewPhasesBar(widgets.PhasesConfig{})
	var shown widgets.PhasesConfig
	tx := d.shell.texts
	d.updates = append(d.updates, func(e *downloads.Entry) {
		part := progressOf(e)
		percent := ""
		if part.known {
			percent = tx.percentText(part.done)
		}
		figure.SetText(percent)
		amount.SetText(tx.progressText(e))
		left.SetText(d.leftLine(e))
		if now := tx.phases(e); now != shown {
			shown = now
			phases.Set(now)
		}
	})
	return widgets.VBox(10, widgets.HBox(widgets.Space3, figure, widgets.Grow(widgets.VBox(0, amount, left))), phases.Box)
}

// leftLine is the time left, or why none runs down.
func (d *downloadDetails) leftLine(e *downloads.Entry) string {
	if e.State == downloads.Downloading {
		return d.shell.leftText(e.Left)
	}
	words := d.shell.stateLine(e, d.screen.groups.turns[e.ID], d.shell.view.Now)
	return words.text
}

// phases is what the bar with phases shows of a download. What was is said in the past, what is to come in the infinitive.
func (tx texts) phases(e *downloads.Entry) widgets.PhasesConfig {
	cfg := widgets.PhasesConfig{Tone: widgets.ToneRun}
	part := progressOf(e)
	switch e.State {
	case downloads.Verifying:
		cfg.Current, cfg.Done, cfg.Arrived = widgets.PhaseVerify, 0.5, 0.5
	case downloads.Finishing:
		cfg.Current, cfg.Done, cfg.Arrived = widgets.PhaseSave, 0.5, 0.5
	case downloads.Checking:
		cfg.Current, cfg.Done, cfg.Arrived = widgets.PhaseCheck, 0.5, 0.5
	case downloads.Downloading, downloads.Stalled:
		cfg.Current, cfg.Done, cfg.Arrived = widgets.PhaseDownload, part.safe, part.arrived
	default:
		cfg.Tone = widgets.ToneNeutral
		if e.Done > 0 {
			cfg.Current, cfg.Done, cfg.Arrived = widgets.PhaseDownload, part.safe, part.arrived
		}
	}
	for phase := widgets.PhaseCheck; phase < widgets.PhaseDone; phase++ {
		cfg.Words[phase] = tx.phaseWord(phase, cfg.Current, e.State.Active())
	}
	return cfg
}

// phaseWord writes each message's type out: the extractor sees no literal without one.
func (tx texts) phaseWord(phase, current widgets.Phase, runs bool) string {
	words := [...][3]*goi18n.Message{
		{&goi18n.Message{ID: "ui.downloads.phase.check", Other: "Check"}, &goi18n.Message{ID: "ui.downloads.phase.checking", Other: "Checking"},
			&goi18n.Message{ID: "ui.downloads.phase.checked", Other: "Checked"}},
		{msgDownload, &goi18n.Message{ID: "ui.downloads.phase.downloading", Other: "Downloading"}, msgDownloaded},
		{&goi18n.Message{ID: "ui.downloads.phase.verify", Other: "Verify"}, msgVerifying, msgVerified},
		{msgSave, msgSaving, &goi18n.Message{ID: "ui.downloads.phase.saved", Other: "Saved"}},
	}
	switch {
	case phase < current:
		return tx.tr(words[phase][2])
	case phase == current && runs:
		return tx.tr(words[phase][1])
	default:
		return tx.tr(words[phase][0])
	}
}

// stoppedProgress is how far a download came that stopped; nil when nothing came.
func (d *downloadDetails) stoppedProgress(e *downloads.Entry) fyne.CanvasObject {
	part := progressOf(e)
	if !part.known || e.Done <= 0 {
		return nil
	}
	kept := d.shell.tr(&goi18n.Message{ID: "ui.downloads.kept", Other: "{{.Part}}, kept on the disk"}, "Part", d.shell.progressText(e))
	return widgets.VBox(6, widgets.HBox(widgets.Space3,
		widgets.NewTextLine(widgets.TextConfig{Text: d.shell.percentText(part.done), Size: widgets.TextHeading, Whole: true}),
		widgets.Grow(widgets.NewTextLine(widgets.TextConfig{Text: kept, Align: fyne.TextAlignTrailing}))),
		widgets.NewBar(widgets.BarConfig{Height: 8, Done: part.safe, Arrived: part.arrived, Label: kept}))
}

// speed is the line of the last minute.
func (d *downloadDetails) speed() fyne.CanvasObject {
	tx := d.shell.texts
	caption, line := captionAtRight(), widgets.NewSpeedLine(widgets.SpeedConfig{Height: 52})
	shown := -1
	d.updates = append(d.updates, func(e *downloads.Entry) {
		if second := int(d.shell.speeds.at.Unix()); second != shown {
			shown = second
			points := d.shell.speeds.each[e.ID]
			sentence := tx.tr(&goi18n.Message{ID: "ui.downloads.speed.caption", Other: "now {{.Now}}, average {{.Average}}"},
				"Now", tx.perSecondText(e.Rate), "Average", tx.perSecondText(average(points)))
			caption.SetText(sentence)
			line.Set(points, float64(e.Limit), sentence)
		}
	})
	small := func(m *goi18n.Message) fyne.CanvasObject {
		return widgets.NewTextLine(widgets.TextConfig{Text: tx.tr(m), Size: widgets.TextCaption, Color: widgets.ColorText3, Whole: true})
	}
	ends := widgets.HBox(widgets.Space2, small(&goi18n.Message{ID: "ui.downloads.speed.from", Other: "60 seconds ago"}),
		widgets.Spring(), small(&goi18n.Message{ID: "ui.downloads.speed.to", Other: "now"}))
	return detailsPart(tx.tr(msgSpeed), caption, smallCard(widgets.VBox(widgets.Space1, line, ends)))
}

func smallCard(content fyne.CanvasObject) fyne.CanvasObject {
	return widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSurface, Edge: widgets.ColorLine, Radius: widgets.RadiusCard,
		Padding: widgets.Pad(widgets.Space2, widgets.Space3), Content: content})
}

// pieceSize is how many bytes a cell of the map stands for: so many that there are at most 256.
func pieceSize(size int64) int64 {
	piece := int64(64 << 10)
	for size > 256*piece {
		piece *= 2
	}
	return piece
}

// pieces is the map of the file; nil where it is not worth one.
func (d *downloadDetails) pieces(e *downloads.Entry) fyne.CanvasObject {
	if e.Size < 256<<10 {
		return nil
	}
	tx, piece := d.shell.texts, pieceSize(e.Size)
	caption, chart := captionAtRight(), widgets.NewPiecesMap(widgets.PiecesConfig{Pieces: piecesOf(e, piece)})
	var shown []widgets.Piece
	d.updates = append(d.updates, func(e *downloads.Entry) {
		now := piecesOf(e, piece)
		if slices.Equal(now, shown) {
			return
		}
		shown = now
		safe := 0
		for _, state := range now {
			if state == widgets.PieceSafe {
				safe++
			}
		}
		caption.SetText(tx.tr(&goi18n.Message{ID: "ui.downloads.pieces.caption", Other: "{{.Count}} of {{.Size}}, {{.Safe}} safe on the disk"},
			"Count", len(now), "Size", tx.bytesText(piece), "Safe", safe))
		chart.Set(widgets.PiecesConfig{Pieces: now, Label: tx.trn(&goi18n.Message{ID: "ui.downloads.pieces.sentence",
			One: "{{.Safe}} of {{.Count}} piece is safe on the disk", Other: "{{.Safe}} of {{.Count}} pieces are safe on the disk"}, len(now), "Safe", safe)})
	})
	keys := widgets.Flow(14,
		widgets.NewPieceKey(widgets.PieceSafe, tx.tr(&goi18n.Message{ID: "ui.downloads.pieces.safe", Other: "On the disk"})),
		widgets.NewPieceKey(widgets.PieceArrived, tx.tr(&goi18n.Message{ID: "ui.downloads.pieces.arrived", Other: "Arrived"})),
		widgets.NewPieceKey(widgets.PieceOnItsWay, tx.tr(&goi18n.Message{ID: "ui.downloads.pieces.on-its-way", Other: "On its way"})),
		widgets.NewPieceKey(widgets.PieceToCome, tx.tr(&goi18n.Message{ID: "ui.downloads.pieces.to-come", Other: "To come"})))
	return detailsPart(tx.tr(&goi18n.Message{ID: "ui.downloads.pieces", Other: "Pieces"}), caption,
		smallCard(widgets.Padded(widgets.Pad(widgets.Space1, 0), widgets.VBox(widgets.Space3, chart, keys))))
}

func piecesOf(e *downloads.Entry, piece int64) []widgets.Piece {
	var ways []widgets.Way
	for _, c := range e.Connections {
		to := c.To
		if to < 0 {
			to = e.Size
		}
		if c.State != downloads.ConnectionIdle {
			ways = append(ways, widgets.Way{From: c.From, At: c.At, To: to})
		}
	}
	return widgets.PiecesOf(e.Size, piece, e.Committed, e.Done, ways)
}

// connections is a line for each connection.
func (d *downloadDetails) connections() fyne.CanvasObject {
	tx, caption, box := d.shell.texts, captionAtRight(), widgets.VBox(0)
	var lines []*widgets.ConnectionLine
	d.updates = append(d.updates, func(e *downloads.Entry) {
		caption.SetText(tx.connectionsText(e))
		if len(lines) != len(e.Connections) {
			box.RemoveAll()
			lines = nil
			for range e.Connections {
				line := widgets.NewConnectionLine(widgets.ConnectionConfig{})
				lines = append(lines, line)
				box.Add(line.Box)
			}
			d.box.Refresh()
		}
		for i, c := range e.Connections {
			lines[i].Set(tx.connection(c, e.Size))
		}
	})
	return detailsPart(tx.tr(&goi18n.Message{ID: "ui.downloads.connections", Other: "Connections"}), caption, container.NewStack(box))
}

func (tx texts) connectionsText(e *downloads.Entry) string {
	if len(e.Connections) == 0 {
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connections.none", Other: "None open"})
	}
	return tx.trn(&goi18n.Message{ID: "ui.downloads.connections.to", One: "{{.Count}} to {{.Host}}", Other: "{{.Count}} to {{.Host}}"},
		len(e.Connections), "Host", e.Connections[0].Host)
}

func (tx texts) connection(c downloads.Connection, size int64) widgets.ConnectionConfig {
	cfg := widgets.ConnectionConfig{Number: strconv.Itoa(c.Number), State: tx.connectionState(c.State)}
	to := c.To
	if to < 0 {
		to = size
	}
	if to > c.From {
		cfg.Part = float64(c.At-c.From) / float64(to-c.From)
	}
	if c.State == downloads.ConnectionReceiving {
		cfg.Speed = tx.perSecondText(c.Rate)
	}
	return cfg
}

func (tx texts) connectionState(state downloads.ConnectionState) string {
	switch state {
	case downloads.ConnectionIdle:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connection.idle", Other: "Idle"})
	case downloads.ConnectionConnecting:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connection.connecting", Other: "Connecting"})
	case downloads.ConnectionReceiving:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connection.receiving", Other: "Receiving"})
	case downloads.ConnectionAhead:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connection.ahead", Other: "Ahead, waiting for earlier pieces"})
	case downloads.ConnectionBackingOff:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connection.backing-off", Other: "Pausing before the next try"})
	default:
		return string(state)
	}
}

// hostOf returns the host of an address.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
