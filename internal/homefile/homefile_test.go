package homefile_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
)

type value struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// file is at version 2: version 0 had the name under "called", version 1 renamed it, version 2 is the same form.
func file(t *testing.T) (homefile.File[value], *[]*fault.Error) {
	t.Helper()
	reports := &[]*fault.Error{}
	return homefile.File[value]{
		Path: filepath.Join(t.TempDir(), "deep", "a.json"), Version: 2, Standard: func() value { return value{Count: 7} },
		Upgrades: []homefile.Upgrade{func(old []byte) ([]byte, error) {
			return []byte(strings.Replace(string(old), `"called"`, `"name"`, 1)), nil
		}, homefile.SameForm},
		Report: func(f *fault.Error) { *reports = append(*reports, f) },
	}, reports
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFileIsWrittenWithItsVersion(t *testing.T) {
	f, _ := file(t)
	if v, err := f.Read(); err != nil || v.Count != 7 {
		t.Fatalf("where there is no file: %+v, %v", v, err)
	}
	if err := f.Write(value{Name: "a", Count: 1}); err != nil {
		t.Fatal(err)
	}
	var head map[string]any
	if err := json.Unmarshal([]byte(get(t, f.Path)), &head); err != nil || head["version"] != 2.0 || head["name"] != "a" {
		t.Errorf("%v, %v", head, err)
	}
	if v, err := f.Read(); err != nil || v != (value{"a", 1}) {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestOlderVersionIsReadAndCopiedBeforeTheFirstWrite(t *testing.T) {
	f, reports := file(t)
	const old = `{"called": "x"}`
	put(t, f.Path, old)
	v, err := f.Read()
	if err != nil || v != (value{"x", 7}) {
		t.Fatalf("%+v, %v", v, err)
	}
	if get(t, f.Path) != old {
		t.Error("reading changed the file")
	}
	if v, err = f.Change(func(v *value) error { v.Count++; return nil }); err != nil || v != (value{"x", 8}) {
		t.Fatalf("%+v, %v", v, err)
	}
	if get(t, f.Path+".v0") != old {
		t.Error("the copy is not what was there")
	}
	if v, err := f.Read(); err != nil || v != (value{"x", 8}) {
		t.Errorf("after it was upgraded: %+v, %v", v, err)
	}
	if len(*reports) != 0 {
		t.Errorf("reported: %v", *reports)
	}
	if err := f.Remove(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(f.Path), "a.json*[0-9n]")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestNewerVersionIsRefusedAndNotTouched(t *testing.T) {
	f, reports := file(t)
	const newer = `{"version": 3, "name": 5}`
	put(t, f.Path, newer)
	_, readErr := f.Read()
	_, changeErr := f.Change(func(*value) error { t.Error("it was given out"); return nil })
	for what, err := range map[string]error{"read": readErr, "change": changeErr, "write": f.Write(value{}), "remove": f.Remove()} {
		if err == nil || fault.Of(err).Code != homefile.NewerCode {
			t.Errorf("%s: %v", what, err)
		}
	}
	if get(t, f.Path) != newer || len(*reports) != 0 {
		t.Errorf("it was touched, or reported: %v", *reports)
	}
}

func TestDamagedFileIsSetAsideAndReported(t *testing.T) {
	f, reports := file(t)
	for _, damaged := range []string{`{"name": `, `{"name": 5}`, `[]`, `null`, "", strings.Repeat("x", 5<<20)} {
		put(t, f.Path, damaged)
		if v, err := f.Read(); err != nil || v != (value{Count: 7}) {
			t.Errorf("%.20q: %+v, %v", damaged, v, err)
		}
		if _, err := os.Stat(f.Path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%.20q is still there", damaged)
		}
	}
	if len(*reports) != 6 || (*reports)[0].Code != homefile.DamagedCode {
		t.Errorf("reported: %v", *reports)
	}
	if get(t, f.Path+".damaged") != `{"name": ` || get(t, f.Path+".damaged-2") != `{"name": 5}` {
		t.Error("what was damaged is not kept")
	}
}

func TestChangeLosesNoOtherChange(t *testing.T) {
	f, _ := file(t)
	if err := f.Write(value{}); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if _, err := f.Change(func(v *value) error { v.Count++; return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if v, err := f.Read(); err != nil || v.Count != 20 {
		t.Errorf("%+v, %v", v, err)
	}
	refused := errors.New("no")
	if _, err := f.Change(func(v *value) error { v.Count = 99; return refused }); !errors.Is(err, refused) {
		t.Error(err)
	}
	if v, err := f.Read(); err != nil || v.Count != 20 {
		t.Errorf("a change that failed was written: %+v, %v", v, err)
	}
}
