package ipc

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/programconnect/programconnect/internal/desktop"
)

// openHome makes a home that everybody can look into, as one that was made by hand on a second disk.
func openHome(t *testing.T) string {
	t.Helper()
	me, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		t.Fatal(err)
	}
	security, err := windows.SecurityDescriptorFromString("D:P(A;OICI;FA;;;" + me.User.Sid.String() + ")(A;OICI;0x1200a9;;;WD)")
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(t.TempDir(), "home")
	name, err := windows.UTF16PtrFromString(home)
	if err != nil {
		t.Fatal(err)
	}
	attributes := &windows.SecurityAttributes{SecurityDescriptor: security}
	attributes.Length = uint32(unsafe.Sizeof(*attributes))
	if err := windows.CreateDirectory(name, attributes); err != nil {
		t.Fatal(err)
	}
	return home
}

// TestSocketOfAnOpenHomeIsTheOwnersAlone listens in a home that others can enter: the socket lies in a folder that they can't, and they
// can't reach it by its name either.
func TestSocketOfAnOpenHomeIsTheOwnersAlone(t *testing.T) {
	home := openHome(t)
	p, err := pathOf(home)
	if err != nil || p.folder != filepath.Join(home, "ipc") && !p.shared {
		t.Fatalf("%+v %v", p, err)
	}
	listener, err := listen(home)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	for _, one := range []string{p.folder, p.socket()} {
		if desktop.OthersEnter(one) {
			t.Errorf("others enter %s", one)
		}
	}
	conn, err := connect(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	if !desktop.OthersEnter(home) {
		t.Error("the rights of a folder that was there were changed")
	}
}

func TestSocketThatIsGoneIsNobodyElses(t *testing.T) {
	if err := ownSocket(filepath.Join(t.TempDir(), "none.sock")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestFolderThatOthersEnterIsNotUsed(t *testing.T) {
	if err := ours(openHome(t)); err == nil {
		t.Error("a folder that others can enter is taken for one of this user alone")
	}
}
