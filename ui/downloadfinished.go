package ui

import (
	"encoding/json"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/session"
)

// finishedFiles remembers what was downloaded after it left the list, so that other screens still know it. What is kept is
// where a file was put; whether it is still there, whoever shows it finds out.
type finishedFiles struct {
	preferences fyne.Preferences
	files       []finishedFile
	read        bool
}

type finishedFile struct {
	Source downloads.SourceKey `json:"source"`
	Path   string              `json:"path"`
	SHA256 string              `json:"sha256"`
}

const (
	finishedPreference = "downloads.finished"
	finishedMost       = 500
)

// keep remembers the done ones of entries that leave the list, the newest of them.
func (f *finishedFiles) keep(entries []*downloads.Entry) {
	f.load()
	var added []finishedFile
	known := map[downloads.SourceKey]bool{}
	for _, e := range slices.Backward(entries) {
		if e.State == downloads.Done && e.Source != "" && !known[e.Source] && len(added) < finishedMost {
			known[e.Source] = true
			added = append(added, finishedFile{e.Source, e.Path, e.SHA256})
		}
	}
	if len(added) == 0 {
		return
	}
	others := slices.DeleteFunc(f.files, func(file finishedFile) bool { return known[file.Source] })
	f.files = append(others, added...)
	f.files = f.files[max(len(f.files)-finishedMost, 0):]
	if data, err := json.Marshal(f.files); err == nil {
		f.preferences.SetString(finishedPreference, string(data))
	}
}

// find returns where a program's file is that was downloaded and left the list; ok is false where there is none, or where the
// program has other bytes by now.
func (f *finishedFiles) find(program, pack, name, sha256 string) (path string, ok bool) {
	f.load()
	for _, file := range f.files {
		of, in, called, read := session.ReadSource(file.Source)
		if read && of == program && in == pack && called == name && (sha256 == "" || file.SHA256 == sha256) {
			return file.Path, true
		}
	}
	return "", false
}

// load reads what an earlier run kept. What can't be read is forgotten: the files themselves are not touched.
func (f *finishedFiles) load() {
	if f.read {
		return
	}
	f.read = true
	if json.Unmarshal([]byte(f.preferences.String(finishedPreference)), &f.files) != nil {
		f.files = nil
	}
}
