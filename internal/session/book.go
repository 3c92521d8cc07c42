package session

import (
	"maps"
	"slices"
)

// changeBook changes programs.json under a lock between processes: the file is read again first, since the desktop app and the
// terminal share it.
func (a *App) changeBook(change func(*book) error) error {
	unlock, err := lockFile(a.path("programs.json"))
	if err != nil {
		return err
	}
	defer unlock()
	found, err := readJSON(a.path("programs.json"), book{})
	if err != nil {
		return err
	}
	found.Programs, found.Accounts = slices.Clone(found.Programs), maps.Clone(found.Accounts)
	if found.Accounts == nil {
		found.Accounts = map[string]string{}
	}
	if err := change(&found); err != nil {
		return err
	}
	if err := writeJSON(a.path("programs.json"), found); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.book = found
	return nil
}

// rereadBook reads programs.json anew: another process may have added a program or chosen an account.
func (a *App) rereadBook() error {
	found, err := readJSON(a.path("programs.json"), book{})
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.book = found
	return nil
}

// chosenAccount is the account remembered for a program, "" for none.
func (a *App) chosenAccount(name string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.book.Accounts[name]
}
