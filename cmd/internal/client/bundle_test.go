package client

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"testing"
)

// bundleValues returns the values of scripts/macos/Info.plist by their keys; what is true is "true".
func bundleValues(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "scripts", "macos", "Info.plist"))
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Dict struct {
			All []struct {
				XMLName xml.Name
				Text    string `xml:",chardata"`
			} `xml:",any"`
		} `xml:"dict"`
	}
	if err := xml.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for n := 0; n+1 < len(list.Dict.All); n += 2 {
		value := list.Dict.All[n+1]
		if values[list.Dict.All[n].Text] = value.Text; value.XMLName.Local == "true" {
			values[list.Dict.All[n].Text] = "true"
		}
	}
	return values
}

// TestBundleOfMacOS: its id is the one under which the toolkit and a management profile know the app, its version is this source's, and
// App Nap is off.
func TestBundleOfMacOS(t *testing.T) {
	values := bundleValues(t)
	for key, want := range map[string]string{"CFBundleIdentifier": "com.github.programconnect", "CFBundleShortVersionString": Version,
		"CFBundleExecutable": "program-connect", "NSAppSleepDisabled": "true", "NSHighResolutionCapable": "true"} {
		if values[key] != want {
			t.Errorf("%s is %q, not %q", key, values[key], want)
		}
	}
}
