package session

import (
	"context"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
)

// FinishedFile is a program's file that was downloaded, whether the queue still lists it or not.
type FinishedFile struct {
	Path     string    `json:"path"`
	SHA256   string    `json:"sha256"`
	Finished time.Time `json:"finished"`
}

// finishedFiles is finished.json: what was downloaded of the programs, by the queue's key of its source.
type finishedFiles struct {
	Files map[downloads.SourceKey]FinishedFile `json:"files"`
}

// mostFinished bounds the file; the oldest are forgotten first.
const mostFinished = 5000

func (a *App) finishedFile() homefile.File[finishedFiles] {
	return homefile.File[finishedFiles]{Path: a.path("finished.json"), Version: 1, Upgrades: []homefile.Upgrade{homefile.SameForm},
		Report: a.notices.add}
}

// Finished returns the program's files that were downloaded and are still where they were put, by "package/file". It looks
// at the disk.
func (c Catalogue) Finished(context.Context) (map[string]FinishedFile, error) {
	all, err := c.session.app.finishedFile().Read()
	if err != nil {
		return nil, err
	}
	mine := map[string]FinishedFile{}
	for key, file := range all.Files {
		name, pack, of, ok := ReadSource(key)
		if !ok || name != c.session.info.Name {
			continue
		}
		if _, err := os.Stat(file.Path); err == nil {
			mine[pack+"/"+of] = file
		}
	}
	return mine, nil
}

// followFinished keeps what a queue finishes, so that it is known after the queue has let it go.
func (a *App) followFinished(ctx context.Context, queue *downloads.Queue) {
	changed, stop := queue.Subscribe()
	defer stop()
	kept := map[downloads.SourceKey]FinishedFile{}
	for ended := false; ; {
		if due := newlyFinished(queue.Snapshot(), kept); len(due) > 0 {
			if err := a.keepFinished(due); err != nil {
				a.log.Warn("finished downloads not kept", "fault", fault.Of(err).Code)
			}
			maps.Copy(kept, due)
		}
		if ended {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			ended = true // after a last look
		}
	}
}

// newlyFinished returns the finished files of programs in a snapshot that are not among those kept.
func newlyFinished(snap *downloads.Snapshot, kept map[downloads.SourceKey]FinishedFile) map[downloads.SourceKey]FinishedFile {
	if snap.Completed == 0 {
		return nil
	}
	due := map[downloads.SourceKey]FinishedFile{}
	for _, e := range snap.Entries {
		if e.State != downloads.Done {
			continue
		}
		if _, _, _, ok := ReadSource(e.Source); !ok {
			continue
		}
		file := FinishedFile{Path: e.Path, SHA256: e.SHA256, Finished: e.Finished}
		if before := kept[e.Source]; before != file && !before.Finished.After(file.Finished) {
			due[e.Source] = file
		}
	}
	return due
}

// keepFinished adds files to those on the disk while no other process does. It writes nothing where all are there already.
func (a *App) keepFinished(due map[downloads.SourceKey]FinishedFile) error {
	all, err := a.finishedFile().Read()
	if err != nil {
		return err
	}
	known := func(key downloads.SourceKey, file FinishedFile) bool {
		have := all.Files[key]
		return have.Path == file.Path && have.SHA256 == file.SHA256 && have.Finished.Equal(file.Finished)
	}
	missing := false
	for key, file := range due {
		missing = missing || !known(key, file)
	}
	if !missing {
		return nil
	}
	_, err = a.finishedFile().Change(func(all *finishedFiles) error {
		if all.Files == nil {
			all.Files = map[downloads.SourceKey]FinishedFile{}
		}
		maps.Copy(all.Files, due)
		dropOldest(all.Files, mostFinished)
		return nil
	})
	return err
}

// dropOldest keeps the newest files of a map.
func dropOldest(files map[downloads.SourceKey]FinishedFile, most int) {
	if len(files) <= most {
		return
	}
	keys := slices.SortedFunc(maps.Keys(files), func(a, b downloads.SourceKey) int {
		return files[a].Finished.Compare(files[b].Finished)
	})
	for _, key := range keys[:len(keys)-most] {
		delete(files, key)
	}
}
