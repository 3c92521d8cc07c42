package client

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"
)

// wide is a text as resources hold it.
func wide(text string) []byte {
	out, _ := binary.Append(nil, binary.LittleEndian, utf16.Encode([]rune(text))) // numbers always can be written
	return out
}

// TestResourcesOfTheWindowsPrograms reads what scripts/winres.sh made: each program has its icon, the version of this source, and a
// manifest by which Windows gives it sharp letters, long paths and UTF-8.
func TestResourcesOfTheWindowsPrograms(t *testing.T) {
	for command, description := range map[string]string{"program-connect": "Program Connect", "pconnect": "Program Connect in the terminal",
		"program-service": "Program Connect's program service"} {
		t.Run(command, func(t *testing.T) {
			path := filepath.Join("..", "..", command, "rsrc_windows_amd64.syso")
			object, err := pe.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = object.Close() }()
			if object.Machine != pe.IMAGE_FILE_MACHINE_AMD64 || object.Section(".rsrc") == nil {
				t.Errorf("%#x, %v", object.Machine, object.Sections)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for what, want := range map[string][]byte{"an icon": []byte("\x89PNG\r\n"), "its description": wide(description), "the version " + Version + ": run scripts/winres.sh": wide(Version),
				"dots of each screen": []byte("PerMonitorV2"), "long paths": []byte("<longPathAware"), "UTF-8": []byte(">UTF-8</activeCodePage>"), "no administrator's rights": []byte(`level="asInvoker"`)} {
				if !bytes.Contains(data, want) {
					t.Errorf("it lacks %s", what)
				}
			}
		})
	}
}
