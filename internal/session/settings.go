package session

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Settings are what a person chooses once. Screens and terminal share them; they live in settings.json.
type Settings struct {
	Folder      string  `json:"folder"`       // where downloads go; an absolute path
	Parallel    int     `json:"parallel"`     // downloads at once, 1 to 16
	Connections int     `json:"connections"`  // connections a file, 1 to 16
	PerHost     int     `json:"per_host"`     // connections to one host, 1 to 64
	LimitRate   int64   `json:"limit_rate"`   // bytes a second for all together; 0 is no limit
	QuietFrom   string  `json:"quiet_from"`   // "22:00", local time; empty: no quiet hours
	QuietUntil  string  `json:"quiet_until"`  // "06:30"
	Theme       string  `json:"theme"`        // "system", "light" or "dark"
	Size        float32 `json:"size"`         // interface size, 0.8 to 2; 1 is the standard
	Language    string  `json:"language"`     // "en", "de", "fi", "ja"; empty: the system's
	FeedbackLog bool    `json:"feedback_log"` // the log may be offered as an attachment of feedback
	Proxy       string  `json:"proxy"`        // "system" or "": the environment's, else the system's; "environment"; "none"; or its address
}

// StandardSettings are the settings of a new home folder.
func StandardSettings() Settings {
	return Settings{Folder: downloadsFolder(), Parallel: 3, Connections: 4, PerHost: 8, Theme: "system", Size: 1}
}

// downloadsFolder is the system's Downloads folder: what xdg-user-dirs says on Linux, else ~/Downloads.
func downloadsFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return filepath.Join(os.TempDir(), "Downloads")
	}
	if dir := xdgDownloads(home); dir != "" {
		return dir
	}
	return filepath.Join(home, "Downloads")
}

var xdgDownloadLine = regexp.MustCompile(`(?m)^\s*XDG_DOWNLOAD_DIR="([^"]+)"`)

func xdgDownloads(home string) string {
	config := os.Getenv("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	data, err := os.ReadFile(filepath.Join(config, "user-dirs.dirs"))
	if err != nil {
		return ""
	}
	found := xdgDownloadLine.FindSubmatch(data)
	if found == nil {
		return ""
	}
	dir := strings.Replace(string(found[1]), "$HOME", home, 1)
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Clean(dir)
}

var hourText = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

// Check finds the first setting that is outside what it may be. The fault names the field.
func (s Settings) Check() error {
	switch {
	case !filepath.IsAbs(s.Folder):
		return settingFault("folder", "The folder for downloads must be a whole path, from the root of the disk.")
	case s.Parallel < 1 || s.Parallel > 16:
		return settingFault("parallel", fmt.Sprintf("Downloads at once can be 1 to 16, not %d.", s.Parallel))
	case s.Connections < 1 || s.Connections > 16:
		return settingFault("connections", fmt.Sprintf("Connections a file can be 1 to 16, not %d.", s.Connections))
	case s.PerHost < 1 || s.PerHost > 64:
		return settingFault("per_host", fmt.Sprintf("Connections to one host can be 1 to 64, not %d.", s.PerHost))
	case s.LimitRate < 0:
		return settingFault("limit_rate", "A speed limit can't be below zero; 0 means no limit.")
	case s.LimitRate > 0 && s.LimitRate < 1024:
		return settingFault("limit_rate", "The lowest speed limit is 1 KiB a second.")
	case (s.QuietFrom == "") != (s.QuietUntil == ""):
		return settingFault("quiet_from", "Quiet hours need a beginning and an end.")
	case s.QuietFrom != "" && !hourText.MatchString(s.QuietFrom):
		return settingFault("quiet_from", "Quiet hours are written as 22:00.")
	case s.QuietUntil != "" && !hourText.MatchString(s.QuietUntil):
		return settingFault("quiet_until", "Quiet hours are written as 06:30.")
	case s.QuietFrom != "" && s.QuietFrom == s.QuietUntil:
		return settingFault("quiet_until", "Quiet hours that end when they begin would stop every download.")
	case s.Theme != "system" && s.Theme != "light" && s.Theme != "dark":
		return settingFault("theme", "The theme is system, light or dark.")
	case s.Size < 0.8 || s.Size > 2:
		return settingFault("size", "The interface size can be 0.8 to 2.")
	case !goodProxy(s.Proxy):
		return settingFault("proxy", "A proxy is system, environment, none, or an address such as http://gateway.example.com:3128, without a password.")
	}
	return nil
}

// goodProxy tells whether this can be a proxy. A password has no place in a settings file.
func goodProxy(text string) bool {
	if text == "" || text == "system" || text == "environment" || text == "none" {
		return true
	}
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "socks5") && u.Hostname() != "" && u.User == nil && u.RawQuery == "" && (u.Path == "" || u.Path == "/")
}

func settingFault(field, title string) error {
	return &fault.Error{Kind: fault.Usage, Code: "session.setting", Title: i18n.Verbatim(title), Field: field,
		Safe: i18n.Verbatim("The settings are as they were."), Steps: []i18n.Text{i18n.Verbatim("Choose another value and save again.")}}
}

// mended gives settings that pass Check: each wrong field of a file that was edited by hand goes back to the standard.
func (s Settings) mended() Settings {
	standard := StandardSettings()
	for range 16 { // one field a round; there are fewer fields than rounds
		err := s.Check()
		if err == nil {
			return s
		}
		switch fault.Of(err).Field {
		case "folder":
			s.Folder = standard.Folder
		case "parallel":
			s.Parallel = standard.Parallel
		case "connections":
			s.Connections = standard.Connections
		case "per_host":
			s.PerHost = standard.PerHost
		case "limit_rate":
			s.LimitRate = standard.LimitRate
		case "theme":
			s.Theme = standard.Theme
		case "size":
			s.Size = standard.Size
		case "proxy":
			s.Proxy = standard.Proxy
		default:
			s.QuietFrom, s.QuietUntil = "", ""
		}
	}
	return standard
}
