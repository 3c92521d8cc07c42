package ui

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
)

// settings changes what the app and the terminal client share. Each change takes effect when its field is
// left; there is nothing to save at the end and nothing to forget.
type settingsScreen struct {
	shell   *Shell
	life    *lifetime
	values  settings.Settings
	fields  []*widgets.FormField
	fault   *faultSpot
	content *container.Scroll
	writing bool
	again   bool
}

func newSettings(s *Shell) *settingsScreen {
	w := &settingsScreen{shell: s, life: newLifetime(s.ctx), values: s.cfg.Session.Settings.Now(), fault: newFaultSpot(s)}
	w.content = widgets.Page(widgets.Heading(s.tr(msgSettings)), w.fault.box,
		widgets.Subheading(
			s.tr(msgDownloads)), w.folder(), w.parallel(), w.connections(), w.perHost(), w.limit(), w.quiet(), w.keepAwake(), w.proxy(),
		widgets.Subheading(
			s.tr(&goi18n.Message{ID: "ui.settings.appearance",
				Other: "Appearance"})), w.theme(), w.size(), w.language(),
		widgets.Subheading(s.tr(&goi18n.Message{ID: "ui.settings.about", Other: "About"})),
		widgets.Wrapped(s.tr(&goi18n.Message{ID: "ui.settings.version", Other: "Program Connect {{.Version}}"},
			"Version", s.cfg.Version)))
	return w
}

func (w *settingsScreen) object() fyne.CanvasObject { return w.content }
func (w *settingsScreen) apply(view)                {}
func (w *settingsScreen) leave()                    { w.life.end() }

// folder is the folder for downloads, typed or chosen.
func (w *settingsScreen) folder() fyne.CanvasObject {
	input := widgets.NewStockField("")
	input.SetText(w.values.Folder)
	set := func() {
		if text := strings.TrimSpace(input.Text); text != w.values.Folder {
			w.values.Folder = text
			w.save()
		}
	}
	input.OnLeft, input.OnSubmitted = set, func(string) { set() }
	choose := widgets.NewStockButton(w.shell.tr(&goi18n.Message{ID: "ui.settings.choose-folder", Other: "Choose folder"}),
		theme.FolderOpenIcon(), func() {
			d := dialog.NewFolderOpen(func(chosen fyne.ListableURI, err error) {
				if err == nil && chosen != nil {
					input.SetText(chosen.Path())
					set()
				}
			}, w.shell.win)
			d.SetConfirmText(w.shell.tr(&goi18n.Message{ID: "ui.settings.use-this-folder", Other: "Use this folder"}))
			w.shell.files.showDialog(d, w.shell.tr(msgSettingsFolder))
		})
	if w.fixed("folder") {
		choose.Disable()
	}
	return w.add(widgets.NewFormField("folder", w.shell.tr(msgSettingsFolder), "", container.NewBorder(nil, nil, nil, choose, input), input))
}

func (w *settingsScreen) fixed(name string) bool {
	return w.shell.cfg.Session.Settings.Policy().Fixed(name)
}

// The ranges of the numbers, for their hints. session.Settings.Check decides.
const (
	mostAtOnce      = 16
	mostConnections = 16
	mostPerHost     = 64
)

func (w *settingsScreen) parallel() fyne.CanvasObject {
	label := w.shell.tr(&goi18n.Message{ID: "ui.settings.parallel", Other: "Downloads at once"})
	hint := &goi18n.Message{ID: "ui.settings.parallel.hint", Other: "1 to {{.Most}}"}
	return w.number("parallel", label, hint, mostAtOnce, &w.values.Parallel)
}

func (w *settingsScreen) connections() fyne.CanvasObject {
	label := w.shell.tr(&goi18n.Message{ID: "ui.settings.connections", Other: "Connections for each file"})
	hint := &goi18n.Message{ID: "ui.settings.connections.hint",
		Other: "1 to {{.Most}}, where the server allows several"}
	return w.number("connections", label, hint, mostConnections, &w.values.Connections)
}

func (w *settingsScreen) perHost() fyne.CanvasObject {
	label := w.shell.tr(&goi18n.Message{ID: "ui.settings.per-host", Other: "Connections to one server"})
	hint := &goi18n.Message{ID: "ui.settings.per-host.hint", Other: "1 to {{.Most}}, over all downloads"}
	return w.number("per_host", label, hint, mostPerHost, &w.values.PerHost)
}

// number is a field for a whole number from 1 to most.
func (w *settingsScreen) number(name, label string, hint *goi18n.Message, most int, value *int) fyne.CanvasObject {
	input := widgets.NewStockField("")
	input.SetText(strconv.Itoa(*value))
	made := widgets.NewFormField(name, label, w.shell.tr(hint, "Most", most), input, input)
	set := func() {
		n, err := strconv.Atoi(strings.TrimSpace(input.Text))
		if err != nil {
			made.SetError(
				w.shell.tr(&goi18n.Message{ID: "ui.settings.whole-number",
					Other: "Enter a whole number from 1 to {{.Most}}."}, "Most", most))
			return
		}
		if n != *value {
			*value = n
			w.save()
		}
	}
	input.OnLeft, input.OnSubmitted = set, func(string) { set() }
	return w.add(made)
}

func (w *settingsScreen) limit() fyne.CanvasObject {
	input := widgets.NewStockField(w.shell.tr(msgSpeedLimitNone))
	if w.values.LimitRate > 0 {
		input.SetText(limitText(w.values.LimitRate))
	}
	made := widgets.NewFormField("limit_rate", w.shell.tr(msgSpeedLimit),
		w.shell.tr(&goi18n.Message{ID: "ui.settings.speed-limit.hint",
			Other: "For all downloads together. Empty means no limit."}), input, input)
	set := func() {
		limit, ok := parseLimit(input.Text)
		if !ok {
			made.SetError(w.shell.tr(msgSpeedLimitWrong))
			return
		}
		if limit != w.values.LimitRate {
			w.values.LimitRate = limit
			w.save()
		}
	}
	input.OnLeft, input.OnSubmitted = set, func(string) { set() }
	return w.add(made)
}

// proxy is how the network is reached; it holds from the next start on.
func (w *settingsScreen) proxy() fyne.CanvasObject {
	input := widgets.NewStockField(w.shell.tr(&goi18n.Message{ID: "ui.settings.system", Other: "system"}))
	input.SetText(w.values.Proxy)
	set := func() {
		if text := strings.TrimSpace(input.Text); text != w.values.Proxy {
			w.values.Proxy = text
			w.save()
		}
	}
	input.OnLeft, input.OnSubmitted = set, func(string) { set() }
	hint := w.shell.tr(&goi18n.Message{ID: "ui.settings.proxy.hint",
		Other: "system, environment, none, or an address such as http://gateway.example.com:3128. It holds when the app starts next."})
	return w.add(widgets.NewFormField("proxy", w.shell.tr(&goi18n.Message{ID: "ui.settings.proxy", Other: "Proxy"}),
		hint, input, input))
}

// quiet are the hours in which nothing is fetched. Both ends are set together.
func (w *settingsScreen) quiet() fyne.CanvasObject {
	from, until := widgets.NewStockField("22:00"), widgets.NewStockField("06:30")
	from.SetText(w.values.QuietFrom)
	until.SetText(w.values.QuietUntil)
	set := func() {
		a, b := strings.TrimSpace(from.Text), strings.TrimSpace(until.Text)
		if (a == "") != (b == "") || (a == w.values.QuietFrom && b == w.values.QuietUntil) {
			return // half filled in: the other end comes next
		}
		w.values.QuietFrom, w.values.QuietUntil = a, b
		w.save()
	}
	for _, input := range []*widgets.StockField{from, until} {
		input.OnLeft, input.OnSubmitted = set, func(string) { set() }
	}
	first := widgets.NewFormField("quiet_from",
		w.shell.tr(&goi18n.Message{ID: "ui.settings.quiet-from", Other: "Quiet hours from"}),
		w.shell.tr(&goi18n.Message{ID: "ui.settings.quiet-from.hint",
			Other: "Nothing is fetched in these hours. Leave both empty for none."}), from, from)
	second := widgets.NewFormField("quiet_until",
		w.shell.tr(&goi18n.Message{ID: "ui.settings.quiet-until", Other: "until"}), "", until, until)
	return container.NewVBox(w.add(first), w.add(second))
}

// keepAwake is whether a download keeps the computer from falling asleep.
func (w *settingsScreen) keepAwake() fyne.CanvasObject {
	yes, no := w.shell.tr(&goi18n.Message{ID: "ui.settings.keep-awake.on", Other: "Stay awake"}),
		w.shell.tr(&goi18n.Message{ID: "ui.settings.keep-awake.off", Other: "Sleep as ever"})
	choice := w.shell.newSelection([]string{yes, no}, nil)
	choice.SetSelectedIndex(map[bool]int{true: 0, false: 1}[w.values.KeepAwake])
	choice.OnChanged = func(string) {
		w.values.KeepAwake = choice.SelectedIndex() == 0
		w.save()
	}
	return w.add(widgets.NewFormField("keep_awake",
		w.shell.tr(&goi18n.Message{ID: "ui.settings.keep-awake", Other: "Computer while a download runs"}), "", choice, choice))
}

func (w *settingsScreen) theme() fyne.CanvasObject {
	values := []string{widgets.ThemeSystem, widgets.ThemeLight, widgets.ThemeDark}
	choice := w.shell.newSelection([]string{w.shell.tr(msgSettingsAsTheSystem),
		w.shell.tr(&goi18n.Message{ID: "ui.settings.light", Other: "Light"}),
		w.shell.tr(&goi18n.Message{ID: "ui.settings.dark", Other: "Dark"})}, nil)
	for i, value := range values {
		if value == w.values.Theme {
			choice.SetSelectedIndex(i)
		}
	}
	choice.OnChanged = func(string) {
		w.values.Theme = values[choice.SelectedIndex()]
		w.save()
	}
	return w.add(widgets.NewFormField("theme", w.shell.tr(&goi18n.Message{ID: "ui.settings.theme", Other: "Theme"}), "",
		choice, choice))
}

func (w *settingsScreen) size() fyne.CanvasObject {
	sizes := []float32{0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2}
	names := make([]string, len(sizes))
	for i, size := range sizes {
		names[i] = fmt.Sprintf("%.0f %%", size*100)
	}
	choice := w.shell.newSelection(names, nil)
	for i, size := range sizes {
		if size == w.values.Size {
			choice.SetSelectedIndex(i)
		}
	}
	choice.OnChanged = func(string) {
		w.values.Size = sizes[choice.SelectedIndex()]
		w.save()
	}
	return w.add(widgets.NewFormField("size",
		w.shell.tr(&goi18n.Message{ID: "ui.settings.size", Other: "Interface size"}),
		w.shell.tr(&goi18n.Message{ID: "ui.settings.size.hint",
			Other: "Texts, buttons and icons together."}), choice, choice))
}

// language is the language of the app and its guides; it holds at once.
func (w *settingsScreen) language() fyne.CanvasObject {
	values := []string{"", "en", "de", "fi", "ja"}
	choice := w.shell.newSelection([]string{w.shell.tr(msgSettingsAsTheSystem), "English", "Deutsch", "Suomi", "日本語"},
		nil)
	choice.SetSelectedIndex(max(slices.Index(values, w.values.Language), 0))
	choice.OnChanged = func(string) {
		w.values.Language = values[choice.SelectedIndex()]
		w.save()
	}
	return w.add(widgets.NewFormField("language",
		w.shell.tr(&goi18n.Message{ID: "ui.settings.language", Other: "Language"}),
		w.shell.tr(&goi18n.Message{ID: "ui.settings.language.hint",
			Other: "Of the app and its guides. It holds at once."}), choice, choice))
}

// add shows a field; one that the administrator has fixed is shown as such and can't be changed.
func (w *settingsScreen) add(made *widgets.FormField) fyne.CanvasObject {
	if input, ok := made.Focus.(fyne.Disableable); ok && w.fixed(made.Name) {
		input.Disable()
		made.Extra.Add(widgets.Small(
			w.shell.tr(&goi18n.Message{ID: "ui.settings.fixed",
				Other: "Fixed by the administrator of this computer."})))
	}
	w.fields = append(w.fields, made)
	return made.Box
}

// save writes the settings. A value that is not taken is said under its field; the others stay in force.
func (w *settingsScreen) save() {
	if w.writing {
		w.again = true
		return
	}
	w.writing, w.again = true, false
	values := w.values
	//nolint:contextcheck // settings are saved whole, also when the window is closed meanwhile
	act(w.shell, w.shell.lifetime, func(context.Context) error { return w.shell.cfg.Session.SetSettings(values) },
		func(err error) {
			w.writing = false
			if w.again {
				w.save()
				return
			}
			if err == nil {
				w.shell.useSettings(values) // in another language this screen is built anew
			}
			w.show(err)
		})
}

// carry hands over what is half typed, and what is scrolled to, to the same screen in another language.
func (w *settingsScreen) carry(into screen) {
	next, ok := into.(*settingsScreen)
	if !ok {
		return
	}
	next.values = w.values
	for i, made := range w.fields {
		from, isText := made.Focus.(*widgets.StockField)
		if to, same := next.fields[i].Focus.(*widgets.StockField); isText && same {
			to.SetText(from.Text)
			next.fields[i].SetError(made.Error.Text)
		}
	}
	next.content.Offset = w.content.Offset
	next.content.Refresh()
}

func (w *settingsScreen) show(err error) {
	w.fault.set(nil)
	f := fault.Of(err)
	set := f == nil
	for _, made := range w.fields {
		text := ""
		if f != nil && f.Field == made.Name {
			text, set = joined(" ", w.shell.say(f.Title), w.shell.say(f.Cause)), true
		}
		made.SetError(text)
	}
	if !set {
		w.fault.set(err)
	}
	if f == nil {
		w.shell.foot.say(w.shell.tr(msgSaved))
	}
}
