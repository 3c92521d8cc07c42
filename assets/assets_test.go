package assets_test

import (
	"bytes"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/programconnect/programconnect/assets"
)

func TestIcon(t *testing.T) {
	picture, err := png.Decode(bytes.NewReader(assets.Icon()))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != 512 || size.Y != 512 {
		t.Errorf("the icon is %v", size)
	}
}

func TestSampleTexts(t *testing.T) {
	for _, name := range []string{"eula.md", "privacy.md"} {
		text, err := fs.ReadFile(assets.Sample(), name)
		if err != nil || !bytes.HasPrefix(text, []byte("# ")) {
			t.Errorf("%s: %v, %.20q", name, err, text)
		}
	}
}

func TestSampleMSI(t *testing.T) {
	data, err := fs.ReadFile(assets.Sample(), "WindowsDeveloperProgramforIoT.msi")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}) {
		t.Fatal("the MSI is no compound file")
	}
	msiinfo, err := exec.LookPath("msiinfo")
	if err != nil {
		t.Skip("msiinfo (package msitools) is not installed")
	}
	path := filepath.Join(t.TempDir(), "sample.msi")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	tables, err := exec.CommandContext(t.Context(), msiinfo, "tables", path).CombinedOutput()
	if err != nil || !strings.Contains(string(tables), "Component") {
		t.Errorf("msiinfo: %v\n%s", err, tables)
	}
}
