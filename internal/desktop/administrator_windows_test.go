package desktop

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"golang.org/x/sys/windows"

	"github.com/programconnect/programconnect/internal/testing/winetest"
)

// TestRightsOfAPolicyFile reads descriptors as the system writes them. BA are the administrators, SY is the system, BU all users.
func TestRightsOfAPolicyFile(t *testing.T) {
	const bob = "S-1-5-21-1-2-3-1001"
	for _, c := range []struct {
		name, text string
		wrong      windows.ACCESS_MASK
		want       error
	}{
		{"an administrator's file below ProgramData", "O:BAD:(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)", writing, nil},
		{"the system's", "O:SYD:(A;;FA;;;SY)", writing, nil},
		{"Windows' own", "O:" + windowsInstaller + "D:(A;;FA;;;" + windowsInstaller + ")", writing, nil},
		{"the owner's rights", "O:BAD:(A;;FA;;;S-1-3-4)", writing, nil},
		{"a user's file", "O:" + bob + "D:(A;;FA;;;BA)", writing, ErrStranger},
		{"nobody's file", "D:(A;;FA;;;BA)", writing, ErrStranger},
		{"users write it", "O:BAD:(A;;FA;;;BA)(A;;0x1201bf;;;BU)", writing, ErrOthersWrite},
		{"users delete it", "O:BAD:(A;;FA;;;BA)(A;;SD;;;BU)", writing, ErrOthersWrite},
		{"users change its rights", "O:BAD:(A;;FA;;;BA)(A;;WD;;;" + bob + ")", writing, ErrOthersWrite},
		{"users write what is made in it alone", "O:BAD:(A;;FA;;;BA)(A;OICIIO;GA;;;BU)", writing, nil},
		{"users are denied", "O:BAD:(D;;FA;;;BU)(A;;FA;;;BA)", writing, nil},
		{"a condition", `O:BAD:(XA;;FA;;;BU;(Member_of{SID(BA)}))`, writing, ErrOthersWrite},
		{"a folder below ProgramData", "O:BAD:(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIIOID;GA;;;CO)(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)", replacing, nil},
		{"a folder in which users delete", "O:BAD:(A;;FA;;;BA)(A;OICI;FA;;;BU)", replacing, ErrOthersWrite},
		{"a folder that a user planted", "O:" + bob + "D:(A;OICI;FA;;;" + bob + ")(A;OICI;FA;;;BA)", replacing, ErrStranger},
	} {
		t.Run(c.name, func(t *testing.T) {
			security, err := windows.SecurityDescriptorFromString(c.text)
			if err != nil {
				winetest.Skip(t, "wine 8 can't read this descriptor")
				t.Fatal(err)
			}
			if err := heldByAdministrators(security, c.wrong); !errors.Is(err, c.want) {
				t.Errorf("got %v, not %v", err, c.want)
			}
		})
	}
}

func TestFileWithoutAListOfRightsIsOpenToAll(t *testing.T) {
	owner, err := windows.CreateWellKnownSid(windows.WinBuiltinAdministratorsSid)
	if err != nil {
		t.Fatal(err)
	}
	security, err := windows.NewSecurityDescriptor()
	if err := errors.Join(err, security.SetOwner(owner, false), security.SetDACL(nil, true, false)); err != nil {
		t.Fatal(err)
	}
	if err := heldByAdministrators(security, writing); !errors.Is(err, ErrOthersWrite) {
		t.Errorf("got %v", err)
	}
}

func TestMissingPolicyFile(t *testing.T) {
	if err := AdministratorsAlone(filepath.Join(t.TempDir(), "none", "policy.json")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing folder: %v", err)
	}
	known, err := windows.KnownFolderPath(windows.FOLDERID_System, windows.KF_FLAG_DEFAULT)
	if err != nil {
		t.Fatal(err)
	}
	if err := AdministratorsAlone(filepath.Join(known, "no-such-file.json")); !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrStranger) && !errors.Is(err, ErrOthersWrite) {
		t.Errorf("a missing file: %v", err)
	}
}
