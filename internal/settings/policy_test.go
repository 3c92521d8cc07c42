package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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

func TestNoPolicyFileFixesNothing(t *testing.T) {
	p, err := ReadPolicy(filepath.Join(t.TempDir(), "none.json"))
	if err != nil || p.File != "" || len(p.fixedValues()) > 0 || !p.AllowsBuiltIn("any") {
		t.Errorf("%+v %v", p, err)
	}
	if s := Standard(); p.apply(s) != s {
		t.Error("no policy changes the settings")
	}
}

func TestPolicyGoesBeforeSettings(t *testing.T) {
	p, err := policyOf(t, `{"parallel": 1, "limit_rate": 0, "proxy": "none", "quiet_from": "", "quiet_until": ""}`)
	if err != nil {
		t.Fatal(err)
	}
	s := Standard()
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

func TestPolicyThatCannotBeUnderstoodIsAnError(t *testing.T) {
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

func TestPolicyListsPrograms(t *testing.T) {
	p, err := policyOf(t, `{"programs": ["https://Program.example.com/", "sample"]}`)
	if err != nil {
		t.Fatal(err)
	}
	for address, allowed := range map[string]bool{"https://program.example.com": true, "https://other.example.com": false, "sample": false} { // a name is no address
		if p.AllowsAddress(address) != allowed {
			t.Errorf("%s: %v", address, !allowed)
		}
	}
	for name, allowed := range map[string]bool{"sample": true, "collaborate": false, "https://program.example.com": false} {
		if p.AllowsBuiltIn(name) != allowed {
			t.Errorf("%s: %v", name, !allowed)
		}
	}
}

func TestFixedFolderHoldsForEveryDownload(t *testing.T) {
	p, err := policyOf(t, `{"folder": "/srv/files"}`)
	if err != nil {
		t.Skip("the policy here names a folder as on Unix: ", err)
	}
	for dir, good := range map[string]bool{"/srv/files": true, "/srv/files/deep": true, "/srv/files/../other": false, "/srv": false, "/srv/files2": false} {
		if err := p.CheckFolder(filepath.Clean(dir)); (err == nil) != good {
			t.Errorf("%s: %v", dir, err)
		}
	}
}
