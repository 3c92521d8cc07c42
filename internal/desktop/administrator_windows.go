package desktop

import (
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

// windowsInstaller owns what Windows itself installs.
const windowsInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"

// writing are the rights by which a file's content, its rights or the file itself can be changed.
const writing = windows.FILE_WRITE_DATA | windows.FILE_APPEND_DATA | windows.DELETE | windows.WRITE_DAC | windows.WRITE_OWNER |
	windows.GENERIC_WRITE | windows.GENERIC_ALL

// AdministratorsAlone reports whether administrators alone own and can write a file, and own its folder: nil, ErrOthersWrite, or why
// that can't be found out.
func AdministratorsAlone(path string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	for _, one := range []string{path, filepath.Dir(path)} {
		security, err := windows.GetNamedSecurityInfo(one, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
		if err != nil {
			return err
		}
		owner, _, err := security.Owner()
		if err != nil {
			return err
		}
		if !administrators(owner) {
			return ErrOthersWrite
		}
		if one != path {
			continue // a user may add files to a folder below ProgramData, but not replace those of others
		}
		if err := writersAreAdministrators(security); err != nil {
			return err
		}
	}
	return nil
}

func administrators(sid *windows.SID) bool {
	return sid.IsWellKnown(windows.WinBuiltinAdministratorsSid) || sid.IsWellKnown(windows.WinLocalSystemSid) || sid.String() == windowsInstaller
}

func writersAreAdministrators(security *windows.SECURITY_DESCRIPTOR) error {
	list, _, err := security.DACL()
	if err != nil {
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
		if entry.Header.AceType != windows.ACCESS_ALLOWED_ACE_TYPE || entry.Header.AceFlags&windows.INHERIT_ONLY_ACE != 0 || entry.Mask&writing == 0 {
			continue
		}
		if !administrators((*windows.SID)(unsafe.Pointer(&entry.SidStart))) { //nolint:gosec // how the system lays out an entry
			return ErrOthersWrite
		}
	}
	return nil
}
