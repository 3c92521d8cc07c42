package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// askForLink asks for a link, with what is on the clipboard filled in when it is one.
func askForLink(s *Shell) {
	address := widgets.NewStockField("https://…")
	if text := strings.TrimSpace(s.cfg.Paste()); mayOpen(text) && !strings.ContainsAny(text, " \n") {
		address.SetText(text)
	}
	hash := widgets.NewStockField(s.tr(&goi18n.Message{ID: "ui.downloads.link.sha256.placeholder",
		Other: "64 characters of 0-9 and a-f"}))
	name := widgets.NewStockField(s.tr(&goi18n.Message{ID: "ui.downloads.link.name.placeholder", Other: "As the link says"}))
	wrong := newFaultSpot(s)
	form := container.NewVBox(
		widgets.NewFormField("url", s.tr(&goi18n.Message{ID: "ui.downloads.link.url", Other: "Link"}),
			s.tr(&goi18n.Message{ID: "ui.downloads.link.url.hint",
				Other: "Any https address of a file."}), address, address).Box,
		widgets.NewFormField("sha256",
			s.tr(&goi18n.Message{ID: "ui.downloads.link.sha256", Other: "SHA-256 (optional)"}),
			s.tr(&goi18n.Message{ID: "ui.downloads.link.sha256.hint",
				Other: "With it the file is done only when every byte is right."}), hash, hash).Box,
		widgets.NewFormField("name", s.tr(&goi18n.Message{ID: "ui.downloads.link.name", Other: "File name (optional)"}),
			"", name, name).Box, wrong.box)
	var d *dialogBox
	d = s.dialogs.ask(question{title: s.tr(&goi18n.Message{ID: "ui.downloads.link.title", Other: "Download a link"}),
		content: form, width: 560, first: address, main: s.tr(msgDownload), onMain: func() bool {
			link := strings.TrimSpace(address.Text)
			if !mayOpen(link) {
				wrong.set(errNoLink())
				return false
			}
			options := session.DownloadOptions{SHA256: strings.TrimSpace(hash.Text), Name: strings.TrimSpace(name.Text)}
			work(s, s.lifetime, func(ctx context.Context) (downloads.ID, error) {
				return s.cfg.Session.DownloadLink(ctx, link, options)
			},
				func(_ downloads.ID, err error) {
					if err != nil {
						wrong.set(err)
						return
					}
					d.close()
					s.goTo(areaDownloads)
				})
			return false
		}})
}

func errNoLink() *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "ui.link",
		Title: i18n.T(&goi18n.Message{ID: "ui.downloads.link.wrong.title", Other: "This is not a link to a file."}),
		Cause: i18n.T(&goi18n.Message{ID: "ui.downloads.link.wrong.cause", Other: "It begins with https://."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "ui.downloads.link.wrong.step",
			Other: "Copy the whole link and paste it again."})}}
}
