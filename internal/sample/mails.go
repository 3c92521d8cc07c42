package sample

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/atomicfile"
	"github.com/programconnect/programconnect/internal/service"
)

// keptMails is how many mails stay in the folder.
const keptMails = 200

// mailFolder keeps the sample's mails in a folder that only this user reads. Nothing leaves the computer; another process on the
// same folder, or the next start, sees the same mails.
type mailFolder struct {
	dir    string
	random func([]byte) (int, error)
	mu     sync.Mutex
}

// Send puts a mail into the folder.
func (f *mailFolder) Send(_ context.Context, m service.Mail) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	var b [6]byte
	if _, err := f.random(b[:]); err != nil {
		return err
	}
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	name := filepath.Join(f.dir, fmt.Sprintf("%020d-%s", m.Time.UnixNano(), hex.EncodeToString(b[:])))
	if err := atomicfile.Write(name+".json", text, 0o600); err != nil {
		return err
	}
	return f.prune()
}

func (f *mailFolder) names() ([]string, error) {
	entries, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".json") {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, err
}

func (f *mailFolder) prune() error {
	names, err := f.names()
	if err != nil {
		return err
	}
	for len(names) > keptMails {
		if err := os.Remove(filepath.Join(f.dir, names[0])); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		names = names[1:]
	}
	return nil
}

// All returns the mails, oldest first. One that can't be read is left out.
func (f *mailFolder) All() []service.Mail {
	f.mu.Lock()
	defer f.mu.Unlock()
	names, err := f.names()
	if err != nil {
		return nil
	}
	var all []service.Mail
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(f.dir, name))
		var m service.Mail
		if err == nil && json.Unmarshal(text, &m) == nil {
			all = append(all, m)
		}
	}
	return all
}

// newest returns the code in the newest mail to an address.
func (f *mailFolder) newest(to string) string {
	for _, m := range slices.Backward(f.All()) {
		if m.To == to && m.Code != "" {
			return m.Code
		}
	}
	return ""
}
