package ui

import (
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Messages of the downloads that stand in several places.
var (
	msgVerified      = &goi18n.Message{ID: "ui.downloads.state.verified", Other: "Verified"}
	msgDownloaded    = &goi18n.Message{ID: "ui.downloads.phase.downloaded", Other: "Downloaded"}
	msgVerifying     = &goi18n.Message{ID: "ui.downloads.state.verifying", Other: "Verifying"}
	msgSaving        = &goi18n.Message{ID: "ui.downloads.state.finishing", Other: "Saving"}
	msgStopped       = &goi18n.Message{ID: "ui.downloads.state.stopped", Other: "Stopped"}
	msgDetails       = &goi18n.Message{ID: "ui.downloads.details", Other: "Details"}
	msgPauseAll      = &goi18n.Message{ID: "ui.downloads.pause-all", Other: "Pause all"}
	msgResumeAll     = &goi18n.Message{ID: "ui.downloads.resume-all", Other: "Resume all"}
	msgClearFinished = &goi18n.Message{ID: "ui.downloads.clear-finished", Other: "Clear finished"}
	msgPause         = &goi18n.Message{ID: "ui.downloads.pause", Other: "Pause"}
	msgResume        = &goi18n.Message{ID: "ui.downloads.resume", Other: "Resume"}
	msgShowInFolder  = &goi18n.Message{ID: "ui.downloads.show-in-folder", Other: "Show in folder"}
	msgOpenFolder    = &goi18n.Message{ID: "ui.downloads.open-folder", Other: "Open folder"}
	msgShowLog       = &goi18n.Message{ID: "ui.downloads.show-log", Other: "Show log"}
	msgSpeed         = &goi18n.Message{ID: "ui.downloads.speed", Other: "Speed"}
	msgNoLimit       = &goi18n.Message{ID: "ui.downloads.no-limit", Other: "No speed limit"}
	msgLimitOfSpeed  = &goi18n.Message{ID: "ui.downloads.limit", Other: "Speed limit"}
	msgAnotherFolder = &goi18n.Message{ID: "ui.downloads.another-folder", Other: "Choose another folder"}
	msgPasteNewLink  = &goi18n.Message{ID: "ui.downloads.paste-new-link", Other: "Paste new link"}
	msgDownloadNow   = &goi18n.Message{ID: "ui.downloads.download-now", Other: "Download now"}
	msgFolder        = &goi18n.Message{ID: "ui.downloads.folder", Other: "Folder"}
	msgSHA256        = &goi18n.Message{ID: "ui.downloads.sha-256", Other: "SHA-256"}
	msgPasteLinkHint = &goi18n.Message{ID: "ui.downloads.paste-link.hint", Other: "Downloads any https link to a file"}
)

// altKeyText returns a key with Alt.
func (tx texts) altKeyText(key string) string {
	return tx.tr(&goi18n.Message{ID: "ui.keys.alt", Other: "Alt {{.Key}}"}, "Key", key)
}
