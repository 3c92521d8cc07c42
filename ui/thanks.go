package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// thanks follows the last agreement: it offers the installer at once.
type thanks struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	fault   *faultSpot
	main    *widgets.StockButton
	offer   *fyne.Container
	content *container.Scroll
}

func newThanks(s *Shell) *thanks {
	w := &thanks{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s),
		offer: container.NewVBox()}
	w.main = widgets.NewStockMainButton(
		s.tr(&goi18n.Message{ID: "ui.thanks.download-the-installer-now",
			Other: "Download the installer now"}), theme.DownloadIcon(), nil)
	w.main.Disable()
	all := widgets.NewStockButton(s.tr(&goi18n.Message{ID: "ui.thanks.see-all-packages", Other: "See all packages"}),
		theme.StorageIcon(), func() { w.goOn(areaPackages) })
	w.content = widgets.Page(widgets.Heading(s.tr(&goi18n.Message{ID: "ui.thanks.thank-you", Other: "Thank you"})),
		widgets.Wrapped(
			s.tr(&goi18n.Message{ID: "ui.thanks.text",
				Other: "Your answer was received and its receipt is in your account. Everything {{.Program}} gives out is open to you now."},
				"Program", w.session.Program().Name)),
		w.offer, w.fault.box, widgets.Buttons(w.main, all))
	w.look()
	return w
}

func (w *thanks) object() fyne.CanvasObject { return w.content }
func (w *thanks) apply(view)                {}
func (w *thanks) leave()                    { w.life.end() }

// look finds the installer.
func (w *thanks) look() {
	work(w.shell, w.life, w.session.Catalogue.Packages, func(packages []api.Package, err error) {
		if err != nil {
			w.fault.set(err, widgets.NewStockButton(w.shell.tr(msgTryAgain), theme.ViewRefreshIcon(), func() {
				w.fault.set(nil)
				w.look()
			}))
			return
		}
		found := installerOf(packages)
		if found == nil {
			w.main.Hide()
			return
		}
		w.offer.Add(widgets.Wrapped(joined(" ", found.Title, found.Version)))
		w.offer.Add(widgets.Small(w.shell.list(w.shell.filesText(found.Files), w.shell.bytesText(sizeOf(found.Files)))))
		w.main.OnTapped = func() { w.download(found.ID) }
		w.main.Enable()
		w.shell.win.Canvas().Focus(w.main)
	})
}

func (w *thanks) download(id string) {
	w.main.Disable()
	submitFor(w.shell, w.life, func(ctx context.Context) ([]downloads.ID, error) {
		return w.session.Catalogue.Download(ctx, id, session.DownloadOptions{})
	}, func(_ []downloads.ID, err error) {
		w.main.Enable()
		if err != nil {
			w.fault.set(err)
			return
		}
		w.goOn(areaDownloads)
	})
}

func (w *thanks) goOn(p area) {
	w.shell.thanks = false
	w.shell.goTo(p)
}

// installerOf returns the newest installer that can be had, or nil.
func installerOf(packages []api.Package) *api.Package {
	var found *api.Package
	for i := range packages {
		p := &packages[i]
		if p.Type != "installer" || p.Status != api.PackagePublished || p.Blocked != "" || p.SupersededBy != "" || len(p.Files) == 0 {
			continue
		}
		if found == nil || p.Created.After(found.Created) {
			found = p
		}
	}
	return found
}

func sizeOf(files []api.File) int64 {
	var sum int64
	for _, f := range files {
		sum += f.Size
	}
	return sum
}

func (tx texts) filesText(files []api.File) string {
	if len(files) == 1 {
		return files[0].Name
	}
	return tx.trn(&goi18n.Message{ID: "ui.thanks.files", One: "{{.Count}} file", Other: "{{.Count}} files"}, len(files))
}
