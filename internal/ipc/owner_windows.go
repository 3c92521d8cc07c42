package ipc

import (
	"errors"
	"net"

	"github.com/programconnect/programconnect/internal/desktop"
)

// open reports whether others than its owner can enter a folder, by its list of rights. One that is not there yet will be made for its
// owner alone.
func open(folder string) bool { return desktop.OthersEnter(folder) }

// ours returns an error when the socket's folder belongs to another user, or others can enter it.
func ours(folder string) error {
	if err := desktop.Ours(folder); err != nil {
		return err
	}
	if open(folder) {
		return errors.New(folder + " is open to other users")
	}
	return nil
}

// keepOwn lets nobody else reach the socket: on Windows everybody passes through a folder to a file whose name they know.
func keepOwn(path string) error { return desktop.KeepPrivate(path) }

// wayIsSafe is for systems where the temporary files of everybody are in one folder; here they are in the person's own.
func wayIsSafe(string) error { return nil }

// ownPeer is for systems where the other end can be asked who it is; here the access list keeps others out.
func ownPeer(net.Conn) error { return nil }

// ownSocket returns an error when the socket's file belongs to another user.
func ownSocket(path string) error { return desktop.Ours(path) }
