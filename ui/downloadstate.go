package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
)

// stateText says in plain words where a download is: what it does or waits for, how far, how fast, how long.
func (tx texts) stateText(e *downloads.Entry) string {
	switch e.State {
	case downloads.Queued:
		return tx.sentences(tx.tr(&goi18n.Message{ID: "ui.downloads.state.queued", Other: "Waits for its turn"}),
			tx.partText(e))
	case downloads.Checking:
		return tx.sentences(
			tx.tr(&goi18n.Message{ID: "ui.downloads.state.checking",
				Other: "Checking the link and the room on the disk"}), tx.partText(e))
	case downloads.Downloading:
		return tx.sentences(tx.list(tx.progressText(e), tx.speedText(e)), tx.leftText(e.Left))
	case downloads.Stalled:
		return tx.sentences(
			tx.tr(&goi18n.Message{ID: "ui.downloads.state.stalled",
				Other: "Connected, but nothing comes just now"}), tx.progressText(e))
	case downloads.Retrying:
		return joined(" ", tx.faultTitle(e), tx.retryText(e.RetryIn), tx.partText(e))
	case downloads.Verifying:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.state.verifying", Other: "Checking that every byte is right"})
	case downloads.Finishing:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.state.finishing", Other: "Putting the file in its place"})
	case downloads.Done:
		return tx.list(tx.doneText(e), tx.bytesText(e.Size), tx.momentText(e.Finished))
	case downloads.Waiting:
		return tx.sentences(tx.waitText(e), tx.partText(e))
	case downloads.Paused:
		return tx.sentences(tx.tr(&goi18n.Message{ID: "ui.downloads.state.paused", Other: "Paused"}), tx.partText(e))
	case downloads.Stopped:
		if title := tx.faultTitle(e); title != "" {
			return title
		}
		return tx.tr(&goi18n.Message{ID: "ui.downloads.state.stopped", Other: "Stopped"})
	default:
		return string(e.State)
	}
}

func (tx texts) doneText(e *downloads.Entry) string {
	if e.Verified {
		return tx.tr(&goi18n.Message{ID: "ui.downloads.state.verified", Other: "Done and verified"})
	}
	return tx.tr(&goi18n.Message{ID: "ui.downloads.state.done", Other: "Done"})
}

// waitText says what a waiting download waits for.
func (tx texts) waitText(e *downloads.Entry) string {
	switch e.Wait {
	case downloads.WaitSignIn:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.sign-in", Other: "Waits for you to sign in"})
	case downloads.WaitTerms:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.terms", Other: "Waits for your answer to the terms"})
	case downloads.WaitAccess:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.access", Other: "Waits until you are let in"})
	case downloads.WaitNetwork:
		return tx.networkText(e.RetryIn)
	case downloads.WaitDisk:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.disk", Other: "Waits for room on the disk"})
	case downloads.WaitHour:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.quiet-hours",
			Other: "Waits for the end of the quiet hours"})
	default:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait", Other: "Waits"})
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
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.network", Other: "Waits for the network"})
	case again < time.Second:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.network.now",
			Other: "Waits for the network, tries again now"})
	case again < 2*time.Minute:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.network.seconds",
			Other: "Waits for the network, tries again in {{.Count}} s"}, "Count", seconds(again))
	default:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.wait.network.minutes",
			Other: "Waits for the network, tries again in {{.Count}} min"}, "Count", minutes(again))
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
	return tx.rateText(int64(e.Rate))
}

// fraction is how much of a download is there, 0 to 1; not known without a size.
func fraction(e *downloads.Entry) (float64, bool) {
	switch {
	case e.State == downloads.Done:
		return 1, true
	case e.Size <= 0:
		return 0, false
	default:
		return min(float64(e.Done)/float64(e.Size), 1), true
	}
}

// needsPerson reports whether a download can't go on by itself.
func needsPerson(e *downloads.Entry) bool {
	if e.State == downloads.Stopped {
		return e.Fault != nil
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

// stateIcon repeats the state as a sign; the words stand beside it.
func stateIcon(e *downloads.Entry) fyne.Resource {
	switch {
	case e.State == downloads.Done:
		return theme.NewSuccessThemedResource(theme.ConfirmIcon())
	case needsPerson(e):
		return theme.NewWarningThemedResource(theme.WarningIcon())
	case e.State == downloads.Paused:
		return theme.MediaPauseIcon()
	case e.State.Active():
		return theme.NewPrimaryThemedResource(theme.DownloadIcon())
	default:
		return theme.HistoryIcon()
	}
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
