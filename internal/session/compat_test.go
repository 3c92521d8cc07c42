package session

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/homefile"
)

// nora is the id of the account that left a half-filled registration.
const nora = "5db8a263d01c28aaced6"

const compat = "../testing/compat/v0.1"

// oldHome returns a copy of the home folder that version 0.1 wrote, without what other packages test, and what must be true of it.
func oldHome(t *testing.T) (home string, expected map[string]any) {
	t.Helper()
	home = t.TempDir()
	from := os.DirFS(filepath.Join(compat, "home"))
	for _, name := range []string{"settings.json", "programs.json", "queries.json", "guides.json"} {
		copyFile(t, filepath.Join(compat, "home", name), filepath.Join(home, name))
	}
	for _, folder := range []string{"outbox", "drafts"} {
		if err := os.CopyFS(filepath.Join(home, folder), sub(t, from, folder)); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(filepath.Join(compat, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "windows" { // where a whole path begins with a drive
		data = bytes.ReplaceAll(data, []byte(`"/home/dev/Downloads"`), []byte(`"C:/home/dev/Downloads"`))
		path := filepath.Join(home, "settings.json")
		text, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(path, bytes.ReplaceAll(text, []byte(`"/home/dev/Downloads"`), []byte(`"C:/home/dev/Downloads"`)), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var all struct {
		Home map[string]any `json:"home"`
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if settings, ok := all.Home["settings"].(map[string]any); ok { // newer than 0.1: the standard holds
		settings["keep_awake"], settings["x11"], settings["tray"] = true, false, false
	}
	return home, all.Home
}

func openOld(t *testing.T, home string) *App {
	t.Helper()
	accounts, err := auth.Open(auth.Config{Dir: filepath.Join(home, "accounts"), Keyring: auth.MemoryKeyring(), Service: "session test"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := Open(t.Context(), Options{Home: home, Accounts: accounts, LazyQueue: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = a.Close()
		_ = accounts.Close()
	})
	return a
}

// at is a session at a program that nobody asked yet, for what is on the disk.
func at(t *testing.T, a *App, program, account string) *Session {
	t.Helper()
	info, err := a.Program(program)
	if err != nil {
		t.Fatal(err)
	}
	s := newSession(a, info, info.Program)
	s.snap.Account = &auth.Account{ID: account}
	return s
}

// same asserts that a value is, as JSON, what was expected.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	text, err := json.Marshal(got)
	var plain any
	if err == nil {
		err = json.Unmarshal(text, &plain)
	}
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(plain, want) {
		wanted, _ := json.Marshal(want)
		t.Errorf("%s:\n got %s\nwant %s", what, text, wanted)
	}
}

// allSearches reads the saved searches of the programs that are expected to have some.
func allSearches(t *testing.T, a *App) map[string][]SavedQuery {
	t.Helper()
	all := map[string][]SavedQuery{}
	for _, program := range []string{"harbour", "sample"} {
		found, err := at(t, a, program, "").Searches.List()
		if err != nil {
			t.Fatal(err)
		}
		all[program] = found
	}
	return all
}

// checkOld asserts that nothing of the home of 0.1 is lost.
func checkOld(t *testing.T, home string, expected map[string]any) {
	t.Helper()
	a := openOld(t, home)
	same(t, "settings", a.Settings.Now(), expected["settings"])
	same(t, "programs", withoutKeys(a.Programs()), withoutKeysIn(expected["programs"]))
	same(t, "saved searches", allSearches(t, a), expected["saved_queries"])
	drafts, err := a.Outbox.Drafts()
	if err != nil {
		t.Fatal(err)
	}
	same(t, "drafts", drafts, expected["drafts"])
	if chosen := a.programs.book().Accounts["sample"]; chosen != "bf25bfff8a13280f11c0" {
		t.Errorf("the chosen account is %q", chosen)
	}
	progress, err := guide.LoadProgress(home)
	if err != nil {
		t.Fatal(err)
	}
	for where, steps := range expected["guides_ticked"].(map[string]any) {
		program, id, _ := strings.Cut(where, "/")
		for _, step := range steps.([]any) {
			if !progress.Done(program, id, step.(string)) {
				t.Errorf("the tick of %s %s is lost", where, step)
			}
		}
	}
	r := at(t, a, "sample", nora).Registration
	if form := r.Draft(); !r.HasDraft() || form.PublisherName != "Nora's half-filled name" || form.Contact.Phone != "+358 40 5550 999" || form.Contact.Address.City != "Turku" || form.Country != "FI" {
		t.Errorf("the registration draft is %+v", form)
	}
	if said := a.Notices(); len(said) != 0 {
		t.Errorf("said: %v", said)
	}
}

// withoutKeys leaves out the programs' signing keys where there are none: 0.1's list of them was empty, or missing.
func withoutKeys(list []ProgramInfo) any {
	text, _ := json.Marshal(list)
	var plain any
	_ = json.Unmarshal(text, &plain)
	return withoutKeysIn(plain)
}

func withoutKeysIn(list any) any {
	for _, one := range list.([]any) {
		program := one.(map[string]any)["program"].(map[string]any)
		for _, name := range []string{"keys", "scopes"} {
			if values, _ := program[name].([]any); len(values) == 0 {
				delete(program, name)
			}
		}
	}
	return list
}

func TestHomeOfVersion01OpensWithNothingLost(t *testing.T) {
	home, expected := oldHome(t)
	checkOld(t, home, expected)
}

// TestHomeOfVersion01IsUpgradedWithCopies writes each file once.
func TestHomeOfVersion01IsUpgradedWithCopies(t *testing.T) {
	home, expected := oldHome(t)
	before := t.TempDir()
	if err := os.CopyFS(before, os.DirFS(home)); err != nil {
		t.Fatal(err)
	}
	a := openOld(t, home)
	change := a.Settings.Now()
	change.Theme = "light"
	progress, err := guide.LoadProgress(home)
	if err != nil {
		t.Fatal(err)
	}
	drafts, err := a.Outbox.Drafts()
	if err != nil {
		t.Fatal(err)
	}
	r := at(t, a, "sample", nora).Registration
	searches := at(t, a, "harbour", "").Searches
	for what, err := range map[string]error{
		"settings": a.SetSettings(change), "programs": a.UseProgram("sample"), "searches": searches.Save(SavedQuery{Name: "New one"}),
		"progress": progress.Set("harbour", "clock", "look", true), "registration": r.SaveDraft(r.Draft()), "draft": a.Outbox.Queue(drafts[2].Key),
	} {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	undo := a.Settings.Now()
	undo.Theme = "dark"
	for what, err := range map[string]error{"settings": a.SetSettings(undo), "programs": a.UseProgram("harbour"), "searches": searches.Remove("New one")} {
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	for _, name := range []string{"settings.json", "programs.json", "queries.json", "guides.json", "outbox/" + drafts[2].Key + ".json", draftName(t)} {
		was, err := os.ReadFile(filepath.Join(before, name))
		if err != nil {
			t.Fatal(err)
		}
		if kept, err := os.ReadFile(filepath.Join(home, name+".v0")); err != nil || !bytes.Equal(kept, was) {
			t.Errorf("the copy of %s is not what was there: %v", name, err)
		}
		now, err := os.ReadFile(filepath.Join(home, name))
		version := 1
		if name == "programs.json" {
			version = 2
		}
		if err != nil || !bytes.HasPrefix(now, fmt.Appendf(nil, "{\n  \"version\": %d,", version)) {
			t.Errorf("%s has no version: %.40s, %v", name, now, err)
		}
	}
	checkOld(t, home, expected)
}

// draftName is the registration draft's file.
func draftName(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(compat, "home", "drafts", "*.json"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	return "drafts/" + filepath.Base(found[0])
}

func TestFilesOfANewerVersionAreRefused(t *testing.T) {
	const newer = `{"version": 99, "from": "another day"}`
	refused := func(t *testing.T, what string, err error) {
		t.Helper()
		if err == nil || fault.Of(err).Code != homefile.NewerCode {
			t.Errorf("%s: %v", what, err)
		}
	}
	write := func(t *testing.T, name string) (home, path string) {
		t.Helper()
		home, _ = oldHome(t)
		path = filepath.Join(home, name)
		if err := os.WriteFile(path, []byte(newer), 0o600); err != nil {
			t.Fatal(err)
		}
		return home, path
	}
	untouched := func(t *testing.T, path string) {
		t.Helper()
		if now, err := os.ReadFile(path); err != nil || string(now) != newer {
			t.Errorf("it was touched: %s, %v", now, err)
		}
	}
	for _, name := range []string{"settings.json", "programs.json"} {
		t.Run(name, func(t *testing.T) {
			home, path := write(t, name)
			accounts, err := auth.Open(auth.Config{Dir: filepath.Join(home, "accounts"), Keyring: auth.MemoryKeyring(), Service: "session test"})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = accounts.Close() }()
			_, err = Open(t.Context(), Options{Home: home, Accounts: accounts, LazyQueue: true})
			refused(t, "open", err)
			untouched(t, path)
		})
	}
	t.Run("queries.json", func(t *testing.T) {
		home, path := write(t, "queries.json")
		searches := at(t, openOld(t, home), "harbour", "").Searches
		_, err := searches.List()
		refused(t, "list", err)
		refused(t, "save", searches.Save(SavedQuery{Name: "x"}))
		refused(t, "remove", searches.Remove("Everything new"))
		untouched(t, path)
	})
	t.Run("registration", func(t *testing.T) {
		home, path := write(t, draftName(t))
		r := at(t, openOld(t, home), "sample", nora).Registration
		refused(t, "save", r.SaveDraft(api.Registration{Country: "FI"}))
		refused(t, "drop", r.DropDraft())
		if form := r.Draft(); form.PublisherName != "" {
			t.Errorf("it was read: %+v", form)
		}
		untouched(t, path)
	})
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func sub(t *testing.T, from fs.FS, dir string) fs.FS {
	t.Helper()
	part, err := fs.Sub(from, dir)
	if err != nil {
		t.Fatal(err)
	}
	return part
}
