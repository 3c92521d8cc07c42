package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
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
	button *button
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
	d.body.Objects = []fyne.CanvasObject{wrapped(tr("Choose a package to see its files."))}
	d.body.Refresh()
}

// show lays a package out.
func (d *packageDetails) show(p api.Package) {
	same := d.id() == p.ID
	d.pack, d.files = &p, nil
	if !same {
		d.fault.set(nil)
	}
	d.body.Objects = []fyne.CanvasObject{subheading(p.Title)}
	if p.Description != "" {
		d.body.Add(d.shell.markupView(p.Description))
	}
	if p.Blocked != "" || p.Agreement != "" {
		d.body.Add(d.blocked(p))
	}
	label := tr("Download")
	if len(p.Files) > 1 {
		label = tr("Download all %d files", len(p.Files))
	}
	all := newMainButton(label, theme.DownloadIcon(), func() { d.download(p.ID) })
	d.body.Add(buttons(all, newQuietButton(tr("Show Downloads"), theme.ListIcon(), func() { d.shell.goTo(placeDownloads) }),
		newQuietButton(tr("Give feedback"), theme.DocumentCreateIcon(), func() { d.shell.giveFeedback(p) })))
	if p.Blocked != "" {
		all.Importance = widget.MediumImportance
	}
	if p.Status != api.PackagePublished {
		all.Disable()
		d.body.Add(small(tr("This package is no longer given out.")))
	}
	d.body.Add(d.fault.box)
	d.body.Add(facts(d.lines(p)...))
	d.body.Add(strong(tr("Files")))
	for _, file := range p.Files {
		d.body.Add(d.fileView(p, file))
	}
	if p.ReleaseNotes != "" {
		d.body.Add(strong(tr("Release notes")))
		d.body.Add(d.shell.markupView(p.ReleaseNotes))
	}
	d.body.Refresh()
	if !same {
		d.content.ScrollToTop()
	}
	d.apply(d.shell.view)
}

func (d *packageDetails) lines(p api.Package) [][2]string {
	return [][2]string{{tr("Version"), p.Version}, {tr("Type"), typeName(p.Type)}, {tr("Category"), p.Category},
		{tr("Engagement"), p.EngagementName()}, {tr("Size"), bytesText(sizeOf(p.Files))}, {tr("Published"), dayText(p.Created)},
		{tr("Changed"), dayText(p.Modified)}, {tr("Available until"), dayText(p.Expires)}, {tr("Status"), statusNote(p)}}
}

func (d *packageDetails) blocked(p api.Package) fyne.CanvasObject {
	box := container.NewVBox(strong(tr("This package waits for you.")))
	if p.Agreement != "" {
		box.Add(wrapped(tr("Read and answer its terms; then it can be downloaded.")))
		box.Add(buttons(newMainButton(tr("Read the terms"), theme.DocumentIcon(), func() { d.shell.read(p.Agreement) })))
	} else if p.Blocked == api.ProblemAccess {
		box.Add(wrapped(tr("It belongs to an engagement that you are not part of. Ask %s.", d.owner.session.Program().Contact)))
	}
	return panel(box)
}

func (d *packageDetails) fileView(p api.Package, file api.File) fyne.CanvasObject {
	line := &fileLine{file: file, state: small("")}
	line.button = newButton(tr("Download"), theme.DownloadIcon(), func() { d.download(p.ID + "/" + file.Name) })
	if p.Status != api.PackagePublished {
		line.button.Disable()
	}
	d.files = append(d.files, line)
	name := copyable(file.Name)
	name.TextStyle.Bold = true
	text := lines(name, small(joined("  ·  ", bytesText(file.Size), file.Description, signedBy(file))), line.state)
	hash := container.NewVBox()
	if file.SHA256 != "" {
		hash.Add(apart(small("SHA-256 "+shortHash(file.SHA256)), newQuietButton(tr("Copy SHA-256"), theme.ContentCopyIcon(), func() { d.shell.copyText(file.SHA256) })))
	}
	return panel(container.NewVBox(apart(text, container.NewCenter(line.button)), hash))
}

func signedBy(file api.File) string {
	if file.Publisher == "" {
		return ""
	}
	return tr("signed by %s", file.Publisher)
}

// download asks the session; its gate may lead to another step of the journey.
func (d *packageDetails) download(what string) {
	d.fault.set(nil)
	deed(d.shell, d.owner.life, func(ctx context.Context) ([]downloads.ID, error) {
		return d.owner.session.Download(ctx, what, session.DownloadOptions{})
	}, func(ids []downloads.ID, err error) {
		d.shell.askForSnapshot()
		if err == nil {
			d.shell.foot.say(plural(len(ids), "%d download was added.", "%d downloads were added."))
			return
		}
		d.fault.set(err, d.shell.wayOn(err)...)
	})
}

// wayOn gives the button that leads where an error asks the person to go.
func (s *Shell) wayOn(err error) []fyne.CanvasObject {
	f := fault.Of(err)
	switch {
	case f.Kind == fault.Terms && f.Agreement != "":
		return []fyne.CanvasObject{newMainButton(tr("Read the terms"), theme.DocumentIcon(), func() { s.read(f.Agreement) })}
	case f.Kind == fault.SignIn:
		return []fyne.CanvasObject{newMainButton(tr("Sign in"), theme.LoginIcon(), s.signInAgain)}
	case f.Kind == fault.Disk:
		return []fyne.CanvasObject{newButton(tr("Choose another folder"), theme.FolderOpenIcon(), func() { s.goTo(placeSettings) })}
	default:
		return nil
	}
}

// read shows an agreement to read or answer, outside the journey's order.
func (s *Shell) read(agreement string) {
	if s.place != placeReading {
		s.readFrom = s.place
	}
	s.reading = agreement
	s.goTo(placeReading)
}

// readOn leads back to where the reading began.
func (s *Shell) readOn() { s.goTo(s.readFrom) }

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
			text = stateText(e)
		}
		if line.state.Text != text {
			line.state.SetText(text)
		}
	}
}
