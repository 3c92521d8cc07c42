package guide

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Files is the place where Progress is kept.
type Files interface {
	// Read gives the file's bytes, or an error that is fs.ErrNotExist when there is none.
	Read(name string) ([]byte, error)
	// Write puts the file in place whole: after a crash there is the old file or the new one, never a part.
	Write(name string, data []byte) error
}

const progressFile = "guides.json"

// Progress remembers which steps a person ticked, by program and guide. It is safe for several goroutines; of two processes on one
// folder the later tick of the same guide wins, and nothing else is lost, since each save starts from the file as it is.
type Progress struct {
	mu    sync.Mutex
	files Files
	done  map[string]map[string][]string // program, guide, ids of steps
}

// LoadProgress reads what was ticked before. A file that can't be understood is set aside as guides.json.damaged, and the lists start
// empty. The error is a *fault.Error of kind Disk.
func LoadProgress(files Files) (*Progress, error) {
	p := &Progress{files: files}
	return p, p.load()
}

// Done tells whether the step is ticked.
func (p *Progress) Done(program, guide, step string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Contains(p.done[program][guide], step)
}

// Count gives how many of the guide's steps are ticked.
func (p *Progress) Count(program string, g Guide) (done, of int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, step := range g.Steps {
		if slices.Contains(p.done[program][g.ID], step.ID) {
			done++
		}
	}
	return done, len(g.Steps)
}

// Set ticks or unticks a step and saves. When saving does not work, the tick holds until the app ends, and the error says so.
func (p *Progress) Set(program, guide, step string, done bool) error {
	return p.change(func() {
		ticked := slices.DeleteFunc(slices.Clone(p.done[program][guide]), func(s string) bool { return s == step })
		if done {
			ticked = append(ticked, step)
		}
		if p.done[program] == nil {
			p.done[program] = map[string][]string{}
		}
		p.done[program][guide] = ticked
	})
}

// Restart unticks every step of a guide and saves.
func (p *Progress) Restart(program, guide string) error {
	return p.change(func() { delete(p.done[program], guide) })
}

// change reads the file again, changes what it holds, and saves.
func (p *Progress) change(change func()) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	loaded := p.load()
	change()
	if loaded != nil {
		return loaded
	}
	data, err := json.MarshalIndent(p.done, "", "  ")
	if err == nil {
		err = p.files.Write(progressFile, data)
	}
	return progressFault(err)
}

func (p *Progress) load() error {
	data, err := p.files.Read(progressFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		if p.done == nil {
			p.done = map[string]map[string][]string{}
		}
		return progressFault(err)
	}
	p.done = map[string]map[string][]string{}
	if err != nil {
		return nil
	}
	if json.Unmarshal(data, &p.done) == nil && p.done != nil {
		return nil
	}
	p.done = map[string]map[string][]string{}
	return progressFault(p.files.Write(progressFile+".damaged", data))
}

func progressFault(err error) error {
	if err == nil {
		return nil
	}
	return &fault.Error{Kind: fault.Disk, Code: "guide.progress", Title: i18n.Verbatim("The ticks of the guides can't be kept."),
		Cause: i18n.Verbatim("The app's folder can't be read or written."), Safe: i18n.Verbatim("The ticks hold until the app ends. Nothing else is touched."),
		Steps: []i18n.Text{i18n.Verbatim("Check that the folder is there, can be written and has room.")}, Guide: "disk-full", Err: err}
}

// Folder keeps Files in a folder, which it makes when it is missing. Only the user can read what it writes.
func Folder(dir string) Files { return folder(dir) }

type folder string

func (f folder) Read(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(f), name))
}

// Write writes beside the file, flushes, and renames.
func (f folder) Write(name string, data []byte) error {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return err
	}
	beside, err := os.CreateTemp(string(f), name+".*.new")
	if err != nil {
		return err
	}
	_, err = beside.Write(data)
	err = errors.Join(err, beside.Sync(), beside.Close())
	if err == nil {
		err = os.Rename(beside.Name(), filepath.Join(string(f), name))
	}
	if err != nil {
		_ = os.Remove(beside.Name())
	}
	return err
}
