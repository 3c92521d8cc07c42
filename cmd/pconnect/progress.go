package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/cheggaaa/pb/v3"

	"github.com/programconnect/programconnect/downloads"
)

// newProgress gives bars on a terminal, and lines or events elsewhere.
func (c *cli) newProgress() progress {
	if c.outTerminal && !c.json && !c.quiet {
		return &bars{c: c, bars: map[downloads.ID]*pb.ProgressBar{}, told: map[downloads.ID]bool{}}
	}
	return &lines{c: c, last: map[downloads.ID]entry{}, when: map[downloads.ID]time.Time{}}
}

// lines writes a line when a state changes and every ten seconds in between; events with --json twice a second.
type lines struct {
	c    *cli
	last map[downloads.ID]entry
	when map[downloads.ID]time.Time
}

func (l *lines) show(entries []*downloads.Entry) {
	pause := 10 * time.Second
	if l.c.json {
		pause = 500 * time.Millisecond
	}
	for _, e := range entries {
		before, known := l.last[e.ID]
		now := entryOf(e)
		if known && now.State == before.State && now.Wait == before.Wait && time.Since(l.when[e.ID]) < pause {
			continue
		}
		if known && now.State == before.State && now.Done == before.Done && now.RetryIn == before.RetryIn {
			continue
		}
		l.last[e.ID], l.when[e.ID] = now, time.Now()
		now.Event = eventName(e.State)
		_ = l.c.event(now)
		if e.State == downloads.Done {
			l.done(e)
		} else {
			l.c.say("%s: %s", clean(e.Title), stateText(e))
		}
	}
}

func (l *lines) end() {}

// done is the answer of the command, so it is written with --quiet too: where the file is.
func (l *lines) done(e *downloads.Entry) {
	if !l.c.json {
		line(l.c.out, "%s", doneText(e))
	}
}

func eventName(s downloads.State) string {
	switch s {
	case downloads.Done, downloads.Stopped, downloads.Waiting, downloads.Paused:
		return string(s)
	default:
		return "progress"
	}
}

func doneText(e *downloads.Entry) string {
	word := "saved, not verified (no SHA-256 was known)"
	if e.Verified {
		word = "verified"
	}
	return fmt.Sprintf("%s  %s, %s", e.Path, bytesText(e.Size), word)
}

// stateText says in plain words what an entry does or waits for.
func stateText(e *downloads.Entry) string {
	share := bytesText(e.Done)
	if e.Size > 0 {
		share += " of " + bytesText(e.Size)
	}
	switch e.State {
	case downloads.Queued:
		return "waits for its turn"
	case downloads.Checking:
		return "checks room, name and link"
	case downloads.Downloading:
		text := share
		if e.Rate >= 1 {
			text += ", " + bytesText(int64(e.Rate)) + "/s"
		}
		if e.Left > 0 {
			text += ", " + e.Left.Round(time.Second).String() + " left"
		}
		return text
	case downloads.Stalled:
		return "connected, but nothing comes (" + share + ")"
	case downloads.Retrying:
		return fmt.Sprintf("tries again in %s (%s)%s", e.RetryIn.Round(time.Second), share, why(e))
	case downloads.Verifying:
		return "verifies its SHA-256"
	case downloads.Finishing:
		return "puts it into its folder"
	case downloads.Waiting:
		if e.Wait == downloads.WaitHour {
			return "waits for the end of the quiet hours (" + share + ")"
		}
		return "waits: " + string(e.Wait) + " (" + share + ")" + why(e)
	case downloads.Paused:
		return "paused at " + share
	case downloads.Stopped:
		return "stopped at " + share + why(e)
	default:
		return doneText(e)
	}
}

func why(e *downloads.Entry) string {
	if e.Fault == nil {
		return ""
	}
	return ": " + clean(e.Fault.Title.String())
}

// bars draws one bar for each entry that runs, in place.
type bars struct {
	c    *cli
	bars map[downloads.ID]*pb.ProgressBar
	told map[downloads.ID]bool
	rows int // drawn rows, to go back over
}

const (
	barTemplate = `{{string . "title"}} {{counters . }} {{bar . }} {{percent . }} {{string . "state"}}`
	mostBars    = 8 // more would scroll off a small terminal, and what has scrolled cannot be drawn over

	up     = "\x1b[%dA\x1b[J" // up over what was drawn, and clear from there
	noWrap = "\x1b[?7l"       // a row that is too long is cut, or the rows above would be counted wrong
	wrap   = "\x1b[?7h"
)

func (b *bars) show(entries []*downloads.Entry) {
	var text strings.Builder
	if b.rows > 0 {
		fmt.Fprintf(&text, up, b.rows)
	}
	b.rows = 0
	var open []*downloads.Entry
	for _, e := range entries {
		if e.State != downloads.Done {
			open = append(open, e)
		} else if !b.told[e.ID] {
			b.told[e.ID] = true
			text.WriteString(doneText(e) + "\n")
		}
	}
	slices.SortStableFunc(open, func(x, y *downloads.Entry) int { return order(x) - order(y) })
	text.WriteString(noWrap)
	for i, e := range open {
		b.rows++
		if i == mostBars {
			fmt.Fprintf(&text, "and %d more\n", len(open)-i)
			break
		}
		text.WriteString(b.bar(e) + "\n")
	}
	text.WriteString(wrap)
	_, _ = io.WriteString(b.c.out, text.String())
}

// order puts what runs first.
func order(e *downloads.Entry) int {
	if e.State.Active() {
		return 0
	}
	return 1
}

func (b *bars) bar(e *downloads.Entry) string {
	bar := b.bars[e.ID]
	if bar == nil {
		bar = pb.ProgressBarTemplate(barTemplate).New(0)
		bar.Set(pb.Bytes, true).Set(pb.Static, true).Set(pb.Terminal, true)
		bar.SetWriter(b.c.out)
		b.bars[e.ID] = bar
		bar.Start()
	}
	bar.SetTotal(max(e.Size, 0)).SetCurrent(e.Done)
	bar.Set("title", clean(e.Title))
	state := stateText(e)
	if e.State == downloads.Downloading {
		state = bytesText(int64(e.Rate)) + "/s"
		if e.Left > 0 {
			state += " " + e.Left.Round(time.Second).String()
		}
	}
	bar.Set("state", state)
	return bar.String()
}

func (b *bars) end() {
	for _, bar := range b.bars {
		bar.Finish()
	}
}
