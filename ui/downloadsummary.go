package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadSummary says how all downloads together are: speed, time left, the queue, and the speed limit. It is a card where
// there is room, one line where there is less, and only the speed and the time left in a narrow window.
type downloadSummary struct {
	shell *Shell
	box   *fyne.Container // holds the form that is shown
	forms [3]fyne.CanvasObject
	rows  [3]*fyne.Container // of the forms: laid out anew when their words are others
	form  summaryForm

	speeds [3]*widgets.TextLine
	lines  [2]*widgets.SpeedLine
	limits [2]*widgets.Select
	left   *widgets.TextLine
	queue  *widgets.TextLine
	both   *widgets.TextLine // time left and queue in one
	bare   *widgets.TextLine
	chosen []int64 // what the drop-downs offer
	limit  int64
	words  [4]string // as they were laid out
	laid   int64     // the limit for which the drop-downs were laid out
	at     time.Time // of the last point drawn
}

type summaryForm int

// The forms of the summary.
const (
	summaryCard summaryForm = iota
	summaryLine
	summaryBare
)

func newDownloadSummary(w *downloadsScreen) *downloadSummary {
	d := &downloadSummary{shell: w.shell, limit: -1, laid: -1}
	text := func(size widgets.TextSize, color fyne.ThemeColorName, whole bool) *widgets.TextLine {
		return widgets.NewTextLine(widgets.TextConfig{Size: size, Color: color, Whole: whole})
	}
	d.speeds = [3]*widgets.TextLine{text(widgets.TextHeading, "", true), text(widgets.TextHeading, "", true), text(widgets.TextBold, "", true)}
	d.left, d.queue = text(widgets.TextBold, "", true), text(widgets.TextBold, "", false)
	d.both, d.bare = text(widgets.TextBody, widgets.ColorText2, false), text(widgets.TextBody, widgets.ColorText2, false)
	d.lines = [2]*widgets.SpeedLine{widgets.NewSpeedLine(widgets.SpeedConfig{Height: 40, Bare: true}),
		widgets.NewSpeedLine(widgets.SpeedConfig{Height: 28, Bare: true})}
	for i := range d.limits {
		d.limits[i] = widgets.NewSelect(widgets.SelectOptions{Label: d.shell.tr(msgLimitOfSpeed), Icon: "gauge",
			OnChanged: func(chosen int) { d.shell.setLimitOfAll(d.chosen[chosen]) }})
	}
	d.rows = [3]*fyne.Container{d.cardRow(), d.lineRow(), widgets.HBox(widgets.Space3, d.speeds[summaryBare], widgets.Grow(d.bare))}
	d.forms = [3]fyne.CanvasObject{
		widgets.Fixed(0, 64, summaryGround(widgets.Padding{Left: widgets.Space4, Right: widgets.Space3}, d.rows[summaryCard])),
		widgets.Fixed(0, 44, summaryGround(widgets.Padding{Left: widgets.Space3, Right: 6}, d.rows[summaryLine])), d.rows[summaryBare]}
	d.box = container.NewStack(d.forms[summaryCard])
	return d
}

func summaryGround(padding widgets.Padding, row *fyne.Container) fyne.CanvasObject {
	return widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSunken, Edge: widgets.ColorLine, Radius: widgets.RadiusCard,
		Padding: padding, Content: row})
}

func (d *downloadSummary) cardRow() *fyne.Container {
	s := d.shell
	cell := func(word *goi18n.Message, value fyne.CanvasObject) fyne.CanvasObject {
		return widgets.VBox(0, widgets.NewTextLine(widgets.TextConfig{Text: s.tr(word), Size: widgets.TextCaption,
			Color: widgets.ColorText3, Whole: true}), value)
	}
	parted := func() fyne.CanvasObject { return widgets.Fixed(1, 36, widgets.NewLine()) }
	return widgets.HBox(widgets.Space5, widgets.Fixed(96, 0, cell(msgSpeed, d.speeds[summaryCard])),
		widgets.Fixed(224, 40, d.lines[summaryCard]), parted(),
		cell(&goi18n.Message{ID: "ui.downloads.time-left", Other: "Time left"}, d.left), parted(),
		widgets.Grow(cell(&goi18n.Message{ID: "ui.downloads.queue", Other: "Queue"}, d.queue)), d.limits[summaryCard])
}

func (d *downloadSummary) lineRow() *fyne.Container {
	return widgets.HBox(widgets.Space3, widgets.Fixed(84, 0, d.speeds[summaryLine]), widgets.Fixed(128, 28, d.lines[summaryLine]),
		widgets.Grow(d.both), d.limits[summaryLine])
}

// fit takes the form that has room in a width.
func (d *downloadSummary) fit(width float32) {
	width -= 2 * widgets.Unit(widgets.Space6)
	form := summaryBare
	switch {
	case width >= max(d.forms[summaryCard].MinSize().Width, widgets.Unit(900)):
		form = summaryCard
	case width >= max(d.forms[summaryLine].MinSize().Width, widgets.Unit(600)-2*widgets.Unit(widgets.Space6)+1):
		form = summaryLine
	}
	if form != d.form {
		d.form = form
		d.box.Objects = []fyne.CanvasObject{d.forms[form]}
		d.draw()
	}
}

// draw draws the line that is in sight.
func (d *downloadSummary) draw() {
	if d.form == summaryBare {
		return
	}
	speeds, q := d.shell.speeds.all, d.shell.view.Queue
	d.lines[d.form].Set(speeds, float64(q.Settings.LimitRate), d.shell.speedSentence(q.Rate, speeds))
}

// apply shows a snapshot; the lines are drawn anew once a second, and only the one in sight.
func (d *downloadSummary) apply(v view) {
	tx := d.shell.texts
	speed, left, queue := tx.perSecondText(v.Queue.Rate), "–", tx.queueText(v.Queue)
	if v.Queue.Running == 0 {
		speed = "–"
	}
	about := ""
	if v.Queue.Running > 0 {
		rest := timeLeft(v.Queue)
		left, about = tx.takesText(rest), tx.leftText(rest)
	}
	for _, line := range d.speeds {
		line.SetText(speed)
	}
	d.left.SetText(left)
	d.queue.SetText(queue)
	d.both.SetText(dots(about, queue))
	d.bare.SetText(about)
	if about == "" {
		d.bare.SetText(queue)
	}
	d.showLimit(v.Queue.Settings.LimitRate)
	if words := [4]string{speed, left, queue, about}; words != d.words || d.limit != d.laid {
		d.words, d.laid = words, d.limit
		row := d.rows[d.form]
		row.Layout.Layout(row.Objects, row.Size())
	}
	if !d.at.Equal(d.shell.speeds.at) {
		d.at = d.shell.speeds.at
		d.draw()
	}
}

func (d *downloadSummary) showLimit(limit int64) {
	if d.limit == limit {
		return
	}
	d.limit, d.chosen = limit, limitChoices(limit)
	none := [2]*goi18n.Message{msgNoLimit, {ID: "ui.downloads.no-limit.short", Other: "No limit"}}
	for i, choice := range d.limits {
		choice.SetOptions(d.shell.limitNames(d.chosen, none[i]), slices.Index(d.chosen, limit))
		if d.shell.cfg.Session.Settings.Policy().Fixed("limit_rate") {
			choice.Disable()
		}
	}
}

// queueText says how many downloads run, wait by themselves and rest. What waits for the person stands in the head.
func (tx texts) queueText(q *downloads.Snapshot) string {
	if countUnfinished(q) == 0 {
		return tx.tr(&goi18n.Message{ID: "ui.downloads.nothing-is-running", Other: "Nothing is running"})
	}
	waiting := 0
	for _, e := range q.Entries {
		if (e.State == downloads.Waiting || e.State == downloads.Retrying) && !needsPerson(e) {
			waiting++
		}
	}
	return tx.list(
		counted(q.Running, tx.tr(&goi18n.Message{ID: "ui.downloads.running", Other: "{{.Count}} running"}, "Count", q.Running)),
		counted(q.Queued, tx.trn(&goi18n.Message{ID: "ui.downloads.next", One: "{{.Count}} next", Other: "{{.Count}} queued"}, q.Queued)),
		counted(waiting, tx.tr(&goi18n.Message{ID: "ui.downloads.waiting", Other: "{{.Count}} waiting"}, "Count", waiting)),
		counted(q.Paused, tx.tr(&goi18n.Message{ID: "ui.downloads.count.paused", Other: "{{.Count}} paused"}, "Count", q.Paused)))
}

// speedSentence is what a screen reader says of a speed line.
func (tx texts) speedSentence(now float64, points []float64) string {
	return tx.tr(&goi18n.Message{ID: "ui.downloads.speed.sentence", Other: "{{.Now}} now, {{.Average}} on average"},
		"Now", tx.perSecondText(now), "Average", tx.perSecondText(average(points)))
}

// timeLeft returns how long all that goes on by itself still takes at the present speed; 0 when that is not known.
func timeLeft(q *downloads.Snapshot) time.Duration {
	if q.Rate < 1 {
		return 0
	}
	rest := int64(0)
	for _, e := range q.Entries {
		if (e.State.Active() || e.State == downloads.Queued || e.State == downloads.Retrying) && e.Size > 0 {
			rest += max(e.Size-e.Done, 0)
		}
	}
	return time.Duration(float64(rest) / q.Rate * float64(time.Second))
}
