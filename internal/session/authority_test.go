package session_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/session"
)

// TestTakeOver: an account of version 0.1 goes to the program for which it signed in, and to none where that is not sure.
func TestTakeOver(t *testing.T) {
	home := t.TempDir()
	raw, err := os.ReadFile("../testing/compat/v0.1/home/programs.json")
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(home, "programs.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(string(raw))
	const client = "3b6f0c1e-6a55-4f0e-9c39-0d5a4f6f8e21"
	takeOver := session.TakeOver(home)
	for _, c := range []struct {
		name string
		of   auth.Legacy
		want string
	}{
		{"the sample", auth.Legacy{ID: "bf25bfff8a13280f11c0", Program: "sample"}, "sample:"},
		{"a program of the list", auth.Legacy{ID: "1", Program: "harbour", ClientID: client}, "https://program.harbour.example"},
		{"one that was removed", auth.Legacy{ID: "1", Program: "gone", ClientID: client}, ""},
	} {
		if got := takeOver(c.of).String(); got != c.want {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	write(strings.Replace(string(raw), `"sample": "bf`, `"harbour": "1", "sample": "bf`, 1))
	if got := takeOver(auth.Legacy{ID: "1", Program: "gone", ClientID: client}).String(); got != "https://program.harbour.example" {
		t.Errorf("chosen there: %q", got)
	}
	second := `{"name": "second", "address": "https://second.example", "program": {"client_id": "` + client + `"}},`
	write(strings.Replace(string(raw), `"programs": [`, `"programs": [`+second, 1))
	if got := takeOver(auth.Legacy{ID: "1", Program: "harbour", ClientID: client}); !got.IsZero() {
		t.Errorf("with a client id of two programs: %q", got)
	}
	write("{")
	if got := takeOver(auth.Legacy{ID: "1", Program: "harbour", ClientID: client}); !got.IsZero() {
		t.Errorf("with a damaged list: %q", got)
	}
}
