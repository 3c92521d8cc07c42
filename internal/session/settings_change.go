package session

import (
	"path/filepath"
	"reflect"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/ipc"
)

// Settings gives the settings in force: the person's, under what the administrator has fixed.
func (a *App) Settings() Settings {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.settings
}

// Policy is what the administrator of this computer has fixed.
func (a *App) Policy() Policy { return a.opts.Policy }

// SetSettings checks the settings, writes them and gives the queue its part. A value outside its range is a Usage fault that names the
// field, a change of what the administrator has fixed a Permission fault; nothing is changed then. Only what differs from Settings is
// written, so that two processes on one home do not undo each other's changes.
func (a *App) SetSettings(s Settings) error {
	queue, settings, err := a.changeSettings(s)
	if err != nil || queue == nil {
		return err
	}
	return queue.SetSettings(settings)
}

// changeSettings keeps the settings and tells which queue needs to know. A queue of another process keeps what was set for its run alone,
// unless this changes it.
func (a *App) changeSettings(s Settings) (ipc.Queue, downloads.Settings, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	before := queueSettings(a.settings)
	if err := a.opts.Policy.refuse(a.settings, s); err != nil {
		return nil, before, err
	}
	if err := s.Check(); err != nil {
		return nil, before, err
	}
	written, err := a.mergeSettings(a.settings, s)
	if err != nil {
		return nil, before, err
	}
	a.settings = a.opts.Policy.apply(written)
	after := queueSettings(a.settings)
	switch {
	case a.queue != nil:
		return a.queue, after, nil
	case a.remote != nil && !a.opts.LazyQueue && !reflect.DeepEqual(before, after):
		return a.remote, after, nil
	}
	return nil, after, nil
}

// mergeSettings writes what changed from before to after over what is on the disk, and gives the whole.
func (a *App) mergeSettings(before, after Settings) (Settings, error) {
	unlock, err := lockFile(a.path("settings.json"))
	if err != nil {
		return after, err
	}
	defer unlock()
	found, err := a.readSettings()
	if err != nil {
		return after, err
	}
	was, is, on := settingValues(&before), settingValues(&after), settingValues(&found)
	for name, value := range is {
		if !reflect.DeepEqual(was[name].Interface(), value.Interface()) {
			on[name].Set(value)
		}
	}
	found = found.mended() // two changes that are good alone may not go together
	return found, writeJSON(a.path("settings.json"), found)
}

func (a *App) readSettings() (Settings, error) { return ReadSettings(a.opts.Home, Policy{}) }

// ReadSettings reads the settings of a home folder, under what the administrator has fixed, without opening anything.
func ReadSettings(home string, policy Policy) (Settings, error) {
	found, err := readJSON(filepath.Join(home, "settings.json"), StandardSettings())
	return policy.apply(found.mended()), err
}
