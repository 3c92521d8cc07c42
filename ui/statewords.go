package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/programconnect/programconnect/downloads"
)

// stateText says in plain words where a download is: what it does or waits for, how far, how fast, how long.
func stateText(e *downloads.Entry) string {
	switch e.State {
	case downloads.Queued:
		return joined(". ", tr("Waits for its turn"), partText(e))
	case downloads.Checking:
		return joined(". ", tr("Checking the link and the room on the disk"), partText(e))
	case downloads.Downloading:
		return joined(". ", joined(", ", progressText(e), speedText(e)), leftText(e.Left))
	case downloads.Stalled:
		return joined(". ", tr("Connected, but nothing comes just now"), progressText(e))
	case downloads.Retrying:
		return joined(" ", faultTitle(e), tr("Retrying %s.", inText(e.RetryIn)), partText(e))
	case downloads.Verifying:
		return tr("Checking that every byte is right")
	case downloads.Finishing:
		return tr("Putting the file in its place")
	case downloads.Done:
		return joined(", ", doneText(e), bytesText(e.Size), momentText(e.Finished))
	case downloads.Waiting:
		return joined(". ", waitText(e), partText(e))
	case downloads.Paused:
		return joined(". ", tr("Paused"), partText(e))
	case downloads.Stopped:
		if title := faultTitle(e); title != "" {
			return title
		}
		return tr("Stopped")
	default:
		return string(e.State)
	}
}

func doneText(e *downloads.Entry) string {
	if e.Verified {
		return tr("Done and verified")
	}
	return tr("Done")
}

// waitText says what a waiting download waits for.
func waitText(e *downloads.Entry) string {
	switch e.Wait {
	case downloads.WaitSignIn:
		return tr("Waits for you to sign in")
	case downloads.WaitTerms:
		return tr("Waits for your answer to the terms")
	case downloads.WaitAccess:
		return tr("Waits until you are let in")
	case downloads.WaitNetwork:
		if e.RetryIn > 0 {
			return tr("Waits for the network, tries again %s", inText(e.RetryIn))
		}
		return tr("Waits for the network")
	case downloads.WaitDisk:
		return tr("Waits for room on the disk")
	case downloads.WaitHour:
		return tr("Waits for the end of the quiet hours")
	default:
		return tr("Waits")
	}
}

func faultTitle(e *downloads.Entry) string {
	if e.Fault == nil {
		return ""
	}
	return said(e.Fault).Title.String()
}

// progressText is "412 MiB of 1.00 GiB", or what came when the size is not known.
func progressText(e *downloads.Entry) string {
	if e.Size < 0 {
		return tr("%s so far", bytesText(e.Done))
	}
	return tr("%s of %s", bytesText(e.Done), bytesText(e.Size))
}

// partText is progressText once something came.
func partText(e *downloads.Entry) string {
	if e.Done <= 0 {
		return ""
	}
	return progressText(e)
}

func speedText(e *downloads.Entry) string {
	if e.Rate < 1 {
		return ""
	}
	return rateText(int64(e.Rate))
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

// needsPerson tells whether a download can't go on by itself.
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
