package auth

import "sync"

// MemoryKeyring keeps nothing beyond the process. Snapshot says so.
func MemoryKeyring() Keyring { return &memoryKeyring{items: map[[2]string]string{}} }

type memoryKeyring struct {
	mu    sync.Mutex
	items map[[2]string]string
}

// Get returns ErrNotInKeyring when there is no such item.
func (m *memoryKeyring) Get(service, user string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.items[[2]string{service, user}]
	if !ok {
		return "", ErrNotInKeyring
	}
	return v, nil
}

// Set keeps a value.
func (m *memoryKeyring) Set(service, user, value string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.items[[2]string{service, user}] = value
	return nil
}

// Delete returns ErrNotInKeyring when there is no such item.
func (m *memoryKeyring) Delete(service, user string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.items[[2]string{service, user}]; !ok {
		return ErrNotInKeyring
	}
	delete(m.items, [2]string{service, user})
	return nil
}
