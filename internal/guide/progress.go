package guide

import (
	"maps"
	"path/filepath"
	"slices"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Progress remembers which steps a person ticked, by program and guide. It is safe for several goroutines; two processes on one
// folder keep each other's ticks. Done and Count never wait for the disk.
type Progress struct {
	file homefile.File[kept]

	writing sync.Mutex // one change at a time; held over the disk, so no reader takes it

	mu     sync.Mutex
	ticked ticks // never changed once it is in use
}

// ticks are the ids of ticked steps by program and guide.
type ticks map[string]map[string][]string

// kept is guides.json.
type kept struct {
	Ticked ticks `json:"ticked"`
}

// LoadProgress reads what was ticked before, from the app's folder. Progress can be used whatever the error: where the file can't be
// read or a newer version wrote it, ticks hold until the app ends; where it was damaged it has been set aside, which the fault says.
func LoadProgress(home string) (*Progress, error) {
	var damaged *fault.Error
	p := &Progress{ticked: ticks{}, file: homefile.File[kept]{Path: filepath.Join(home, "guides.json"), Version: 1,
		Upgrades: []homefile.Upgrade{homefile.Under("ticked")}, Report: func(f *fault.Error) { damaged = f }}}
	found, err := p.file.Read()
	if err != nil {
		return p, progressFault(err)
	}
	p.put(found.Ticked)
	if damaged != nil {
		return p, damaged
	}
	return p, nil
}

// Done reports whether the step is ticked.
func (p *Progress) Done(program, guide, step string) bool {
	return slices.Contains(p.now()[program][guide], step)
}

// Count returns how many of the guide's steps are ticked.
func (p *Progress) Count(program string, g Guide) (done, of int) {
	ticked := p.now()[program][g.ID]
	for _, step := range g.Steps {
		if slices.Contains(ticked, step.ID) {
			done++
		}
	}
	return done, len(g.Steps)
}

// Set ticks or unticks a step and saves. When saving does not work, the tick holds until the app ends, and the error says so.
func (p *Progress) Set(program, guide, step string, done bool) error {
	return p.change(func(t ticks) {
		ticked := slices.DeleteFunc(slices.Clone(t[program][guide]), func(s string) bool { return s == step })
		if done {
			ticked = append(ticked, step)
		}
		if t[program] == nil {
			t[program] = map[string][]string{}
		}
		t[program][guide] = ticked
	})
}

// Restart unticks every step of a guide and saves.
func (p *Progress) Restart(program, guide string) error {
	return p.change(func(t ticks) { delete(t[program], guide) })
}

// change changes what the file holds by then; where that can't be saved, what was known last.
func (p *Progress) change(change func(ticks)) error {
	p.writing.Lock()
	defer p.writing.Unlock()
	saved, err := p.file.Change(func(k *kept) error {
		k.Ticked = k.Ticked.clone()
		change(k.Ticked)
		return nil
	})
	if err == nil {
		p.put(saved.Ticked)
		return nil
	}
	unsaved := p.now().clone()
	change(unsaved)
	p.put(unsaved)
	return progressFault(err)
}

func (p *Progress) now() ticks {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ticked
}

func (p *Progress) put(t ticks) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ticked = t
}

func (t ticks) clone() ticks {
	all := ticks{}
	for program, guides := range t {
		all[program] = maps.Clone(guides)
	}
	return all
}

// progressFault is the fault for ticks that were not read or saved; that of a newer version is its own.
func progressFault(err error) error {
	if fault.Of(err).Code == homefile.NewerCode {
		return err
	}
	return &fault.Error{Kind: fault.Disk, Code: "guide.progress", Guide: "disk-full", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "guide.progress.title", Other: "The ticks of the guides can't be kept."}),
		Cause: i18n.T(&goi18n.Message{ID: "guide.progress.cause", Other: "The app's folder can't be read or written."}),
		Safe:  i18n.T(&goi18n.Message{ID: "guide.progress.safe", Other: "The ticks hold until the app ends. Nothing else is touched."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "guide.progress.step", Other: "Check that the folder is there, can be written and has room."})}}
}
