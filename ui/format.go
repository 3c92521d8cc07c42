package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// bytesText returns a count of bytes in binary units, with one decimal from MiB on where it says something.
func (tx texts) bytesText(n int64) string {
	const kib, mib, gib = 1 << 10, 1 << 20, 1 << 30
	switch {
	case n < 0:
		return tx.tr(&goi18n.Message{ID: "ui.common.size.unknown", Other: "size unknown"})
	case n < kib:
		return tx.trn(&goi18n.Message{ID: "ui.common.size.bytes", One: "{{.Count}} byte", Other: "{{.Count}} bytes"},
			int(n))
	case n < mib:
		return fmt.Sprintf("%d KiB", (n+kib/2)/kib)
	case n < 100*mib:
		return tx.decimal(float64(n)/mib, 1) + " MiB"
	case n < gib:
		return fmt.Sprintf("%d MiB", n/mib)
	default:
		return tx.decimal(float64(n)/gib, 2) + " GiB"
	}
}

// decimal writes a number with the sign that the language has between its whole and its part.
func (tx texts) decimal(number float64, digits int) string {
	sign := tx.tr(&goi18n.Message{ID: "ui.common.decimal-sign", Description: "Between 1 and 5 in 1.5.", Other: "."})
	return strings.Replace(strconv.FormatFloat(number, 'f', digits, 64), ".", sign, 1)
}

// rateText returns bytes per second.
func (tx texts) rateText(perSecond int64) string {
	return tx.tr(&goi18n.Message{ID: "ui.common.rate", Other: "{{.Size}}/s"}, "Size", tx.bytesText(perSecond))
}

// leftText says how long something still takes, never with seconds beyond a minute, since such a figure
// only jumps.
func (tx texts) leftText(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < 10*time.Second:
		return tx.tr(&goi18n.Message{ID: "ui.common.left.seconds", Other: "A few seconds left"})
	case d < 50*time.Second:
		return tx.tr(&goi18n.Message{ID: "ui.common.left.under-a-minute", Other: "Less than a minute left"})
	case d < 90*time.Second:
		return tx.tr(&goi18n.Message{ID: "ui.common.left.a-minute", Other: "About a minute left"})
	case d < time.Hour:
		return tx.trn(&goi18n.Message{ID: "ui.common.left.minutes", One: "About {{.Count}} minute left",
			Other: "About {{.Count}} minutes left"}, minutes(d))
	case d < 90*time.Minute:
		return tx.tr(&goi18n.Message{ID: "ui.common.left.an-hour", Other: "About an hour left"})
	case d < 48*time.Hour:
		return tx.trn(&goi18n.Message{ID: "ui.common.left.hours", One: "About {{.Count}} hour left",
			Other: "About {{.Count}} hours left"}, int((d+30*time.Minute)/time.Hour))
	default:
		return tx.trn(&goi18n.Message{ID: "ui.common.left.days", One: "About {{.Count}} day left",
			Other: "About {{.Count}} days left"}, int((d+12*time.Hour)/(24*time.Hour)))
	}
}

// seconds and minutes round a time to whole ones.
func seconds(d time.Duration) int { return int((d + time.Second/2) / time.Second) }
func minutes(d time.Duration) int { return int((d + 30*time.Second) / time.Minute) }

// dayText returns a date; the zero time is an empty text.
func (tx texts) dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format(tx.tr(&goi18n.Message{ID: "ui.common.date", Other: "2 January 2006"}))
}

// momentText returns a date with its hour and minute.
func (tx texts) momentText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format(tx.tr(&goi18n.Message{ID: "ui.common.date-time", Other: "2 January 2006, 15:04"}))
}

// clockText returns the hour and minute of a moment.
func (tx texts) clockText(t time.Time) string {
	return t.Local().Format(tx.tr(&goi18n.Message{ID: "ui.common.clock", Other: "15:04"}))
}

// secondText returns the hour, minute and second of a moment.
func (tx texts) secondText(t time.Time) string {
	return t.Local().Format(tx.tr(&goi18n.Message{ID: "ui.common.clock-seconds", Other: "15:04:05"}))
}

// list puts what the language has between the items of a list.
func (tx texts) list(items ...string) string {
	return joined(tx.tr(&goi18n.Message{ID: "ui.common.list-separator", Description: "Between the items of a list.",
		Other: ", "}), items...)
}

// joined puts a separator between the parts that are not empty.
func joined(separator string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}

// shortHash is the first and last characters of a hash, enough to compare by eye in a list.
func shortHash(hash string) string {
	if len(hash) <= 20 {
		return hash
	}
	return hash[:8] + "…" + hash[len(hash)-8:]
}

// sortable makes a text comparable without regard to case.
func sortable(text string) string { return strings.ToLower(strings.TrimSpace(text)) }
