package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestCrashIsToldOnceAndWithoutSecrets(t *testing.T) {
	dir := t.TempDir()
	if takeCrash(dir) != "" {
		t.Fatal("a crash is told of that never was")
	}
	keepCrashes(dir)
	if takeCrash(dir) != "" {
		t.Fatal("an empty file is no crash")
	}
	trace := "panic: boom\nAuthorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJDQU5BUlkifQ.c2lnbmF0dXJl\ngoroutine 1 [running]:\n"
	if err := os.WriteFile(filepath.Join(dir, crashName), []byte(trace), 0o600); err != nil {
		t.Fatal(err)
	}
	told := takeCrash(dir)
	if !strings.Contains(told, "panic: boom") || strings.Contains(told, "eyJhbGci") {
		t.Errorf("told: %q", told)
	}
	if takeCrash(dir) != "" {
		t.Error("it is told of again")
	}
}

func TestCrashReportIsBounded(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, crashName), make([]byte, 10*crashMost), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := len(takeCrash(dir)); got > 2*crashMost {
		t.Errorf("%d bytes are offered", got)
	}
}

func TestWindowSizeIsKept(t *testing.T) {
	home := t.TempDir()
	if got := readSize(home); got != (fyne.Size{}) {
		t.Errorf("a new home has a window of %v", got)
	}
	keepSize(home, fyne.NewSize(900, 600))
	if got := readSize(home); got != fyne.NewSize(900, 600) {
		t.Errorf("got %v", got)
	}
	if err := os.WriteFile(filepath.Join(home, windowName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := readSize(home); got != (fyne.Size{}) {
		t.Errorf("an empty file says %v", got)
	}
}

func TestUnreadablePreferencesAreTakenAway(t *testing.T) {
	for content, stays := range map[string]bool{"": false, "{": false, "{}\n": true} {
		path := filepath.Join(t.TempDir(), "preferences.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		mendPreferences(path)
		if _, err := os.Stat(path); (err == nil) != stays {
			t.Errorf("%q: %v", content, err)
		}
	}
	mendPreferences(filepath.Join(t.TempDir(), "none.json"))
}
