package ui

import (
	"context"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// fileLine is one file of a package: what it is, how far it is, its one button, and its menu.
type fileLine struct {
	pack   *api.Package
	file   api.File
	second *widgets.TextLine
	button *widgets.Button
	box    *fyne.Container
}

// filesPart is the card of the files.
func (d *packageDetails) filesPart(p *api.Package) fyne.CanvasObject {
	tx := d.shell.texts
	title := widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextHeading,
		Text: tx.tr(&goi18n.Message{ID: "ui.packages.files", Other: "Files"})})
	sum := widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3,
		Align: fyne.TextAlignTrailing, Text: tx.list(tx.filesCount(len(p.Files)), tx.bytesText(sizeOf(p.Files)))})
	var cells []fyne.CanvasObject
	for _, file := range p.Files {
		line := d.newFileLine(p, file)
		d.files = append(d.files, line)
		cells = append(cells, line.box)
	}
	return container.New(&readingParts{gap: widgets.Space3},
		widgets.HBox(widgets.Space3, widgets.Grow(title), widgets.Grow(sum)), widgets.NewCard(widgets.CardConfig{Cells: cells}))
}

func (tx texts) filesCount(n int) string {
	return tx.trn(&goi18n.Message{ID: "ui.packages.files.count", One: "{{.Count}} file", Other: "{{.Count}} files"}, n)
}

func (d *packageDetails) newFileLine(p *api.Package, file api.File) *fileLine {
	line := &fileLine{pack: p, file: file}
	line.second = widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextCaption, Color: widgets.ColorText3})
	name := widgets.NewTextLine(widgets.TextConfig{Text: file.Name, Size: widgets.TextBold, Least: 64})
	line.button = widgets.NewButton(widgets.ButtonConfig{Size: widgets.ButtonSmall})
	more := widgets.NewIconButton(widgets.IconButtonConfig{Icon: "more", Side: 28, Label: d.shell.tr(
		&goi18n.Message{ID: "ui.packages.file.more", Other: "More for {{.File}}"}, "File", file.Name)})
	more.SetTapped(func() { d.shell.openMenuAt(more, file.Name, d.fileItems(line)) })
	words := widgets.VBox(0, name, line.second)
	line.box = widgets.HBox(widgets.Space3, widgets.NewTile(tileOfFile(p, file), 28), widgets.Grow(words),
		widgets.HBox(widgets.Space2, line.button, more))
	d.setFile(line)
	return line
}

// setFile shows how far a file is.
func (d *packageDetails) setFile(line *fileLine) {
	tx, states := d.shell.texts, d.owner.states
	state := ""
	cfg := widgets.ButtonConfig{Text: tx.tr(msgDownload), Tapped: func() { d.download(line.pack, line.file.Name) }}
	entry := states.entries[line.pack.ID+"/"+line.file.Name]
	switch path := states.path(line.pack.ID, line.file); {
	case path != "":
		state = tx.tr(msgDownloaded)
		if entry != nil && entry.Verified {
			state = tx.tr(&goi18n.Message{ID: "ui.packages.file.verified", Other: "verified {{.Time}}"}, "Time", tx.momentText(entry.Finished))
		}
		cfg = widgets.ButtonConfig{Text: tx.tr(msgShowInFolder), Tapped: func() { d.shell.files.show(path) }}
	case entry != nil:
		if chip, ok := tx.progressChip(progressOfFile(entry), percentOf(entry)); ok {
			state = chip.Text
		}
		cfg = widgets.ButtonConfig{Text: tx.tr(msgShowInDownloads), Tapped: func() { d.shell.goTo(areaDownloads) }}
	}
	cfg.Size = widgets.ButtonSmall
	cfg.Label = tx.list(cfg.Text, line.file.Name)
	line.second.SetText(joined(" · ", tx.bytesText(line.file.Size), line.file.Description, state))
	line.button.Set(cfg)
	able := entry != nil || d.owner.obstacleOf(line.pack) == noObstacle || states.path(line.pack.ID, line.file) != ""
	if able == line.button.Disabled() {
		if able {
			line.button.Enable()
		} else {
			line.button.Disable()
		}
	}
	line.box.Refresh()
}

func percentOf(e *downloads.Entry) int {
	if e.Size <= 0 {
		return 0
	}
	return int(100 * e.Done / e.Size)
}

// tileOfFile is the tile of a file: that of the package for what the package is, that of a document for texts beside it.
func tileOfFile(p *api.Package, file api.File) string {
	name := strings.ToLower(file.Name)
	for _, end := range []string{".md", ".txt", ".pdf", ".html", ".rtf"} {
		if strings.HasSuffix(name, end) {
			return widgets.TileDocument
		}
	}
	return typeTile(p.Type)
}

var (
	msgShowInDownloads = &goi18n.Message{ID: "ui.packages.show-in-downloads", Other: "Show in Downloads"}
	msgCopySHA256      = &goi18n.Message{ID: "ui.packages.copy-sha-256", Other: "Copy SHA-256"}
)

// fileItems is the menu of a file.
func (d *packageDetails) fileItems(line *fileLine) []widgets.MenuItem {
	tx := d.shell.texts
	var items []widgets.MenuItem
	if line.file.SHA256 != "" {
		items = append(items, widgets.MenuItem{Label: tx.tr(msgCopySHA256), Icon: "copy",
			Action: func() { d.shell.copyText(line.file.SHA256) }})
	}
	return append(items,
		widgets.MenuItem{Label: tx.tr(msgCopyLink), Icon: "link", Action: func() { d.shell.copyText(d.linkTo(line.pack)) }},
		widgets.MenuItem{Label: tx.tr(&goi18n.Message{ID: "ui.packages.save-as", Other: "Save as…"}), Icon: "folder",
			Disabled: d.owner.obstacleOf(line.pack) != noObstacle, Action: func() { d.saveAs(line) }})
}

// linkTo is what opens a package in this app, also in somebody else's.
func (d *packageDetails) linkTo(p *api.Package) string {
	return "program-connect://" + d.owner.session.Name() + "/packages/" + url.PathEscape(p.ID)
}

// mainOf is the button that does the obvious with a package; it does nothing where there is nothing to do.
func (d *packageDetails) mainOf(p *api.Package) widgets.ButtonConfig {
	tx := d.shell.texts
	o := d.owner.obstacleOf(p)
	progress, _ := d.owner.states.of(p)
	switch {
	case progress == allDownloaded:
		path := d.owner.states.path(p.ID, p.Files[0])
		return widgets.ButtonConfig{Text: tx.tr(msgShowInFolder), Icon: "folder", Tapped: func() { d.shell.files.show(path) }}
	case progress > allDownloaded:
		return widgets.ButtonConfig{Text: tx.tr(msgShowInDownloads), Icon: "download", Tapped: func() { d.shell.goTo(areaDownloads) }}
	case o != noObstacle:
		if remedy := d.owner.remedy(p, o); remedy != nil {
			return *remedy
		}
		return widgets.ButtonConfig{}
	case len(p.Files) == 0:
		return widgets.ButtonConfig{}
	}
	left := len(d.missing(p))
	text := tx.tr(msgDownload)
	switch {
	case left < len(p.Files):
		text = tx.trn(&goi18n.Message{ID: "ui.packages.download-rest", One: "Download the other file",
			Other: "Download the other {{.Count}} files"}, left)
	case left > 1:
		text = tx.trn(&goi18n.Message{ID: "ui.packages.download-files", One: "Download {{.Count}} file",
			Other: "Download all {{.Count}} files"}, left)
	}
	return widgets.ButtonConfig{Text: text, Icon: "download", Tapped: func() { d.downloadAll([]*api.Package{p}) }}
}

// act does the obvious with a package.
func (d *packageDetails) act(p *api.Package) {
	if main := d.mainOf(p); main.Tapped != nil {
		main.Tapped()
	}
}

// moreItems is what else can be done with a package.
func (d *packageDetails) moreItems(p *api.Package) []widgets.MenuItem {
	tx, s := d.shell.texts, d.shell
	items := []widgets.MenuItem{{Label: tx.tr(msgCopyLink), Icon: "link", Action: func() { s.copyText(d.linkTo(p)) }},
		{Label: tx.tr(msgShowInDownloads), Icon: "download", Action: func() { s.goTo(areaDownloads) }},
		{Label: tx.tr(msgGiveFeedback), Icon: "chat", Action: func() { s.giveFeedback(*p) }}}
	if progress, _ := d.owner.states.of(p); progress == allDownloaded && d.owner.obstacleOf(p) == noObstacle {
		items = append(items, widgets.MenuItem{Label: tx.tr(&goi18n.Message{ID: "ui.packages.download-again", Other: "Download again"}),
			Icon: "refresh", Action: func() { d.start([]string{p.ID}) }})
	}
	if e, ok := d.owner.engagements[p.Engagement]; ok && e.Title != "" {
		items = append(items, widgets.MenuItem{Label: tx.tr(&goi18n.Message{ID: "ui.packages.open-engagement", Other: "Open “{{.Engagement}}”"},
			"Engagement", e.Title), Icon: "people", Action: func() { s.goTo(areaEngagements) }})
	}
	return items
}

// missing returns the files of a package that are neither on this computer nor on their way.
func (d *packageDetails) missing(p *api.Package) []string {
	var names []string
	for _, file := range p.Files {
		e := d.owner.states.entries[p.ID+"/"+file.Name]
		if (e == nil || e.State == downloads.Done) && d.owner.states.path(p.ID, file) == "" {
			names = append(names, file.Name)
		}
	}
	return names
}

// download starts the download of one file.
func (d *packageDetails) download(p *api.Package, file string) { d.start([]string{p.ID + "/" + file}) }

// downloadAll starts what is missing of packages; those that wait for something are left out.
func (d *packageDetails) downloadAll(chosen []*api.Package) {
	var what []string
	for _, p := range chosen {
		names := d.missing(p)
		switch {
		case d.owner.obstacleOf(p) != noObstacle || len(names) == 0:
		case len(names) == len(p.Files):
			what = append(what, p.ID)
		default:
			for _, name := range names {
				what = append(what, p.ID+"/"+name)
			}
		}
	}
	if len(what) == 0 {
		d.shell.foot.say(d.shell.tr(&goi18n.Message{ID: "ui.packages.nothing-to-download", Other: "There's nothing left to download here."}))
		return
	}
	d.start(what)
}

// start asks the session; its gate may lead to another step of the journey.
func (d *packageDetails) start(what []string) {
	d.startWith(what, session.DownloadOptions{}, nil)
}

// startWith is start with options; then, where it is not nil, is told how it went in place of the page.
func (d *packageDetails) startWith(what []string, options session.DownloadOptions, then func(error)) {
	d.fault.set(nil)
	from := d.owner.session
	submitFor(d.shell, d.owner.life, func(ctx context.Context) ([]downloads.ID, error) {
		var ids []downloads.ID
		for _, one := range what {
			added, err := from.Catalogue.Download(ctx, one, options)
			if err != nil {
				return ids, err
			}
			ids = append(ids, added...)
		}
		return ids, nil
	}, func(ids []downloads.ID, err error) {
		d.shell.puller.wake()
		if len(ids) > 0 {
			d.shell.foot.say(d.shell.trn(&goi18n.Message{ID: "ui.packages.downloads-added", One: "{{.Count}} download was added.",
				Other: "{{.Count}} downloads were added."}, len(ids)))
		}
		if then != nil {
			then(err)
			return
		}
		if err != nil {
			d.fault.set(err, wayOn(d.shell, err)...)
			d.page.fit()
		}
	})
}

// saveAs asks for another name and folder, and downloads the file there.
func (d *packageDetails) saveAs(line *fileLine) {
	s := d.shell
	name := widgets.NewField(widgets.FieldConfig{Label: s.tr(&goi18n.Message{ID: "ui.packages.save-as.name", Other: "File name"}), Text: line.file.Name})
	folder := widgets.NewField(widgets.FieldConfig{Label: s.tr(&goi18n.Message{ID: "ui.packages.save-as.folder", Other: "Folder"}),
		Text: s.cfg.Session.Settings.Now().Folder})
	trouble := newFaultSpot(s)
	var box *dialogBox
	box = s.dialogs.ask(question{title: s.tr(&goi18n.Message{ID: "ui.packages.save-as.title", Other: "Save “{{.File}}” as"}, "File", line.file.Name),
		content: widgets.VBox(widgets.Space4, name.Box, folder.Box, trouble.box), width: 520, first: name.Input,
		main: s.tr(msgDownload), onMain: func() bool {
			options := session.DownloadOptions{Name: strings.TrimSpace(name.Text()), Dir: strings.TrimSpace(folder.Text())}
			d.startWith([]string{line.pack.ID + "/" + line.file.Name}, options, func(err error) {
				if err != nil {
					trouble.set(err)
					box.refresh()
					return
				}
				box.close()
			})
			return false
		}})
}

// wayOn returns the button that leads where an error asks the person to go.
func wayOn(s *Shell, err error) []fyne.CanvasObject {
	f := fault.Of(err)
	switch {
	case f.Kind == fault.Terms && f.Agreement != "":
		return []fyne.CanvasObject{mainButton(s.tr(msgReadTheTerms), "text", func() { s.read(f.Agreement) })}
	case f.Kind == fault.SignIn:
		return []fyne.CanvasObject{mainButton(s.tr(msgSignIn), "person", s.signInAgain)}
	case f.Kind == fault.Disk:
		return []fyne.CanvasObject{plainButton(s.tr(&goi18n.Message{ID: "ui.packages.choose-another-folder",
			Other: "Choose another folder"}), "folder", func() { s.goTo(areaSettings) })}
	default:
		return nil
	}
}
