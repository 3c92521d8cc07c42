package downloads

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func busyFault() *fault.Error {
	return &fault.Error{Kind: fault.Busy, Code: "downloads.busy", Title: i18n.Verbatim("Another instance of Program Connect has the downloads."),
		Cause: i18n.Verbatim("Only one at a time may work on them."), Safe: i18n.Verbatim("Nothing is lost."), Guide: "another-instance",
		Steps: []i18n.Text{i18n.Verbatim("Use the other window or terminal, or close it."), i18n.Verbatim("Then try again.")}}
}

func storeFault(err error) *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.store", Title: i18n.Verbatim("The list of downloads can't be written."),
		Cause: i18n.Verbatim("The disk may be full or the folder read-only."), Safe: i18n.Verbatim("Files that are done are safe."), Guide: "disk-full", Err: err,
		Steps: []i18n.Text{i18n.Verbatim("Free some space and check the folder of the app."), i18n.Verbatim("Then try again.")}}
}

func rebuiltFault(aside string) *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.store-rebuilt", Title: i18n.Verbatim("The list of downloads was damaged and has been rebuilt."),
		Cause: i18n.Verbatim("A power cut or the disk may have damaged it."), Safe: i18n.Verbatim("The part files are kept and are checked again before they go on. The damaged list is kept as " + aside + "."),
		Steps: []i18n.Text{i18n.Verbatim("Look through the list.")}}
}

func closedFault() *fault.Error {
	return &fault.Error{Kind: fault.Interrupted, Code: "downloads.closed", Title: i18n.Verbatim("The queue is closed."), Safe: i18n.Verbatim("What came so far is kept."), Steps: []i18n.Text{i18n.Verbatim("Start again to go on.")}}
}

func roomFault(dir string, need, free int64) *outcome {
	return waitFor(WaitDisk, &fault.Error{Kind: fault.Disk, Code: "downloads.disk-full", Title: i18n.Verbatim("There is not enough room in " + dir + "."),
		Cause: i18n.Verbatim(fmt.Sprintf("%.1f MiB more are needed, %.1f MiB are free.", float64(need)/(1<<20), float64(free)/(1<<20))),
		Safe:  i18n.Verbatim(keptText), Guide: "disk-full", Steps: []i18n.Text{i18n.Verbatim("Free some space; it goes on by itself."), i18n.Verbatim("Or choose another folder.")}})
}

// diskFault types an error of the filesystem.
func diskFault(err error, dir string) *outcome {
	f := &fault.Error{Kind: fault.Disk, Safe: i18n.Verbatim(keptText), Guide: "disk-full", Err: err}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, errQuota):
		f.Code, f.Title, f.Steps = "downloads.disk-full", i18n.Verbatim("The disk is full."), []i18n.Text{i18n.Verbatim("Free some space; it goes on by itself.")}
		f.Cause = i18n.Verbatim("There is no room left in " + dir + ".")
	case errors.Is(err, syscall.EROFS):
		f.Code, f.Title, f.Steps = "downloads.read-only", i18n.Verbatim("The folder can't be written to."), []i18n.Text{i18n.Verbatim("Choose another folder, or make it writable; it goes on by itself.")}
		f.Cause = i18n.Verbatim(dir + " is on a read-only disk.")
	case errors.Is(err, fs.ErrPermission):
		f.Code, f.Title, f.Steps = "downloads.no-right", i18n.Verbatim("You may not write into the folder."), []i18n.Text{i18n.Verbatim("Choose another folder, or ask for the right to write; it goes on by itself.")}
		f.Cause = i18n.Verbatim("The system does not let files be made in " + dir + ".")
	case errors.Is(err, fs.ErrNotExist):
		f.Code, f.Title, f.Steps = "downloads.folder-gone", i18n.Verbatim("The folder is gone."), []i18n.Text{i18n.Verbatim("Plug the disk in again or make the folder; it goes on by itself.")}
		f.Cause = i18n.Verbatim(dir + " can't be found.")
	default:
		f.Code, f.Title, f.Steps = "downloads.disk", i18n.Verbatim("The disk reports an error."), []i18n.Text{i18n.Verbatim("Check the disk; it is tried again by itself.")}
		f.Cause = i18n.Verbatim("Reading or writing in " + dir + " did not work.")
		f.Safe = i18n.Verbatim("What was safely on the disk before is kept.")
	}
	return waitFor(WaitDisk, f)
}
