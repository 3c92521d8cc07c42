package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"github.com/programconnect/programconnect/ui/widgets"
)

func TestLinkFiles(t *testing.T) {
	plist := `<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x"><plist version="1.0"><dict><key>URL</key><string>https://example.com/a?b=1&amp;c=2</string></dict></plist>`
	long := "https://example.com/" + strings.Repeat("a", 100)
	for _, c := range []struct{ name, extension, content, want string }{
		{"Windows", ".URL", "[InternetShortcut]\r\nIDList=\r\nURL=https://example.com/f.zip\r\n", "https://example.com/f.zip"},
		{"Linux", ".desktop", "[Desktop Entry]\nType=Link\nName=x\nURL=https://example.com/f\n", "https://example.com/f"},
		{"an application of Linux", ".desktop", "[Desktop Entry]\nType=Application\nExec=rm -rf /\nURL=https://example.com/f\n", ""},
		{"the key of another section", ".desktop", "[Desktop Entry]\nType=Link\n[Other]\nURL=https://example.com/f\n", ""},
		{"macOS", ".webloc", plist, "https://example.com/a?b=1&c=2"},
		{"macOS, binary", ".webloc", "bplist00\xd1\x01\x02SURL\x5f\x10" + string(rune(len(long))) + long + "\x08\x0b", long},
		{"macOS, binary, cut", ".webloc", "bplist00\xd1\x01\x02SURL\x5f\x10\x7fhttps://example.com", ""},
		{"an entity that grows", ".webloc", `<!DOCTYPE p [<!ENTITY a "https://example.com">]><plist><key>URL</key><string>&a;</string></plist>`, ""},
		{"a file", ".url", "[InternetShortcut]\nURL=file:///etc/passwd\n", ""},
		{"a script", ".url", "[InternetShortcut]\nURL=javascript:alert(1)\n", ""},
		{"a password", ".url", "[InternetShortcut]\nURL=https://me:pw@example.com/\n", ""},
		{"nothing", ".url", "", ""},
		{"too long", ".url", strings.Repeat("\n", linkFileMost) + "[InternetShortcut]\nURL=https://example.com/f\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "link"+c.extension)
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			if !isLinkFile(path) {
				t.Error("it is not taken for a link file")
			}
			got, err := readLinkFile(path)
			if got != c.want || (err == nil) != (c.want != "") {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestDroppedFileIsVerified(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	path := filepath.Join(t.TempDir(), "board.img")
	if err := os.WriteFile(path, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("content"))
	r.pasted = hex.EncodeToString(sum[:])
	r.shell.drops.take([]string{path}, nil)
	r.sees("Verify board.img")
	r.press("Verify this file")
	r.sees("The file is right")
	r.press("Close")
	r.pasted = strings.Repeat("0", 64)
	r.shell.drops.take([]string{path}, nil)
	r.press("Verify this file")
	r.sees("The file is not what you expected")
}

func TestDropBelongsToScreenThenToQueue(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	var own []string
	use := func(paths []string) { own = paths }
	r.shell.drops.take([]string{"/tmp/a.txt"}, use)
	if len(own) != 1 || r.shell.dialogs.top() != nil {
		t.Fatal("the screen did not get its file")
	}
	bad := filepath.Join(t.TempDir(), "x.url")
	if err := os.WriteFile(bad, []byte("[InternetShortcut]\nURL=ftp://example.com\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.shell.drops.take([]string{bad}, use)
	r.sees("There is no link to a file in x.url.")
}

func TestEscClosesToolkitFileDialog(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	back := false
	r.shell.files.showDialog(dialog.NewFileOpen(func(file fyne.URIReadCloser, _ error) { back = file == nil }, r.shell.win), "Open")
	r.key(fyne.KeyEscape)
	if widgets.LayerOpen(r.shell.win.Canvas()) || !back {
		t.Error("Esc did not close it")
	}
}
