package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
)

// settingsScreen changes what the app and the terminal client share. Each setting is saved by itself when its field is left,
// and says so at the field; there is nothing to save at the end and nothing to forget.
type settingsScreen struct {
	shell    *Shell
	life     *lifetime
	values   settings.Settings // in force when the screen was built, and what it saved since
	sections []*settingsSection
	search   *widgets.Field
	nothing  fyne.CanvasObject // what stands there when the search finds no setting
	page     *readingPage
	content  *fyne.Container
	saves    []func(done func()) // waiting for the one under way, which is the first
}

func newSettings(s *Shell) *settingsScreen {
	w := &settingsScreen{shell: s, life: newLifetime(s.ctx), values: s.cfg.Session.Settings.Now()}
	w.sections = w.build()
	column := widgets.VBox(0)
	for _, section := range w.sections {
		column.Add(section.box)
	}
	w.nothing = widgets.NewEmpty(widgets.EmptyConfig{Icon: "search",
		Title: s.tr(&goi18n.Message{ID: "ui.settings.search.nothing", Other: "No setting matches"})})
	w.nothing.Hide()
	column.Add(w.nothing)
	w.page = newReadingPage(0, settingsMost, column).sunken()
	w.page.scroll.OnScrolled = func(fyne.Position) { w.follow() }
	w.content = container.New(settingsLayout{}, w.head(), widgets.NewLine(), w.list(), w.page.box)
	w.follow()
	return w
}

func (w *settingsScreen) object() fyne.CanvasObject { return w.content }
func (w *settingsScreen) apply(view)                {}
func (w *settingsScreen) find()                     { w.shell.win.Canvas().Focus(w.search.Input) }

// leave saves what was typed and not left yet. What is wrong is said, since its field is gone.
func (w *settingsScreen) leave() {
	for _, row := range w.rows() {
		if row.commit != nil {
			row.commit()
		}
		if row.wrong != "" {
			w.shell.foot.say(row.wrong)
		}
	}
	w.life.end()
}

// escape clears the search.
func (w *settingsScreen) escape() bool {
	if w.search.Text() == "" {
		return false
	}
	w.search.SetText("")
	return true
}

func (w *settingsScreen) rows() []*settingRow {
	var all []*settingRow
	for _, section := range w.sections {
		all = append(all, section.rows...)
	}
	return all
}

// head is the title of the screen and the search.
func (w *settingsScreen) head() fyne.CanvasObject {
	s := w.shell
	header := widgets.NewPageHeader(widgets.HeaderConfig{Title: s.tr(msgSettings), MoreText: s.tr(msgMore),
		Caption: s.tr(&goi18n.Message{ID: "ui.settings.caption",
			Other: "Shared with the terminal client. Changes are saved at once."})})
	label := s.tr(&goi18n.Message{ID: "ui.settings.search", Other: "Search settings"})
	w.search = widgets.NewField(widgets.FieldConfig{Label: label, Placeholder: label, Bare: true,
		Changed: func(text string) { w.filter(text) }})
	return container.New(headSearchLayout{}, header, w.search.Box)
}

// list is the list of the sections.
func (w *settingsScreen) list() fyne.CanvasObject {
	items := widgets.VBox(0)
	for _, section := range w.sections {
		section.item = widgets.NewSectionItem(widgets.SectionConfig{Title: section.title, Icon: section.icon}, func() {
			if w.search.Text() != "" {
				w.search.SetText("")
			}
			w.page.reveal(section.box)
			w.choose(section)
		})
		items.Add(section.item)
	}
	return container.NewStack(widgets.NewGround(widgets.Paint{Fill: widgets.ColorSurface}),
		container.NewBorder(nil, nil, nil, widgets.NewLine(),
			widgets.NewScroll(widgets.Padded(widgets.Pad(widgets.Space4, widgets.Space3), items))))
}

// follow shows in the list which section is in sight.
func (w *settingsScreen) follow() {
	at := w.sections[0]
	for _, section := range w.sections {
		if section.box.Visible() && section.box.Position().Y <= w.page.scroll.Offset.Y+widgets.Unit(widgets.Space6) {
			at = section
		}
	}
	w.choose(at)
}

func (w *settingsScreen) choose(chosen *settingsSection) {
	for _, section := range w.sections {
		if now := section == chosen; now != section.chosen {
			section.chosen = now
			section.item.Set(widgets.SectionConfig{Title: section.title, Icon: section.icon, Chosen: now})
		}
	}
}

// filter shows the settings that hold every word of a text.
func (w *settingsScreen) filter(text string) {
	wanted, found := strings.Fields(sortable(text)), false
	for _, section := range w.sections {
		found = section.filter(wanted) || found
	}
	widgets.ShowIf(!found, w.nothing)
	w.page.fit()
	w.follow()
}

// save changes one setting and says at its row how that went. check may refuse first; both run away from the screens'
// goroutine. Saves follow each other, so that none undoes another.
func (w *settingsScreen) save(row *settingRow, check func() error, change func(*settings.Settings)) {
	change(&w.values)
	w.saves = append(w.saves, func(done func()) {
		app := w.shell.cfg.Session
		//nolint:contextcheck // a setting is saved whole, also when the window is closed meanwhile
		work(w.shell, w.shell.lifetime, func(context.Context) (settings.Settings, error) {
			if check != nil {
				if err := check(); err != nil {
					return settings.Settings{}, err
				}
			}
			chosen := app.Settings.Now()
			change(&chosen)
			return chosen, app.SetSettings(chosen)
		}, func(chosen settings.Settings, err error) {
			w.told(row, err)
			if err == nil {
				w.shell.useSettings(chosen) // in another language this screen is built anew
			}
			done()
		})
	})
	if len(w.saves) == 1 {
		w.next()
	}
}

// next runs the save that is first in line.
func (w *settingsScreen) next() {
	if len(w.saves) == 0 {
		return
	}
	w.saves[0](func() {
		w.saves = w.saves[1:]
		w.next()
	})
}

// told says at a row how saving went; a fault that names no setting of this screen is shown whole.
func (w *settingsScreen) told(row *settingRow, err error) {
	f := fault.Of(err)
	switch {
	case f == nil:
		row.saved()
	case f.Field == "":
		w.shell.dialogs.tell(err)
	default:
		text := joined(" ", w.shell.say(f.Title), w.shell.say(f.Cause))
		row.setWrong(text)
		if w.life.ctx.Err() != nil {
			w.shell.foot.say(text)
		}
	}
}

// carry hands over what is half typed, and what is searched, to the same screen in another language.
func (w *settingsScreen) carry(into screen) {
	next, ok := into.(*settingsScreen)
	if !ok {
		return
	}
	rows := next.rows()
	for i, row := range w.rows() {
		for j, input := range row.inputs {
			if to := rows[i].inputs[j]; to.Text != input.Text {
				to.SetText(input.Text)
			}
		}
		if row.wrong != "" {
			rows[i].commit()
		}
	}
	if text := w.search.Text(); text != "" {
		next.search.SetText(text)
	}
	next.page.fit()
}
