package client

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Home gives the whole path of the home folder: what was asked for, else PROGRAM_CONNECT_HOME, else ProgramConnect in the
// system's folder for settings.
func Home(asked string, getenv func(string) string) (string, error) {
	if asked == "" {
		asked = getenv("PROGRAM_CONNECT_HOME")
	}
	if asked == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return "", &fault.Error{Kind: fault.Usage, Code: "wire.home", Title: i18n.Verbatim("There is no folder for settings: HOME is not set."),
				Steps: []i18n.Text{i18n.Verbatim("Name a folder with --home DIR or PROGRAM_CONNECT_HOME.")}, Field: "home", Err: err}
		}
		return filepath.Join(config, "ProgramConnect"), nil
	}
	whole, err := filepath.Abs(asked)
	if err != nil {
		return "", &fault.Error{Kind: fault.Usage, Code: "wire.home", Title: i18n.Verbatim("The folder " + asked + " can't be found from here."),
			Steps: []i18n.Text{i18n.Verbatim("Name it by its whole path.")}, Field: "home", Err: err}
	}
	return whole, nil
}

// KeyringService is the name under which a home folder keeps its secrets in the keyring: one of its own for each folder, so that a
// trial in another folder never touches the accounts of every day.
func KeyringService(home string) string {
	if config, err := os.UserConfigDir(); err == nil && home == filepath.Join(config, "ProgramConnect") {
		return "program-connect"
	}
	if real, err := filepath.EvalSymlinks(home); err == nil {
		home = real // one folder reached by two paths is one home
	}
	sum := sha256.Sum256([]byte(home))
	return "program-connect-" + hex.EncodeToString(sum[:6])
}
