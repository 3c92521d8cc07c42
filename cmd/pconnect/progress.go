package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cheggaaa/pb/v3"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/i18n"
)

// progress shows entries on their way: each that changed. There are two: bars on a terminal, lines (or events) elsewhere.
type progress interface {
	show([]*downloads.Entry)
	end()
}

// newProgress returns bars on a terminal, and lines or events elsewhere.
func newProgress(c *cli) progress {
	if c.draws() && !c.json && !c.quiet {
		return &bars{p: c.printer, bars: map[downloads.ID]*pb.ProgressBar{}, open: map[downloads.ID]*downloads.Entry{}}
	}
	return &lines{p: c.printer, last: map[downloads.ID]entry{}, when: map[downloads.ID]time.Time{}}
}

// lines writes a line when a state changes and every ten seconds in between; events with --json twice a second.
type lines struct {
	p    *printer
	last map[downloads.ID]entry
	when map[downloads.ID]time.Time
}

func (l *lines) show(entries []*downloads.Entry) {
	pause := 10 * time.Second
	if l.p.json {
		pause = 500 * time.Millisecond
	}
	var said []i18n.Text
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
		switch {
		case l.p.json:
			_ = l.p.event(now)
		case e.State == downloads.Done: // the answer of the command, so it is written with --quiet too: where the file is
			said = append(said, doneText(e))
		case !l.p.quiet:
			said = append(said, because(i18n.Verbatim(e.Title), stateText(e)))
		}
	}
	l.p.lines(said)
}

func (l *lines) end() {}

func eventName(s downloads.State) string {
	switch s {
	case downloads.Done, downloads.Stopped, downloads.Waiting, downloads.Paused:
		return string(s)
	default:
		return "progress"
	}
}

func doneText(e *downloads.Entry) i18n.Text {
	if e.Verified {
		return i18n.T(&goi18n.Message{ID: "pconnect.download.verified", Other: "{{.Path}}  {{.Size}}, verified"},
			"Path", e.Path, "Size", bytesText(e.Size))
	}
	if e.OpenEnd {
		return i18n.T(&goi18n.Message{ID: "pconnect.download.open-end",
			Other: "{{.Path}}  {{.Size}}, saved, not verified: the server told neither a length nor an end, so the file may be cut short"},
			"Path", e.Path, "Size", bytesText(e.Size))
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.download.saved", Other: "{{.Path}}  {{.Size}}, saved, not verified (no SHA-256 was known)"},
		"Path", e.Path, "Size", bytesText(e.Size))
}

// shareText says how much of an entry is here.
func shareText(e *downloads.Entry) i18n.Text {
	if e.Size <= 0 {
		return i18n.Verbatim(bytesText(e.Done))
	}
	return i18n.T(&goi18n.Message{ID: "pconnect.download.share", Other: "{{.Done}} of {{.Size}}"},
		"Done", bytesText(e.Done), "Size", bytesText(e.Size))
}

// stateText says in plain words what an entry does or waits for.
func stateText(e *downloads.Entry) i18n.Text {
	switch e.State {
	case downloads.Queued:
		return i18n.T(&goi18n.Message{ID: "pconnect.download.queued", Other: "waits for its turn"})
	case downloads.Checking:
		return i18n.T(&goi18n.Message{ID: "pconnect.download.checking", Other: "checks room, name and link"})
	case downloads.Verifying:
		return i18n.T(&goi18n.Message{ID: "pconnect.download.verifying", Other: "verifies its SHA-256"})
	case downloads.Finishing:
		return i18n.T(&goi18n.Message{ID: "pconnect.download.finishing", Other: "puts it into its folder"})
	case downloads.Done:
		return doneText(e)
	}
	share := shareText(e)
	switch e.State {
	case downloads.Downloading:
		return speedText(e, share)
	case downloads.Stalled:
		return i18n.T(&goi18n.Message{ID: "pconnect.download.stalled", Other: "connected, but nothing comes ({{.Share}})"},
			"Share", share)
	case downloads.Retrying:
		return because(i18n.T(&goi18n.Message{ID: "pconnect.download.retrying", Other: "tries again in {{.Time}} ({{.Share}})"},
			"Time", e.RetryIn.Round(time.Second).String(), "Share", share), why(e))
	case downloads.Waiting:
		return because(i18n.T(&goi18n.Message{ID: "pconnect.download.waiting", Other: "waits {{.For}} ({{.Share}})"},
			"For", waitReason(e.Wait), "Share", share), why(e))
	case downloads.Paused:
		return i18n.T(&goi18n.Message{ID: "pconnect.download.paused", Other: "paused at {{.Share}}"}, "Share", share)
	case downloads.Stopped:
		return because(i18n.T(&goi18n.Message{ID: "pconnect.download.stopped", Other: "stopped at {{.Share}}"},
			"Share", share), why(e))
	}
	return share
}

// speedText says how fast bytes come, and how long it still takes where that is known.
func speedText(e *downloads.Entry, share i18n.Text) i18n.Text {
	rate := bytesText(int64(e.Rate)) + "/s"
	switch {
	case e.Rate < 1:
		return share
	case e.Left > 0:
		return i18n.T(&goi18n.Message{ID: "pconnect.download.speed-left", Other: "{{.Share}}, {{.Rate}}, {{.Time}} left"},
			"Share", share, "Rate", rate, "Time", e.Left.Round(time.Second).String())
	default:
		return i18n.T(&goi18n.Message{ID: "pconnect.download.speed", Other: "{{.Share}}, {{.Rate}}"},
			"Share", share, "Rate", rate)
	}
}

func why(e *downloads.Entry) i18n.Text {
	if e.Fault == nil {
		return i18n.Text{}
	}
	return e.Fault.Title
}

// bars draws one bar for each entry that runs, in place.
type bars struct {
	p     *printer
	bars  map[downloads.ID]*pb.ProgressBar
	open  map[downloads.ID]*downloads.Entry // not done yet
	order []downloads.ID                    // of all, as they came
	drawn time.Time
	rows  int // drawn rows, to go back over
}

const (
	barTemplate = `{{string . "title"}} {{counters . }} {{bar . }} {{percent . }} {{string . "state"}}`
	mostBars    = 8 // more would scroll off a small terminal, and what has scrolled cannot be drawn over

	up     = "\x1b[%dA\x1b[J" // up over what was drawn, and clear from there
	noWrap = "\x1b[?7l"       // a row that is too long is cut, or the rows above would be counted wrong
	wrap   = "\x1b[?7h"
)

// drawPause is the least time between two drawings, unless a download was done.
const drawPause = 100 * time.Millisecond

func (b *bars) show(changed []*downloads.Entry) {
	var done []*downloads.Entry
	for _, e := range changed {
		before := b.open[e.ID]
		switch {
		case e.State != downloads.Done:
			if before == nil {
				b.order = append(b.order, e.ID)
			}
			b.open[e.ID] = e
		default:
			done = append(done, e)
			b.close(e.ID)
		}
	}
	if len(done) > 0 || time.Since(b.drawn) >= drawPause {
		b.draw(done)
	}
}

// close ends the bar of an entry.
func (b *bars) close(id downloads.ID) {
	delete(b.open, id)
	if bar := b.bars[id]; bar != nil {
		bar.Finish()
		delete(b.bars, id)
	}
}

// draw writes what was done since the last drawing, and the bars over those that were drawn then.
func (b *bars) draw(done []*downloads.Entry) {
	b.drawn = time.Now()
	var text strings.Builder
	if b.rows > 0 {
		fmt.Fprintf(&text, up, b.rows)
	}
	for _, e := range done {
		text.WriteString(b.p.said(doneText(e)) + "\n")
	}
	text.WriteString(noWrap)
	shown := b.first(mostBars)
	for _, e := range shown {
		text.WriteString(b.bar(e) + "\n")
	}
	b.rows = len(shown)
	if more := len(b.open) - len(shown); more > 0 {
		b.rows++
		text.WriteString(b.p.said(i18n.T(&goi18n.Message{ID: "pconnect.download.more", Other: "and {{.Number}} more"},
			"Number", more)) + "\n")
	}
	text.WriteString(wrap)
	b.p.drawn(text.String())
}

// first returns the entries to draw: those that run before those that wait.
func (b *bars) first(most int) []*downloads.Entry {
	b.order = slices.DeleteFunc(b.order, func(id downloads.ID) bool { return b.open[id] == nil })
	var shown []*downloads.Entry
	for _, running := range []bool{true, false} {
		for _, id := range b.order {
			if e := b.open[id]; len(shown) < most && e.State.Active() == running {
				shown = append(shown, e)
			}
		}
	}
	return shown
}

func (b *bars) bar(e *downloads.Entry) string {
	bar := b.bars[e.ID]
	if bar == nil {
		bar = pb.ProgressBarTemplate(barTemplate).New(0)
		bar.Set(pb.Bytes, true).Set(pb.Static, true).Set(pb.Terminal, true)
		bar.SetWriter(b.p.out)
		b.bars[e.ID] = bar
		bar.Start()
	}
	bar.SetTotal(max(e.Size, 0)).SetCurrent(e.Done)
	bar.Set("title", b.p.cell(e.Title))
	bar.Set("state", b.p.said(barState(e)))
	return bar.String()
}

// barState is what stands behind the bar; the bar itself shows the share.
func barState(e *downloads.Entry) i18n.Text {
	if e.State != downloads.Downloading {
		return stateText(e)
	}
	rate := bytesText(int64(e.Rate)) + "/s"
	if e.Left > 0 {
		rate += " " + e.Left.Round(time.Second).String()
	}
	return i18n.Verbatim(rate)
}

func (b *bars) end() {
	b.draw(nil)
	for _, bar := range b.bars {
		bar.Finish()
	}
}
