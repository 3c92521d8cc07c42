package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadDetails shows the chosen download: where the file is, its fault, its connections, and the
// settings of its own.
type downloadDetails struct {
	owner   *downloadsScreen
	shell   *Shell
	entry   *downloads.Entry
	layout  string // what the parts below depend on; another one builds them anew
	state   *widget.Label
	lines   *widget.Label // the connections, one a line
	body    *fyne.Container
	content *container.Scroll
}

func newDownloadDetails(owner *downloadsScreen) *downloadDetails {
	d := &downloadDetails{owner: owner, shell: owner.shell, body: container.NewVBox()}
	d.content = container.NewVScroll(container.NewPadded(d.body))
	d.clear()
	return d
}

func (d *downloadDetails) clear() {
	d.entry, d.layout = nil, ""
	d.body.RemoveAll()
}

// show lays an entry out, or only refreshes the texts when its parts stay the same.
func (d *downloadDetails) show(e *downloads.Entry) {
	layout := e.ID.String() + string(e.State) + string(e.Wait) + d.shell.faultTitle(e) + e.Path
	if d.entry == nil || layout != d.layout {
		d.layout = layout
		d.build(e)
	}
	d.entry = e
	widgets.SetText(d.state, d.shell.stateText(e))
	widgets.SetText(d.lines, d.shell.connectionsText(e))
}

// apply follows the chosen entry through the snapshots.
func (d *downloadDetails) apply(v view) {
	if d.entry == nil {
		return
	}
	if e := v.Queue.Entry(d.entry.ID); e != nil && e != d.entry {
		d.show(e)
	}
}

func (d *downloadDetails) build(e *downloads.Entry) {
	a := d.owner.actions
	d.state, d.lines = widgets.Wrapped(""), widgets.Small("")
	d.body.Objects = []fyne.CanvasObject{widgets.Lines(widgets.Apart(widgets.Strong(e.Title),
		widgets.NewStockQuietButton(d.shell.tr(msgClose), theme.CancelIcon(), d.owner.unmark)), d.state)}
	label, icon := a.shell.mainAction(e)
	actions := widgets.Buttons(widgets.NewStockMainButton(label, icon, func() { a.main(d.entry) }))
	if e.State == downloads.Done {
		actions.Add(widgets.NewStockButton(
			d.shell.tr(&goi18n.Message{ID: "ui.downloads.verify-again",
				Other: "Verify again"}), theme.ViewRefreshIcon(), func() { a.verify(d.entry) }))
	} else if e.State != downloads.Stopped {
		actions.Add(widgets.NewStockButton(d.shell.tr(msgCancel), theme.CancelIcon(), func() { a.cancel(d.entry) }))
	}
	actions.Add(widgets.NewStockButton(d.shell.tr(msgRemove), theme.DeleteIcon(), func() { a.remove(d.entry) }))
	actions.Add(widgets.NewStockQuietButton(d.shell.tr(&goi18n.Message{ID: "ui.downloads.show-log", Other: "Show log"}),
		theme.DocumentIcon(), func() { d.showLog() }))
	d.body.Add(actions)
	if e.Fault != nil && e.State != downloads.Done {
		d.body.Add(newFaultCard(d.shell, e.Fault, nil))
	}
	tx := d.shell.texts
	d.body.Add(widgets.StockFacts(
		tx.fact(&goi18n.Message{ID: "ui.downloads.file", Other: "File"}, e.Name),
		tx.fact(&goi18n.Message{ID: "ui.downloads.folder", Other: "Folder"}, e.Dir),
		tx.fact(msgFrom, e.Origin),
		tx.fact(&goi18n.Message{ID: "ui.downloads.sha-256", Other: "SHA-256"}, e.SHA256),
		tx.fact(&goi18n.Message{ID: "ui.downloads.added", Other: "Added"}, tx.momentText(e.Added)),
		tx.fact(msgDownloadsFinished, tx.momentText(e.Finished))))
	if e.State != downloads.Done && e.State != downloads.Stopped {
		d.body.Add(d.order(e))
		d.body.Add(d.limit(e))
		d.body.Add(widgets.Strong(d.shell.tr(&goi18n.Message{ID: "ui.downloads.connections", Other: "Connections"})))
		d.body.Add(d.lines)
	}
	d.body.Refresh()
}

// order lets the person choose what comes first.
func (d *downloadDetails) order(e *downloads.Entry) fyne.CanvasObject {
	names := []string{
		d.shell.tr(&goi18n.Message{ID: "ui.downloads.high", Other: "High"}),
		d.shell.tr(&goi18n.Message{ID: "ui.downloads.normal", Other: "Normal"}),
		d.shell.tr(&goi18n.Message{ID: "ui.downloads.low", Other: "Low"}),
	}
	priority := d.shell.newSelection(names, nil)
	switch {
	case e.Priority > 0:
		priority.SetSelectedIndex(0)
	case e.Priority < 0:
		priority.SetSelectedIndex(2)
	default:
		priority.SetSelectedIndex(1)
	}
	priority.OnChanged = func(string) {
		value := 1 - priority.SelectedIndex()
		d.owner.actions.do(func(q session.Queue) error { return q.SetPriority(value, e.ID) })
	}
	return container.NewVBox(widgets.Labelled(
		d.shell.tr(&goi18n.Message{ID: "ui.downloads.priority", Other: "Priority"}), priority), widgets.Buttons(
		widgets.NewStockButton(d.shell.tr(&goi18n.Message{ID: "ui.downloads.move-up", Other: "Move up"}), theme.MoveUpIcon(),
			func() { d.move(-1) }),
		widgets.NewStockButton(d.shell.tr(&goi18n.Message{ID: "ui.downloads.move-down", Other: "Move down"}),
			theme.MoveDownIcon(), func() { d.move(1) })))
}

// move changes the entry's position in the queue.
func (d *downloadDetails) move(by int) {
	id := d.entry.ID
	for i, e := range d.shell.view.Queue.Entries {
		if e.ID == id {
			to := min(max(i+by, 0), len(d.shell.view.Queue.Entries)-1)
			d.owner.actions.do(func(q session.Queue) error { return q.Move(id, to) })
			return
		}
	}
}

// limit sets a speed limit for this download alone.
func (d *downloadDetails) limit(e *downloads.Entry) fyne.CanvasObject {
	input := widgets.NewStockField(d.shell.tr(msgSpeedLimitNone))
	if e.Limit > 0 {
		input.SetText(limitText(e.Limit))
	}
	made := widgets.NewFormField("limit", d.shell.tr(msgSpeedLimit),
		d.shell.tr(&goi18n.Message{ID: "ui.downloads.speed-limit.hint",
			Other: "Empty means no limit of its own."}), input, input)
	set := func() {
		limit, ok := parseLimit(input.Text)
		if !ok {
			made.SetError(d.shell.tr(msgSpeedLimitWrong))
			return
		}
		made.SetError("")
		if limit != d.entry.Limit {
			d.owner.actions.do(func(q session.Queue) error { return q.SetLimit(limit, e.ID) })
		}
	}
	input.OnLeft = set
	input.OnSubmitted = func(string) { set() }
	return made.Box
}

func (d *downloadDetails) showLog() {
	id := d.entry.ID
	queue := d.shell.cfg.Session.Queues.Current()
	if queue == nil {
		return
	}
	work(d.shell, d.owner.life, func(context.Context) ([]downloads.Line, error) { return queue.Log(id), nil },
		func(lines []downloads.Line, _ error) {
			var text strings.Builder
			for _, line := range lines {
				text.WriteString(d.shell.secondText(line.Time) + "  " + line.Text + "\n")
			}
			d.shell.dialogs.ask(question{title: d.shell.tr(&goi18n.Message{ID: "ui.downloads.log-of-this-download",
				Other: "Log of this download"}), content: container.NewVScroll(
				widgets.Selectable(text.String())), width: 640, height: 420,
				cancel: d.shell.tr(msgClose), main: d.shell.tr(&goi18n.Message{ID: "ui.downloads.copy-log",
					Other: "Copy log"}), onMain: func() bool {
					d.shell.copyText(text.String())
					return false
				}})
		})
}

// connectionsText is the per-connection view, one connection a line.
func (tx texts) connectionsText(e *downloads.Entry) string {
	if len(e.Connections) == 0 {
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connections.none", Other: "None open."})
	}
	var lines []string
	for _, c := range e.Connections {
		span := tx.bytesText(c.At)
		if c.To >= 0 {
			span = tx.tr(&goi18n.Message{ID: "ui.downloads.connection.span",
				Other: "at {{.At}} of {{.From}} to {{.To}}"},
				"At", tx.bytesText(c.At), "From", tx.bytesText(c.From), "To", tx.bytesText(c.To))
		}
		lines = append(lines, tx.list(
			tx.tr(&goi18n.Message{ID: "ui.downloads.connection.state", Other: "{{.Number}}: {{.State}}"}, "Number",
				c.Number, "State", tx.connectionState(string(c.State))), span, tx.rateText(int64(c.Rate)), c.Host))
	}
	return strings.Join(lines, "\n")
}

func (tx texts) connectionState(state string) string {
	switch state {
	case "idle":
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connection.idle", Other: "idle"})
	case "connecting":
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connection.connecting", Other: "connecting"})
	case "receiving":
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connection.receiving", Other: "receiving"})
	case "ahead":
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connection.ahead", Other: "waits for the bytes before its own"})
	case "backing-off":
		return tx.tr(&goi18n.Message{ID: "ui.downloads.connection.backing-off", Other: "pauses before the next try"})
	default:
		return state
	}
}

// limitText and parseLimit turn bytes a second into MiB and back.
func limitText(perSecond int64) string {
	return strconv.FormatFloat(float64(perSecond)/(1<<20), 'f', -1, 64)
}

func parseLimit(text string) (int64, bool) {
	text = strings.ReplaceAll(strings.TrimSpace(text), ",", ".")
	if text == "" {
		return 0, true
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || !(value >= 0) || value > 1e6 || (value > 0 && value*(1<<20) < 1024) {
		return 0, false
	}
	return int64(value * (1 << 20)), true
}
