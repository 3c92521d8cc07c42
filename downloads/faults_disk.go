package downloads

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/programconnect/programconnect/internal/fault"
)

func busyFault() *fault.Error {
	return &fault.Error{Kind: fault.Busy, Code: "downloads.busy", Title: "Another instance of Program Connect has the downloads.",
		Cause: "Only one at a time may work on them.", Safe: "Nothing is lost.", Guide: "another-instance",
		Steps: []string{"Use the other window or terminal, or close it.", "Then try again."}}
}

func storeFault(err error) *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.store", Title: "The list of downloads can't be written.",
		Cause: "The disk may be full or the folder read-only.", Safe: "Files that are done are safe.", Guide: "disk-full", Err: err,
		Steps: []string{"Free some space and check the folder of the app.", "Then try again."}}
}

func rebuiltFault(aside string) *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.store-rebuilt", Title: "The list of downloads was damaged and has been rebuilt.",
		Cause: "A power cut or the disk may have damaged it.", Safe: "The part files are kept and are checked again before they go on. The damaged list is kept as " + aside + ".",
		Steps: []string{"Look through the list."}}
}

func closedFault() *fault.Error {
	return &fault.Error{Kind: fault.Interrupted, Code: "downloads.closed", Title: "The queue is closed.", Safe: "What came so far is kept.", Steps: []string{"Start again to go on."}}
}

func roomFault(dir string, need, free int64) *outcome {
	return waitFor(WaitDisk, &fault.Error{Kind: fault.Disk, Code: "downloads.disk-full", Title: "There is not enough room in " + dir + ".",
		Cause: fmt.Sprintf("%.1f MiB more are needed, %.1f MiB are free.", float64(need)/(1<<20), float64(free)/(1<<20)),
		Safe:  keptText, Guide: "disk-full", Steps: []string{"Free some space; it goes on by itself.", "Or choose another folder."}})
}

// diskFault types an error of the filesystem.
func diskFault(err error, dir string) *outcome {
	f := &fault.Error{Kind: fault.Disk, Safe: keptText, Guide: "disk-full", Err: err}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, errQuota):
		f.Code, f.Title, f.Steps = "downloads.disk-full", "The disk is full.", []string{"Free some space; it goes on by itself."}
		f.Cause = "There is no room left in " + dir + "."
	case errors.Is(err, syscall.EROFS):
		f.Code, f.Title, f.Steps = "downloads.read-only", "The folder can't be written to.", []string{"Choose another folder, or make it writable; it goes on by itself."}
		f.Cause = dir + " is on a read-only disk."
	case errors.Is(err, fs.ErrPermission):
		f.Code, f.Title, f.Steps = "downloads.no-right", "You may not write into the folder.", []string{"Choose another folder, or ask for the right to write; it goes on by itself."}
		f.Cause = "The system does not let files be made in " + dir + "."
	case errors.Is(err, fs.ErrNotExist):
		f.Code, f.Title, f.Steps = "downloads.folder-gone", "The folder is gone.", []string{"Plug the disk in again or make the folder; it goes on by itself."}
		f.Cause = dir + " can't be found."
	default:
		f.Code, f.Title, f.Steps = "downloads.disk", "The disk reports an error.", []string{"Check the disk; it is tried again by itself."}
		f.Cause = "Reading or writing in " + dir + " did not work."
		f.Safe = "What was safely on the disk before is kept."
	}
	return waitFor(WaitDisk, f)
}
