package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// journeyColumn is how wide the column of a step of the journey is, at 100 %.
const journeyColumn = 640

// thanks follows the last agreement: the installer is one press away, and under it stands what else there is.
type thanks struct {
	shell   *Shell
	life    *lifetime
	session *session.Session
	fault   *faultSpot
	main    *widgets.Button
	page    *readingPage
	offer   *fyne.Container
	others  *fyne.Container
}

func newThanks(s *Shell) *thanks {
	w := &thanks{shell: s, life: newLifetime(s.ctx), session: s.session.Load(), fault: newFaultSpot(s),
		offer: container.NewStack(), others: container.NewStack()}
	done := widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorOKSoft, Radius: 28, Padding: widgets.Pad(widgets.Space4, widgets.Space4),
		Content: widgets.NewIcon("check", widgets.ColorOK, widgets.IconLarge)})
	words := container.New(&readingParts{gap: widgets.Space1},
		widgets.NewParagraph(widgets.TextConfig{Text: s.tr(&goi18n.Message{ID: "ui.thanks.title", Other: "You're in"}), Size: widgets.TextDisplay}),
		widgets.NewParagraph(widgets.TextConfig{Color: widgets.ColorText2, Text: s.tr(&goi18n.Message{ID: "ui.thanks.answer",
			Other: "Your answer is recorded. Everything in {{.Program}} is open to you now."}, "Program", w.session.Program().Name)}))
	w.offer.Hide()
	w.others.Add(w.otherRows(offer{}))
	w.page = newReadingPage(widgets.Space6, journeyColumn, container.New(&tileLayout{side: 56}, done, words), w.offer, w.fault.box, w.others)
	w.look()
	return w
}

func (w *thanks) object() fyne.CanvasObject { return w.page.box }
func (w *thanks) apply(view)                {}
func (w *thanks) leave()                    { w.life.end() }

// look finds the installer.
func (w *thanks) look() {
	now := w.shell.cfg.Clock()
	work(w.shell, w.life, func(ctx context.Context) (offer, error) {
		all, err := w.session.Catalogue.Packages(ctx)
		return newOffer(all, now), err
	}, func(o offer, err error) {
		if err != nil {
			w.fault.set(err, plainButton(w.shell.tr(msgTryAgain), "refresh", func() {
				w.fault.set(nil)
				w.look()
			}))
			w.page.fit()
			return
		}
		w.offer.RemoveAll()
		if o.installer != nil {
			w.offer.Add(w.installer(o.installer))
			w.offer.Show()
		}
		w.others.Objects = []fyne.CanvasObject{w.otherRows(o)}
		w.page.fit()
		if o.installer != nil {
			w.shell.win.Canvas().Focus(w.main)
		}
	})
}

// offer is what the page offers: the installer, the newest package beside it, and how many there are.
type offer struct {
	installer, other *api.Package
	count            int
}

func newOffer(all []api.Package, now time.Time) offer {
	o := offer{count: len(newPackageIndex(all).find(packageFilter{}, now))}
	o.installer = newestOf(all, func(p *api.Package) bool { return p.Type == "installer" })
	o.other = newestOf(all, func(p *api.Package) bool { return o.installer == nil || p.ID != o.installer.ID })
	return o
}

// installer is the card of the installer, with the main button.
func (w *thanks) installer(p *api.Package) fyne.CanvasObject {
	tx := w.shell.texts
	w.main = widgets.NewButton(widgets.ButtonConfig{Text: tx.tr(msgDownload), Icon: "download", Kind: widgets.ButtonMain,
		Size: widgets.ButtonBig, Label: tx.list(tx.tr(msgDownload), p.Title), Tapped: func() { w.download(p.ID) }})
	words := container.New(&readingParts{},
		widgets.NewParagraph(widgets.TextConfig{Text: p.Title, Size: widgets.TextHeading}),
		widgets.NewParagraph(widgets.TextConfig{Color: widgets.ColorText2,
			Text: joined(" · ", tx.versionText(p.Version), tx.filesCount(len(p.Files)), tx.bytesText(sizeOf(p.Files)))}),
		widgets.NewParagraph(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3,
			Text: tx.tr(&goi18n.Message{ID: "ui.thanks.saved-in", Other: "It will be saved in {{.Folder}}"}, "Folder",
				w.shell.cfg.Session.Settings.Now().Folder)}))
	body := container.New(&tileLayout{side: 56}, widgets.NewTile(typeTile(p.Type), 56), words)
	return widgets.NewCard(widgets.CardConfig{Content: beside(280, body, w.main)})
}

// otherRows are what else there is: another package, all of them, the receipt.
func (w *thanks) otherRows(o offer) fyne.CanvasObject {
	tx := w.shell.texts
	var rows []fyne.CanvasObject
	if other := o.other; other != nil {
		rows = append(rows, w.row(widgets.NewTile(typeTile(other.Type), 28), other.Title,
			joined(" · ", other.Version, tx.bytesText(sizeOf(other.Files)), tx.typeName(other.Type)), func() {
				w.shell.wantedPackage = other.ID
				w.goOn(areaPackages)
			}))
	}
	see := tx.tr(&goi18n.Message{ID: "ui.thanks.see-all-packages", Other: "See all packages"})
	if o.count > 0 {
		see = tx.trn(&goi18n.Message{ID: "ui.thanks.see-packages", One: "See {{.Count}} package", Other: "See all {{.Count}} packages"}, o.count)
	}
	rows = append(rows, w.row(widgets.NewIcon("box", widgets.ColorAccent, 0), see,
		tx.tr(&goi18n.Message{ID: "ui.thanks.see-packages.text", Other: "Installers, images, symbols and documents"}),
		func() { w.goOn(areaPackages) }),
		w.row(widgets.NewIcon("receipt", widgets.ColorAccent, 0),
			tx.tr(&goi18n.Message{ID: "ui.thanks.receipt", Other: "Look at your receipt"}),
			tx.tr(&goi18n.Message{ID: "ui.thanks.receipt.text", Other: "It's in your account, signed by the program"}),
			func() { w.goOn(areaAccount) }))
	column := widgets.VBox(0)
	for i, row := range rows {
		if i > 0 {
			column.Add(widgets.NewLine())
		}
		column.Add(row)
	}
	head := widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextCaptionBold, Color: widgets.ColorText2,
		Text: tx.tr(&goi18n.Message{ID: "ui.thanks.or", Other: "Or continue with"})})
	return widgets.VBox(widgets.Space2, head, widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSurface, Edge: widgets.ColorLine,
		Radius: widgets.RadiusCard, Padding: widgets.Pad(2, 2), Content: column}))
}

// row is a line that leads somewhere.
func (w *thanks) row(picture fyne.CanvasObject, title, text string, tapped func()) fyne.CanvasObject {
	words := widgets.VBox(0, widgets.NewTextLine(widgets.TextConfig{Text: title}),
		widgets.NewTextLine(widgets.TextConfig{Text: text, Size: widgets.TextCaption, Color: widgets.ColorText3}))
	line := widgets.HBox(widgets.Space3, widgets.Fixed(28, 0, container.NewCenter(picture)), widgets.Grow(words),
		widgets.NewIcon("right", widgets.ColorText2, widgets.IconSmall))
	return widgets.NewPressable(widgets.PressConfig{Content: widgets.Padded(widgets.Pad(widgets.Space3, widgets.Space4), line),
		Label: title, Tapped: tapped, Look: widgets.Paint{Radius: widgets.RadiusRow},
		HoverLook: widgets.Paint{Fill: widgets.ColorHover, Radius: widgets.RadiusRow}})
}

func (w *thanks) download(id string) {
	w.main.Disable()
	submitFor(w.shell, w.life, func(ctx context.Context) ([]downloads.ID, error) {
		return w.session.Catalogue.Download(ctx, id, session.DownloadOptions{})
	}, func(_ []downloads.ID, err error) {
		w.main.Enable()
		if err != nil {
			w.fault.set(err, wayOn(w.shell, err)...)
			w.page.fit()
			return
		}
		w.goOn(areaDownloads)
	})
}

func (w *thanks) goOn(p area) {
	w.shell.thanks = false
	w.shell.goTo(p)
}

// newestOf returns the newest package that is wanted and can be had, or nil.
func newestOf(packages []api.Package, wanted func(*api.Package) bool) *api.Package {
	var found *api.Package
	for i := range packages {
		p := &packages[i]
		if !wanted(p) || p.Status != api.PackagePublished || p.Blocked != "" || p.Agreement != "" || p.SupersededBy != "" || len(p.Files) == 0 {
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
