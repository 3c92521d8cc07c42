package settings

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/atomicfile"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
)

func openStore(t *testing.T, home string) *Store {
	t.Helper()
	s, err := Open(home, Policy{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSettingsOutOfRangeAreRefusedAndMended(t *testing.T) {
	s := openStore(t, t.TempDir())
	good := s.Now()
	for field, change := range map[string]func(*Settings){
		"folder": func(s *Settings) { s.Folder = "files" }, "parallel": func(s *Settings) { s.Parallel = 17 }, "connections": func(s *Settings) { s.Connections = 0 },
		"per_host": func(s *Settings) { s.PerHost = 65 }, "limit_rate": func(s *Settings) { s.LimitRate = 5 }, "quiet_from": func(s *Settings) { s.QuietFrom = "22:00" },
		"quiet_until": func(s *Settings) { s.QuietFrom, s.QuietUntil = "22:00", "25:00" }, "theme": func(s *Settings) { s.Theme = "pink" }, "size": func(s *Settings) { s.Size = 9 },
		"proxy": func(s *Settings) { s.Proxy = "http://name:password@example.com" },
	} {
		bad := good
		change(&bad)
		if _, _, err := s.Set(bad); !fault.Is(err, fault.Usage) || fault.Of(err).Field != field {
			t.Errorf("a wrong %s gave %v", field, err)
		}
		if field != "proxy" && bad.mended().Check() != nil { // a wrong proxy is never replaced silently
			t.Errorf("a wrong %s in the file is not mended", field)
		}
	}
	if s.Now() != good {
		t.Error("a refused setting was kept")
	}
}

// TestStandardIsTheEngines keeps the defaults of people and of the engine one.
func TestStandardIsTheEngines(t *testing.T) {
	bounds, s := downloads.SettingBounds(), Standard()
	if s.Parallel != bounds.Parallel.Usual || s.Connections != bounds.Connections.Usual || s.PerHost != bounds.PerHost.Usual {
		t.Errorf("%+v, the engine has %+v", s, bounds)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}

func TestQueueReadsQuietHours(t *testing.T) {
	s := Standard()
	s.QuietFrom, s.QuietUntil, s.Parallel = "22:30", "06:15", 5
	q := s.Queue()
	if q.Parallel != 5 || len(q.QuietHours) != 1 || q.QuietHours[0].From != 22*60+30 || q.QuietHours[0].To != 6*60+15 {
		t.Errorf("%+v", q)
	}
}

func TestTwoProcessesOnOneHomeKeepEachOthersSettings(t *testing.T) {
	home := t.TempDir()
	first, second := openStore(t, home), openStore(t, home)
	one, two := first.Now(), second.Now()
	one.Parallel, two.Theme = 5, "dark"
	if _, _, err := first.Set(one); err != nil {
		t.Fatal(err)
	}
	if _, after, err := second.Set(two); err != nil || after.Parallel != 5 {
		t.Fatalf("%+v, %v", after, err)
	}
	if found := openStore(t, home).Now(); found.Parallel != 5 || found.Theme != "dark" || second.Now() != found {
		t.Errorf("%+v", found)
	}
}

func TestSubscriberIsToldOfALanguageAtOnce(t *testing.T) {
	s := openStore(t, t.TempDir())
	changed, stop := s.Subscribe()
	defer stop()
	wanted := s.Now()
	if _, _, err := s.Set(wanted); err != nil {
		t.Fatal(err)
	}
	if len(changed) != 0 {
		t.Error("told though nothing changed")
	}
	wanted.Language = "fi"
	if _, _, err := s.Set(wanted); err != nil {
		t.Fatal(err)
	}
	<-changed
	if s.Now().Language != "fi" {
		t.Errorf("it is %q", s.Now().Language)
	}
}

// TestReadersDoNotWaitForTheDisk: another process holds the settings' lock while a change waits for it.
func TestReadersDoNotWaitForTheDisk(t *testing.T) {
	home := t.TempDir()
	s := openStore(t, home)
	held, err := atomicfile.Lock(filepath.Join(home, "settings.json"))
	if err != nil {
		t.Fatal(err)
	}
	var free sync.Once
	defer free.Do(held.Unlock)
	wanted := s.Now()
	wanted.Theme = "dark"
	done := make(chan error, 1)
	go func() {
		_, _, err := s.Set(wanted)
		done <- err
	}()
	for range 1000 {
		if s.Now().Theme == "dark" {
			t.Fatal("changed without the lock")
		}
		_, stop := s.Subscribe()
		stop()
	}
	select {
	case err := <-done:
		t.Fatalf("the change did not wait for the lock: %v", err)
	default:
	}
	free.Do(held.Unlock)
	if err := <-done; err != nil || s.Now().Theme != "dark" {
		t.Errorf("%v, %+v", err, s.Now())
	}
}

func TestDamagedSettingsKeepNobodyOut(t *testing.T) {
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "settings.json"), []byte(`{"parallel": `), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(home, Policy{})
	if err != nil || s.Now() != Standard() {
		t.Errorf("%+v, %v", s.Now(), err)
	}
	if f := s.Damaged(); f == nil || f.Code != homefile.DamagedCode {
		t.Errorf("reported: %v", f)
	}
	if _, err := os.Stat(filepath.Join(home, "settings.json.damaged")); err != nil {
		t.Errorf("the damaged file was not set aside: %v", err)
	}
}

func TestSettingsOfANewerVersionAreRefused(t *testing.T) {
	home := t.TempDir()
	path := filepath.Join(home, "settings.json")
	const newer = `{"version": 2, "parallel": {"day": 3}}`
	if err := os.WriteFile(path, []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(home, Policy{})
	if fault.Of(err) == nil || fault.Of(err).Code != homefile.NewerCode {
		t.Fatalf("opening gave %v", err)
	}
	wanted := Standard()
	wanted.Theme = "dark"
	if _, _, err := s.Set(wanted); err == nil || fault.Of(err).Code != homefile.NewerCode {
		t.Errorf("setting gave %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != newer {
		t.Errorf("it was touched: %s, %v", data, err)
	}
}

// TestWrongProxyInTheFileStays: the standard in its place would send directly what was meant for the proxy.
func TestWrongProxyInTheFileStays(t *testing.T) {
	for _, proxy := range []string{"http//gateway:3128", "gateway", "http://name:password@gateway.example.com:3128"} {
		home := t.TempDir()
		if err := os.WriteFile(filepath.Join(home, "settings.json"), fmt.Appendf(nil, `{"version": 1, "proxy": %q, "parallel": 99}`, proxy), 0o600); err != nil {
			t.Fatal(err)
		}
		s := openStore(t, home)
		if now := s.Now(); now.Proxy != proxy || now.Parallel != Standard().Parallel {
			t.Errorf("%q in the file gives %+v", proxy, now)
		}
		wanted := s.Now()
		wanted.Proxy = "none"
		if _, after, err := s.Set(wanted); err != nil || after.Proxy != "none" {
			t.Errorf("it can't be corrected: %v, %+v", err, after)
		}
	}
}
