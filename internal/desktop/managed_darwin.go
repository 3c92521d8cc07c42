package desktop

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"time"
)

// managedFile is what a management profile of the computer writes; root alone can.
const managedFile = "/Library/Managed Preferences/com.github.programconnect.plist"

// Managed returns what a management profile of the computer sets, by name, and where it stands. Profiles of one person are not read.
func Managed() (values map[string]json.RawMessage, where string, err error) {
	if _, err := os.Stat(managedFile); errors.Is(err, fs.ErrNotExist) {
		return nil, managedFile, nil
	}
	if err := AdministratorsAlone(managedFile); err != nil {
		return nil, managedFile, err
	}
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
	defer stop()
	text, err := exec.CommandContext(ctx, "/usr/bin/plutil", "-convert", "json", "-o", "-", managedFile).Output()
	if err != nil {
		return nil, managedFile, err
	}
	err = json.Unmarshal(text, &values)
	return values, managedFile, err
}
