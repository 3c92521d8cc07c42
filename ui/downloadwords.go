package ui

import (
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
)

// dots puts what belongs together on one line: "1.1.0 · 9.0 MiB".
func dots(parts ...string) string { return joined(" · ", parts...) }

// untitled takes the full stop from a sentence that stands as a title or in a row.
func untitled(sentence string) string { return strings.TrimRight(sentence, ".。") }

// perSecondText returns a measured speed.
func (tx texts) perSecondText(perSecond float64) string { return tx.rateText(int64(max(perSecond, 0))) }

// whenText says when something was in as few words as are clear: "today, 12:32", "yesterday", "11 November", with the year
// where it is another one.
func (tx texts) whenText(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	switch days := dayNumber(now) - dayNumber(t); {
	case days == 0:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.when.today", Other: "today, {{.Time}}"}, "Time", tx.clockText(t))
	case days == 1:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.when.yesterday", Other: "yesterday"})
	case t.Year() == now.Year():
		return t.Format(tx.tr(&goi18n.Message{ID: "ui.downloads.when.day", Description: "A date without its year, as Go's time.Format takes it.",
			Other: "2 January"}))
	default:
		return tx.dayText(t)
	}
}

// dayNumber counts the days of the calendar.
func dayNumber(t time.Time) int64 {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}

// takesText says how long something still takes, where "Time left" stands beside it.
func (tx texts) takesText(d time.Duration) string {
	switch {
	case d <= 0:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.takes.unknown", Other: "Not known yet"})
	case d < 10*time.Second:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.takes.seconds", Other: "A few seconds"})
	case d < 50*time.Second:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.takes.under-a-minute", Other: "Less than a minute"})
	case d < time.Hour:
		return tx.trn(&goi18n.Message{ID: "ui.downloads.takes.minutes", One: "About {{.Count}} minute",
			Other: "About {{.Count}} minutes"}, max(minutes(d), 1))
	case d < 48*time.Hour:
		return tx.trn(&goi18n.Message{ID: "ui.downloads.takes.hours", One: "About {{.Count}} hour",
			Other: "About {{.Count}} hours"}, int((d+30*time.Minute)/time.Hour))
	default:
		return tx.trn(&goi18n.Message{ID: "ui.downloads.takes.days", One: "About {{.Count}} day",
			Other: "About {{.Count}} days"}, int((d+12*time.Hour)/(24*time.Hour)))
	}
}

// turnText says where in the queue a download stands, counted from 1; 0 is not known.
func (tx texts) turnText(turn int) string {
	switch {
	case turn == 1:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.state.next", Other: "Next in the queue"})
	case turn > 1:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.state.place", Other: "{{.Nth}} in the queue"}, "Nth",
			tx.ordinalText(turn))
	default:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.state.queued", Other: "In the queue"})
	}
}

// ordinalText returns 2nd, 3rd, 4th. Languages with one form for all have it in all four messages.
func (tx texts) ordinalText(n int) string {
	m := &goi18n.Message{ID: "ui.downloads.ordinal.other", Other: "{{.Number}}th"}
	if tens := n % 100; tens < 11 || tens > 13 {
		switch n % 10 {
		case 1:
			m = &goi18n.Message{ID: "ui.downloads.ordinal.one", Other: "{{.Number}}st"}
		case 2:
			m = &goi18n.Message{ID: "ui.downloads.ordinal.two", Other: "{{.Number}}nd"}
		case 3:
			m = &goi18n.Message{ID: "ui.downloads.ordinal.few", Other: "{{.Number}}rd"}
		}
	}
	return tx.tr(m, "Number", n)
}

// versionOf splits what a program's file is called into its name and its version: "Board image 1.1.0" becomes "Board image"
// and "1.1.0". A file of a package with several keeps its own name after the package's.
func versionOf(e *downloads.Entry) (name, version string) {
	if e.Source == "" {
		return e.Title, ""
	}
	head, file, several := strings.Cut(e.Title, ": ")
	at := strings.LastIndexByte(head, ' ')
	if at < 0 || at+1 == len(head) || head[at+1] < '0' || head[at+1] > '9' {
		return e.Title, ""
	}
	name, version = head[:at], head[at+1:]
	if several {
		name += ": " + file
	}
	return name, version
}
