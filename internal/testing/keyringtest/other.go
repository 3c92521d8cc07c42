//go:build !linux

package keyringtest

import "errors"

type process struct{}

var errNotHere = errors.New("there is no Secret Service on this system")

func available() error                    { return &MissingError{"Linux"} }
func (p *process) kill()                  {}
func (k *Keyring) startBus() error        { return errNotHere }
func (k *Keyring) startDaemon(bool) error { return errNotHere }

// Lock needs Linux.
func (k *Keyring) Lock() error { return errNotHere }

// Unlock needs Linux.
func (k *Keyring) Unlock() error { return errNotHere }

// Items needs Linux.
func (k *Keyring) Items(string) (int, error) { return 0, errNotHere }

// Freeze needs Linux.
func (k *Keyring) Freeze() error { return errNotHere }

// Thaw needs Linux.
func (k *Keyring) Thaw() error { return errNotHere }

// RemoveCollection needs Linux.
func (k *Keyring) RemoveCollection() error { return errNotHere }

// Question needs Linux.
func (k *Keyring) Question() (dismiss func(), err error) { return nil, errNotHere }
