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

// DownloadedFile is a program's file that was downloaded, whether the queue still lists it or not.
type DownloadedFile struct {
	Path     string    `json:"path"`
	SHA256   string    `json:"sha256"`
	Finished time.Time `json:"finished"`
}

// downloadedFiles is downloaded.json: what was downloaded of the programs, by the queue's key of its source.
type downloadedFiles struct {
	Files map[downloads.SourceKey]DownloadedFile `json:"files"`
}

// mostDownloaded bounds the file; the oldest are forgotten first.
const mostDownloaded = 5000

func (a *App) downloadedFile() homefile.File[downloadedFiles] {
	return homefile.File[downloadedFiles]{Path: a.path("downloaded.json"), Version: 1, Upgrades: []homefile.Upgrade{homefile.SameForm},
		Report: a.notices.add}
}

// Downloaded returns the program's files that were downloaded and are still where they were put, by "package/file". It looks
// at the disk.
func (c Catalogue) Downloaded(context.Context) (map[string]DownloadedFile, error) {
	all, err := c.session.app.downloadedFile().Read()
	if err != nil {
		return nil, err
	}
	mine := map[string]DownloadedFile{}
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

// followDownloaded keeps what a queue finishes, so that it is known after the queue has let it go.
func (a *App) followDownloaded(ctx context.Context, queue *downloads.Queue) {
	changed, stop := queue.Subscribe()
	defer stop()
	kept := map[downloads.SourceKey]DownloadedFile{}
	for ended := false; ; {
		if due := newlyDownloaded(queue.Snapshot(), kept); len(due) > 0 {
			if err := a.keepDownloaded(due); err != nil {
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

// newlyDownloaded returns the finished files of programs in a snapshot that are not among those kept.
func newlyDownloaded(snap *downloads.Snapshot, kept map[downloads.SourceKey]DownloadedFile) map[downloads.SourceKey]DownloadedFile {
	if snap.Completed == 0 {
		return nil
	}
	due := map[downloads.SourceKey]DownloadedFile{}
	for _, e := range snap.Entries {
		if e.State != downloads.Done {
			continue
		}
		if _, _, _, ok := ReadSource(e.Source); !ok {
			continue
		}
		file := DownloadedFile{Path: e.Path, SHA256: e.SHA256, Finished: e.Finished}
		if before := kept[e.Source]; before != file && !before.Finished.After(file.Finished) {
			due[e.Source] = file
		}
	}
	return due
}

// keepDownloaded adds files to those on the disk while no other process does. It writes nothing where all are there already.
func (a *App) keepDownloaded(due map[downloads.SourceKey]DownloadedFile) error {
	all, err := a.downloadedFile().Read()
	if err != nil {
		return err
	}
	known := func(key downloads.SourceKey, file DownloadedFile) bool {
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
	_, err = a.downloadedFile().Change(func(all *downloadedFiles) error {
		if all.Files == nil {
			all.Files = map[downloads.SourceKey]DownloadedFile{}
		}
		maps.Copy(all.Files, due)
		dropOldest(all.Files, mostDownloaded)
		return nil
	})
	return err
}

// dropOldest keeps the newest files of a map.
func dropOldest(files map[downloads.SourceKey]DownloadedFile, most int) {
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
