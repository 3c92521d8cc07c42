package session

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Policy is what an administrator has fixed on this computer. A name that is missing in the file leaves the setting to the person.
type Policy struct {
	File        string   `json:"-"`            // where it was read from; empty: there is none
	Folder      *string  `json:"folder"`       // an absolute path; a leading ~ is the person's home
	Parallel    *int     `json:"parallel"`     // downloads at once
	Connections *int     `json:"connections"`  // a file
	PerHost     *int     `json:"per_host"`     // connections to one host
	LimitRate   *int64   `json:"limit_rate"`   // bytes a second; 0: no limit
	QuietFrom   *string  `json:"quiet_from"`   // local time; both or none
	QuietUntil  *string  `json:"quiet_until"`  // "" and "": no quiet hours
	Proxy       *string  `json:"proxy"`        // as Settings.Proxy
	Programs    []string `json:"programs"`     // addresses, "sample", "collaborate": the only ones; missing: any
	FeedbackLog *bool    `json:"feedback_log"` // whether the log may go along with feedback
}

// PolicyFile is where an administrator puts the policy of this computer. It lies where only an administrator can write.
func PolicyFile() string {
	switch runtime.GOOS {
	case "windows":
		data := os.Getenv("ProgramData")
		if data == "" {
			data = `C:\ProgramData`
		}
		return filepath.Join(data, "ProgramConnect", "policy.json")
	case "darwin":
		return "/Library/Application Support/ProgramConnect/policy.json"
	default:
		return "/etc/program-connect/policy.json"
	}
}

// ReadPolicy reads a policy file; none is an empty policy. A policy that cannot be understood is an error, a misspelt name too: what an
// administrator wrote must not be dropped silently.
func ReadPolicy(path string) (Policy, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) || path == "" {
		return Policy{}, nil
	}
	if err != nil {
		return Policy{}, policyFault(path, "It can't be read.", err)
	}
	defer func() { _ = file.Close() }()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	p := Policy{}
	if err := decoder.Decode(&p); err != nil {
		return Policy{}, policyFault(path, whyNoPolicy(err), err)
	}
	if p.Folder != nil {
		if rest, ok := strings.CutPrefix(*p.Folder, "~"); ok {
			home, err := os.UserHomeDir()
			if err != nil {
				return Policy{}, policyFault(path, "Its folder lies in the person's home, and there is none.", err)
			}
			*p.Folder = filepath.Join(home, rest)
		}
	}
	p.File = path
	if err := p.apply(StandardSettings()).Check(); err != nil {
		return Policy{}, policyFault(path, fault.Of(err).Title.String(), err)
	}
	return p, nil
}

// whyNoPolicy names what is wrong in the file: it holds no secret.
func whyNoPolicy(err error) string {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Sprintf("“%s” has a value of another type than is wanted there.", kind.Field)
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return "There is no setting called " + name + "."
	}
	return "It is not JSON."
}

func policyFault(path, cause string, err error) error {
	return &fault.Error{Kind: fault.Other, Code: "session.policy", Title: i18n.Verbatim("The policy file " + path + " is not usable, so Program Connect does not start."), Cause: i18n.Verbatim(cause),
		Safe: i18n.Verbatim("Nothing was changed."), Steps: []i18n.Text{i18n.Verbatim("Show this message to the administrator of this computer.")}, Err: err}
}

// fixed pairs each fixed setting with its field in Settings, by the name in the file.
func (p Policy) fixed() map[string]any {
	all := map[string]any{}
	add := func(name string, value any) {
		if v := reflect.ValueOf(value); !v.IsNil() {
			all[name] = v.Elem().Interface()
		}
	}
	add("folder", p.Folder)
	add("parallel", p.Parallel)
	add("connections", p.Connections)
	add("per_host", p.PerHost)
	add("limit_rate", p.LimitRate)
	add("quiet_from", p.QuietFrom)
	add("quiet_until", p.QuietUntil)
	add("proxy", p.Proxy)
	add("feedback_log", p.FeedbackLog)
	return all
}

// Fixed tells whether the administrator has fixed a setting, by its name in settings.json.
func (p Policy) Fixed(name string) bool {
	_, ok := p.fixed()[name]
	return ok
}

// apply puts the fixed values over the person's.
func (p Policy) apply(s Settings) Settings {
	values := settingValues(&s)
	for name, value := range p.fixed() {
		values[name].Set(reflect.ValueOf(value))
	}
	return s
}

// refuse gives a fault when a change touches what is fixed.
func (p Policy) refuse(before, after Settings) error {
	was, is := settingValues(&before), settingValues(&after)
	for name := range p.fixed() {
		if was[name].Interface() != is[name].Interface() {
			return p.fixedFault(name)
		}
	}
	return nil
}

func (p Policy) fixedFault(name string) error {
	return &fault.Error{Kind: fault.Permission, Code: "session.fixed", Title: i18n.Verbatim("The setting “" + name + "” is fixed by the administrator of this computer."),
		Cause: i18n.Verbatim("The policy file " + p.File + " sets it."), Safe: i18n.Verbatim("Everything is as it was."), Steps: []i18n.Text{i18n.Verbatim("Ask the administrator if it must change.")}, Field: name}
}

// CheckOnce tells whether values that are asked for once, beside the settings, keep to what is fixed.
func (p Policy) CheckOnce(asked map[string]any) error {
	fixed := p.fixed()
	for _, name := range slices.Sorted(maps.Keys(asked)) {
		if value, ok := fixed[name]; ok && value != asked[name] {
			return p.fixedFault(name)
		}
	}
	return nil
}

// checkFolder tells whether a download may go into a folder: the fixed one and those in it.
func (p Policy) checkFolder(dir string) error {
	if p.Folder == nil {
		return nil
	}
	if inside, err := filepath.Rel(*p.Folder, dir); err != nil || !filepath.IsLocal(inside) {
		return p.fixedFault("folder")
	}
	return nil
}

// settingValues gives the fields of settings by their names in settings.json.
func settingValues(s *Settings) map[string]reflect.Value {
	all := map[string]reflect.Value{}
	value := reflect.ValueOf(s).Elem()
	for i := range value.NumField() {
		all[value.Type().Field(i).Tag.Get("json")] = value.Field(i)
	}
	return all
}

// Allows tells whether a program may be used: those of the list, by address or by the built-in name; any where there is no list.
func (p Policy) Allows(info ProgramInfo) bool {
	if p.Programs == nil {
		return true
	}
	return slices.ContainsFunc(p.Programs, func(one string) bool {
		address, err := client.CleanAddress(one)
		return (info.Kind != api.KindHosted && strings.EqualFold(one, info.Name)) || (err == nil && info.Kind == api.KindHosted && strings.EqualFold(address, info.Address))
	})
}

func (p Policy) notAllowed(what string) error {
	return &fault.Error{Kind: fault.Permission, Code: "session.program-not-allowed", Title: i18n.Verbatim("The administrator of this computer does not allow the program “" + what + "”."),
		Cause: i18n.Verbatim("The policy file " + p.File + " lists the programs that may be used."), Safe: i18n.Verbatim("Nothing was changed."),
		Steps: []i18n.Text{i18n.Verbatim("Use one of these: " + strings.Join(p.Programs, ", ") + "."), i18n.Verbatim("Ask the administrator if you need another.")}, Field: "program"}
}
