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

	"github.com/programconnect/programconnect/internal/service"
)

// kept is how many mails stay in the outbox.
const kept = 200

// outbox keeps the sample's mails in a folder that only this user reads. Nothing leaves the computer; another process on the
// same folder, or the next start, sees the same mails.
type outbox struct {
	dir    string
	random func([]byte) (int, error)
	mu     sync.Mutex
}

// Send puts a mail into the folder.
func (o *outbox) Send(_ context.Context, m service.Mail) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return err
	}
	var b [6]byte
	if _, err := o.random(b[:]); err != nil {
		return err
	}
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	name := filepath.Join(o.dir, fmt.Sprintf("%020d-%s", m.Time.UnixNano(), hex.EncodeToString(b[:])))
	if err := os.WriteFile(name+".new", text, 0o600); err != nil {
		return err
	}
	if err := os.Rename(name+".new", name+".json"); err != nil {
		return err
	}
	return o.prune()
}

func (o *outbox) names() ([]string, error) {
	entries, err := os.ReadDir(o.dir)
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

func (o *outbox) prune() error {
	names, err := o.names()
	if err != nil {
		return err
	}
	for len(names) > kept {
		if err := os.Remove(filepath.Join(o.dir, names[0])); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		names = names[1:]
	}
	return nil
}

// All gives the mails, oldest first. One that can't be read is left out.
func (o *outbox) All() []service.Mail {
	o.mu.Lock()
	defer o.mu.Unlock()
	names, err := o.names()
	if err != nil {
		return nil
	}
	var all []service.Mail
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(o.dir, name))
		var m service.Mail
		if err == nil && json.Unmarshal(text, &m) == nil {
			all = append(all, m)
		}
	}
	return all
}

// newest gives the code in the newest mail to an address.
func (o *outbox) newest(to string) string {
	for _, m := range slices.Backward(o.All()) {
		if m.To == to && m.Code != "" {
			return m.Code
		}
	}
	return ""
}
