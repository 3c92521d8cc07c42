package ui

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
)

// The ranges of the numbers, for their hints. settings.Check decides.
const (
	mostAtOnce      = 16
	mostConnections = 16
	mostPerHost     = 64
)

// usualLimit and the usual quiet hours are what a switch turns on where nothing was chosen before.
const (
	usualLimit      = 5 << 20
	usualQuietFrom  = "22:00"
	usualQuietUntil = "06:30"
)

// build makes the sections.
func (w *settingsScreen) build() []*settingsSection {
	s := w.shell
	return []*settingsSection{
		newSettingsSection("download", s.tr(msgDownloads), w.folder(), w.parallel(), w.connections(), w.limit(), w.quiet(),
			w.keepAwake()),
		newSettingsSection("globe", s.tr(&goi18n.Message{ID: "ui.settings.network", Other: "Network"}), w.proxy(), w.perHost()),
		newSettingsSection("sun", s.tr(&goi18n.Message{ID: "ui.settings.appearance", Other: "Appearance"}), w.theme(), w.size()),
		newSettingsSection("text", s.tr(&goi18n.Message{ID: "ui.settings.language", Other: "Language"}), w.language()),
		newSettingsSection("monitor", s.tr(&goi18n.Message{ID: "ui.settings.window", Other: "Window"}), w.windowRows()...),
		newSettingsSection("info", s.tr(&goi18n.Message{ID: "ui.settings.about", Other: "About"}), w.about()),
	}
}

// text is a row with a field that is saved when it is left. read turns what was typed into a change, or says what is
// wrong; check may refuse the value by asking the system.
func (w *settingsScreen) text(name, title, hint string, width float32, now, placeholder string,
	read func(text string) (change func(*settings.Settings), wrong string), check func(text string) error,
	beside ...fyne.CanvasObject) *settingRow {
	var row *settingRow
	last := now
	field := widgets.NewField(widgets.FieldConfig{Label: title, Bare: true, Text: now, Placeholder: placeholder,
		Left: func() { row.commit() }, Submitted: func(string) { row.commit() }})
	input := widgets.HBox(widgets.Space4, append([]fyne.CanvasObject{widgets.Fixed(width, 0, field.Box)}, beside...)...)
	row = w.newRow(name, title, hint, input)
	row.inputs = []*widgets.Input{field.Input}
	row.mark = func(wrong bool) { field.SetError(row.wrong) }
	row.commit = func() {
		text := strings.TrimSpace(field.Text())
		if text == last && row.wrong == "" {
			return
		}
		change, wrong := read(text)
		last = text
		if wrong != "" {
			row.setWrong(wrong)
			return
		}
		row.setWrong("")
		var ask func() error
		if check != nil {
			ask = func() error { return check(text) }
		}
		w.save(row, ask, change)
	}
	if w.fixed(name) {
		field.Input.Disable()
		row.commit = nil
	}
	return row
}

// folder is the folder for downloads, typed or chosen.
func (w *settingsScreen) folder() *settingRow {
	s := w.shell
	var row *settingRow
	choose := plainButton(s.tr(&goi18n.Message{ID: "ui.settings.choose-folder", Other: "Choose folder"}), "folder", func() {
		pickFolder(s, s.tr(msgSettingsFolder), func(folder string) {
			row.inputs[0].SetText(folder)
			row.commit()
		})
	})
	row = w.text("folder", s.tr(msgSettingsFolder), "", 260, w.values.Folder, "",
		func(text string) (func(*settings.Settings), string) {
			return func(v *settings.Settings) { v.Folder = text }, ""
		}, usableFolder, choose)
	if w.fixed("folder") {
		choose.Disable()
	}
	work(s, w.life, func(context.Context) (int64, error) { return freeIn(w.shell.cfg.Session.Settings.Now().Folder) },
		func(free int64, err error) {
			if err == nil {
				row.setHint(s.tr(&goi18n.Message{ID: "ui.settings.folder.free", Other: "{{.Size}} free"}, "Size", s.bytesText(free)))
			}
		})
	return row
}

func (w *settingsScreen) parallel() *settingRow {
	label := w.shell.tr(&goi18n.Message{ID: "ui.settings.parallel", Other: "Downloads at once"})
	hint := &goi18n.Message{ID: "ui.settings.parallel.hint", Other: "1 to {{.Most}}"}
	return w.number("parallel", label, hint, mostAtOnce, w.values.Parallel, func(v *settings.Settings, n int) { v.Parallel = n })
}

func (w *settingsScreen) connections() *settingRow {
	label := w.shell.tr(&goi18n.Message{ID: "ui.settings.connections", Other: "Connections for each file"})
	hint := &goi18n.Message{ID: "ui.settings.connections.hint",
		Other: "1 to {{.Most}}, where the server allows several"}
	return w.number("connections", label, hint, mostConnections, w.values.Connections,
		func(v *settings.Settings, n int) { v.Connections = n })
}

func (w *settingsScreen) perHost() *settingRow {
	label := w.shell.tr(&goi18n.Message{ID: "ui.settings.per-host", Other: "Connections to one server"})
	hint := &goi18n.Message{ID: "ui.settings.per-host.hint", Other: "1 to {{.Most}}, over all downloads"}
	return w.number("per_host", label, hint, mostPerHost, w.values.PerHost, func(v *settings.Settings, n int) { v.PerHost = n })
}

// number is a row for a whole number from 1 to most. What is wrong stays in its field, and settings.Check says why; what is
// no number is said here.
func (w *settingsScreen) number(name, label string, hint *goi18n.Message, most, now int,
	set func(*settings.Settings, int)) *settingRow {
	s := w.shell
	var row *settingRow
	save := func(n int) { w.save(row, nil, func(v *settings.Settings) { set(v, n) }) }
	saved, typed := now, strconv.Itoa(now)
	wrong := func(text string) {
		if text == typed && row.wrong != "" {
			return // said already
		}
		typed = text
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			row.setWrong(s.tr(&goi18n.Message{ID: "ui.settings.whole-number",
				Other: "Enter a whole number from 1 to {{.Most}}."}, "Most", most))
			return
		}
		tried := s.cfg.Session.Settings.Now()
		set(&tried, n)
		w.told(row, tried.Check())
	}
	field := widgets.NewNumberField(widgets.NumberConfig{Label: label, Value: now, Min: 1, Max: most, Wrong: wrong,
		Less: s.tr(&goi18n.Message{ID: "ui.settings.fewer", Other: "Fewer"}),
		More: s.tr(&goi18n.Message{ID: "ui.settings.greater", Other: "More"}),
		Changed: func(n int) {
			saved = n
			row.setWrong("")
			save(n)
		}})
	row = w.newRow(name, label, s.tr(hint, "Most", most), field.Box)
	row.inputs, row.mark = []*widgets.Input{field.Input}, field.ShowWrong
	if w.fixed(name) {
		field.Disable()
		return row
	}
	row.commit = func() {
		field.Input.FocusLost()
		if row.wrong != "" && field.Input.Text == strconv.Itoa(saved) {
			row.setWrong("")
		}
	}
	return row
}

func (w *settingsScreen) limit() *settingRow {
	s := w.shell
	now := ""
	if w.values.LimitRate > 0 {
		now = limitText(w.values.LimitRate)
	}
	var row *settingRow
	var on *widgets.Switch
	remembered := max(w.values.LimitRate, 0)
	on = w.newSwitch(s.tr(msgSpeedLimit), w.values.LimitRate > 0, func(wanted bool) {
		text := ""
		if wanted {
			if remembered == 0 {
				remembered = usualLimit
			}
			text = limitText(remembered)
		}
		row.inputs[0].SetText(text)
		row.commit()
	})
	row = w.text("limit_rate", s.tr(msgSpeedLimit), s.tr(&goi18n.Message{ID: "ui.settings.speed-limit.hint",
		Other: "For all downloads together. Empty means no limit."}), 88, now, s.tr(msgSpeedLimitNone),
		func(text string) (func(*settings.Settings), string) {
			limit, ok := parseLimit(text)
			if !ok {
				return nil, s.tr(msgSpeedLimitWrong)
			}
			on.Set(limit > 0)
			if limit > 0 {
				remembered = limit
			}
			return func(v *settings.Settings) { v.LimitRate = limit }, ""
		}, nil, on)
	if w.fixed("limit_rate") {
		on.Disable()
	}
	return row
}

// newSwitch makes a switch that says its state.
func (w *settingsScreen) newSwitch(label string, on bool, changed func(bool)) *widgets.Switch {
	s := w.shell
	return widgets.NewSwitch(widgets.SwitchConfig{Label: label, On: on, Changed: changed,
		OnWord:  s.tr(&goi18n.Message{ID: "ui.settings.on", Other: "on"}),
		OffWord: s.tr(&goi18n.Message{ID: "ui.settings.off", Other: "off"})})
}

// proxy is how the network is reached; it holds from the next start on.
func (w *settingsScreen) proxy() *settingRow {
	s := w.shell
	hint := s.tr(&goi18n.Message{ID: "ui.settings.proxy.hint",
		Other: "system, environment, none, or an address such as http://gateway.example.com:3128. Takes effect when the app next starts."})
	return w.text("proxy", s.tr(&goi18n.Message{ID: "ui.settings.proxy", Other: "Proxy"}), hint, 260, w.values.Proxy,
		s.tr(&goi18n.Message{ID: "ui.settings.system", Other: "system"}),
		func(text string) (func(*settings.Settings), string) {
			return func(v *settings.Settings) { v.Proxy = text }, ""
		}, nil)
}

// toggle is a row with a switch.
func (w *settingsScreen) toggle(name, title, hint string, now bool, set func(*settings.Settings, bool)) *settingRow {
	var row *settingRow
	on := w.newSwitch(title, now, func(on bool) { w.save(row, nil, func(v *settings.Settings) { set(v, on) }) })
	row = w.newRow(name, title, hint, on)
	if w.fixed(name) {
		on.Disable()
	}
	return row
}

// keepAwake is whether a download keeps the computer from falling asleep.
func (w *settingsScreen) keepAwake() *settingRow {
	s := w.shell
	return w.toggle("keep_awake", s.tr(&goi18n.Message{ID: "ui.settings.keep-awake.title", Other: "Keep the computer awake"}),
		s.tr(&goi18n.Message{ID: "ui.settings.keep-awake.hint", Other: "While a download runs."}), w.values.KeepAwake,
		func(v *settings.Settings, on bool) { v.KeepAwake = on })
}

// windowRows are the settings of the window that this system has.
func (w *settingsScreen) windowRows() []*settingRow {
	s := w.shell
	rows := []*settingRow{w.toggle("tray",
		s.tr(&goi18n.Message{ID: "ui.settings.tray", Other: "Show in the system tray"}),
		s.tr(&goi18n.Message{ID: "ui.settings.tray.hint", Other: "Downloads can be paused and resumed from there."}),
		w.values.Tray, func(v *settings.Settings, on bool) { v.Tray = on })}
	if runtime.GOOS != "linux" {
		return rows
	}
	return append(rows, w.toggle("x11", s.tr(&goi18n.Message{ID: "ui.settings.x11", Other: "Use X11 instead of Wayland"}),
		s.tr(&goi18n.Message{ID: "ui.settings.x11.hint",
			Other: "If the window gives trouble under Wayland. Takes effect when the app next starts."}),
		w.values.X11, func(v *settings.Settings, on bool) { v.X11 = on }))
}

func (w *settingsScreen) theme() *settingRow {
	s := w.shell
	values := []string{widgets.ThemeSystem, widgets.ThemeLight, widgets.ThemeDark}
	label := s.tr(&goi18n.Message{ID: "ui.settings.theme", Other: "Theme"})
	var row *settingRow
	choice := widgets.NewSegments(widgets.SegmentsConfig{Label: label, Chosen: max(slices.Index(values, w.values.Theme), 0),
		Words: []string{s.tr(&goi18n.Message{ID: "ui.settings.theme.system", Other: "System"}),
			s.tr(&goi18n.Message{ID: "ui.settings.light", Other: "Light"}),
			s.tr(&goi18n.Message{ID: "ui.settings.dark", Other: "Dark"})},
		Changed: func(i int) { w.save(row, nil, func(v *settings.Settings) { v.Theme = values[i] }) }})
	row = w.newRow("theme", label, "", choice.Box)
	return row
}

func (w *settingsScreen) size() *settingRow {
	s := w.shell
	sizes := []float32{0.8, 0.9, 1, 1.15, 1.3, 1.5, 1.75, 2}
	names, chosen := make([]string, len(sizes)), -1
	for i, size := range sizes {
		names[i] = fmt.Sprintf("%.0f %%", size*100)
		if size == w.values.Size {
			chosen = i
		}
	}
	label := s.tr(&goi18n.Message{ID: "ui.settings.size", Other: "Interface size"})
	var row *settingRow
	choice := widgets.NewSelect(widgets.SelectOptions{Label: label, Options: names, Chosen: chosen,
		Placeholder: fmt.Sprintf("%.0f %%", w.values.Size*100),
		OnChanged:   func(i int) { w.save(row, nil, func(v *settings.Settings) { v.Size = sizes[i] }) }})
	row = w.newRow("size", label, s.tr(&goi18n.Message{ID: "ui.settings.size.hint",
		Other: "Texts, buttons and icons together."}), choice)
	return row
}

// language is the language of the app and its guides; it holds at once.
func (w *settingsScreen) language() *settingRow {
	s := w.shell
	values := []string{"", "en", "de", "fi", "ja"}
	label := s.tr(&goi18n.Message{ID: "ui.settings.language", Other: "Language"})
	var row *settingRow
	choice := widgets.NewSelect(widgets.SelectOptions{Label: label, Chosen: max(slices.Index(values, w.values.Language), 0),
		Options: []string{s.tr(&goi18n.Message{ID: "ui.settings.language.system", Other: "The system's language"}),
			"English", "Deutsch", "Suomi", "日本語"},
		OnChanged: func(i int) { w.save(row, nil, func(v *settings.Settings) { v.Language = values[i] }) }})
	row = w.newRow("language", label, s.tr(&goi18n.Message{ID: "ui.settings.language.hint",
		Other: "Of the app and its guides. Changes at once."}), choice)
	return row
}

// about says which version this is.
func (w *settingsScreen) about() *settingRow {
	s := w.shell
	version := s.tr(&goi18n.Message{ID: "ui.settings.version", Other: "Program Connect {{.Version}}"}, "Version", s.cfg.Version)
	return w.newRow("", version, "", plainButton(s.tr(&goi18n.Message{ID: "ui.settings.copy-version", Other: "Copy"}), "copy",
		func() { s.copyText(version) }))
}
