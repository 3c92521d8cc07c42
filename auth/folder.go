package auth

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/programconnect/programconnect/internal/atomicfile"
)

// folder is what processes share beside the keyring: locks, and files that hold ids alone. It never holds a secret.
type folder string

const (
	copyName    = "accounts.index"   // the copy of the index
	leavingName = "accounts.leaving" // accounts that are to be removed from the keyring
	stampName   = "accounts.stamp"   // changes with every write to the keyring
)

// leaving are the accounts that were signed out and that the keyring may still hold.
type leaving struct {
	All bool     `json:"all,omitempty"` // everybody who was there at the time
	IDs []string `json:"ids,omitempty"`
}

func (l leaving) none() bool { return !l.All && len(l.IDs) == 0 }

func (f folder) path(name string) string { return filepath.Join(string(f), name) }

// write replaces a file as a whole.
func (f folder) write(name, text string) error {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(f.path(name), []byte(text), 0o600)
}

// index reads the index's copy. Only a copy of a newer version is an error: without a copy one can do.
func (f folder) index() (ids []string, err error) {
	text, err := os.ReadFile(f.path(copyName))
	if err != nil {
		return nil, nil
	}
	if err := unpack(string(text), &ids); errors.Is(err, ErrNewer) {
		return nil, err
	} else if err != nil || len(ids) > 2*maxAccounts {
		return nil, nil
	}
	return ids, nil
}

// keepIndex writes the copy. It is a help, so what stands in the way is no error.
func (f folder) keepIndex(ids []string) { _ = f.write(copyName, pack(ids)) }

// leaving reads who is to be removed.
func (f folder) leaving() (l leaving) {
	if text, err := os.ReadFile(f.path(leavingName)); err == nil && unpack(string(text), &l) != nil {
		return leaving{}
	}
	return l
}

// remember adds to who is to be removed. Where the folder can't be written, this process alone remembers.
func (f folder) remember(more leaving) {
	l := f.leaving()
	l.All = l.All || more.All
	for _, id := range more.IDs {
		if !slices.Contains(l.IDs, id) {
			l.IDs = append(l.IDs, id)
		}
	}
	_ = f.write(leavingName, pack(l))
}

// removed takes an account off the list of who is to be removed; "" takes everybody off.
func (f folder) removed(id string) {
	l := f.leaving()
	kept := slices.DeleteFunc(slices.Clone(l.IDs), func(k string) bool { return id == "" || k == id })
	switch {
	case id == "" || (!l.All && len(kept) == 0):
		_ = atomicfile.Remove(f.path(leavingName)) // what stays is done once more, which does no harm
	case len(kept) != len(l.IDs):
		_ = f.write(leavingName, pack(leaving{All: l.All, IDs: kept}))
	}
}

// stamp returns what changes with every write to the keyring; empty when there is none.
func (f folder) stamp() string {
	text, err := os.ReadFile(f.path(stampName))
	if err != nil {
		return ""
	}
	return string(text)
}

// newStamp changes the stamp; it returns "" when the folder can't be written.
func (f folder) newStamp() string {
	stamp := rand.Text()
	if os.MkdirAll(string(f), 0o700) != nil || os.WriteFile(f.path(stampName), []byte(stamp), 0o600) != nil {
		return ""
	}
	return stamp
}
