package ui

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
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

// show lays an entry out, or only refreshes the words when its parts stay the same.
func (d *downloadDetails) show(e *downloads.Entry) {
	layout := e.ID.String() + string(e.State) + string(e.Wait) + faultTitle(e) + e.Path
	if d.entry == nil || layout != d.layout {
		d.layout = layout
		d.build(e)
	}
	d.entry = e
	setText(d.state, stateText(e))
	setText(d.lines, connectionsText(e))
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
	d.state, d.lines = wrapped(""), small("")
	d.body.Objects = []fyne.CanvasObject{lines(apart(strong(e.Title), newQuietButton(tr("Close"), theme.CancelIcon(), d.owner.unmark)), d.state)}
	label, icon := mainAction(e)
	actions := buttons(newMainButton(label, icon, func() { a.main(d.entry) }))
	if e.State == downloads.Done {
		actions.Add(newButton(tr("Verify again"), theme.ViewRefreshIcon(), func() { a.verify(d.entry) }))
	} else if e.State != downloads.Stopped {
		actions.Add(newButton(tr("Cancel"), theme.CancelIcon(), func() { a.cancel(d.entry) }))
	}
	actions.Add(newButton(tr("Remove"), theme.DeleteIcon(), func() { a.remove(d.entry) }))
	actions.Add(newQuietButton(tr("Show log"), theme.DocumentIcon(), func() { d.showLog() }))
	d.body.Add(actions)
	if e.Fault != nil && e.State != downloads.Done {
		d.body.Add(d.shell.faultCard(e.Fault, nil))
	}
	d.body.Add(facts([][2]string{{tr("File"), e.Name}, {tr("Folder"), e.Dir}, {tr("From"), e.Origin}, {tr("SHA-256"), e.SHA256},
		{tr("Added"), momentText(e.Added)}, {tr("Finished"), momentText(e.Finished)}}...))
	if e.State != downloads.Done && e.State != downloads.Stopped {
		d.body.Add(d.order(e))
		d.body.Add(d.limit(e))
		d.body.Add(strong(tr("Connections")))
		d.body.Add(d.lines)
	}
	d.body.Refresh()
}

// order lets the person choose what comes first.
func (d *downloadDetails) order(e *downloads.Entry) fyne.CanvasObject {
	names := []string{tr("High"), tr("Normal"), tr("Low")}
	priority := newSelection(names, nil)
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
	return container.NewVBox(labelled(tr("Priority"), priority), buttons(
		newButton(tr("Move up"), theme.MoveUpIcon(), func() { d.move(-1) }),
		newButton(tr("Move down"), theme.MoveDownIcon(), func() { d.move(1) })))
}

// move changes the entry's place in the line.
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
	input := newField(tr("no limit"))
	if e.Limit > 0 {
		input.SetText(limitText(e.Limit))
	}
	made := newFormField("limit", tr("Speed limit in MiB a second"), tr("Empty means no limit of its own."), input, input)
	set := func() {
		limit, ok := parseLimit(input.Text)
		if !ok {
			made.setError(tr("Enter a number such as 2 or 0.5, or leave it empty."))
			return
		}
		made.setError("")
		if limit != d.entry.Limit {
			d.owner.actions.do(func(q session.Queue) error { return q.SetLimit(limit, e.ID) })
		}
	}
	input.onLeft = set
	input.OnSubmitted = func(string) { set() }
	return made.box
}

func (d *downloadDetails) showLog() {
	id := d.entry.ID
	queue := d.shell.cfg.Session.Downloads()
	if queue == nil {
		return
	}
	work(d.shell, d.owner.life, func(context.Context) ([]downloads.Line, error) { return queue.Log(id), nil }, func(lines []downloads.Line, _ error) {
		var text strings.Builder
		for _, line := range lines {
			text.WriteString(line.Time.Local().Format("15:04:05") + "  " + line.Text + "\n")
		}
		d.shell.ask(question{title: tr("Log of this download"), content: container.NewVScroll(copyable(text.String())), width: 640, height: 420,
			cancel: tr("Close"), main: tr("Copy log"), onMain: func() bool {
				d.shell.copyText(text.String())
				return false
			}})
	})
}

// connectionsText is the per-connection view, one connection a line.
func connectionsText(e *downloads.Entry) string {
	if len(e.Connections) == 0 {
		return tr("None open.")
	}
	var lines []string
	for _, c := range e.Connections {
		span := bytesText(c.At)
		if c.To >= 0 {
			span = tr("at %s of %s to %s", bytesText(c.At), bytesText(c.From), bytesText(c.To))
		}
		lines = append(lines, joined(", ", tr("%d: %s", c.Number, connectionState(string(c.State))), span, rateText(int64(c.Rate)), c.Host))
	}
	return strings.Join(lines, "\n")
}

func connectionState(state string) string {
	switch state {
	case "idle":
		return tr("idle")
	case "connecting":
		return tr("connecting")
	case "receiving":
		return tr("receiving")
	case "ahead":
		return tr("waits for the bytes before its own")
	case "backing-off":
		return tr("pauses before the next try")
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
