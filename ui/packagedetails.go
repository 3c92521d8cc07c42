package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// packageDetails shows one package with its files, and starts downloads.
type packageDetails struct {
	owner   *packages
	shell   *Shell
	pack    *api.Package
	files   []*fileLine
	fault   *faultSpot
	content *container.Scroll
	body    *fyne.Container
}

// fileLine is one file: what it is, and its button that follows the download's state.
type fileLine struct {
	file   api.File
	state  *widget.Label
	button *widgets.StockButton
}

func newPackageDetails(owner *packages) *packageDetails {
	d := &packageDetails{owner: owner, shell: owner.shell, body: container.NewVBox(), fault: newFaultSpot(owner.shell)}
	d.content = container.NewVScroll(container.NewPadded(d.body))
	d.clear()
	return d
}

func (d *packageDetails) id() string {
	if d.pack == nil {
		return ""
	}
	return d.pack.ID
}

func (d *packageDetails) clear() {
	d.pack, d.files = nil, nil
	d.body.Objects = []fyne.CanvasObject{widgets.Wrapped(
		d.shell.tr(&goi18n.Message{ID: "ui.packages.choose-package", Other: "Choose a package to see its files."}))}
	d.body.Refresh()
}

// show lays a package out.
func (d *packageDetails) show(p api.Package) {
	same := d.id() == p.ID
	d.pack, d.files = &p, nil
	if !same {
		d.fault.set(nil)
	}
	d.body.Objects = []fyne.CanvasObject{widgets.Subheading(p.Title)}
	if p.Description != "" {
		d.body.Add(widgets.NewMarkup(p.Description, d.shell.openURL))
	}
	if p.Blocked != "" || p.Agreement != "" {
		d.body.Add(d.blocked(p))
	}
	label := d.shell.tr(msgDownload)
	if len(p.Files) > 1 {
		label = d.shell.tr(&goi18n.Message{ID: "ui.packages.download-all", Other: "Download all {{.Count}} files"},
			"Count", len(p.Files))
	}
	all := widgets.NewStockMainButton(label, theme.DownloadIcon(), func() { d.download(p.ID) })
	d.body.Add(widgets.Buttons(all,
		widgets.NewStockQuietButton(d.shell.tr(&goi18n.Message{ID: "ui.packages.show-downloads", Other: "Show Downloads"}),
			theme.ListIcon(), func() { d.shell.goTo(areaDownloads) }),
		widgets.NewStockQuietButton(d.shell.tr(&goi18n.Message{ID: "ui.packages.give-feedback", Other: "Give feedback"}),
			theme.DocumentCreateIcon(), func() { d.shell.giveFeedback(p) })))
	if p.Blocked != "" {
		all.Importance = widget.MediumImportance
	}
	if p.Status != api.PackagePublished {
		all.Disable()
		d.body.Add(widgets.Small(
			d.shell.tr(&goi18n.Message{ID: "ui.packages.no-longer-given-out",
				Other: "This package is no longer given out."})))
	}
	d.body.Add(d.fault.box)
	d.body.Add(widgets.StockFacts(d.lines(p)...))
	d.body.Add(widgets.Strong(d.shell.tr(&goi18n.Message{ID: "ui.packages.files", Other: "Files"})))
	for _, file := range p.Files {
		d.body.Add(d.fileView(p, file))
	}
	if p.ReleaseNotes != "" {
		d.body.Add(widgets.Strong(d.shell.tr(&goi18n.Message{ID: "ui.packages.release-notes", Other: "Release notes"})))
		d.body.Add(widgets.NewMarkup(p.ReleaseNotes, d.shell.openURL))
	}
	d.body.Refresh()
	if !same {
		d.content.ScrollToTop()
	}
	d.apply(d.shell.view)
}

func (d *packageDetails) lines(p api.Package) [][2]string {
	tx := d.shell.texts
	return [][2]string{
		tx.fact(msgVersion, p.Version),
		tx.fact(msgType, tx.typeName(p.Type)),
		tx.fact(&goi18n.Message{ID: "ui.packages.category", Other: "Category"}, p.Category),
		tx.fact(&goi18n.Message{ID: "ui.packages.engagement", Other: "Engagement"}, p.EngagementName()),
		tx.fact(&goi18n.Message{ID: "ui.packages.size", Other: "Size"}, tx.bytesText(sizeOf(p.Files))),
		tx.fact(&goi18n.Message{ID: "ui.packages.published", Other: "Published"}, tx.dayText(p.Created)),
		tx.fact(msgChanged, tx.dayText(p.Modified)),
		tx.fact(&goi18n.Message{ID: "ui.packages.available-until", Other: "Available until"}, tx.dayText(p.Expires)),
		tx.fact(&goi18n.Message{ID: "ui.packages.status", Other: "Status"}, tx.statusNote(p)),
	}
}

func (d *packageDetails) blocked(p api.Package) fyne.CanvasObject {
	box := container.NewVBox(widgets.Strong(
		d.shell.tr(&goi18n.Message{ID: "ui.packages.blocked", Other: "This package waits for you."})))
	if p.Agreement != "" {
		box.Add(widgets.Wrapped(
			d.shell.tr(&goi18n.Message{ID: "ui.packages.blocked.terms",
				Other: "Read and answer its terms; then it can be downloaded."})))
		box.Add(widgets.Buttons(widgets.NewStockMainButton(d.shell.tr(msgReadTheTerms), theme.DocumentIcon(),
			func() { d.shell.read(p.Agreement) })))
	} else if p.Blocked == api.ProblemAccess {
		box.Add(widgets.Wrapped(
			d.shell.tr(&goi18n.Message{ID: "ui.packages.blocked.engagement",
				Other: "It belongs to an engagement that you are not part of. Ask {{.Contact}}."},
				"Contact", d.owner.session.Program().Contact)))
	}
	return widgets.Panel(box)
}

func (d *packageDetails) fileView(p api.Package, file api.File) fyne.CanvasObject {
	line := &fileLine{file: file, state: widgets.Small("")}
	line.button = widgets.NewStockButton(d.shell.tr(msgDownload), theme.DownloadIcon(),
		func() { d.download(p.ID + "/" + file.Name) })
	if p.Status != api.PackagePublished {
		line.button.Disable()
	}
	d.files = append(d.files, line)
	name := widgets.Selectable(file.Name)
	name.TextStyle.Bold = true
	text := widgets.Lines(name, widgets.Small(joined("  ·  ", d.shell.bytesText(file.Size), file.Description,
		d.shell.signedBy(file))), line.state)
	hash := container.NewVBox()
	if file.SHA256 != "" {
		hash.Add(widgets.Apart(widgets.Small("SHA-256 "+shortHash(file.SHA256)),
			widgets.NewStockQuietButton(d.shell.tr(&goi18n.Message{ID: "ui.packages.copy-sha-256", Other: "Copy SHA-256"}),
				theme.ContentCopyIcon(), func() { d.shell.copyText(file.SHA256) })))
	}
	return widgets.Panel(container.NewVBox(widgets.Apart(text, container.NewCenter(line.button)), hash))
}

func (tx texts) signedBy(file api.File) string {
	if file.Publisher == "" {
		return ""
	}
	return tx.tr(&goi18n.Message{ID: "ui.packages.signed-by", Other: "signed by {{.Publisher}}"}, "Publisher",
		file.Publisher)
}

// download asks the session; its gate may lead to another step of the journey.
func (d *packageDetails) download(what string) {
	d.fault.set(nil)
	submitFor(d.shell, d.owner.life, func(ctx context.Context) ([]downloads.ID, error) {
		return d.owner.session.Catalogue.Download(ctx, what, session.DownloadOptions{})
	}, func(ids []downloads.ID, err error) {
		d.shell.puller.wake()
		if err == nil {
			d.shell.foot.say(
				d.shell.trn(&goi18n.Message{ID: "ui.packages.downloads-added", One: "{{.Count}} download was added.",
					Other: "{{.Count}} downloads were added."}, len(ids)))
			return
		}
		d.fault.set(err, wayOn(d.shell, err)...)
	})
}

// wayOn returns the button that leads where an error asks the person to go.
func wayOn(s *Shell, err error) []fyne.CanvasObject {
	f := fault.Of(err)
	switch {
	case f.Kind == fault.Terms && f.Agreement != "":
		return []fyne.CanvasObject{widgets.NewStockMainButton(s.tr(msgReadTheTerms), theme.DocumentIcon(),
			func() { s.read(f.Agreement) })}
	case f.Kind == fault.SignIn:
		return []fyne.CanvasObject{widgets.NewStockMainButton(s.tr(msgSignIn), theme.LoginIcon(), s.signInAgain)}
	case f.Kind == fault.Disk:
		return []fyne.CanvasObject{widgets.NewStockButton(
			s.tr(&goi18n.Message{ID: "ui.packages.choose-another-folder",
				Other: "Choose another folder"}), theme.FolderOpenIcon(), func() { s.goTo(areaSettings) })}
	default:
		return nil
	}
}

// apply shows beside each file how far its download is.
func (d *packageDetails) apply(v view) {
	if d.pack == nil {
		return
	}
	states := map[string]*downloads.Entry{}
	for _, e := range v.Queue.Entries {
		if e.Group != d.owner.session.Name() {
			continue
		}
		if _, pack, file, ok := session.ReadSource(e.Source); ok && pack == d.pack.ID {
			states[file] = e
		}
	}
	for _, line := range d.files {
		text := ""
		if e := states[line.file.Name]; e != nil {
			text = d.shell.stateText(e)
		} else if _, kept := d.shell.finished.find(d.owner.session.Name(), d.pack.ID, line.file.Name, line.file.SHA256); kept {
			text = d.shell.tr(msgDownloaded) // and no longer on the list of downloads
		}
		if line.state.Text != text {
			line.state.SetText(text)
		}
	}
}
