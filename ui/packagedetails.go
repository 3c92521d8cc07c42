package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// packageDetails shows one package with its files, or how many are chosen, and starts downloads.
type packageDetails struct {
	owner *packages
	shell *Shell
	box   *fyne.Container
	page  *readingPage
	fault *faultSpot

	pack    *api.Package // nil while none or several are chosen
	several []string     // the rows that are chosen, where they are several
	laid    bool         // something was laid out
	files   []*fileLine
	chips   *fyne.Container
	main    *widgets.Button
	place   *fyne.Container // of the main button
}

func newPackageDetails(owner *packages) *packageDetails {
	d := &packageDetails{owner: owner, shell: owner.shell, fault: newFaultSpot(owner.shell), chips: widgets.Flow(widgets.Space2)}
	d.page = newReadingPage(widgets.Space4, 0)
	d.box = container.NewStack(widgets.NewGround(widgets.Paint{Fill: widgets.ColorSunken}), d.page.box)
	d.showNone()
	return d
}

func (d *packageDetails) id() string {
	if d.pack == nil {
		return ""
	}
	return d.pack.ID
}

// showSelected shows what is chosen in the list. A package that shows an earlier version stays so.
func (d *packageDetails) showSelected(ids []string) {
	switch len(ids) {
	case 0:
		d.showNone()
	case 1:
		row, ok := d.owner.rowOf[ids[0]]
		if !ok {
			d.showNone()
			return
		}
		for _, version := range row.versions {
			if p := &d.owner.index.all[version]; p.ID == d.id() {
				d.show(p)
				return
			}
		}
		d.show(&d.owner.index.all[row.lead()])
	default:
		d.showSeveral(ids)
	}
}

// showVersion shows one version of a package.
func (d *packageDetails) showVersion(id string) {
	if i, ok := d.owner.index.byID[id]; ok {
		d.show(&d.owner.index.all[i])
	}
}

func (d *packageDetails) showNone() {
	if d.laid && d.pack == nil && d.several == nil {
		return
	}
	d.pack, d.several, d.files, d.laid = nil, nil, nil, true
	d.page.show(widgets.NewParagraph(widgets.TextConfig{Color: widgets.ColorText3,
		Text: d.shell.tr(&goi18n.Message{ID: "ui.packages.choose-package", Other: "Choose a package to see its files."})}))
}

// showSeveral shows how many packages are chosen, and what they make together.
func (d *packageDetails) showSeveral(ids []string) {
	tx := d.shell.texts
	chosen := d.owner.packagesOf(ids)
	d.pack, d.several, d.files, d.laid = nil, ids, nil, true
	var size int64
	files := 0
	for _, p := range chosen {
		size, files = size+sizeOf(p.Files), files+len(p.Files)
	}
	title := tx.trn(&goi18n.Message{ID: "ui.packages.selected", One: "{{.Count}} selected", Other: "{{.Count}} selected"}, len(ids))
	d.main = widgets.NewButton(widgets.ButtonConfig{Text: tx.downloadPackagesText(len(chosen)), Icon: "download",
		Kind: widgets.ButtonMain, Size: widgets.ButtonBig, Tapped: func() { d.downloadAll(chosen) }})
	d.fault.set(nil)
	d.page.show(widgets.NewParagraph(widgets.TextConfig{Text: title, Size: widgets.TextTitle}),
		widgets.NewParagraph(widgets.TextConfig{Text: tx.list(tx.filesCount(files), tx.bytesText(size)), Color: widgets.ColorText2}),
		widgets.Flow(widgets.Space2, d.main), d.fault.box)
	d.page.scroll.ScrollToTop()
}

// show lays a package out.
func (d *packageDetails) show(p *api.Package) {
	if d.id() != p.ID {
		d.fault.set(nil)
		defer d.page.scroll.ScrollToTop()
	}
	d.pack, d.several, d.files, d.laid = p, nil, nil, true
	parts := []fyne.CanvasObject{d.head(p)}
	if p.Description != "" {
		parts = append(parts, tightMarkup(p.Description, d.shell.openURL))
	}
	if notice := d.owner.obstacleNotice(p); notice != nil {
		parts = append(parts, notice)
	}
	parts = append(parts, d.buttons(p), d.fault.box)
	if len(p.Files) > 0 {
		parts = append(parts, d.filesPart(p))
	}
	parts = append(parts, d.about(p))
	if notes := d.notes(p); notes != nil {
		parts = append(parts, notes)
	}
	d.page.show(parts...)
}

// head is the tile, the title, what it is, and what is to be said of it.
func (d *packageDetails) head(p *api.Package) fyne.CanvasObject {
	tx := d.shell.texts
	d.chips = widgets.Flow(widgets.Space2)
	d.fillChips(p)
	version := ""
	if p.Version != "" {
		version = tx.versionText(p.Version)
	}
	words := container.New(&readingParts{gap: widgets.Space1},
		widgets.NewParagraph(widgets.TextConfig{Text: p.Title, Size: widgets.TextTitle}),
		widgets.NewParagraph(widgets.TextConfig{Color: widgets.ColorText2,
			Text: joined(" · ", version, tx.typeName(p.Type), tx.dayText(changedOn(p)))}), d.chips)
	return container.New(&tileLayout{side: 56}, widgets.NewTile(typeTile(p.Type), 56), words)
}

func (tx texts) versionText(version string) string {
	return tx.tr(&goi18n.Message{ID: "ui.packages.version", Other: "Version {{.Version}}"}, "Version", version)
}

// fillChips shows the chips of the row, and who signed the files.
func (d *packageDetails) fillChips(p *api.Package) {
	d.chips.RemoveAll()
	for _, chip := range d.owner.chips(p) {
		d.chips.Add(widgets.NewChip(chip))
	}
	widgets.ShowIf(len(d.chips.Objects) > 0, d.chips)
	d.chips.Refresh()
}

// buttons are the one that does the obvious, feedback, and More.
func (d *packageDetails) buttons(p *api.Package) fyne.CanvasObject {
	s := d.shell
	d.main = widgets.NewButton(widgets.ButtonConfig{Kind: widgets.ButtonMain, Size: widgets.ButtonBig})
	d.setMain(p)
	feedback := widgets.NewButton(widgets.ButtonConfig{Text: s.tr(msgGiveFeedback), Icon: "chat", Size: widgets.ButtonBig,
		Tapped: func() { s.giveFeedback(*p) }})
	more := widgets.NewButton(widgets.ButtonConfig{Text: s.tr(msgMore), Icon: "more", Kind: widgets.ButtonQuiet, Size: widgets.ButtonBig})
	more.SetTapped(func() { s.openMenuAt(more, p.Title, d.moreItems(p)) })
	d.place = widgets.Flow(widgets.Space2, d.main, feedback, more)
	return d.place
}

var msgGiveFeedback = &goi18n.Message{ID: "ui.packages.give-feedback", Other: "Give feedback"}

// setMain makes the main button do the obvious; it is hidden where nothing is.
func (d *packageDetails) setMain(p *api.Package) {
	cfg := d.mainOf(p)
	cfg.Kind, cfg.Size = widgets.ButtonMain, widgets.ButtonBig
	if cfg.Tapped != nil {
		d.main.Set(cfg)
	}
	widgets.ShowIf(cfg.Tapped != nil, d.main)
}

// applyStates shows how far the downloads of some packages are, where they are those on the page.
func (d *packageDetails) applyStates(changed map[string]bool) {
	if d.pack == nil || !changed[d.pack.ID] {
		return
	}
	before := d.main.Text()
	d.fillChips(d.pack)
	d.setMain(d.pack)
	for _, line := range d.files {
		d.setFile(line)
	}
	if d.main.Text() != before {
		d.place.Refresh()
	}
	d.page.fit()
}

// about are the facts.
func (d *packageDetails) about(p *api.Package) fyne.CanvasObject {
	tx := d.shell.texts
	cfg := widgets.FactsConfig{}
	add := func(label *goi18n.Message, value string) {
		if value != "" {
			cfg.Facts = append(cfg.Facts, widgets.Fact{Label: tx.tr(label), Value: value})
		}
	}
	add(msgEngagement, p.EngagementName())
	add(&goi18n.Message{ID: "ui.packages.category", Other: "Category"}, p.Category)
	add(&goi18n.Message{ID: "ui.packages.available-until", Other: "Available until"}, tx.dayText(p.Expires))
	add(&goi18n.Message{ID: "ui.packages.published", Other: "Published"}, tx.dayText(p.Created))
	add(&goi18n.Message{ID: "ui.packages.publisher", Other: "Signed by"}, publishersOf(p))
	if len(p.Regions) > 0 {
		add(&goi18n.Message{ID: "ui.packages.regions", Other: "Regions"}, tx.list(p.Regions...))
	}
	heading := widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextHeading,
		Text: tx.tr(&goi18n.Message{ID: "ui.packages.about", Other: "About this package"})})
	return container.New(&readingParts{gap: widgets.Space3}, heading, widgets.NewFacts(cfg))
}

// publishersOf returns who signed the files, where all that are signed were by the same.
func publishersOf(p *api.Package) string {
	by := ""
	for _, file := range p.Files {
		switch {
		case file.Publisher == "":
		case by == "":
			by = file.Publisher
		case by != file.Publisher:
			return ""
		}
	}
	return by
}

// notes are what is new in this version, and the way to the other ones; nil where there is neither.
func (d *packageDetails) notes(p *api.Package) fyne.CanvasObject {
	tx := d.shell.texts
	versions := d.owner.index.versionsOf(p.ID)
	if p.ReleaseNotes == "" && len(versions) < 2 {
		return nil
	}
	title := widgets.NewTextLine(widgets.TextConfig{Size: widgets.TextHeading,
		Text: tx.tr(&goi18n.Message{ID: "ui.packages.whats-new", Other: "What's new in {{.Version}}"}, "Version", p.Version)})
	head := fyne.CanvasObject(title)
	if len(versions) > 1 {
		names, chosen := make([]string, len(versions)), 0
		for i, version := range versions {
			other := &d.owner.index.all[version]
			names[i] = tx.versionText(other.Version)
			if other.ID == p.ID {
				chosen = i
			}
		}
		head = beside(160, title, widgets.NewSelect(widgets.SelectOptions{Label: tx.tr(msgVersion), Options: names, Chosen: chosen,
			OnChanged: func(i int) { d.show(&d.owner.index.all[versions[i]]) }}))
	}
	text := p.ReleaseNotes
	if text == "" {
		text = tx.tr(&goi18n.Message{ID: "ui.packages.no-notes", Other: "There are no release notes for this version."})
	}
	return container.New(&readingParts{gap: widgets.Space2}, head, tightMarkup(text, d.shell.openURL))
}

// readingParts is a column whose parts take their width before their height.
type readingParts struct{ gap float32 }

// MinSize returns the height at the widths that the parts have now.
func (l *readingParts) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return widgets.VBox(l.gap, objects...).MinSize()
}

// Layout resizes each part to the whole width.
func (l *readingParts) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.Size().Height))
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(size.Width, height))
		o.Move(fyne.NewPos(0, y))
		y += height + widgets.Unit(l.gap)
	}
}

// tileLayout puts a tile at the left of words that stand at its top.
type tileLayout struct{ side float32 }

// MinSize is that of the higher one.
func (l *tileLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	words := objects[1].MinSize()
	return fyne.NewSize(widgets.Unit(l.side+widgets.Space5)+words.Width, max(widgets.Unit(l.side), words.Height))
}

// Layout resizes the words to what the tile leaves.
func (l *tileLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, left := widgets.Unit(l.side), widgets.Unit(l.side+widgets.Space5)
	objects[0].Resize(fyne.NewSize(side, side))
	width := max(size.Width-left, 0)
	objects[1].Resize(fyne.NewSize(width, objects[1].Size().Height))
	height := objects[1].MinSize().Height
	objects[1].Resize(fyne.NewSize(width, height))
	objects[1].Move(fyne.NewPos(left, max((side-height)/2, 0)))
}
