package ui

import (
	"context"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
)

// rowAction is the obvious action of a download: what its button says, and what Enter and a double-click do.
type rowAction struct {
	text *goi18n.Message // nil: there is none
	icon string
	do   func(*downloads.Entry)
}

var (
	msgTryNow        = msgDownloadsRetryNow
	msgDownloadAgain = &goi18n.Message{ID: "ui.downloads.download-again", Other: "Download again"}
)

// main returns the obvious action of a download.
func (a *downloadActions) main(e *downloads.Entry) rowAction {
	switch e.State {
	case downloads.Done:
		return rowAction{msgShowInFolder, "folder", a.openFolder}
	case downloads.Paused:
		return rowAction{msgResume, "play", func(e *downloads.Entry) { a.resume(e) }}
	case downloads.Retrying:
		return rowAction{msgTryNow, "refresh", func(e *downloads.Entry) { a.retry(e) }}
	case downloads.Finishing:
		return rowAction{}
	case downloads.Stopped:
		return a.remedy(e)
	case downloads.Waiting:
		return a.help(e)
	default:
		return rowAction{msgPause, "pause", func(e *downloads.Entry) { a.pause(e) }}
	}
}

// open does the obvious.
func (a *downloadActions) open(e *downloads.Entry) {
	if main := a.main(e); main.do != nil && a.mark(e) == nil {
		main.do(e)
	}
}

// remedy is what helps a download that stopped.
func (a *downloadActions) remedy(e *downloads.Entry) rowAction {
	switch {
	case needsFolder(e):
		return rowAction{msgAnotherFolder, "folder", a.chooseFolder}
	case needsLink(e):
		return rowAction{msgPasteNewLink, "link", func(e *downloads.Entry) { pasteNewLink(a.shell, e) }}
	case wasCancelled(e):
		return rowAction{msgDownloadAgain, "refresh", func(e *downloads.Entry) { a.retry(e) }}
	default:
		return rowAction{msgTryAgain, "refresh", func(e *downloads.Entry) { a.retry(e) }}
	}
}

// help leads to what a waiting download waits for.
func (a *downloadActions) help(e *downloads.Entry) rowAction {
	switch e.Wait {
	case downloads.WaitSignIn:
		return rowAction{msgSignIn, "person", a.toStep}
	case downloads.WaitTerms:
		return rowAction{msgReadTheTerms, "text", a.toStep}
	case downloads.WaitAccess:
		return rowAction{msgAskForAccess, "key", a.toStep}
	case downloads.WaitHour:
		return rowAction{msgDownloadNow, "download", func(*downloads.Entry) { a.screen.notice.downloadNow() }}
	}
	if needsFolder(e) {
		return rowAction{msgAnotherFolder, "folder", a.chooseFolder}
	}
	return rowAction{msgTryNow, "refresh", func(e *downloads.Entry) { a.retry(e) }}
}

// toStep opens the download's program at the step that it waits for; for access to a package, at that package.
func (a *downloadActions) toStep(e *downloads.Entry) {
	s := a.shell
	if _, pack, _, ok := session.ReadSource(e.Source); ok && e.Wait == downloads.WaitAccess {
		s.wantedPackage = pack
	}
	if current := s.session.Load(); e.Group != "" && (current == nil || current.Name() != e.Group) {
		s.useProgram(e.Group)
		return
	}
	switch {
	case e.Wait == downloads.WaitTerms && e.Fault != nil && e.Fault.Agreement != "" && s.ready():
		s.read(e.Fault.Agreement)
	case e.Wait == downloads.WaitSignIn && s.ready():
		s.signInAgain()
	case s.ready():
		s.goTo(areaPackages)
	default:
		s.goTo(areaJourney)
	}
}

// chooseFolder asks for another folder, and downloads the file into it.
func (a *downloadActions) chooseFolder(e *downloads.Entry) {
	s := a.shell
	pickFolder(s, s.tr(msgAnotherFolder), func(folder string) {
		name, pack, file, ok := session.ReadSource(e.Source)
		if !ok {
			askForLinkWith(s, linkDraft{name: e.Name, sha256: wantedHash(e), dir: folder, replaces: e})
			return
		}
		work(s, s.lifetime, func(ctx context.Context) ([]downloads.ID, error) {
			program, err := s.cfg.Session.Session(ctx, name)
			if err != nil {
				return nil, err
			}
			return a.elsewhere(ctx, program, pack+"/"+file, folder, e)
		}, func(ids []downloads.ID, err error) {
			if err != nil {
				s.dialogs.tell(err)
				return
			}
			revealDownload(s, ids[0])
		})
	})
}

// elsewhere takes a download off the queue and puts it in again with another folder.
func (a *downloadActions) elsewhere(ctx context.Context, program *session.Session, what, folder string, e *downloads.Entry) ([]downloads.ID, error) {
	options := session.DownloadOptions{Dir: folder, Priority: e.Priority, Limit: e.Limit}
	specs, err := program.Catalogue.Specs(ctx, what, options) // refused before anything is given up
	if err != nil {
		return nil, err
	}
	queue, err := a.shell.cfg.Session.Queues.Shared(ctx)
	if err != nil {
		return nil, err
	}
	if err := queue.Remove(e.ID); err != nil {
		return nil, err
	}
	return queue.Add(ctx, specs...)
}

// wantedHash is the SHA-256 that a download is to have, as far as it is known beforehand.
func wantedHash(e *downloads.Entry) string {
	if isOver(e) && e.State == downloads.Done && !e.Verified {
		return ""
	}
	return e.SHA256
}
