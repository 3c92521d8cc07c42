package ipc

import (
	"errors"
	"fmt"
	"net"

	"golang.org/x/sys/windows"
)

// open is never true: who can enter a folder stands in its access list here, and the home's is the person's own.
func open(string) bool { return false }

// ours returns an error when the socket's folder belongs to another user.
func ours(folder string) error { return ownedByUs(folder) }

// wayIsSafe is for systems where the temporary files of everybody are in one folder; here they are in the person's own.
func wayIsSafe(string) error { return nil }

// ownPeer is for systems where the other end can be asked who it is; here the access list keeps others out.
func ownPeer(net.Conn) error { return nil }

// ownSocket returns an error when the socket's file belongs to another user.
func ownSocket(path string) error { return ownedByUs(path) }

// ownedByUs returns an error when a file or folder belongs to another user. What an administrator makes belongs to the group of
// administrators, which can read everything anyhow.
func ownedByUs(path string) error {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	const share = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	file, err := windows.CreateFile(name, windows.READ_CONTROL, share, nil, windows.OPEN_EXISTING,
		windows.FILE_FLAG_BACKUP_SEMANTICS|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0) // the file itself, wherever it points
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseHandle(file) }()
	security, err := windows.GetSecurityInfo(file, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return err
	}
	owner, _, err := security.Owner()
	if err != nil {
		return err
	}
	me, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return err
	}
	if owner == nil {
		return errors.New("nobody owns " + path)
	}
	if owner.Equals(me.User.Sid) || owner.IsWellKnown(windows.WinBuiltinAdministratorsSid) || owner.IsWellKnown(windows.WinLocalSystemSid) {
		return nil
	}
	return fmt.Errorf("%s belongs to another user", path)
}
