package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/ui/widgets"
)

// programSwitcher says at the upper left of every screen which program the person is in, and as whom. It opens the list of
// programs and accounts.
type programSwitcher struct {
	shell  *Shell
	narrow bool
	box    *fyne.Container
	shown  switcherTexts
}

// switcherTexts is what the card shows.
type switcherTexts struct{ tile, name, address string }

func newProgramSwitcher(s *Shell, narrow bool) *programSwitcher {
	c := &programSwitcher{shell: s, narrow: narrow, box: container.NewStack()}
	c.apply(s.view)
	return c
}

// apply shows the program and the account in use.
func (c *programSwitcher) apply(v view) {
	wanted := switcherTexts{tile: tileOf(v.Session.Program.Kind), name: v.Session.Program.Name,
		address: c.shell.tr(&goi18n.Message{ID: "ui.rail.not-signed-in", Other: "Not signed in"})}
	if wanted.name == "" {
		wanted.name = v.Session.Name
	}
	if account := v.Session.Account; account != nil {
		wanted.address = account.Address
	}
	if wanted == c.shown && len(c.box.Objects) > 0 {
		return
	}
	c.shown = wanted
	card := widgets.NewProgramCard(widgets.ProgramCardConfig{Tile: wanted.tile, Name: wanted.name,
		Address: wanted.address, Narrow: c.narrow, Tapped: c.open,
		Label: c.shell.tr(&goi18n.Message{ID: "ui.rail.place", Other: "{{.Program}}, {{.Address}}, change program or account"},
			"Program", wanted.name, "Address", wanted.address)})
	focused := len(c.box.Objects) > 0 && c.shell.hasFocus(c.box.Objects[0])
	c.box.Objects = []fyne.CanvasObject{card}
	c.box.Refresh()
	if focused {
		c.shell.win.Canvas().Focus(card)
	}
}

// open shows the programs and the accounts of this one.
func (c *programSwitcher) open() {
	c.shell.openMenuAt(c.box, c.shell.tr(&goi18n.Message{ID: "ui.rail.programs-and-accounts",
		Other: "Programs and accounts"}), c.items())
}

// items are the programs, and the accounts of the one in use.
func (c *programSwitcher) items() []widgets.MenuItem {
	s := c.shell
	snap := s.view.Session
	var items []widgets.MenuItem
	for _, info := range s.cfg.Session.Programs() {
		if info.Kind == api.KindPortal {
			continue // pages in the browser: nobody is in them here
		}
		items = append(items, widgets.MenuItem{Label: programName(info), Icon: "box", Chosen: info.Name == snap.Name,
			Action: func() { s.useProgram(info.Name) }})
	}
	items = append(items, widgets.MenuItem{Label: s.tr(&goi18n.Message{ID: "ui.rail.all-programs", Other: "All programs"}),
		Icon: "building", Action: func() { s.goTo(areaWelcome) }})
	current := s.session.Load()
	if current == nil {
		return items
	}
	items = append(items, widgets.MenuItem{Separator: true})
	for _, a := range snap.Candidates {
		items = append(items, widgets.MenuItem{Label: a.Address, Icon: "person",
			Chosen: snap.Account != nil && snap.Account.ID == a.ID, Action: func() { s.useAccount(a.ID) }})
	}
	return append(items,
		widgets.MenuItem{Label: s.tr(&goi18n.Message{ID: "ui.account.add-an-account", Other: "Add an account"}), Icon: "plus",
			Action: s.signInAgain},
		widgets.MenuItem{Label: s.tr(msgAccount), Icon: "sliders", Action: func() { s.goTo(areaAccount) }})
}

// useAccount uses another account at the program in use.
func (s *Shell) useAccount(id string) {
	current := s.session.Load()
	act(s, s.lifetime, func(ctx context.Context) error { return current.UseAccount(ctx, id) }, func(err error) {
		s.puller.wake()
		if err != nil {
			s.dialogs.tell(err)
		}
	})
}

// tileOf is the picture of a kind of program.
func tileOf(kind string) string {
	switch kind {
	case api.KindPortal:
		return widgets.TileWeb
	case api.KindHosted:
		return widgets.TilePartner
	default:
		return widgets.TileIoT
	}
}

// openMenuAt opens a menu under an object.
func (s *Shell) openMenuAt(o fyne.CanvasObject, label string, items []widgets.MenuItem) {
	c := s.win.Canvas()
	if len(items) == 0 || widgets.LayerOpen(c) {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	gap := widgets.Unit(widgets.Space1)
	widgets.OpenMenu(c, widgets.MenuOptions{Label: label, Items: items, At: at.AddXY(0, o.Size().Height+gap),
		Above: o.Size().Height + 2*gap, ByKey: widgets.KeysInUse()})
}

// hasFocus reports whether an object has the focus.
func (s *Shell) hasFocus(o fyne.CanvasObject) bool {
	f, ok := o.(fyne.Focusable)
	return ok && s.win.Canvas().Focused() == f
}
