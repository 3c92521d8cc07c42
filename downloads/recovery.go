package downloads

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/programconnect/programconnect/downloads/internal/platform"
)

// recovery is a plain list beside the store, one JSON object a line, of what each part file needs to go on.
// Only appended to; read when the store is damaged.
type recovery struct{ f *os.File }

// recoverable is one line: a download that was added, or (Gone) one that is done or was taken away. The first line of a
// file holds the version of its form alone; version 0.1 wrote none.
type recoverable struct {
	Version int `json:"version,omitempty"`

	ID   ID     `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
	Part string `json:"part,omitempty"`
	Spec *Spec  `json:"spec,omitempty"`
	Gone bool   `json:"gone,omitempty"`
}

// recoveryFile is the list's name in the queue's folder, recoveryVersion that of its form.
const (
	recoveryFile    = "parts.jsonl"
	recoveryVersion = 1
)

func openRecovery(dir string) (*recovery, error) {
	f, err := os.OpenFile(filepath.Join(dir, recoveryFile), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	r := &recovery{f}
	info, err := f.Stat()
	if err == nil && info.Size() == 0 {
		err = r.append([]recoverable{{Version: recoveryVersion}}, false)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return r, nil
}

// append writes lines at once; with sync they survive a power cut.
func (r *recovery) append(lines []recoverable, sync bool) error {
	var buf []byte
	for _, l := range lines {
		b, err := json.Marshal(l)
		if err != nil {
			return err
		}
		buf = append(append(buf, b...), '\n')
	}
	if _, err := r.f.Write(buf); err != nil {
		return err
	}
	if sync {
		return platform.SyncData(r.f)
	}
	return nil
}

func (r *recovery) close() error {
	if r == nil {
		return nil
	}
	return r.f.Close()
}

// readRecovery reads what is not gone. A line cut by a crash is skipped.
func readRecovery(dir string) ([]recoverable, error) {
	f, err := os.Open(filepath.Join(dir, recoveryFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var order []ID
	by := map[ID]recoverable{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var l recoverable
		if json.Unmarshal(lines.Bytes(), &l) != nil {
			continue
		}
		if l.Version > recoveryVersion {
			return nil, errNewerStore
		}
		if l.ID <= 0 {
			continue
		}
		if l.Gone {
			delete(by, l.ID)
			continue
		}
		if l.Spec != nil && l.Part != "" {
			if _, seen := by[l.ID]; !seen {
				order = append(order, l.ID)
			}
			by[l.ID] = l
		}
	}
	var all []recoverable
	for _, id := range order {
		if l, ok := by[id]; ok {
			all = append(all, l)
			delete(by, id)
		}
	}
	return all, lines.Err()
}

// compact writes the list anew with only what is open, when most of it is history.
func compact(dir string, open []recoverable) error {
	path := filepath.Join(dir, recoveryFile)
	info, err := os.Stat(path)
	if err != nil || info.Size() < 256<<10 {
		return nil
	}
	tmp := path + ".new"
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = (&recovery{f}).append(append([]recoverable{{Version: recoveryVersion}}, open...), true)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}
