package main

import (
	"context"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/ipc"
	"github.com/programconnect/programconnect/internal/session"
)

// setting is one setting as JSON.
type setting struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
	Fixed bool   `json:"fixed"` // by the administrator
}

func newSettings(c *cli) *cobra.Command {
	list := marked(func(cmd *cobra.Command, _ []string) error { return c.listSettings(cmd.Context()) })
	root := &cobra.Command{Use: "settings", Short: "Settings, shared with the desktop app, and what the administrator fixed", Args: takes(0, 0, "list or set"), RunE: list}
	root.AddCommand(&cobra.Command{Use: "list", Short: "List the settings", Args: takes(0, 0, "no further words"), RunE: list},
		&cobra.Command{Use: "set NAME=VALUE...", Short: "Change settings, all of them or none", Args: takes(1, -1, "at least one NAME=VALUE"),
			Example: "  pconnect settings set folder=/srv/files parallel=2\n  pconnect settings set quiet_from=08:00 quiet_until=17:00\n  pconnect settings set proxy=http://gateway.example.com:3128",
			RunE:    marked(func(cmd *cobra.Command, args []string) error { return c.setSettings(cmd.Context(), args) })})
	return root
}

// settingsOf lists settings in the order of their file.
func settingsOf(s session.Settings, p session.Policy) []setting {
	var list []setting
	value := reflect.ValueOf(s)
	for i := range value.NumField() {
		name := value.Type().Field(i).Tag.Get("json")
		list = append(list, setting{Name: name, Value: value.Field(i).Interface(), Fixed: p.Fixed(name)})
	}
	return list
}

func (c *cli) listSettings(ctx context.Context) error {
	app, err := c.app(ctx)
	if err != nil {
		return err
	}
	policy := app.Policy()
	list := settingsOf(app.Settings(), policy)
	value := map[string]any{"settings": list}
	if policy.File != "" {
		value["policy"] = map[string]any{"file": policy.File, "programs": policy.Programs}
	}
	return c.answer(value, func(w io.Writer) {
		rows := [][]string{{"SETTING", "VALUE", "FIXED BY"}}
		for _, s := range list {
			by := ""
			if s.Fixed {
				by = "the administrator"
			}
			rows = append(rows, []string{s.Name, settingText(s), by})
		}
		table(w, rows...)
		if policy.File != "" {
			line(w, "\nThe administrator's file is %s.", policy.File)
		}
		if policy.Programs != nil {
			line(w, "Allowed programs: %s", strings.Join(policy.Programs, ", "))
		}
	})
}

func settingText(s setting) string {
	switch v := s.Value.(type) {
	case string:
		return clean(v)
	case bool:
		return strconv.FormatBool(v)
	case float32:
		return strconv.FormatFloat(float64(v), 'g', -1, 32)
	case int64:
		if v == 0 {
			return "no limit"
		}
		return bytesText(v) + "/s"
	case int:
		return strconv.Itoa(v)
	default:
		return ""
	}
}

// queuePart are the settings that the holder of the queue keeps and follows at once.
func queuePart(name string) bool {
	return name == "parallel" || name == "connections" || name == "per_host" || name == "limit_rate"
}

func (c *cli) setSettings(ctx context.Context, args []string) error {
	app, err := c.app(ctx)
	if err != nil {
		return err
	}
	settings, shared := app.Settings(), false
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return usage("setting", "“"+arg+"” is no setting with its value.", "Write it as NAME=VALUE.")
		}
		if err := setOne(&settings, name, value); err != nil {
			return err
		}
		shared = shared || queuePart(name)
	}
	if err := app.SetSettings(settings); err != nil {
		return err
	}
	if shared {
		if err := c.tellHolder(ctx, settings); err != nil {
			return err
		}
	}
	return c.listSettings(ctx)
}

// tellHolder gives the queue's part to the process that holds the queue, if one does; it follows at once.
func (c *cli) tellHolder(ctx context.Context, s session.Settings) error {
	remote, err := ipc.Dial(ctx, c.client.Home())
	if err != nil {
		return nil //nolint:nilerr // nobody holds it: the file is what counts
	}
	defer func() { _ = remote.Close() }()
	now := remote.Snapshot().Settings
	now.Parallel, now.Connections, now.PerHost, now.LimitRate = s.Parallel, s.Connections, s.PerHost, s.LimitRate
	if err := remote.SetSettings(now); err != nil && !left(err) {
		return err
	}
	return nil
}

// setOne reads a value as the setting's type.
func setOne(s *session.Settings, name, text string) error {
	value := reflect.ValueOf(s).Elem()
	for i := range value.NumField() {
		if value.Type().Field(i).Tag.Get("json") == name {
			return setField(value.Field(i), name, strings.TrimSpace(text))
		}
	}
	return usage("setting", "There is no setting “"+name+"”.", "See them with pconnect settings.")
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
		return usage(name, "“"+text+"” is no value for the setting “"+name+"”.", "See the settings with pconnect settings.")
	}
	return nil
}
