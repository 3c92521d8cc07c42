package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// downloadRow is one line of the list: a sign, the title, the state in words, the bar, and the two actions
// that the state calls for. The toolkit uses a row for one entry after the other.
type downloadRow struct {
	widget.BaseWidget
	shell  *Shell
	icon   *widget.Icon
	title  *widget.Label
	state  *widget.Label
	bar    *widget.ProgressBar
	main   *widgets.StockButton
	remove *widgets.StockButton
	entry  *downloads.Entry // what the row shows now
	box    *fyne.Container
}

func newDownloadRow(actions *downloadActions) *downloadRow {
	r := &downloadRow{shell: actions.shell, icon: widget.NewIcon(theme.DownloadIcon()), title: widget.NewLabel(""),
		state: widget.NewLabel(""), bar: widget.NewProgressBar()}
	r.title.TextStyle.Bold = true
	r.title.Truncation = fyne.TextTruncateEllipsis
	r.state.Truncation = fyne.TextTruncateEllipsis
	r.state.SizeName = theme.SizeNameCaptionText
	r.bar.TextFormatter = func() string { return "" } // the state beside it says how much
	r.main = widgets.NewStockButton("", nil, func() {
		if r.entry != nil {
			actions.main(r.entry)
		}
	})
	r.remove = widgets.NewStockQuietButton(r.shell.tr(msgRemove), theme.DeleteIcon(), func() {
		if r.entry != nil {
			actions.remove(r.entry)
		}
	})
	text := container.New(&widgets.DownloadRowLayout{}, r.title, r.state, r.bar)
	r.box = container.NewBorder(nil, nil, container.NewCenter(r.icon),
		container.NewCenter(container.NewHBox(r.main, r.remove)), text)
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer draws the row's parts.
func (r *downloadRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

// set shows an entry. Only what differs is touched, since this runs several times a second.
func (r *downloadRow) set(e *downloads.Entry) {
	r.entry = e
	widgets.SetText(r.title, e.Title)
	widgets.SetText(r.state, r.shell.stateText(e))
	if icon := stateIcon(e); r.icon.Resource == nil || r.icon.Resource.Name() != icon.Name() {
		r.icon.SetResource(icon)
	}
	if label, icon := r.shell.mainAction(e); r.main.Text != label {
		r.main.Text, r.main.Icon = label, icon
		r.main.Refresh()
		r.box.Refresh() // the buttons need other room
	}
	part, known := fraction(e)
	r.setBar(part, known && e.State != downloads.Done && !needsPerson(e))
}

// setBar shows the bar where it says something: waiting for a person is text alone.
func (r *downloadRow) setBar(value float64, shown bool) {
	if r.bar.Value != value {
		r.bar.SetValue(value)
	}
	widgets.ShowIf(shown, r.bar)
}

// mainAction is the action that a state calls for first.
func (tx texts) mainAction(e *downloads.Entry) (string, fyne.Resource) {
	switch e.State {
	case downloads.Done:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.show-in-folder",
			Other: "Show in folder"}), theme.FolderOpenIcon()
	case downloads.Paused:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.resume", Other: "Resume"}), theme.MediaPlayIcon()
	case downloads.Stopped:
		return tx.tr(&goi18n.Message{ID: "ui.downloads.retry", Other: "Retry"}), theme.ViewRefreshIcon()
	case downloads.Retrying:
		return tx.tr(msgDownloadsRetryNow), theme.ViewRefreshIcon()
	case downloads.Waiting:
		switch e.Wait {
		case downloads.WaitSignIn:
			return tx.tr(msgSignIn), theme.LoginIcon()
		case downloads.WaitTerms:
			return tx.tr(msgReadTheTerms), theme.DocumentIcon()
		case downloads.WaitAccess:
			return tx.tr(msgAskForAccess), theme.AccountIcon()
		case downloads.WaitNetwork, downloads.WaitDisk:
			return tx.tr(msgDownloadsRetryNow), theme.ViewRefreshIcon()
		}
	}
	return tx.tr(&goi18n.Message{ID: "ui.downloads.pause", Other: "Pause"}), theme.MediaPauseIcon()
}
