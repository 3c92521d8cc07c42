package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

// windowsInstaller owns what Windows itself installs.
const windowsInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"

// ownerRights stands in a list of rights for whoever owns the object.
const ownerRights = "S-1-3-4"

const (
	fileDeleteChild = 0x40 // the right to delete and rename what is in a folder

	// changing are the rights by which an object's rights, its owner or the object itself can be changed.
	changing = windows.DELETE | windows.WRITE_DAC | windows.WRITE_OWNER | windows.GENERIC_ALL
	// writing are those by which a file's content can be changed too.
	writing = changing | windows.FILE_WRITE_DATA | windows.FILE_APPEND_DATA | windows.GENERIC_WRITE
	// replacing are those by which a file in a folder can be replaced. A user may add files to a folder below ProgramData.
	replacing = changing | fileDeleteChild
)

// AdministratorsAlone reports whether a file is the administrators': nil; ErrStranger where its folder, it, or a link in their place
// belongs to somebody else, or lets nobody see whose it is; ErrOthersWrite where administrators own it and let others change it; or why
// that can't be found out. Any user may make a folder below ProgramData: what a stranger makes there is never more than ErrStranger.
func AdministratorsAlone(path string) error {
	for _, one := range []struct {
		path  string
		wrong windows.ACCESS_MASK
	}{{filepath.Dir(path), replacing}, {path, writing}} {
		for _, flags := range []uint32{windows.FILE_FLAG_OPEN_REPARSE_POINT, 0} { // a link itself, then what it leads to
			security, err := fileSecurity(one.path, flags)
			switch {
			case errors.Is(err, fs.ErrPermission):
				return ErrStranger
			case err != nil:
				return err
			}
			if err := heldByAdministrators(security, one.wrong); err != nil {
				return err
			}
		}
	}
	return nil
}

// fileSecurity returns who owns a file or folder and who may do what with it.
func fileSecurity(path string, flags uint32) (*windows.SECURITY_DESCRIPTOR, error) {
	file, err := openFor(path, windows.READ_CONTROL, flags)
	if err != nil {
		return nil, err
	}
	defer func() { _ = windows.CloseHandle(file) }()
	return windows.GetSecurityInfo(file, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
}

// openFor opens a file or folder for its rights, while others have it open.
func openFor(path string, access, flags uint32) (windows.Handle, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, err
	}
	const share = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	file, err := windows.CreateFile(name, access, share, nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS|flags, 0)
	if err != nil {
		return 0, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return file, nil
}

// heldByAdministrators returns ErrStranger where an object is not the administrators', and ErrOthersWrite where somebody else has one of
// the wrong rights.
func heldByAdministrators(security *windows.SECURITY_DESCRIPTOR, wrong windows.ACCESS_MASK) error {
	owner, _, err := security.Owner()
	if err != nil {
		return err
	}
	if owner == nil || !administrators(owner) {
		return ErrStranger
	}
	return othersHave(security, wrong, administratorOrOwner)
}

// othersHave returns ErrOthersWrite where somebody has one of the wrong rights and is none of those who may.
func othersHave(security *windows.SECURITY_DESCRIPTOR, wrong windows.ACCESS_MASK, may func(*windows.SID) bool) error {
	list, _, err := security.DACL()
	if err != nil && !errors.Is(err, windows.ERROR_OBJECT_NOT_FOUND) {
		return err
	}
	if list == nil {
		return ErrOthersWrite // no list lets everybody do everything
	}
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &entry); err != nil {
			return err
		}
		if !allows(entry.Header.AceType) || entry.Header.AceFlags&windows.INHERIT_ONLY_ACE != 0 || entry.Mask&wrong == 0 {
			continue
		}
		// An entry of another kind has its name elsewhere: no file has one.
		if entry.Header.AceType != windows.ACCESS_ALLOWED_ACE_TYPE || !may((*windows.SID)(unsafe.Pointer(&entry.SidStart))) { //nolint:gosec // how the system lays out an entry
			return ErrOthersWrite
		}
	}
	return nil
}

// allows reports whether an entry of this kind gives rights: all but those that deny, and those that only note what happens.
func allows(kind uint8) bool {
	const objectAllowed, callbackAllowed, callbackObjectAllowed = 5, 9, 11
	return kind == windows.ACCESS_ALLOWED_ACE_TYPE || kind == objectAllowed || kind == callbackAllowed || kind == callbackObjectAllowed
}

func administratorOrOwner(sid *windows.SID) bool {
	return administrators(sid) || sid.String() == ownerRights
}

func administrators(sid *windows.SID) bool {
	return sid.IsWellKnown(windows.WinBuiltinAdministratorsSid) || sid.IsWellKnown(windows.WinLocalSystemSid) || sid.String() == windowsInstaller
}
