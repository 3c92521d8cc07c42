//go:build unix

package ipc

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// open reports whether others than its owner can enter a folder. One that is not there yet will be made for its owner alone.
func open(folder string) bool {
	info, err := os.Stat(folder)
	return err == nil && info.Mode().Perm()&0o077 != 0
}

// ours returns an error when the socket's folder is not a folder of this user that nobody else can enter.
func ours(folder string) error { return oursAs(os.Geteuid(), folder) }

func oursAs(uid int, folder string) error {
	info, err := os.Lstat(folder)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is no folder", folder)
	case ownerOf(info) != uid:
		return fmt.Errorf("%s belongs to another user", folder)
	case info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("%s is open to other users", folder)
	}
	return nil
}

// keepOwn lets nobody else reach the socket.
func keepOwn(path string) error { return os.Chmod(path, 0o600) }

// longestWay bounds the symbolic links on the way to a folder.
const longestWay = 40

// wayIsSafe returns an error when somebody else could put another folder in the place of one on the way: each part, and each symbolic
// link, belongs to root or to this user, and others may write in it only where they can't touch what is not theirs (the sticky bit).
func wayIsSafe(folder string) error { return wayIsSafeAs(os.Geteuid(), folder) }

func wayIsSafeAs(uid int, folder string) error {
	at, rest := "/", strings.Split(strings.Trim(filepath.Clean(folder), "/"), "/")
	if err := partIsSafe(uid, at); err != nil {
		return err
	}
	for links := 0; len(rest) > 0; {
		part := filepath.Join(at, rest[0])
		rest = rest[1:]
		info, err := os.Lstat(part)
		if err != nil {
			return err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			if err := partIsSafe(uid, part); err != nil {
				return err
			}
			at = part
			continue
		}
		if links++; links > longestWay {
			return errors.New("too many symbolic links")
		}
		if owner := ownerOf(info); owner != 0 && owner != uid {
			return fmt.Errorf("%s is a symbolic link of another user", part)
		}
		to, err := os.Readlink(part)
		if err != nil {
			return err
		}
		if filepath.IsAbs(to) {
			at = "/"
		}
		rest = append(strings.Split(strings.Trim(filepath.Clean(to), "/"), "/"), rest...)
	}
	return nil
}

func partIsSafe(uid int, part string) error {
	info, err := os.Lstat(part)
	if err != nil {
		return err
	}
	owner := ownerOf(info)
	switch {
	case !info.IsDir():
		return fmt.Errorf("%s is no folder", part)
	case owner != 0 && owner != uid:
		return fmt.Errorf("%s belongs to another user", part)
	case info.Mode().Perm()&0o022 != 0 && info.Mode()&fs.ModeSticky == 0:
		return fmt.Errorf("%s can be changed by other users", part)
	}
	return nil
}

// ownerOf returns the user id of a file's owner; -1 where the system does not say.
func ownerOf(info fs.FileInfo) int {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return -1
	}
	return int(stat.Uid)
}

// ownPeer returns an error when the process at the other end is another user's.
func ownPeer(conn net.Conn) error {
	unix, ok := conn.(*net.UnixConn)
	if !ok {
		return fmt.Errorf("%T is no socket of a file system", conn)
	}
	raw, err := unix.SyscallConn()
	if err != nil {
		return err
	}
	var uid int
	var failed error
	if err := raw.Control(func(fd uintptr) { uid, failed = peerUser(int(fd)) }); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	if uid != os.Geteuid() {
		return errors.New("another user's process is at the other end")
	}
	return nil
}

// ownSocket is for systems where the other end can't be asked who it is.
func ownSocket(string) error { return nil }
