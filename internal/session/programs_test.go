package session

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
	"github.com/programconnect/programconnect/internal/settings"
)

// hosted is a program service as far as its description goes.
func hosted(t *testing.T, id string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"id": id, "name": "Hosted " + id, "kind": "hosted", "api": "http://" + r.Host + "/api/v1",
			"authority": "https://login.example.com/common", "client_id": "c " + id, "scopes": []string{"s " + id}, "keys": []any{}})
	}))
	t.Cleanup(server.Close)
	return server
}

func TestProgramsAreKeptAcrossRestarts(t *testing.T) {
	home := t.TempDir()
	st := openStage(t, home, auth.MemoryKeyring(), true)
	one, two := hosted(t, "Sample"), hosted(t, "IoT Program")
	for _, address := range []string{one.URL, two.URL, one.URL + "/"} {
		if _, err := st.AddProgram(t.Context(), address); err != nil {
			t.Fatal(err)
		}
	}
	again := openStage(t, home, auth.MemoryKeyring(), true)
	var names []string
	for _, p := range again.Programs() {
		names = append(names, p.Name)
	}
	if len(names) != 4 || names[0] != SampleName || names[1] != "sample-2" || names[2] != "iot-program" || names[3] != CollaborateName {
		t.Errorf("the list is %v", names)
	}
	for _, name := range []string{"IoT-Program", two.URL} {
		if p, err := again.Program(name); err != nil || p.Name != "iot-program" {
			t.Errorf("%s is %+v, %v", name, p, err)
		}
	}
	if err := again.RemoveProgram("iot-program"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"iot-program", SampleName, CollaborateName, ""} {
		if err := again.RemoveProgram(name); !fault.Is(err, fault.Usage) {
			t.Errorf("removing %q gave %v", name, err)
		}
	}
}

func TestUnreachableProgramIsUsedAsLastKnown(t *testing.T) {
	home := t.TempDir()
	st := openStage(t, home, auth.MemoryKeyring(), true)
	server := hosted(t, "iot")
	if _, err := st.AddProgram(t.Context(), server.URL); err != nil {
		t.Fatal(err)
	}
	server.Close()
	s, err := st.Session(t.Context(), "iot")
	if err != nil {
		t.Fatal(err)
	}
	if snap := s.Snapshot(); snap.Program.Name != "Hosted iot" || snap.Step != StepSignIn {
		t.Errorf("offline it is %+v", snap)
	}
	if _, err := st.AddProgram(t.Context(), server.URL); !fault.Is(err, fault.Network) {
		t.Errorf("adding it again gave %v", err)
	}
	if p, err := st.Program(""); err != nil || p.Name != "iot" {
		t.Errorf("the program used last is %+v, %v", p, err)
	}
}

func TestPortalHasNoSession(t *testing.T) {
	st := openStage(t, t.TempDir(), auth.MemoryKeyring(), true)
	if _, err := st.Session(t.Context(), CollaborateName); !fault.Is(err, fault.Usage) {
		t.Errorf("got %v", err)
	}
	if _, err := st.Session(t.Context(), "nothing"); !fault.Is(err, fault.Usage) {
		t.Errorf("an unknown program gave %v", err)
	}
}

func TestSettingsReachTheQueueAndDamageIsSaid(t *testing.T) {
	home := t.TempDir()
	st := openStage(t, home, auth.MemoryKeyring(), true)
	good := st.Settings.Now()
	if _, err := st.Queues.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	good.QuietFrom, good.QuietUntil, good.Parallel = "22:30", "06:15", 5
	if err := st.SetSettings(good); err != nil {
		t.Fatal(err)
	}
	got := st.Queues.Own().Snapshot().Settings
	if got.Parallel != 5 || len(got.QuietHours) != 1 || got.QuietHours[0].From != 22*60+30 || got.QuietHours[0].To != 6*60+15 {
		t.Errorf("the queue has %+v", got)
	}
	if err := os.WriteFile(filepath.Join(home, "settings.json"), []byte(`{"parallel": `), 0o600); err != nil {
		t.Fatal(err)
	}
	again := openStage(t, home, auth.MemoryKeyring(), true)
	if got, want := again.Settings.Now().Parallel, settings.Standard().Parallel; got != want {
		t.Errorf("a damaged file gave %d", got)
	}
	if said := again.Notices(); len(said) != 1 || said[0].Code != homefile.DamagedCode {
		t.Errorf("said: %v", said)
	}
}

func TestSourceKeyRoundTrip(t *testing.T) {
	for _, want := range [][3]string{{"sample", "iot", "a.msi"}, {"a/b", "c d", "e/../f?.msi"}, {"ä", "%2F", "日本.txt"}} {
		name, pack, file, ok := ReadSource(sourceKey(want[0], want[1], want[2]))
		if !ok || [3]string{name, pack, file} != want {
			t.Errorf("%v became %q %q %q", want, name, pack, file)
		}
	}
	for _, bad := range []downloads.SourceKey{"", "a/b", "a/b/c/d", "a//c", "a/%zz/c"} {
		if _, _, _, ok := ReadSource(bad); ok {
			t.Errorf("%q was read", bad)
		}
		if _, err := (linker{}).Link(context.Background(), bad, downloads.RefreshFirst); !fault.Is(err, fault.Usage) {
			t.Errorf("%q gave %v", bad, err)
		}
	}
}

func TestCheckLink(t *testing.T) {
	for _, link := range []string{"", "file.zip", "http://example.com/a", "ftp://example.com/a", "https://", "https://u:p@example.com/a", "http://127.0.0.1.example.com/a"} {
		if err := CheckLink(link); !fault.Is(err, fault.Usage) {
			t.Errorf("%q gave %v", link, err)
		}
	}
	for _, link := range []string{"https://example.com/a?b=c", "http://127.0.0.1:80/a", "http://[::1]/a", " https://example.com/a "} {
		if err := CheckLink(link); err != nil {
			t.Errorf("%q gave %v", link, err)
		}
	}
}
