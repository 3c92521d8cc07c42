package ui

import (
	"context"
	"net/url"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// askForLink asks for a link, with what is on the clipboard filled in when it is one.
func askForLink(s *Shell) { askForLinkWith(s, linkDraft{url: clipboardLink(s.cfg.Paste())}) }

// pasteNewLink asks for a fresh link in place of one that has run out.
func pasteNewLink(s *Shell, e *downloads.Entry) {
	askForLinkWith(s, linkDraft{url: clipboardLink(s.cfg.Paste()), name: e.Name, sha256: e.SHA256, dir: e.Dir, replaces: e})
}

// clipboardLink returns the link that a text from the clipboard is, or nothing.
func clipboardLink(text string) string {
	text = strings.TrimSpace(text)
	if !mayOpen(text) || strings.ContainsAny(text, " \n") {
		return ""
	}
	return text
}

// linkDraft is what a download of a link begins with.
type linkDraft struct {
	url, sha256, name string
	dir               string           // empty: the settings' folder
	replaces          *downloads.Entry // goes once the new one is in the queue
}

// linkForm is the dialog that asks for a link.
type linkForm struct {
	shell           *Shell
	draft           linkDraft
	url, hash, name *widgets.Field
	wrong           *faultSpot
	dialog          *dialogBox
	busy            bool
}

func askForLinkWith(s *Shell, draft linkDraft) {
	f := &linkForm{shell: s, draft: draft, wrong: newFaultSpot(s)}
	f.url = widgets.NewField(widgets.FieldConfig{Label: s.tr(&goi18n.Message{ID: "ui.downloads.link.url", Other: "Link"}),
		Hint: s.tr(&goi18n.Message{ID: "ui.downloads.link.url.hint", Other: "Any https address of a file."}), Placeholder: "https://…",
		Text: draft.url, Changed: func(string) { f.url.SetError("") }})
	f.hash = widgets.NewField(widgets.FieldConfig{Label: s.tr(&goi18n.Message{ID: "ui.downloads.link.sha256", Other: "SHA-256 (optional)"}),
		Hint: s.tr(&goi18n.Message{ID: "ui.downloads.link.sha256.hint",
			Other: "With it the file is done only when every byte is right."}), Text: draft.sha256,
		Placeholder: s.tr(&goi18n.Message{ID: "ui.downloads.link.sha256.placeholder", Other: "64 characters of 0-9 and a-f"})})
	f.name = widgets.NewField(widgets.FieldConfig{Label: s.tr(&goi18n.Message{ID: "ui.downloads.link.name", Other: "File name (optional)"}),
		Text: draft.name, Placeholder: s.tr(&goi18n.Message{ID: "ui.downloads.link.name.placeholder", Other: "As the link says"})})
	title := s.tr(&goi18n.Message{ID: "ui.downloads.link.title", Other: "Download a link"})
	if draft.replaces != nil {
		title = s.tr(msgPasteNewLink)
	}
	f.dialog = s.dialogs.ask(question{title: title, width: 560, first: f.url.Input, main: s.tr(msgDownload), onMain: f.send,
		content: widgets.VBox(widgets.Space4, f.url.Box, f.hash.Box, f.name.Box, f.wrong.box)})
}

// send adds the link to the queue. The dialog stays, with what was typed, until it is in; it reports whether to close it now.
func (f *linkForm) send() bool {
	s, link := f.shell, strings.TrimSpace(f.url.Text())
	if !mayOpen(link) {
		wrong := errNoLink()
		f.url.SetError(joined(" ", s.say(wrong.Title), s.say(wrong.Cause)))
		return false
	}
	if f.busy {
		return false
	}
	f.busy = true
	options := session.DownloadOptions{SHA256: strings.TrimSpace(f.hash.Text()), Name: strings.TrimSpace(f.name.Text()), Dir: f.draft.dir}
	work(s, s.lifetime, func(ctx context.Context) (downloads.ID, error) {
		return addLink(ctx, s, link, options, f.draft.replaces)
	},
		func(id downloads.ID, err error) {
			f.busy = false
			if err != nil {
				f.show(err)
				return
			}
			f.dialog.close()
			s.foot.say(s.tr(&goi18n.Message{ID: "ui.downloads.link.added", Other: "“{{.Name}}” joined the queue."}, "Name",
				nameOfLink(link, options.Name)))
			revealDownload(s, id)
		})
	return false
}

// show says what is wrong at the field that is, else under all of them.
func (f *linkForm) show(err error) {
	s, wrong := f.shell, fault.Of(err)
	if wrong.Field == "sha256" {
		f.hash.SetError(joined(" ", s.say(wrong.Title), s.say(wrong.Cause)))
		return
	}
	f.wrong.set(err)
}

// addLink puts a link into the queue, away from the screens' goroutine, and takes the download that it replaces off.
func addLink(ctx context.Context, s *Shell, link string, options session.DownloadOptions, replaces *downloads.Entry) (downloads.ID, error) {
	id, err := s.cfg.Session.DownloadLink(ctx, link, options)
	if err != nil || replaces == nil || replaces.ID == id {
		return id, err
	}
	if queue := s.cfg.Session.Queues.Current(); queue != nil {
		err = queue.Remove(replaces.ID)
	}
	return id, err
}

// nameOfLink is what a link's file is called before anybody answered.
func nameOfLink(link, name string) string {
	if name != "" {
		return name
	}
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	if last := u.Path[strings.LastIndexByte(u.Path, '/')+1:]; last != "" {
		return last
	}
	return u.Host
}

// revealDownload shows the downloads with one of them chosen and in sight, as soon as it is in the snapshot.
func revealDownload(s *Shell, id downloads.ID) {
	s.goTo(areaDownloads)
	if w, ok := s.screen.(*downloadsScreen); ok {
		w.sought = id
		w.seek()
	}
	s.puller.wake()
}

func errNoLink() *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "ui.link",
		Title: i18n.T(&goi18n.Message{ID: "ui.downloads.link.wrong.title", Other: "This is not a link to a file."}),
		Cause: i18n.T(&goi18n.Message{ID: "ui.downloads.link.wrong.cause", Other: "A link begins with https://."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "ui.downloads.link.wrong.step",
			Other: "Copy the whole link and paste it again."})}}
}
