package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/programconnect/programconnect/internal/i18n"
)

// server are the settings of the process, under "server" in the settings file. Each is a flag, too, and a variable of the
// environment: the flag counts before the variable, the variable before the file. docs/program.schema.json describes them.
type server struct {
	Data         string   `json:"data"` // with --config alone: program.json in a data folder is where that says
	Listen       string   `json:"listen"`
	Address      string   `json:"address"`
	Certificate  string   `json:"certificate"`
	Key          string   `json:"key"`
	Log          string   `json:"log"`
	Metrics      string   `json:"metrics"`
	Traces       string   `json:"traces"`
	TracesPart   *float64 `json:"traces_part"`
	Proxies      []string `json:"proxies"`
	Downloads    *int     `json:"downloads_days"`
	Database     string   `json:"database"`
	PasswordFile string   `json:"database_password_file"`
	Store        string   `json:"store"`
	ProxyBytes   bool     `json:"proxy_bytes"`
	LinkLife     string   `json:"link_life"`
}

// values returns what the file sets, by the names of flags.
func (s *server) values() (map[string]string, error) {
	text, err := json.Marshal(s, json.OmitZeroStructFields(true))
	if err != nil {
		return nil, err
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, err
	}
	values := map[string]string{}
	for name, value := range all {
		flag := strings.ReplaceAll(name, "_", "-")
		switch v := value.(type) {
		case string:
			values[flag] = v
		case bool:
			values[flag] = strconv.FormatBool(v)
		case float64:
			values[flag] = strconv.FormatFloat(v, 'f', -1, 64)
		case []any:
			var parts []string
			for _, part := range v {
				if text, ok := part.(string); ok {
					parts = append(parts, text)
				}
			}
			values[flag] = strings.Join(parts, ",")
		}
	}
	return values, nil
}

// paths are the settings that are files or folders. In the settings file they are relative to it.
var paths = map[string]bool{"data": true, "certificate": true, "key": true, "database-password-file": true}

// variableOf returns the variable of the environment that sets a flag.
func variableOf(flag string) string {
	return "PROGRAM_SERVICE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// layered are the flags that a variable and the settings file set. Those of the database and of the store read theirs themselves:
// they may hold passwords, which no flag may.
var layered = []string{"config", "data", "listen", "address", "certificate", "key", "log", "metrics", "traces", "traces-part", "proxies", "downloads-days", "proxy-bytes", "link-life"}

// layer fills in the flags that the command line leaves out: from the environment, then from the settings file. A file that can't
// be read is no fault yet: the commands that need it say so.
func (o *options) layer(cmd *cobra.Command) error {
	for _, name := range layered {
		flag := cmd.Flag(name)
		if flag == nil || flag.Changed {
			continue
		}
		if value := os.Getenv(variableOf(name)); value != "" {
			if err := set(flag, value, variableOf(name)); err != nil {
				return err
			}
		}
	}
	if o.config == "" && o.data == "" {
		return nil
	}
	var s settings
	if err := readStrict(o.settingsPath(), "service.program", i18n.Text{}, &s); err != nil || s.Server == nil {
		return nil //nolint:nilerr // said by whoever reads it
	}
	values, err := s.Server.values()
	if err != nil {
		return err
	}
	o.filed = values
	for name, value := range values {
		if paths[name] && !filepath.IsAbs(value) {
			value = filepath.Join(filepath.Dir(o.settingsPath()), value)
			values[name] = value
		}
		flag := cmd.Flag(name)
		if flag == nil || flag.Changed || name == "database" || name == "store" {
			continue
		}
		if err := set(flag, value, strings.ReplaceAll(name, "-", "_")); err != nil {
			return err
		}
	}
	return nil
}

// set sets a flag from elsewhere; where is how that is called.
func set(flag *pflag.Flag, value, where string) error {
	if err := flag.Value.Set(value); err != nil {
		return flagFault("service.setting", where, i18n.T(&goi18n.Message{ID: "service.setting.title",
			Other: "{{.Setting}} has a value that --{{.Flag}} does not take."}, "Setting", where, "Flag", flag.Name), i18n.Text{})
	}
	flag.Changed = true
	return nil
}

// settingsPath returns where the settings file is.
func (o *options) settingsPath() string {
	if o.config != "" {
		return o.config
	}
	return filepath.Join(o.data, settingsFile)
}

// settings reads and checks the settings file.
func (o *options) settings() (settings, error) { return readSettings(o.settingsPath()) }

// secret returns the text of a file that holds one secret; its last line end does not count.
func secret(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", readFault(path, err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// exposed reports whether people other than its owner can read a file that holds a secret.
func exposed(path string) bool {
	info, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist) && err == nil && os.PathSeparator == '/' && info.Mode().Perm()&0o077 != 0
}
