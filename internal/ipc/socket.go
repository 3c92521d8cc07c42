package ipc

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net"
	"os"
	"path/filepath"
)

// longestPath is what a socket's path may have in bytes: sun_path holds 104 on macOS, 108 on Linux.
const longestPath = 100

// address returns the socket's path for a home folder. A home whose path is too long for a socket has it
// in a folder of its own among the temporary files.
func address(home string) (string, error) {
	absolute, err := filepath.Abs(home)
	if err != nil {
		return "", err
	}
	if path := filepath.Join(absolute, "control.sock"); len(path) <= longestPath {
		return path, nil
	}
	sum := sha256.Sum256([]byte(absolute))
	return filepath.Join(os.TempDir(), "program-connect-"+hex.EncodeToString(sum[:8]), "control.sock"), nil
}

// listen opens the socket for its owner alone. The caller holds the queue's lock, so a socket that is
// there already was left by a process that is gone.
func listen(home string) (net.Listener, error) {
	path, err := address(home)
	if err != nil {
		return nil, noSocketFault(err)
	}
	if err := private(filepath.Dir(path)); err != nil {
		return nil, noSocketFault(err)
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, noSocketFault(err)
	}
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "unix", path) // a socket of a file system opens at once
	if err != nil {
		return nil, noSocketFault(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(noSocketFault(err), listener.Close())
	}
	return listener, nil
}

// private makes a folder that only its owner can enter. Chmod fails on a folder of somebody else, which is
// what keeps another user's folder of the same name out.
func private(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return os.Chmod(folder, 0o700)
}

func connect(ctx context.Context, home string) (net.Conn, error) {
	path, err := address(home)
	if err != nil {
		return nil, err
	}
	var d net.Dialer
	return d.DialContext(ctx, "unix", path)
}
