package client

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/desktop"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Home returns the whole path of the home folder: what was asked for, else PROGRAM_CONNECT_HOME, else ProgramConnect in the
// system's folder for settings, see usualHome. In a folder that was asked for, and is there with other things in it, the home is
// ProgramConnect.
func Home(asked string, getenv func(string) string) (string, error) {
	if asked == "" {
		asked = getenv("PROGRAM_CONNECT_HOME")
	}
	if asked == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return "", &fault.Error{Kind: fault.Usage, Code: "wire.home", Field: "home", Err: err,
				Title: i18n.T(&goi18n.Message{ID: "client.home-unset.title", Other: "There is no folder for settings: HOME is not set."}),
				Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "client.home-unset.step", Other: "Name a folder with --home DIR or PROGRAM_CONNECT_HOME."})}}
		}
		return usualHome(config, desktop.Find().Local), nil
	}
	whole, err := filepath.Abs(asked)
	if err != nil {
		return "", &fault.Error{Kind: fault.Usage, Code: "wire.home", Field: "home", Err: err,
			Title: i18n.T(&goi18n.Message{ID: "client.home-relative.title", Other: "The folder {{.Folder}} can't be found from here."}, "Folder", asked),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "client.home-relative.step", Other: "Name it by its whole path."})}}
	}
	return ownFolder(whole), nil
}

// homeFiles are the files by which a home folder is known, of any version.
var homeFiles = []string{"settings.json", "programs.json", "queue.db", "queue.lock", "accounts", "log"} //nolint:gochecknoglobals // a table

// ownFolder returns the folder itself where it is not there yet, is empty and nobody else's to write in, or holds a home's files;
// else a folder of ours in it. A folder that was there keeps its mode, so a home must never be one that others use too.
func ownFolder(folder string) string {
	own := filepath.Join(folder, "ProgramConnect")
	info, err := os.Stat(folder)
	if err != nil || !info.IsDir() {
		return folder // it is made, or its fault is said when it is opened
	}
	if forEverybody(info) {
		return own // as the temporary files are
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) == 0 {
		if othersWrite(folder) {
			return own
		}
		return folder
	}
	for _, e := range entries {
		if slices.Contains(homeFiles, e.Name()) {
			return folder
		}
	}
	return own
}

// usualHome returns the home folder where nobody chose one. It holds the queue, logs and the sample program, so on Windows it is not in
// the folder that roams from computer to computer, unless an earlier version has begun one there.
func usualHome(config, local string) string {
	roaming := filepath.Join(config, "ProgramConnect")
	if local == "" {
		return roaming
	}
	if info, err := os.Stat(roaming); err == nil && info.IsDir() {
		return roaming
	}
	return filepath.Join(local, "ProgramConnect")
}

// KeyringService is the name under which a home folder keeps its secrets in the keyring: one of its own for each folder, so that a
// trial in another folder never touches the accounts of every day.
func KeyringService(home string) string {
	if config, err := os.UserConfigDir(); err == nil && home == usualHome(config, desktop.Find().Local) {
		return "program-connect"
	}
	if real, err := filepath.EvalSymlinks(home); err == nil {
		home = real // one folder reached by two paths is one home
	}
	sum := sha256.Sum256([]byte(home))
	return "program-connect-" + hex.EncodeToString(sum[:6])
}
