package ui

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// usableFolder reports as a fault that downloads can't be written to a folder. One that is not there yet is made by the
// first download; it is asked whether that can be done. A path that is not whole is left to settings.Check.
func usableFolder(folder string) error {
	if !filepath.IsAbs(folder) {
		return nil
	}
	above, err := nearestFolder(folder)
	if err != nil {
		return errFolder(folder, err)
	}
	probe, err := os.CreateTemp(above, ".program-connect-*")
	if err != nil {
		return errFolder(folder, err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return errFolder(folder, err)
	}
	return nil
}

var errNoFolder = errors.New("a file stands in its place")

// nearestFolder returns the folder itself, or the nearest one above it that is there.
func nearestFolder(folder string) (string, error) {
	for {
		info, err := os.Stat(folder)
		switch {
		case err == nil && info.IsDir():
			return folder, nil
		case err == nil:
			return "", errNoFolder
		case !errors.Is(err, fs.ErrNotExist):
			return "", err
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", err
		}
		folder = above
	}
}

// freeIn returns how many bytes are free where a folder is, or will be.
func freeIn(folder string) (int64, error) {
	above, err := nearestFolder(folder)
	if err != nil {
		return 0, err
	}
	return downloads.FreeSpace(above)
}

func errFolder(folder string, err error) *fault.Error {
	cause := i18n.T(&goi18n.Message{ID: "ui.settings.folder.unwritable.cause", Other: "The system doesn't let files be made there."})
	switch {
	case errors.Is(err, errNoFolder):
		cause = i18n.T(&goi18n.Message{ID: "ui.settings.folder.file.cause", Other: "There's a file in its place."})
	case errors.Is(err, fs.ErrPermission):
		cause = i18n.T(&goi18n.Message{ID: "ui.settings.folder.permission.cause", Other: "You don't have the right to write there."})
	}
	return &fault.Error{Kind: fault.Disk, Code: "ui.settings.folder", Field: "folder", Guide: "folder-not-writable", Err: err, Cause: cause,
		Title: i18n.T(&goi18n.Message{ID: "ui.settings.folder.title", Other: "{{.Folder}} can't be used for downloads."}, "Folder", folder),
		Safe:  i18n.T(&goi18n.Message{ID: "ui.settings.folder.safe", Other: "The folder stays as it was."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "ui.settings.folder.step", Other: "Choose another folder."})}}
}
