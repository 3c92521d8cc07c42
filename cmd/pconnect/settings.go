package main

import (
	"context"
	"reflect"
	"strconv"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
	"github.com/programconnect/programconnect/internal/settings"
)

// setting is one setting as JSON.
type setting struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
	Fixed bool   `json:"fixed"` // by the administrator
}

// settingCommands are pconnect settings and what stands below it.
type settingCommands struct{ *cli }

func newSettings(c *cli) *cobra.Command {
	s := settingCommands{c}
	list := marked(func(cmd *cobra.Command, _ []string) error { return s.list(cmd.Context()) })
	root := &cobra.Command{Use: "settings", Args: takesNone(), RunE: list, Short: c.help(&goi18n.Message{ID: "pconnect.settings.short",
		Other: "Settings, shared with the desktop app, and what the administrator fixed"})}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: c.help(&goi18n.Message{ID: "pconnect.settings.list.short", Other: "List the settings"}), Args: takesNone(), RunE: list},
		&cobra.Command{Use: "set NAME=VALUE...", Short: c.help(&goi18n.Message{ID: "pconnect.settings.set.short", Other: "Change settings, all of them or none"}),
			Args: takes(1, -1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.setting", Other: "at least one NAME=VALUE"})),
			Example: "  pconnect settings set folder=/srv/files parallel=2\n  pconnect settings set quiet_from=08:00 quiet_until=17:00\n" +
				"  pconnect settings set proxy=http://gateway.example.com:3128",
			RunE: marked(func(cmd *cobra.Command, args []string) error { return s.set(cmd.Context(), args) })})
	return root
}

// settingsOf lists settings in the order of their file.
func settingsOf(s settings.Settings, p settings.Policy) []setting {
	var list []setting
	value := reflect.ValueOf(s)
	for i := range value.NumField() {
		name, _, _ := strings.Cut(value.Type().Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" {
			list = append(list, setting{Name: name, Value: value.Field(i).Interface(), Fixed: p.Fixed(name)})
		}
	}
	return list
}

func (s settingCommands) list(ctx context.Context) error {
	app, err := s.anyApp(ctx)
	if err != nil {
		return err
	}
	policy := app.Settings.Policy()
	list := settingsOf(app.Settings.Now(), policy)
	value := map[string]any{"settings": list}
	if policy.File != "" {
		value["policy"] = map[string]any{"file": policy.File, "programs": policy.Programs}
	}
	if policy.Ignored != "" {
		value["ignored_policy"] = policy.Ignored
	}
	return s.answer(value, func() { writeSettings(s.printer, list, policy) })
}

func writeSettings(p *printer, list []setting, policy settings.Policy) {
	var rows [][]any
	for _, s := range list {
		by := i18n.Text{}
		if s.Fixed {
			by = i18n.T(&goi18n.Message{ID: "pconnect.settings.administrator", Other: "the administrator"})
		}
		rows = append(rows, []any{s.Name, settingText(s), by})
	}
	p.table([]i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.column.setting", Other: "SETTING"}),
		i18n.T(&goi18n.Message{ID: "pconnect.column.value", Other: "VALUE"}), i18n.T(&goi18n.Message{ID: "pconnect.column.fixed-by", Other: "FIXED BY"})}, rows)
	if policy.File != "" {
		p.space()
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.settings.policy", Other: "The administrator's file is {{.File}}."},
			"File", policy.File))
	}
	if notice := policy.Notice(); notice != nil {
		p.space()
		p.line(notice.Title)
		p.line(notice.Steps[0])
	}
	if policy.Programs != nil {
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.settings.programs", Other: "Allowed programs: {{.Programs}}"},
			"Programs", strings.Join(policy.Programs, ", ")))
	}
}

func settingText(s setting) any {
	switch v := s.Value.(type) {
	case float32:
		return strconv.FormatFloat(float64(v), 'g', -1, 32)
	case int64:
		if v == 0 {
			return i18n.T(&goi18n.Message{ID: "pconnect.settings.no-limit", Other: "no limit"})
		}
		return bytesText(v) + "/s"
	default:
		return v
	}
}

// queuePart reports whether the holder of the queue keeps a setting and follows it at once.
func queuePart(name string) bool {
	return name == "parallel" || name == "connections" || name == "per_host" || name == "limit_rate"
}

func (s settingCommands) set(ctx context.Context, args []string) error {
	app, err := s.anyApp(ctx)
	if err != nil {
		return err
	}
	chosen, shared := app.Settings.Now(), false
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return usage("setting", i18n.T(&goi18n.Message{ID: "pconnect.settings.no-value", Other: "“{{.Argument}}” is no setting with its value."},
				"Argument", arg),
				i18n.T(&goi18n.Message{ID: "pconnect.settings.no-value.step", Other: "Write it as NAME=VALUE."}))
		}
		if err := setOne(&chosen, name, value); err != nil {
			return err
		}
		shared = shared || queuePart(name)
	}
	if err := app.SetSettings(chosen); err != nil { //nolint:contextcheck // the session changes a small file of ours, without a context
		return err
	}
	if shared {
		if err := s.tellHolder(ctx, chosen); err != nil {
			return err
		}
	}
	s.speak(s.home) // a new language holds at once
	return s.list(ctx)
}

// tellHolder passes the queue's part to the process that holds the queue, if one does; it follows at once.
func (s settingCommands) tellHolder(ctx context.Context, chosen settings.Settings) error {
	remote, err := ipc.Dial(ctx, s.client.Home())
	if err != nil {
		return nil //nolint:nilerr // nobody holds it: the file is what counts
	}
	defer func() { _ = remote.Close() }()
	now := remote.Snapshot().Settings
	now.Parallel, now.Connections, now.PerHost, now.LimitRate = chosen.Parallel, chosen.Connections, chosen.PerHost, chosen.LimitRate
	if err := remote.SetSettings(now); err != nil && !left(err) { //nolint:contextcheck // the session changes a small file of ours, without a context
		return err
	}
	return nil
}

// setOne reads a value as the setting's type.
func setOne(s *settings.Settings, name, text string) error {
	value := reflect.ValueOf(s).Elem()
	for i := range value.NumField() {
		if field, _, _ := strings.Cut(value.Type().Field(i).Tag.Get("json"), ","); field == name && name != "" {
			return setField(value.Field(i), name, strings.TrimSpace(text))
		}
	}
	return usage("setting", i18n.T(&goi18n.Message{ID: "pconnect.settings.unknown", Other: "There is no setting “{{.Name}}”."},
		"Name", name),
		i18n.T(&goi18n.Message{ID: "pconnect.settings.unknown.step", Other: "See them with pconnect settings."}))
}

func setField(field reflect.Value, name, text string) error {
	var err error
	switch field.Interface().(type) {
	case string:
		field.SetString(text)
	case bool:
		var on bool
		on, err = strconv.ParseBool(text)
		field.SetBool(on)
	case float32:
		var n float64
		n, err = strconv.ParseFloat(text, 32)
		field.SetFloat(n)
	case int64: // the only one is a speed
		n, err := parseRate(text)
		field.SetInt(n)
		return err
	default:
		var n int
		n, err = strconv.Atoi(text)
		field.SetInt(int64(n))
	}
	if err != nil {
		return usage(name, i18n.T(&goi18n.Message{ID: "pconnect.settings.wrong", Other: "“{{.Value}}” is no value for the setting “{{.Name}}”."},
			"Value", text, "Name", name),
			i18n.T(&goi18n.Message{ID: "pconnect.settings.wrong.step", Other: "See the settings with pconnect settings."}))
	}
	return nil
}
