package settings

import (
	"path/filepath"
	"regexp"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// rule is what one setting may be.
type rule struct {
	field string
	wrong func(s Settings) i18n.Text           // why the value is not taken; empty when it is
	reset func(s *Settings, standard Settings) // nil: a wrong value stays, and who uses it says so
}

const (
	lowestLimit               = 1024 // bytes a second
	smallestSize, largestSize = 0.8, 2
)

var hourText = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

// rules is the table of what settings may be.
func rules() []rule {
	bounds := downloads.SettingBounds()
	noQuiet := func(s *Settings, _ Settings) { s.QuietFrom, s.QuietUntil = "", "" }
	return []rule{
		{"folder", func(s Settings) i18n.Text {
			return when(!filepath.IsAbs(s.Folder), &goi18n.Message{ID: "session.setting.folder.title",
				Other: "The folder for downloads must be a whole path, from the root of the disk."})
		}, func(s *Settings, standard Settings) { s.Folder = standard.Folder }},
		{"parallel", func(s Settings) i18n.Text {
			return outside(bounds.Parallel, s.Parallel, &goi18n.Message{ID: "session.setting.parallel.title",
				Other: "Downloads at once can be {{.Least}} to {{.Most}}, not {{.Value}}."})
		}, func(s *Settings, standard Settings) { s.Parallel = standard.Parallel }},
		{"connections", func(s Settings) i18n.Text {
			return outside(bounds.Connections, s.Connections, &goi18n.Message{ID: "session.setting.connections.title",
				Other: "Connections a file can be {{.Least}} to {{.Most}}, not {{.Value}}."})
		}, func(s *Settings, standard Settings) { s.Connections = standard.Connections }},
		{"per_host", func(s Settings) i18n.Text {
			return outside(bounds.PerHost, s.PerHost, &goi18n.Message{ID: "session.setting.per-host.title",
				Other: "Connections to one host can be {{.Least}} to {{.Most}}, not {{.Value}}."})
		}, func(s *Settings, standard Settings) { s.PerHost = standard.PerHost }},
		{"limit_rate", wrongLimit, func(s *Settings, standard Settings) { s.LimitRate = standard.LimitRate }},
		{"quiet_from", wrongQuietFrom, noQuiet},
		{"quiet_until", wrongQuietUntil, noQuiet},
		{"theme", func(s Settings) i18n.Text {
			return when(s.Theme != "system" && s.Theme != "light" && s.Theme != "dark", &goi18n.Message{ID: "session.setting.theme.title",
				Other: "The theme is system, light or dark."})
		}, func(s *Settings, standard Settings) { s.Theme = standard.Theme }},
		{"size", func(s Settings) i18n.Text {
			return when(s.Size < smallestSize || s.Size > largestSize, &goi18n.Message{ID: "session.setting.size.title",
				Other: "The interface size can be 0.8 to 2."})
		}, func(s *Settings, standard Settings) { s.Size = standard.Size }},
		{"proxy", func(s Settings) i18n.Text {
			return when(!ReadableProxy(s.Proxy), &goi18n.Message{ID: "session.setting.proxy.title",
				Other: "A proxy is system, environment, none, or an address such as http://gateway.example.com:3128, without a password."})
		}, nil},
	}
}

func when(wrong bool, m *goi18n.Message) i18n.Text {
	if !wrong {
		return i18n.Text{}
	}
	return i18n.T(m)
}

func outside(r downloads.Bounds, value int, m *goi18n.Message) i18n.Text {
	if value >= r.Least && value <= r.Most {
		return i18n.Text{}
	}
	return i18n.T(m, "Least", r.Least, "Most", r.Most, "Value", value)
}

func wrongLimit(s Settings) i18n.Text {
	if s.LimitRate < 0 {
		return i18n.T(&goi18n.Message{ID: "session.setting.limit-negative.title", Other: "A speed limit can't be below zero; 0 means no limit."})
	}
	return when(s.LimitRate > 0 && s.LimitRate < lowestLimit, &goi18n.Message{ID: "session.setting.limit-low.title",
		Other: "The lowest speed limit is 1 KiB a second."})
}

func wrongQuietFrom(s Settings) i18n.Text {
	if (s.QuietFrom == "") != (s.QuietUntil == "") {
		return i18n.T(&goi18n.Message{ID: "session.setting.quiet-half.title", Other: "Quiet hours need a beginning and an end."})
	}
	return when(s.QuietFrom != "" && !hourText.MatchString(s.QuietFrom), &goi18n.Message{ID: "session.setting.quiet-from.title",
		Other: "Quiet hours are written as 22:00."})
}

func wrongQuietUntil(s Settings) i18n.Text {
	if s.QuietUntil != "" && !hourText.MatchString(s.QuietUntil) {
		return i18n.T(&goi18n.Message{ID: "session.setting.quiet-until.title", Other: "Quiet hours are written as 06:30."})
	}
	return when(s.QuietFrom != "" && s.QuietFrom == s.QuietUntil, &goi18n.Message{ID: "session.setting.quiet-always.title",
		Other: "Quiet hours that end when they begin would stop every download."})
}

// Check finds the first setting that is outside what it may be. The fault names the field.
func (s Settings) Check() error {
	for _, r := range rules() {
		if title := r.wrong(s); !title.IsZero() {
			return &fault.Error{Kind: fault.Usage, Code: "session.setting", Title: title, Field: r.field,
				Safe:  i18n.T(&goi18n.Message{ID: "session.setting.safe", Other: "The settings are as they were."}),
				Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.setting.step", Other: "Choose another value and save again."})}}
		}
	}
	return nil
}

// mended returns settings whose wrong fields, of a file that was edited by hand, are back at the standard. A wrong proxy stays: going on
// with the standard would send directly what was meant for a proxy, so the client refuses to send anything by it.
func (s Settings) mended() Settings {
	standard := Standard()
	for _, r := range rules() {
		if r.reset != nil && !r.wrong(s).IsZero() {
			r.reset(&s, standard)
		}
	}
	return s
}
