package homefile

import (
	"path/filepath"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Operation is what was to be done with a file or folder of the home.
type Operation string

// The operations.
const (
	Reading      Operation = "read"
	Writing      Operation = "write"
	Removing     Operation = "remove"
	Locking      Operation = "lock"
	SettingAside Operation = "set-aside"
	MakingFolder Operation = "make-folder"
	Finding      Operation = "find"
)

// DiskFault returns the fault of a file or folder that could not be used.
func DiskFault(operation Operation, path string, err error) *fault.Error {
	return &fault.Error{
		Kind: fault.Disk, Code: "session.home", Title: operation.failed(path),
		Cause: i18n.T(&goi18n.Message{ID: "session.home.cause", Other: "The folder may be full, read-only or belong to somebody else."}),
		Safe:  i18n.T(&goi18n.Message{ID: "session.home.safe", Other: "Downloads and accounts are as they were."}),
		Steps: []i18n.Text{
			i18n.T(&goi18n.Message{ID: "session.home.step", Other: "Make room or give yourself the right to write there, or choose another folder with --home."}),
			i18n.T(&goi18n.Message{ID: "session.home.step2", Other: "Do it again."}),
		},
		Guide: "folder-not-writable", Err: err,
	}
}

func (o Operation) failed(path string) i18n.Text {
	switch o {
	case Reading:
		return i18n.T(&goi18n.Message{ID: "session.home.read.title", Other: "The app could not read {{.Path}}."}, "Path", path)
	case Removing:
		return i18n.T(&goi18n.Message{ID: "session.home.remove.title", Other: "The app could not remove {{.Path}}."}, "Path", path)
	case Locking:
		return i18n.T(&goi18n.Message{ID: "session.home.lock.title", Other: "The app could not lock {{.Path}}."}, "Path", path)
	case SettingAside:
		return i18n.T(&goi18n.Message{ID: "session.home.set-aside.title", Other: "The app could not set aside {{.Path}}."}, "Path", path)
	case MakingFolder:
		return i18n.T(&goi18n.Message{ID: "session.home.make-folder.title", Other: "The app could not make the folder {{.Path}}."}, "Path", path)
	case Finding:
		return i18n.T(&goi18n.Message{ID: "session.home.find.title", Other: "The app could not find {{.Path}}."}, "Path", path)
	default:
		return i18n.T(&goi18n.Message{ID: "session.home.write.title", Other: "The app could not write {{.Path}}."}, "Path", path)
	}
}

// NewerCode is the code of the fault for a file that a newer version wrote.
const NewerCode = "home.newer"

func newerFault(path string) *fault.Error {
	return &fault.Error{
		Kind: fault.Other, Code: NewerCode, Guide: "newer-version",
		Title: i18n.T(&goi18n.Message{ID: "home.newer.title", Other: "A newer version of Program Connect wrote {{.File}}."}, "File", filepath.Base(path)),
		Cause: i18n.T(&goi18n.Message{ID: "home.newer.cause", Other: "This version does not know its form, so it leaves the file alone."}),
		Safe:  i18n.T(&goi18n.Message{ID: "home.newer.safe", Other: "Nothing was changed, and nothing is lost."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "home.newer.step", Other: "Install the newest version of Program Connect."})},
	}
}

// DamagedCode is the code of the fault that reports a damaged file.
const DamagedCode = "home.damaged"

func damagedFault(path, kept string) *fault.Error {
	return &fault.Error{
		Kind: fault.Other, Code: DamagedCode, Guide: "damaged-file",
		Title: i18n.T(&goi18n.Message{ID: "home.damaged.title", Other: "The file {{.File}} was damaged and has been set aside."}, "File", filepath.Base(path)),
		Cause: i18n.T(&goi18n.Message{ID: "home.damaged.cause", Other: "It is not as Program Connect writes it: the disk failed, or another program changed it."}),
		Safe:  i18n.T(&goi18n.Message{ID: "home.damaged.safe", Other: "It is kept as {{.Path}}, and Program Connect goes on without it."}, "Path", kept),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "home.damaged.step", Other: "Enter again what you miss, or put a copy of the file back."})},
	}
}
