package settings

import (
	"net/url"
	"os"
	"path/filepath"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/desktop"
)

// Settings are what a person chooses once. Screens and terminal share them; they live in settings.json.
type Settings struct {
	Folder      string  `json:"folder"`       // where downloads go; an absolute path
	Parallel    int     `json:"parallel"`     // downloads at once; see downloads.SettingBounds
	Connections int     `json:"connections"`  // connections a file
	PerHost     int     `json:"per_host"`     // connections to one host
	LimitRate   int64   `json:"limit_rate"`   // bytes a second for all together; 0 is no limit
	QuietFrom   string  `json:"quiet_from"`   // "22:00", local time; empty: no quiet hours
	QuietUntil  string  `json:"quiet_until"`  // "06:30"
	Theme       string  `json:"theme"`        // "system", "light" or "dark"
	Size        float32 `json:"size"`         // interface size; 1 is the standard
	Language    string  `json:"language"`     // "en", "de", "fi", "ja"; empty: the system's
	FeedbackLog bool    `json:"feedback_log"` // the log may be offered as an attachment of feedback
	Proxy       string  `json:"proxy"`        // "system" or "": the environment's, else the system's; "environment"; "none"; or its address
	KeepAwake   bool    `json:"keep_awake"`   // the computer does not fall asleep while a download runs
	X11         bool    `json:"x11"`          // Linux: the window goes by X11 where Wayland gives trouble
	Tray        bool    `json:"tray"`         // the app has an entry in the system's tray
}

// Standard returns the settings of a new home folder.
func Standard() Settings {
	bounds := downloads.SettingBounds()
	return Settings{Folder: downloadsFolder(), Parallel: bounds.Parallel.Usual, Connections: bounds.Connections.Usual, PerHost: bounds.PerHost.Usual,
		Theme: "system", Size: 1, KeepAwake: true}
}

// Queue returns the queue's part of the settings.
func (s Settings) Queue() downloads.Settings {
	queue := downloads.Settings{Parallel: s.Parallel, Connections: s.Connections, PerHost: s.PerHost, LimitRate: s.LimitRate}
	if s.QuietFrom != "" {
		queue.QuietHours = []downloads.Hours{{From: minutes(s.QuietFrom), To: minutes(s.QuietUntil)}}
	}
	return queue
}

// TakeQueue returns the settings with what differs between two settings of the queue.
func (s Settings) TakeQueue(before, after downloads.Settings) Settings {
	if before.Parallel != after.Parallel {
		s.Parallel = after.Parallel
	}
	if before.Connections != after.Connections {
		s.Connections = after.Connections
	}
	if before.PerHost != after.PerHost {
		s.PerHost = after.PerHost
	}
	if before.LimitRate != after.LimitRate {
		s.LimitRate = after.LimitRate
	}
	return s
}

// minutes reads "22:30" as minutes since midnight; Check has seen it before.
func minutes(hour string) int {
	digit := func(i int) int { return int(hour[i] - '0') }
	return (digit(0)*10+digit(1))*60 + digit(3)*10 + digit(4)
}

// downloadsFolder returns the system's folder for downloads.
func downloadsFolder() string {
	if dir := desktop.Find().Downloads; filepath.IsAbs(dir) {
		return dir
	}
	return filepath.Join(os.TempDir(), "Downloads")
}

// ReadableProxy reports whether the setting can name a proxy. A settings file is no place for a password.
func ReadableProxy(text string) bool {
	if text == "" || text == "system" || text == "environment" || text == "none" {
		return true
	}
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "socks5") && u.Hostname() != "" && u.User == nil &&
		u.RawQuery == "" && (u.Path == "" || u.Path == "/")
}
