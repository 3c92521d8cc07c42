package ui

import (
	"context"
	"maps"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// packageStates knows how far the files of a program are: what the queue says now, and what was downloaded before and left
// the queue.
type packageStates struct {
	program  string
	version  uint64 // of the queue that entries were taken from
	read     bool
	entries  map[string]*downloads.Entry       // by "package/file", the one that is nearest to its end
	finished map[string]session.DownloadedFile // by "package/file"
	sources  map[downloads.SourceKey]string    // keys taken apart
}

func newPackageStates(program string) *packageStates {
	return &packageStates{program: program, entries: map[string]*downloads.Entry{}, finished: map[string]session.DownloadedFile{},
		sources: map[downloads.SourceKey]string{}}
}

// follow takes over a queue; it reports which packages have another state than before.
func (s *packageStates) follow(queue *downloads.Snapshot) map[string]bool {
	if queue == nil || s.read && queue.Version == s.version {
		return nil
	}
	s.read, s.version = true, queue.Version
	now := map[string]*downloads.Entry{}
	for _, e := range queue.Entries {
		if e.Group != s.program {
			continue
		}
		key := s.keyOf(e.Source)
		if key != "" && !isGiven(e) && nearer(e, now[key]) {
			now[key] = e
		}
	}
	changed := map[string]bool{}
	note := func(key string) {
		pack, _ := splitFileKey(key)
		changed[pack] = true
	}
	for key, e := range now {
		if !sameState(e, s.entries[key]) {
			note(key)
		}
		if e.State == downloads.Done {
			s.finished[key] = downloadedOf(e) // it stays so when the queue lets it go
		}
	}
	for key := range s.entries {
		if now[key] == nil {
			note(key)
		}
	}
	s.entries = now
	return changed
}

// keyOf returns "package/file" of a source, or nothing.
func (s *packageStates) keyOf(source downloads.SourceKey) string {
	key, known := s.sources[source]
	if !known {
		if _, pack, file, ok := session.ReadSource(source); ok {
			key = pack + "/" + file
		}
		s.sources[source] = key
	}
	return key
}

func splitFileKey(key string) (pack, file string) {
	for i := range len(key) {
		if key[i] == '/' {
			return key[:i], key[i+1:]
		}
	}
	return key, ""
}

// isGiven reports whether the person gave a download up: it counts as none.
func isGiven(e *downloads.Entry) bool {
	return e.State == downloads.Stopped && e.Fault != nil && e.Fault.Code == "downloads.cancelled"
}

// nearer reports whether an entry says more of a file than another: done before running, running before resting.
func nearer(a, b *downloads.Entry) bool {
	if b == nil {
		return true
	}
	rank := func(e *downloads.Entry) int {
		switch e.State {
		case downloads.Done:
			return 3
		case downloads.Stopped:
			return 0
		case downloads.Paused:
			return 1
		default:
			return 2
		}
	}
	return rank(a) > rank(b)
}

// sameState reports whether two entries look the same here.
func sameState(a, b *downloads.Entry) bool {
	return b != nil && a.State == b.State && a.Wait == b.Wait && a.Done == b.Done && a.Size == b.Size && a.Path == b.Path
}

// use takes over what was downloaded before.
func (s *packageStates) use(finished map[string]session.DownloadedFile) {
	kept := maps.Clone(finished)
	if kept == nil {
		kept = map[string]session.DownloadedFile{}
	}
	for key, e := range s.entries {
		if e.State == downloads.Done {
			kept[key] = downloadedOf(e)
		}
	}
	s.finished = kept
}

func downloadedOf(e *downloads.Entry) session.DownloadedFile {
	return session.DownloadedFile{Path: e.Path, SHA256: e.SHA256, Finished: e.Finished}
}

// path returns where a file was saved; empty where it was not, where it is on its way again, or where the program has
// other bytes by now.
func (s *packageStates) path(pack string, file api.File) string {
	key := pack + "/" + file.Name
	if e := s.entries[key]; e != nil && e.State != downloads.Done {
		return ""
	}
	saved := s.finished[key]
	if file.SHA256 != "" && saved.SHA256 != "" && !strings.EqualFold(file.SHA256, saved.SHA256) {
		return ""
	}
	return saved.Path
}

// packageProgress is how far a package is on its way to the computer.
type packageProgress int

const (
	notDownloaded packageProgress = iota
	partlyDownloaded
	allDownloaded
	nowQueued
	nowRunning
	nowPaused
	nowWaiting
	nowStopped
)

// of returns how far a package is, and the percent of what is on its way.
func (s *packageStates) of(p *api.Package) (progress packageProgress, percent int) {
	saved, found := 0, notDownloaded
	var done, size int64
	for _, file := range p.Files {
		e := s.entries[p.ID+"/"+file.Name]
		if e == nil || e.State == downloads.Done {
			if s.path(p.ID, file) != "" {
				saved++
			}
			continue
		}
		done, size = done+e.Done, size+max(e.Size, 0)
		found = max(found, progressOfFile(e))
	}
	switch {
	case found != notDownloaded:
		if size > 0 {
			percent = int(100 * done / size)
		}
		return found, percent
	case saved == len(p.Files) && saved > 0:
		return allDownloaded, 100
	case saved > 0:
		return partlyDownloaded, 0
	}
	return notDownloaded, 0
}

func progressOfFile(e *downloads.Entry) packageProgress {
	switch e.State {
	case downloads.Queued:
		return nowQueued
	case downloads.Paused:
		return nowPaused
	case downloads.Stopped:
		return nowStopped
	case downloads.Waiting:
		switch e.Wait {
		case downloads.WaitSignIn, downloads.WaitTerms, downloads.WaitAccess, downloads.WaitDisk:
			return nowWaiting
		}
		return nowQueued
	default:
		return nowRunning
	}
}

// progressChip is the chip of how far a package is; false where there is nothing to say.
func (tx texts) progressChip(progress packageProgress, percent int) (widgets.ChipConfig, bool) {
	switch progress {
	case allDownloaded:
		return widgets.ChipConfig{Text: tx.tr(msgDownloaded), Icon: "check", Tone: widgets.ToneOK}, true
	case partlyDownloaded:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.packages.partly-downloaded", Other: "Partly downloaded"}),
			Tone: widgets.ToneNeutral}, true
	case nowRunning:
		return widgets.ChipConfig{Text: tx.percentText(float64(percent) / 100), Icon: "download", Tone: widgets.ToneRun}, true
	case nowQueued:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.packages.queued", Other: "In the queue"}), Icon: "clock",
			Tone: widgets.ToneNeutral}, true
	case nowPaused:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.packages.paused", Other: "Paused"}), Icon: "pause",
			Tone: widgets.ToneNeutral}, true
	case nowWaiting:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.packages.needs-you", Other: "Needs you"}), Icon: "clock",
			Tone: widgets.ToneWait}, true
	case nowStopped:
		return widgets.ChipConfig{Text: tx.tr(&goi18n.Message{ID: "ui.packages.stopped", Other: "Stopped"}), Icon: "alert",
			Tone: widgets.ToneStop}, true
	default:
		return widgets.ChipConfig{}, false
	}
}

// catalogue is what the screen of the packages fetches.
type catalogue struct {
	index       *packageIndex
	engagements map[string]api.Engagement // by their IDs; empty where they could not be had
	finished    map[string]session.DownloadedFile
	visited     packageVisit
}

// fetchCatalogue asks the program for the packages, and looks up what is known on this computer. What is on this computer
// and the engagements are extras: the packages are shown without them.
func fetchCatalogue(ctx context.Context, from *session.Session) (catalogue, error) {
	all, err := from.Catalogue.Packages(ctx)
	if err != nil {
		return catalogue{}, err
	}
	c := catalogue{index: newPackageIndex(all), engagements: map[string]api.Engagement{}}
	if joined, err := from.Engagements.List(ctx); err == nil {
		for _, e := range joined {
			c.engagements[e.ID] = e
		}
	}
	if finished, err := from.Catalogue.Downloaded(ctx); err == nil {
		c.finished = finished
	}
	if before, err := from.Catalogue.Visit(ctx); err == nil {
		c.visited = packageVisit{before}
	}
	return c, nil
}

// sortedIDs returns the IDs of a set in order.
func sortedIDs(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
