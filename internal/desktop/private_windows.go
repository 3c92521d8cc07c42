package desktop

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

const (
	// entering are the rights by which somebody sees what is in a folder or file, or changes it.
	entering = writing | replacing | windows.FILE_READ_DATA | windows.FILE_EXECUTE | windows.GENERIC_READ | windows.GENERIC_EXECUTE
	// making are those by which somebody puts files of theirs into a folder.
	making = writing | replacing
)

func makeOwn(folder string) error {
	whole, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	if info, err := os.Stat(whole); err == nil && info.IsDir() {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(whole), 0o700); err != nil {
		return err
	}
	security, err := privateSecurity()
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(whole)
	if err != nil {
		return err
	}
	attributes := &windows.SecurityAttributes{SecurityDescriptor: security}
	attributes.Length = uint32(unsafe.Sizeof(*attributes))
	if err := windows.CreateDirectory(name, attributes); err != nil && !errors.Is(err, windows.ERROR_ALREADY_EXISTS) {
		return &os.PathError{Op: "mkdir", Path: whole, Err: err}
	}
	return nil
}

// privateSecurity returns the descriptor of what is this user's alone. Nothing is inherited from above; what is below inherits it.
func privateSecurity() (*windows.SECURITY_DESCRIPTOR, error) {
	me, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, err
	}
	sid := me.User.Sid.String()
	return windows.SecurityDescriptorFromString("O:" + sid + "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;" + sid + ")")
}

// KeepPrivate makes a file this user's alone. A folder above it protects nothing: Windows lets everybody pass through to a file.
func KeepPrivate(path string) error {
	security, err := privateSecurity()
	if err != nil {
		return err
	}
	file, err := openItself(path, windows.READ_CONTROL|windows.WRITE_DAC)
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseHandle(file) }()
	return windows.SetKernelObjectSecurity(file, windows.DACL_SECURITY_INFORMATION, security)
}

// openItself opens a file or folder itself, wherever it points.
func openItself(path string, access uint32) (windows.Handle, error) {
	return openFor(path, access, windows.FILE_FLAG_OPEN_REPARSE_POINT)
}

// OthersEnter reports whether others than this user and administrators see what is in a folder or file. One that is not there yet, or
// tells nothing, is taken for private.
func OthersEnter(path string) bool { return othersMay(path, entering) }

// OthersWrite reports whether others than this user and administrators put files into a folder, or change what is in it.
func OthersWrite(path string) bool { return othersMay(path, making) }

func othersMay(path string, what windows.ACCESS_MASK) bool {
	security, err := fileSecurity(path, 0)
	if err != nil {
		return false
	}
	me, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return false
	}
	return errors.Is(othersHave(security, what, func(sid *windows.SID) bool { return sid.Equals(me.User.Sid) || administratorOrOwner(sid) }), ErrOthersWrite)
}

// Ours returns an error when a file or folder itself belongs to another user. What an administrator makes belongs to the group of
// administrators, which can read everything anyhow.
func Ours(path string) error {
	security, err := fileSecurity(path, windows.FILE_FLAG_OPEN_REPARSE_POINT)
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
	if owner.Equals(me.User.Sid) || administrators(owner) {
		return nil
	}
	return fmt.Errorf("%s belongs to another user", path)
}
