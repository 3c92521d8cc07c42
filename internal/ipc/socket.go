package ipc

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"github.com/programconnect/programconnect/internal/desktop"
)

// longestPath is what a socket's path may have in bytes: sun_path holds 104 on macOS, 108 on Linux.
const longestPath = 100

const socketName = "control.sock"

// path is where the socket of a home folder is.
type path struct {
	folder string
	shared bool // the folder is among the temporary files of everybody, where others may have put something before us
}

func (p path) socket() string { return filepath.Join(p.folder, socketName) }

// pathOf returns where the socket of a home folder is: in the home where only its owner can enter that, else in a folder of its own in it.
// A home whose path is too long for a socket has it in a folder of its own among the temporary files.
func pathOf(home string) (path, error) {
	absolute, err := filepath.Abs(home)
	if err != nil {
		return path{}, err
	}
	p := path{folder: absolute}
	if open(absolute) {
		p.folder = filepath.Join(absolute, "ipc")
	}
	if len(p.socket()) <= longestPath {
		return p, nil
	}
	temporary, err := filepath.Abs(os.TempDir())
	if err != nil {
		return path{}, err
	}
	sum := sha256.Sum256([]byte(absolute))
	return path{folder: filepath.Join(temporary, "program-connect-"+hex.EncodeToString(sum[:8])), shared: true}, nil
}

// check returns a fault when the socket's folder is not one that its owner alone can write, by whichever way it is reached.
func (p path) check() error {
	if err := ours(p.folder); err != nil {
		return notOursFault(p.folder, err)
	}
	if !p.shared {
		return nil
	}
	if err := wayIsSafe(filepath.Dir(p.folder)); err != nil {
		return notOursFault(p.folder, err)
	}
	return nil
}

// listen opens the socket for its owner alone. The caller holds the queue's lock, so a socket that is
// there already was left by a process that is gone.
func listen(home string) (net.Listener, error) {
	p, err := pathOf(home)
	if err != nil {
		return nil, noSocketFault(err)
	}
	if err := desktop.MakePrivate(p.folder); err != nil { // one that is there stays as it is
		return nil, noSocketFault(err)
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	path := p.socket()
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, noSocketFault(err)
	}
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "unix", path) // a socket of a file system opens at once
	if err != nil {
		return nil, noSocketFault(err)
	}
	if err := keepOwn(path); err != nil {
		return nil, errors.Join(noSocketFault(err), listener.Close())
	}
	return ownPeers{listener}, nil
}

// ownPeers accepts connections of the same user alone.
type ownPeers struct{ net.Listener }

// Accept returns the next connection of the same user. Those of others are closed, and nothing is read of them.
func (l ownPeers) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if ownPeer(conn) == nil {
			return conn, nil
		}
		_ = conn.Close()
	}
}

// connect reaches the socket when the way to it and the process behind it are the same user's.
func connect(ctx context.Context, home string) (net.Conn, error) {
	p, err := pathOf(home)
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(p.folder); err != nil {
		return nil, err // nobody serves there
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	var d net.Dialer
	conn, err := d.DialContext(ctx, "unix", p.socket())
	if err != nil {
		return nil, err
	}
	err = errors.Join(ownPeer(conn), ownSocket(p.socket()))
	if err == nil {
		return conn, nil
	}
	_ = conn.Close()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, err // whoever served there has just gone
	}
	return nil, notOursFault(p.folder, err)
}
