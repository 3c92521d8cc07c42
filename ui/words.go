package ui

import (
	"fmt"
	"strings"
	"time"
)

// bytesText gives a count of bytes in binary units, with one decimal from MiB on where it says something.
func bytesText(n int64) string {
	const kib, mib, gib = 1 << 10, 1 << 20, 1 << 30
	switch {
	case n < 0:
		return tr("size unknown")
	case n < kib:
		return plural(int(n), "%d byte", "%d bytes")
	case n < mib:
		return fmt.Sprintf("%d KiB", (n+kib/2)/kib)
	case n < 100*mib:
		return decimal("%.1f", float64(n)/mib) + " MiB"
	case n < gib:
		return fmt.Sprintf("%d MiB", n/mib)
	default:
		return decimal("%.2f", float64(n)/gib) + " GiB"
	}
}

// rateText gives bytes per second.
func rateText(perSecond int64) string { return tr("%s a second", bytesText(perSecond)) }

// leftText says how long something still takes, never with seconds beyond a minute, since such a figure
// only jumps.
func leftText(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < 10*time.Second:
		return tr("A few seconds left")
	case d < 50*time.Second:
		return tr("Less than a minute left")
	case d < 90*time.Second:
		return tr("About a minute left")
	case d < time.Hour:
		return tr("About %d minutes left", int((d+30*time.Second)/time.Minute))
	case d < 90*time.Minute:
		return tr("About an hour left")
	case d < 48*time.Hour:
		return tr("About %d hours left", int((d+30*time.Minute)/time.Hour))
	default:
		return tr("About %d days left", int((d+12*time.Hour)/(24*time.Hour)))
	}
}

// inText says in how long something happens by itself: "in 8 s", "in 3 min".
func inText(d time.Duration) string {
	if d < time.Second {
		return tr("now")
	}
	if d < 2*time.Minute {
		return tr("in %d s", int((d+time.Second/2)/time.Second))
	}
	return tr("in %d min", int((d+30*time.Second)/time.Minute))
}

// dayText gives a date; the zero time is an empty text.
func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format(tr("2 January 2006"))
}

// momentText gives a date with its hour and minute.
func momentText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format(tr("2 January 2006, 15:04"))
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
