package ui

import (
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/ui/widgets"
)

// stateLine say where a download is: what matters, its tone, and what follows in the plain colour.
type stateLine struct {
	text string
	tone widgets.Tone
	rest string
}

// stateText says in plain words where a download is, in one line, for other screens than that of the downloads.
func (tx texts) stateText(e *downloads.Entry) string {
	words := tx.stateLine(e, 0, time.Time{})
	return dots(words.text, words.rest)
}

// stateLine says where a download is. turn is its number in the queue, from 1; 0 where it is not known.
func (tx texts) stateLine(e *downloads.Entry, turn int, now time.Time) stateLine {
	switch e.State {
	case downloads.Queued:
		return stateLine{text: tx.turnText(turn)}
	case downloads.Checking:
		return stateLine{text: tx.tr(&goi18n.Message{ID: "ui.downloads.state.checking", Other: "Checking the link and the free space"})}
	case downloads.Downloading:
		return stateLine{text: dots(tx.progressText(e), tx.speedText(e), tx.leftText(e.Left))}
	case downloads.Stalled:
		return stateLine{text: tx.tr(&goi18n.Message{ID: "ui.downloads.state.stalled", Other: "Connected, but no data is arriving"}),
			rest: tx.partText(e)}
	case downloads.Retrying:
		return stateLine{text: joined(" ", tx.faultTitle(e), tx.retryText(e.RetryIn)), rest: tx.partText(e)}
	case downloads.Verifying:
		return stateLine{text: tx.tr(msgVerifying)}
	case downloads.Finishing:
		return stateLine{text: tx.tr(msgSaving)}
	case downloads.Done:
		return stateLine{text: tx.doneText(e), tone: widgets.ToneOK, rest: tx.whenText(e.Finished, now)}
	case downloads.Waiting:
		return stateLine{text: tx.waitText(e), tone: toneOf(e), rest: tx.partText(e)}
	case downloads.Paused:
		return stateLine{text: tx.pausedText(e)}
	case downloads.Stopped:
		return stateLine{text: tx.stoppedText(e), tone: toneOf(e)}
	default:
		return stateLine{text: string(e.State)}
	}
}

// toneOf returns the colour of what a download says: amber while it waits for the person, red when it stopped.
func toneOf(e *downloads.Entry) widgets.Tone {
	switch {
	case !needsPerson(e):
		return widgets.ToneNeutral
	case e.State == downloads.Stopped || needsFolder(e):
		return widgets.ToneStop
	default:
		return widgets.ToneWait
	}
}

func (tx texts) doneText(e *downloads.Entry) string {
	if e.Verified {
		return tx.tr(msgVerified)
	}
	return tx.tr(&goi18n.Message{ID: "ui.downloads.state.done", Other: "Done"})
}

func (tx texts) pausedText(e *downloads.Entry) string {
	if e.Done <= 0 {
		return tx.tr(&goi18n.Message{ID: "ui.downloads.state.paused", Other: "Paused"})
	}
	return tx.tr(&goi18n.Message{ID: "ui.downloads.state.paused-at", Other: "Paused at {{.Part}}"}, "Part", tx.progressText(e))
}

func (tx texts) stoppedText(e *downloads.Entry) string {
	if title := tx.faultTitle(e); title != "" {
		return untitled(title)
	}
	return tx.tr(msgStopped)
}

// waitText says what a waiting download waits for.
func (tx texts) waitText(e *downloads.Entry) string {
	switch e.Wait {
	case downloads.WaitSignIn:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.sign-in", Other: "Waiting for you to sign in"})
	case downloads.WaitTerms:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.terms", Other: "Waiting for your answer to the terms"})
	case downloads.WaitAccess:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.access", Other: "Waiting for approval"})
	case downloads.WaitNetwork:
		return tx.networkText(e.RetryIn)
	case downloads.WaitDisk:
		if title := tx.faultTitle(e); title != "" && !diskIsFull(e) {
			return untitled(title)
		}
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.disk", Other: "Waiting for free space on the disk"})
	case downloads.WaitHour:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.quiet-hours", Other: "Waiting for the quiet hours to end"})
	default:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait", Other: "Waiting"})
	}
}

// retryText says when a download tries again by itself.
func (tx texts) retryText(in time.Duration) string {
	switch {
	case in < time.Second:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.retrying.now", Other: "Retrying now."})
	case in < 2*time.Minute:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.retrying.seconds", Other: "Retrying in {{.Count}} s."}, "Count",
			seconds(in))
	default:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.retrying.minutes", Other: "Retrying in {{.Count}} min."},
			"Count", minutes(in))
	}
}

// networkText says that a download waits for the network, and when it looks again by itself; 0 when that is not known.
func (tx texts) networkText(again time.Duration) string {
	switch {
	case again <= 0:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.network", Other: "Waiting for the network"})
	case again < time.Second:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.network.now",
			Other: "Waiting for the network, trying again now"})
	case again < 2*time.Minute:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.network.seconds",
			Other: "Waiting for the network, trying again in {{.Count}} s"}, "Count", seconds(again))
	default:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.network.minutes",
			Other: "Waiting for the network, trying again in {{.Count}} min"}, "Count", minutes(again))
	}
}

func (tx texts) faultTitle(e *downloads.Entry) string {
	if e.Fault == nil {
		return ""
	}
	return tx.say(e.Fault.Title)
}

// progressText is "412 MiB of 1.00 GiB", or what came when the size is not known.
func (tx texts) progressText(e *downloads.Entry) string {
	if e.Size < 0 {
		return tx.tr(&goi18n.Message{ID: "ui.downloads.so-far", Other: "{{.Done}} so far"}, "Done",
			tx.bytesText(e.Done))
	}
	return tx.tr(&goi18n.Message{ID: "ui.downloads.progress", Other: "{{.Done}} of {{.Size}}"}, "Done",
		tx.bytesText(e.Done), "Size", tx.bytesText(e.Size))
}

// partText is progressText once something came.
func (tx texts) partText(e *downloads.Entry) string {
	if e.Done <= 0 {
		return ""
	}
	return tx.progressText(e)
}

func (tx texts) speedText(e *downloads.Entry) string {
	if e.Rate < 1 {
		return ""
	}
	return tx.perSecondText(e.Rate)
}

// progress is how much of a download is there, each from 0 to 1.
type progress struct {
	safe    float64 // flushed to the disk
	arrived float64 // and what came beyond that
	done    float64 // written in order: what the percent says
	known   bool    // false without a size
}

func progressOf(e *downloads.Entry) progress {
	switch {
	case e.State == downloads.Done:
		return progress{safe: 1, arrived: 1, done: 1, known: true}
	case e.Size <= 0:
		return progress{}
	}
	size, arrived := float64(e.Size), e.Done
	for _, c := range e.Connections {
		if c.From > e.Done {
			arrived += max(c.At-c.From, 0) // ahead of what is written
		}
	}
	return progress{safe: min(float64(e.Committed)/size, 1), arrived: min(float64(arrived)/size, 1),
		done: min(float64(e.Done)/size, 1), known: true}
}

// needsPerson reports whether a download can't go on by itself.
func needsPerson(e *downloads.Entry) bool {
	if e.State == downloads.Stopped {
		return e.Fault != nil && e.Fault.Kind != fault.Interrupted
	}
	if e.State != downloads.Waiting {
		return false
	}
	switch e.Wait {
	case downloads.WaitSignIn, downloads.WaitTerms, downloads.WaitAccess, downloads.WaitDisk:
		return true
	}
	return false
}

// diskIsFull reports whether a download waits for room, so that it goes on by itself once there is some.
func diskIsFull(e *downloads.Entry) bool {
	return e.Fault != nil && (e.Fault.Code == "downloads.disk-full" || e.Fault.Code == "downloads.quota")
}

// needsFolder reports whether a download needs another folder than its own.
func needsFolder(e *downloads.Entry) bool {
	if e.Fault == nil || !needsPerson(e) {
		return false
	}
	switch e.Fault.Code {
	case "downloads.folder-gone", "downloads.no-folder", "downloads.no-right", "downloads.read-only", "downloads.path-too-long",
		"downloads.file-too-big":
		return true
	}
	return false
}

// needsLink reports whether a pasted link has run out.
func needsLink(e *downloads.Entry) bool {
	if e.State != downloads.Stopped || e.Source != "" || e.Fault == nil {
		return false
	}
	return e.Fault.Code == "downloads.forbidden" || e.Fault.Code == "downloads.missing"
}

// isOver reports whether nothing more happens to a download unless somebody asks for it.
func isOver(e *downloads.Entry) bool {
	return e.State == downloads.Done || e.State == downloads.Stopped
}

// canRetry reports whether a download stands still and another try may help.
func canRetry(e *downloads.Entry) bool {
	return e.State == downloads.Stopped || e.State == downloads.Retrying || e.State == downloads.Waiting && e.Wait != downloads.WaitHour
}

// wasCancelled reports whether a person ended a download before it was done.
func wasCancelled(e *downloads.Entry) bool {
	return e.State == downloads.Stopped && !needsPerson(e)
}

// countActive counts the downloads that closing the app would interrupt.
func countActive(q *downloads.Snapshot) int {
	n := 0
	for _, e := range q.Entries {
		if e.State.Active() || e.State == downloads.Queued || e.State == downloads.Retrying {
			n++
		}
	}
	return n
}

// countUnfinished counts what is neither done nor given up.
func countUnfinished(q *downloads.Snapshot) int {
	return q.Running + q.Queued + q.Waiting + q.Paused
}

func countState(q *downloads.Snapshot, state downloads.State) int {
	n := 0
	for _, e := range q.Entries {
		if e.State == state {
			n++
		}
	}
	return n
}

func countNeedy(q *downloads.Snapshot) int {
	n := 0
	for _, e := range q.Entries {
		if needsPerson(e) {
			n++
		}
	}
	return n
}
