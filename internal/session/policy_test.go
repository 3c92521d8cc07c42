package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
)

// policyOf reads a policy from its text.
func policyOf(t *testing.T, text string) (Policy, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "policy.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return ReadPolicy(path)
}

func TestWithoutAPolicyFileNothingIsFixed(t *testing.T) {
	p, err := ReadPolicy(filepath.Join(t.TempDir(), "none.json"))
	if err != nil || p.File != "" || len(p.fixed()) > 0 || !p.Allows(ProgramInfo{Name: "any"}) {
		t.Errorf("%+v %v", p, err)
	}
	if s := StandardSettings(); p.apply(s) != s {
		t.Error("no policy changes the settings")
	}
}

func TestAPolicyGoesBeforeTheSettingsAndNoChangeTouchesIt(t *testing.T) {
	p, err := policyOf(t, `{"parallel": 1, "limit_rate": 0, "proxy": "none", "quiet_from": "", "quiet_until": ""}`)
	if err != nil {
		t.Fatal(err)
	}
	s := StandardSettings()
	s.LimitRate, s.QuietFrom, s.QuietUntil = 1<<20, "08:00", "17:00"
	now := p.apply(s)
	if now.Parallel != 1 || now.LimitRate != 0 || now.Proxy != "none" || now.QuietFrom != "" || now.Connections != s.Connections {
		t.Errorf("%+v", now)
	}
	after := now
	after.Theme, after.Connections = "dark", 7
	if err := p.refuse(now, after); err != nil {
		t.Errorf("a setting that is not fixed is refused: %v", err)
	}
	after.LimitRate = 1 << 20
	if err := p.refuse(now, after); !fault.Is(err, fault.Permission) || fault.Of(err).Field != "limit_rate" {
		t.Errorf("a fixed setting gives %v", err)
	}
}

func TestAPolicyThatCannotBeUnderstoodIsToldAndNeverHalfKept(t *testing.T) {
	for text, names := range map[string]string{
		`{"parallels": 1}`: "parallels", `{"parallel": "two"}`: "parallel", `{"parallel": 99}`: "1 to 16", `{`: "JSON", `{"quiet_from": "08:00"}`: "Quiet",
		`{"proxy": "http://user:CANARY@gateway.example.com"}`: "password", `{"folder": "files"}`: "whole path",
	} {
		_, err := policyOf(t, text)
		if err == nil || fault.Of(err).Code != "session.policy" || !strings.Contains(fault.Of(err).Text(), names) || strings.Contains(fault.Of(err).Text(), "CANARY") {
			t.Errorf("%s gives %v", text, err)
		}
	}
}

func TestOnlyTheAllowedProgramsCanBeUsed(t *testing.T) {
	p, err := policyOf(t, `{"programs": ["https://Program.example.com/", "sample"]}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		info    ProgramInfo
		allowed bool
	}{
		{ProgramInfo{Name: "contoso", Kind: api.KindHosted, Address: "https://program.example.com"}, true},
		{ProgramInfo{Name: "other", Kind: api.KindHosted, Address: "https://other.example.com"}, false},
		{ProgramInfo{Name: "sample", Kind: api.KindHosted, Address: "https://other.example.com"}, false}, // a name is not an address
		{sampleInfo(), true}, {collaborateInfo(), false},
	} {
		if p.Allows(one.info) != one.allowed {
			t.Errorf("%s at %s: %v", one.info.Name, one.info.Address, !one.allowed)
		}
	}
}

func TestAFixedFolderHoldsForEveryDownload(t *testing.T) {
	p, err := policyOf(t, `{"folder": "/srv/files"}`)
	if err != nil {
		t.Skip("the policy here names a folder as on Unix: ", err)
	}
	for dir, good := range map[string]bool{"/srv/files": true, "/srv/files/deep": true, "/srv/files/../other": false, "/srv": false, "/srv/files2": false} {
		if err := p.checkFolder(filepath.Clean(dir)); (err == nil) != good {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

func TestTwoProcessesOnOneHomeKeepEachOthersSettings(t *testing.T) {
	home := t.TempDir()
	first, second := &App{opts: withStandards(Options{Home: home}), settings: StandardSettings()}, &App{opts: withStandards(Options{Home: home}), settings: StandardSettings()}
	one, two := first.Settings(), second.Settings()
	one.Parallel, two.Theme = 5, "dark"
	if err := first.SetSettings(one); err != nil {
		t.Fatal(err)
	}
	if err := second.SetSettings(two); err != nil {
		t.Fatal(err)
	}
	if found, err := ReadSettings(home, Policy{}); err != nil || found.Parallel != 5 || found.Theme != "dark" || second.Settings() != found {
		t.Errorf("%+v %v", found, err)
	}
}
