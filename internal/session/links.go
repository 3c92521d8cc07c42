package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// DownloadLink puts any https link into the queue (http only to this computer): the same engine without a program's extras.
func (a *App) DownloadLink(ctx context.Context, link string, opts DownloadOptions) (downloads.ID, error) {
	spec, err := a.LinkSpec(link, opts)
	if err != nil {
		return 0, err
	}
	queue, err := a.Queues.Shared(ctx)
	if err != nil {
		return 0, err
	}
	ids, err := queue.Add(ctx, spec)
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}

// LinkSpec is DownloadLink without the queue: what would be added.
func (a *App) LinkSpec(link string, opts DownloadOptions) (downloads.Spec, error) {
	if err := errors.Join(CheckLink(link), CheckSHA256(opts.SHA256)); err != nil {
		return downloads.Spec{}, err
	}
	dir, err := a.folder(opts.Dir)
	return downloads.Spec{URL: strings.TrimSpace(link), Name: opts.Name, Dir: dir, Size: -1, SHA256: strings.ToLower(opts.SHA256),
		Priority: opts.Priority, Connections: opts.Connections, Limit: opts.Limit, Paused: opts.Paused}, err
}

// folder returns the whole path of the folder that was asked for, or the settings' one.
func (a *App) folder(dir string) (string, error) {
	if dir == "" {
		return a.Settings.Now().Folder, nil
	}
	whole, err := filepath.Abs(dir)
	if err != nil {
		return "", homefile.DiskFault(homefile.Finding, dir, err)
	}
	return whole, a.Settings.Policy().CheckFolder(whole)
}

// CheckLink returns a fault when a pasted link can't be downloaded: only https can, or http to this computer.
func CheckLink(link string) error {
	u, err := url.Parse(strings.TrimSpace(link))
	if err == nil && u.Host != "" && u.User == nil && urlcheck.Secure(u) {
		return nil
	}
	return &fault.Error{Kind: fault.Usage, Code: "session.link", Field: "what",
		Title: i18n.T(&goi18n.Message{ID: "session.link.title", Other: "This link can't be downloaded."}),
		Cause: i18n.T(&goi18n.Message{ID: "session.link.cause",
			Other: "Only https is used, so that nobody on the way can read or change anything; http works to this computer alone."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.link.step", Other: "Look for an https link to the same file."})}}
}

// CheckSHA256 returns a fault when text is no SHA-256 in hex; empty is fine: then there is none.
func CheckSHA256(text string) error {
	if text == "" {
		return nil
	}
	if raw, err := hex.DecodeString(text); err == nil && len(raw) == sha256.Size {
		return nil
	}
	return &fault.Error{Kind: fault.Usage, Code: "session.sha256", Field: "sha256",
		Title: i18n.T(&goi18n.Message{ID: "session.sha256.title", Other: "This is not a SHA-256."}),
		Cause: i18n.T(&goi18n.Message{ID: "session.sha256.cause", Other: "A SHA-256 has 64 characters of 0-9 and a-f."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.sha256.step", Other: "Copy it again, whole."})}}
}
