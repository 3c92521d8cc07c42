package settings

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/atomicfile"
	"github.com/programconnect/programconnect/internal/desktop"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Policy is what an administrator has fixed on this computer. A name that is missing in the file leaves the setting to the person.
type Policy struct {
	File        string   `json:"-"`            // where it was read from; empty: there is none
	Ignored     string   `json:"-"`            // a file in the place of the policy file that is not the administrator's
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
	KeepAwake   *bool    `json:"keep_awake"`   // whether downloads keep the computer from falling asleep
}

// PolicyFile returns where an administrator puts the policy of this computer. It lies where only an administrator can write, and the
// system itself says where that is: no environment variable moves it.
func PolicyFile() string {
	name := "ProgramConnect"
	if runtime.GOOS != "windows" && runtime.GOOS != "darwin" {
		name = "program-connect"
	}
	return filepath.Join(desktop.Find().Shared, name, "policy.json")
}

// SystemPolicy reads what the administrator of this computer has fixed: the policy file, and over it what the system's own management
// sets (Windows: the registry's key for policies, macOS: managed preferences). A stranger's file in that place is passed over and said:
// it neither sets nor lifts anything. An administrator's file that others can write is an error.
func SystemPolicy() (Policy, error) {
	return policyUnder(PolicyFile(), desktop.AdministratorsAlone, desktop.Managed)
}

func policyUnder(path string, administratorsAlone func(path string) error,
	managed func() (map[string]json.RawMessage, string, error)) (Policy, error) {
	values := map[string]json.RawMessage{}
	from, ignored := path, ""
	switch err := administratorsAlone(path); {
	case errors.Is(err, fs.ErrNotExist):
		from = ""
	case errors.Is(err, desktop.ErrStranger):
		from, ignored = "", path
	case errors.Is(err, desktop.ErrOthersWrite):
		return Policy{}, policyFault(path, othersWriteCause(), err)
	case err != nil:
		return Policy{}, policyFault(path, unreadableCause(), err)
	default:
		if values, err = policyValues(path); err != nil {
			return Policy{}, err
		}
	}
	above, where, err := managed()
	switch {
	case errors.Is(err, desktop.ErrOthersWrite), errors.Is(err, desktop.ErrStranger):
		return Policy{}, policyFault(where, othersWriteCause(), err) // only an administrator can make one there
	case err != nil:
		return Policy{}, policyFault(where, unreadableCause(), err)
	}
	if len(above) > 0 {
		maps.Copy(values, above)
		from = strings.TrimPrefix(from+", "+where, ", ")
	}
	if from == "" {
		return Policy{Ignored: ignored}, nil
	}
	p, err := parsePolicy(from, values)
	p.Ignored = ignored
	return p, err
}

// Notice says that a file in the place of the policy file was passed over; nil when none was.
func (p Policy) Notice() *fault.Error {
	if p.Ignored == "" {
		return nil
	}
	return &fault.Error{Kind: fault.Permission, Code: "session.policy-stranger",
		Title: i18n.T(&goi18n.Message{ID: "session.policy.stranger.title",
			Other: "The policy file {{.Path}} was passed over: it is not known to be an administrator's."}, "Path", p.Ignored),
		Cause: i18n.T(&goi18n.Message{ID: "session.policy.stranger.cause",
			Other: "It, or its folder, belongs to somebody else. Any user of this computer could have put it there."}),
		Safe: i18n.T(&goi18n.Message{ID: "session.policy.stranger.safe",
			Other: "It sets nothing and lifts nothing. What the administrator set elsewhere holds."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.policy.stranger.step",
			Other: "Show this to the administrator of this computer: the folder must belong to the administrators, or be deleted."})}}
}

const longestPolicy = 1 << 20

// ReadPolicy reads a policy file; none is an empty policy. A policy that can't be understood is an error, a misspelt name too: what an
// administrator wrote must not be dropped silently.
func ReadPolicy(path string) (Policy, error) {
	if path == "" {
		return Policy{}, nil
	}
	values, err := policyValues(path)
	if err != nil || values == nil {
		return Policy{}, err
	}
	return parsePolicy(path, values)
}

// policyValues returns the values of a policy file by name; nil where there is no file.
func policyValues(path string) (map[string]json.RawMessage, error) {
	data, err := atomicfile.Read(path, longestPolicy)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, policyFault(path, unreadableCause(), err)
	}
	values := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &values); err != nil {
		return nil, policyFault(path, i18n.T(&goi18n.Message{ID: "session.policy.syntax.cause", Other: "It is not JSON."}), err)
	}
	return values, nil
}

func unreadableCause() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "session.policy.unreadable.cause", Other: "It can't be read."})
}

func othersWriteCause() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "session.policy.others-write.cause",
		Other: "Others than an administrator can write it or its folder, so it may not be the administrator's."})
}

// parsePolicy reads the values of a policy and checks them.
func parsePolicy(path string, values map[string]json.RawMessage) (Policy, error) {
	p, err := policyOfValues(path, values)
	if err != nil {
		return Policy{}, err
	}
	if err := p.apply(Standard()).Check(); err != nil {
		return Policy{}, policyFault(path, fault.Of(err).Title, err)
	}
	return p, nil
}

func policyOfValues(path string, values map[string]json.RawMessage) (Policy, error) {
	p := Policy{File: path}
	data, err := json.Marshal(values)
	if err != nil {
		return p, policyFault(path, unreadableCause(), err)
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !p.knows(name) {
			return p, policyFault(path, i18n.T(&goi18n.Message{ID: "session.policy.unknown.cause", Other: "There is no setting called “{{.Name}}”."}, "Name", name), nil)
		}
	}
	if err := json.Unmarshal(data, &p); err != nil {
		var kind *json.UnmarshalTypeError
		name := ""
		if errors.As(err, &kind) {
			name = kind.Field
		}
		return p, policyFault(path, i18n.T(&goi18n.Message{ID: "session.policy.type.cause",
			Other: "“{{.Name}}” has a value of another type than is wanted there."}, "Name", name), err)
	}
	if p.Folder == nil {
		return p, nil
	}
	if rest, ok := strings.CutPrefix(*p.Folder, "~"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return p, policyFault(path, i18n.T(&goi18n.Message{ID: "session.policy.no-home.cause",
				Other: "Its folder lies in the person's home, and there is none."}), err)
		}
		*p.Folder = filepath.Join(home, rest)
	}
	return p, nil
}

// knows reports whether a policy file may hold a name.
func (p Policy) knows(name string) bool {
	kind := reflect.TypeOf(p)
	for i := range kind.NumField() {
		if tag := kind.Field(i).Tag.Get("json"); tag != "-" && tag == name {
			return true
		}
	}
	return false
}

func policyFault(path string, cause i18n.Text, err error) error {
	return &fault.Error{Kind: fault.Other, Code: "session.policy", Cause: cause, Err: err,
		Title: i18n.T(&goi18n.Message{ID: "session.policy.title", Other: "The policy file {{.Path}} is not usable, so Program Connect does not start."}, "Path", path),
		Safe:  nothingChanged(),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.policy.step", Other: "Show this message to the administrator of this computer."})}}
}

func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "settings.nothing-changed.safe", Other: "Nothing was changed."})
}

// fixedValues returns the value of each fixed setting, by its name in the file.
func (p Policy) fixedValues() map[string]any {
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
	add("keep_awake", p.KeepAwake)
	return all
}

// Fixed reports whether the administrator has fixed a setting, by its name in settings.json.
func (p Policy) Fixed(name string) bool {
	_, ok := p.fixedValues()[name]
	return ok
}

// apply returns settings with the fixed values over the person's.
func (p Policy) apply(s Settings) Settings {
	values := fields(&s)
	for name, value := range p.fixedValues() {
		values[name].Set(reflect.ValueOf(value))
	}
	return s
}

// refuse returns a fault when a change touches what is fixed.
func (p Policy) refuse(before, after Settings) error {
	was, is := fields(&before), fields(&after)
	for _, name := range slices.Sorted(maps.Keys(p.fixedValues())) {
		if was[name].Interface() != is[name].Interface() {
			return p.fixedFault(name)
		}
	}
	return nil
}

func (p Policy) fixedFault(name string) error {
	return &fault.Error{Kind: fault.Permission, Code: "session.fixed", Field: name,
		Title: i18n.T(&goi18n.Message{ID: "session.fixed.title", Other: "The setting “{{.Name}}” is fixed by the administrator of this computer."}, "Name", name),
		Cause: i18n.T(&goi18n.Message{ID: "session.fixed.cause", Other: "The policy file {{.Path}} sets it."}, "Path", p.File),
		Safe:  i18n.T(&goi18n.Message{ID: "session.fixed.safe", Other: "Everything is as it was."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.fixed.step", Other: "Ask the administrator if it must change."})}}
}

// CheckOnce returns a fault when values that are asked for once, beside the settings, differ from what is fixed.
func (p Policy) CheckOnce(asked map[string]any) error {
	fixed := p.fixedValues()
	for _, name := range slices.Sorted(maps.Keys(asked)) {
		if value, ok := fixed[name]; ok && value != asked[name] {
			return p.fixedFault(name)
		}
	}
	return nil
}

// CheckFolder returns a fault when a download may not go into a folder: where one is fixed, it and those in it alone are allowed.
func (p Policy) CheckFolder(dir string) error {
	if p.Folder == nil {
		return nil
	}
	if inside, err := filepath.Rel(*p.Folder, dir); err != nil || !filepath.IsLocal(inside) {
		return p.fixedFault("folder")
	}
	return nil
}

// AllowsBuiltIn reports whether a program that is built in may be used, by its name.
func (p Policy) AllowsBuiltIn(name string) bool {
	return p.Programs == nil || slices.ContainsFunc(p.Programs, func(one string) bool { return strings.EqualFold(one, name) })
}

// AllowsAddress reports whether the program at an address may be used.
func (p Policy) AllowsAddress(address string) bool {
	return p.Programs == nil || slices.ContainsFunc(p.Programs, func(one string) bool {
		clean, err := client.CleanAddress(one)
		return err == nil && strings.EqualFold(clean, address)
	})
}

// NotAllowed returns the fault for a program that the policy leaves out.
func (p Policy) NotAllowed(program string) error {
	return &fault.Error{Kind: fault.Permission, Code: "session.program-not-allowed", Field: "program",
		Title: i18n.T(&goi18n.Message{ID: "session.program-not-allowed.title",
			Other: "The administrator of this computer does not allow the program “{{.Program}}”."}, "Program", program),
		Cause: i18n.T(&goi18n.Message{ID: "session.program-not-allowed.cause",
			Other: "The policy file {{.Path}} lists the programs that may be used."}, "Path", p.File),
		Safe: nothingChanged(),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "session.program-not-allowed.step", Other: "Use one of these: {{.Programs}}."}, "Programs", strings.Join(p.Programs, ", ")),
			i18n.T(&goi18n.Message{ID: "session.program-not-allowed.step2", Other: "Ask the administrator if you need another."}),
		}}
}
