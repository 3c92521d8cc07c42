package desktop

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/windows"
)

func me(t *testing.T) string {
	t.Helper()
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		t.Fatal(err)
	}
	return user.User.Sid.String()
}

// TestPrivateDescriptor reads the descriptor with which folders and the socket are made: this user, the system and the administrators.
func TestPrivateDescriptor(t *testing.T) {
	security, err := privateSecurity()
	if err != nil {
		t.Fatal(err)
	}
	owner, _, err := security.Owner()
	if err != nil || owner.String() != me(t) {
		t.Errorf("it belongs to %v, %v", owner, err)
	}
	flags, _, err := security.Control()
	if err != nil || flags&windows.SE_DACL_PROTECTED == 0 {
		t.Errorf("it inherits from above: %#x %v", flags, err)
	}
	list, _, err := security.DACL()
	if err != nil || list.AceCount != 3 {
		t.Fatalf("%+v %v", list, err)
	}
	ours, err := windows.StringToSid(me(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := othersHave(security, entering, func(sid *windows.SID) bool { return sid.Equals(ours) || administrators(sid) }); err != nil {
		t.Error(err)
	}
}

func TestWhoEntersAFolder(t *testing.T) {
	const bob = "S-1-5-21-1-2-3-1001"
	ours := me(t)
	for _, c := range []struct {
		name, text   string
		enter, write bool
	}{
		{"below LocalAppData", "D:(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIID;FA;;;" + ours + ")", false, false},
		{"below a disk's root", "D:(A;OICIID;FA;;;BA)(A;OICIID;FA;;;SY)(A;OICIID;0x1301bf;;;AU)(A;OICIID;0x1200a9;;;BU)", true, true},
		{"others read", "D:(A;;FA;;;" + ours + ")(A;;0x1200a9;;;" + bob + ")", true, false},
		{"others see its date", "D:(A;;FA;;;" + ours + ")(A;;0x100080;;;BU)", false, false},
		{"others own what is made in it", "D:(A;;FA;;;" + ours + ")(A;OICIIO;GA;;;CO)", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			security, err := windows.SecurityDescriptorFromString(c.text)
			if err != nil {
				t.Fatal(err)
			}
			may := func(sid *windows.SID) bool { return sid.String() == ours || administratorOrOwner(sid) }
			if got := othersHave(security, entering, may); errors.Is(got, ErrOthersWrite) != c.enter {
				t.Errorf("entering: %v", got)
			}
			if got := othersHave(security, making, may); errors.Is(got, ErrOthersWrite) != c.write {
				t.Errorf("writing: %v", got)
			}
		})
	}
}

func TestPrivateFolderAndFile(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "above", "home")
	for range 2 { // the second time it is there
		if err := MakePrivate(folder); err != nil {
			t.Fatal(err)
		}
	}
	if err := Ours(folder); err != nil {
		t.Error(err)
	}
	if OthersEnter(folder) || OthersWrite(folder) {
		security, err := fileSecurity(folder, 0)
		t.Errorf("others enter it: %v %v", security, err)
	}
	file := filepath.Join(t.TempDir(), "socket")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := KeepPrivate(file); err != nil {
		t.Fatal(err)
	}
	if OthersEnter(file) {
		security, err := fileSecurity(file, 0)
		t.Errorf("others open it: %v %v", security, err)
	}
	if err := MakePrivate(filepath.Join(file, "below")); err == nil || !strings.Contains(err.Error(), "socket") {
		t.Errorf("a folder in a file: %v", err)
	}
	if OthersEnter(filepath.Join(folder, "none")) {
		t.Error("a folder that is not there")
	}
}
