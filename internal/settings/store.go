package settings

import (
	"path/filepath"
	"reflect"
	"sync"

	"github.com/programconnect/programconnect/internal/changes"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
)

// Store keeps the settings of a home folder, under what the administrator has fixed. All its methods may be called from several
// goroutines.
type Store struct {
	file   homefile.File[Settings]
	policy Policy

	writing sync.Mutex // one change at a time; held over the disk, so no reader takes it

	mu      sync.Mutex
	now     Settings
	damage  *fault.Error
	changed changes.Signal
}

// Open reads the settings of a home folder. Settings of a newer version are a fault.
func Open(home string, policy Policy) (*Store, error) {
	s := &Store{policy: policy}
	s.file = homefile.File[Settings]{Path: filepath.Join(home, "settings.json"), Version: 1, Upgrades: []homefile.Upgrade{homefile.SameForm},
		Standard: Standard, Report: s.noteDamage}
	found, err := s.file.Read()
	s.now = policy.apply(found.mended())
	return s, err
}

// Read returns the settings of a home folder once, under what the administrator has fixed.
func Read(home string, policy Policy) (Settings, error) {
	s, err := Open(home, policy)
	return s.Now(), err
}

// Damaged returns the fault that says that the file was damaged and has been set aside; nil when it was well.
func (s *Store) Damaged() *fault.Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.damage
}

func (s *Store) noteDamage(f *fault.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.damage = f
}

// Now returns the settings in force: the person's, under what the administrator has fixed. It never waits for the disk.
func (s *Store) Now() Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Policy returns what the administrator of this computer has fixed.
func (s *Store) Policy() Policy { return s.policy }

// Subscribe returns a channel that holds a value after the settings changed, and the function that ends it.
func (s *Store) Subscribe() (changed <-chan struct{}, stop func()) { return s.changed.Subscribe() }

// Set checks the settings and writes them, and returns those in force before and after. A value outside its range is a Usage fault
// that names the field, a change of what the administrator has fixed a Permission fault; nothing is changed then. Only what differs
// from Now is written, so that two processes on one home do not undo each other's changes.
func (s *Store) Set(wanted Settings) (before, after Settings, err error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	before = s.Now()
	if err := s.policy.refuse(before, wanted); err != nil {
		return before, before, err
	}
	if err := wanted.Check(); err != nil {
		return before, before, err
	}
	written, err := s.file.Change(func(found *Settings) error {
		was, is, on := fields(&before), fields(&wanted), fields(found)
		for name, value := range is {
			if !reflect.DeepEqual(was[name].Interface(), value.Interface()) {
				on[name].Set(value)
			}
		}
		*found = found.mended() // two changes that are good alone may not go together
		return nil
	})
	if err != nil {
		return before, before, err
	}
	after = s.policy.apply(written)
	s.put(after)
	return before, after, nil
}

func (s *Store) put(now Settings) {
	s.mu.Lock()
	same := s.now == now
	s.now = now
	s.mu.Unlock()
	if !same {
		s.changed.Notify()
	}
}

// fields returns the fields of settings by their names in settings.json.
func fields(s *Settings) map[string]reflect.Value {
	all := map[string]reflect.Value{}
	value := reflect.ValueOf(s).Elem()
	for i := range value.NumField() {
		all[value.Type().Field(i).Tag.Get("json")] = value.Field(i)
	}
	return all
}
