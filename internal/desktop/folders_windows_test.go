package desktop

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestFoldersAreTheSystems sets the variables that anybody can set: the policy must not move with them.
func TestFoldersAreTheSystems(t *testing.T) {
	before := Find()
	elsewhere := t.TempDir()
	for _, name := range []string{"ProgramData", "ALLUSERSPROFILE", "LOCALAPPDATA", "USERPROFILE"} {
		t.Setenv(name, elsewhere)
	}
	after := Find()
	for what, folder := range map[string]string{"what holds for all": after.Shared, "local data": after.Local, "downloads": after.Downloads} {
		if !filepath.IsAbs(folder) || strings.HasPrefix(folder, elsewhere) {
			t.Errorf("%s lies in %q", what, folder)
		}
	}
	if after.Shared != before.Shared {
		t.Errorf("a variable moved %q to %q", before.Shared, after.Shared)
	}
}

func TestExplorerMarksAFileWithCommas(t *testing.T) {
	t.Setenv("SystemRoot", `C:\elsewhere`)
	command, err := SelectInExplorer(`C:\Users\Ada\a, b\report, final (2).pdf`)
	if err != nil {
		t.Fatal(err)
	}
	if want := `explorer.exe /select,"C:\Users\Ada\a, b\report, final (2).pdf"`; command.SysProcAttr.CmdLine != want {
		t.Errorf("%s", command.SysProcAttr.CmdLine)
	}
	if strings.Contains(command.Path, "elsewhere") || !strings.HasSuffix(strings.ToLower(command.Path), `\explorer.exe`) {
		t.Errorf("a variable chose %s", command.Path)
	}
}
