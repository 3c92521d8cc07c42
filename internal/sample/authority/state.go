package authority

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/programconnect/programconnect/internal/atomicfile"
)

// state is what stays over a restart. Refresh tokens, browser cookies and passwords are in it as hashes only.
type state struct {
	Version  int                 `json:"version"`
	Keys     []storedKey         `json:"keys"` // the last one signs
	People   []account           `json:"people,omitempty"`
	Consents map[string]bool     `json:"consents,omitempty"` // by account key
	Browsers map[string]*browser `json:"browsers,omitempty"` // by hash of the cookie
	Families map[string]*family  `json:"families,omitempty"` // refresh token families, by id

	path string
	seen os.FileInfo                // the file as it was read or written last; nil: never
	priv map[string]*rsa.PrivateKey // by key id
}

type storedKey struct {
	ID      string    `json:"id"`
	PKCS8   string    `json:"pkcs8"`
	Created time.Time `json:"created"`
}

// account is a person who signed up here.
type account struct {
	Name, Address, TenantID, ObjectID string
	Salt, Hash                        []byte
}

// browser is one browser's sessions: whoever signed in there and did not sign out.
type browser struct {
	Sessions map[string]*session `json:"sessions"` // by account key
	Seen     time.Time           `json:"seen"`
}

type session struct {
	SignedIn time.Time `json:"signed_in"`
	MFA      bool      `json:"mfa,omitempty"`
}

const (
	stateVersion = 1
	maxBrowsers  = 100
	maxFamilies  = 2000
)

func openState(dir string) (*state, error) {
	s := &state{Version: stateVersion, priv: map[string]*rsa.PrivateKey{}}
	if dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("the sample authority's folder: %w", err)
		}
		s.path = filepath.Join(dir, "state.json")
		if err := s.read(); err != nil {
			return nil, err
		}
	}
	if s.Consents == nil {
		s.Consents = map[string]bool{}
	}
	if s.Browsers == nil {
		s.Browsers = map[string]*browser{}
	}
	if s.Families == nil {
		s.Families = map[string]*family{}
	}
	return s, nil
}

// firstKey makes the signing key of a new folder.
func (s *state) firstKey(cfg Config) error {
	defer s.turn()()
	if len(s.Keys) > 0 {
		return nil
	}
	key := cfg.SigningKey
	if key == nil {
		var err error
		if key, err = newKey(); err != nil {
			return err
		}
	}
	s.addKey(key, cfg.Now())
	return s.save()
}

// read fills an empty state from its file; no file is no state yet.
func (s *state) read() error {
	info, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	raw, reading := os.ReadFile(s.path)
	if err = errors.Join(err, reading); err != nil {
		return fmt.Errorf("the sample authority's state: %w", err)
	}
	if err := json.Unmarshal(raw, s); err != nil {
		return fmt.Errorf("the sample authority's state in %s is damaged", s.path)
	}
	if s.Version != stateVersion {
		return fmt.Errorf("the sample authority's state in %s is of version %d, not %d", s.path, s.Version, stateVersion)
	}
	s.seen = info
	for _, k := range s.Keys {
		key, err := k.private()
		if err != nil {
			return fmt.Errorf("a signing key in %s is damaged", s.path)
		}
		s.priv[k.ID] = key
	}
	return nil
}

// turn waits until no other process changes the state, takes over what the last one wrote, and returns the end of the turn. The desktop
// app and the terminal client may run the sample on one folder at once. A lock that cannot be had leaves this process as if it were alone.
func (s *state) turn() (end func()) {
	if s.path == "" {
		return func() {}
	}
	lock := flock.New(filepath.Join(filepath.Dir(s.path), "state.lock"))
	ctx, stop := context.WithTimeout(context.Background(), turnPatience)
	defer stop()
	_, _ = lock.TryLockContext(ctx, 2*time.Millisecond)
	s.catchUp()
	return func() { _ = lock.Unlock() }
}

// turnPatience bounds a turn's waiting; a turn lasts as long as one request's work.
const turnPatience = 5 * time.Second

// catchUp takes over what another process has written since. A file that cannot be read leaves what is in memory.
func (s *state) catchUp() {
	if s.path == "" {
		return
	}
	info, err := os.Stat(s.path)
	if err != nil || (s.seen != nil && os.SameFile(info, s.seen) && info.ModTime().Equal(s.seen.ModTime()) && info.Size() == s.seen.Size()) {
		return
	}
	if fresh, err := openState(filepath.Dir(s.path)); err == nil && len(fresh.Keys) > 0 {
		*s = *fresh
	}
}

// keep saves the state. A folder that can't be written leaves the authority working from memory: it is the sample's, and the
// next save tries again.
func (s *state) keep() { _ = s.save() }

// save replaces the file by a whole new one, so that a crash leaves the old or the new.
func (s *state) save() error {
	if s.path == "" {
		return nil
	}
	raw, err := json.MarshalIndent(s, "", "\t")
	if err != nil {
		return err
	}
	if err := atomicfile.Write(s.path, raw, 0o600); err != nil {
		return err
	}
	s.seen, err = os.Stat(s.path)
	return err
}
