package ui

import (
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
)

// quiet are the hours in which nothing is fetched. Both ends are saved together.
func (w *settingsScreen) quiet() *settingRow {
	s := w.shell
	title := s.tr(&goi18n.Message{ID: "ui.settings.quiet", Other: "Quiet hours"})
	q := &quietHours{screen: w, saved: [2]string{w.values.QuietFrom, w.values.QuietUntil}}
	q.before = q.saved
	q.from = q.end(s.tr(&goi18n.Message{ID: "ui.settings.quiet-from", Other: "Quiet hours from"}), w.values.QuietFrom,
		usualQuietFrom, q.leftFrom)
	q.until = q.end(s.tr(&goi18n.Message{ID: "ui.settings.quiet-hours-until", Other: "Quiet hours until"}), w.values.QuietUntil,
		usualQuietUntil, q.commit)
	q.on = w.newSwitch(title, w.values.QuietFrom != "", q.turn)
	q.row = w.newRow("quiet_from", title,
		s.tr(&goi18n.Message{ID: "ui.settings.quiet.hint", Other: "Nothing is downloaded in these hours."}),
		widgets.HBox(widgets.Space2, widgets.Fixed(76, 0, q.from.Box),
			widgets.NewTextLine(widgets.TextConfig{Text: "–", Whole: true, Color: widgets.ColorText2}),
			widgets.Fixed(76, 0, q.until.Box), q.on))
	q.row.inputs = []*widgets.Input{q.from.Input, q.until.Input}
	q.row.mark = func(bool) {
		q.from.SetError(q.row.wrong)
		q.until.SetError(q.row.wrong)
	}
	if w.fixed("quiet_from") || w.fixed("quiet_until") {
		q.from.Input.Disable()
		q.until.Input.Disable()
		q.on.Disable()
		return q.row
	}
	q.row.commit = q.commit
	return q.row
}

// quietHours are the two fields and the switch of the quiet hours.
type quietHours struct {
	screen      *settingsScreen
	row         *settingRow
	from, until *widgets.Field
	on          *widgets.Switch
	saved       [2]string // what was saved last
	before      [2]string // the last that were not empty
}

// end makes the field of one end.
func (q *quietHours) end(label, text, placeholder string, left func()) *widgets.Field {
	return widgets.NewField(widgets.FieldConfig{Label: label, Bare: true, Text: text, Placeholder: placeholder, Left: left,
		Submitted: func(string) { q.commit() }})
}

// leftFrom saves when both ends are there, or none: half filled in, the other end comes next.
func (q *quietHours) leftFrom() {
	if (q.from.Text() == "") == (q.until.Text() == "") {
		q.commit()
	}
}

// turn turns the quiet hours on, with those of before, or off.
func (q *quietHours) turn(on bool) {
	hours := [2]string{}
	if on {
		if hours = q.before; hours[0] == "" || hours[1] == "" {
			hours = [2]string{usualQuietFrom, usualQuietUntil}
		}
	}
	q.from.SetText(hours[0])
	q.until.SetText(hours[1])
	q.commit()
}

// commit saves both ends when they differ from what was saved.
func (q *quietHours) commit() {
	hours := [2]string{strings.TrimSpace(q.from.Text()), strings.TrimSpace(q.until.Text())}
	if hours == q.saved && q.row.wrong == "" {
		return
	}
	q.saved = hours
	q.row.setWrong("")
	q.on.Set(hours[0] != "" || hours[1] != "")
	if hours[0] != "" && hours[1] != "" {
		q.before = hours
	}
	q.screen.save(q.row, nil, func(v *settings.Settings) { v.QuietFrom, v.QuietUntil = hours[0], hours[1] })
}
