package downloads

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads/internal/platform"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func busyFault() *fault.Error {
	return &fault.Error{Kind: fault.Busy, Code: "downloads.busy", Guide: "another-instance",
		Title: i18n.T(&goi18n.Message{ID: "downloads.busy.title", Other: "Another instance of Program Connect has the downloads."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.busy.cause", Other: "Only one at a time may work on them."}),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.busy.safe", Other: "Nothing is lost."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.busy.step", Other: "Use the other window or terminal, or close it."}),
			i18n.T(&goi18n.Message{ID: "downloads.busy.step2", Other: "Then try again."}))}
}

func storeFault(err error) *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.store", Guide: "disk-full", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "downloads.store.title", Other: "The list of downloads can't be written."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.store.cause", Other: "The disk may be full or the folder read-only."}),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.store.safe", Other: "Files that are done are safe."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.store.step", Other: "Free some space and check the folder of the app."}),
			i18n.T(&goi18n.Message{ID: "downloads.store.step2", Other: "Then try again."}))}
}

func newerStoreFault(dir string) *fault.Error {
	return &fault.Error{Kind: fault.Other, Code: "downloads.store-newer", Guide: "newer-version", Safe: unchanged(), Err: errNewerStore,
		Title: i18n.T(&goi18n.Message{ID: "downloads.store-newer.title", Other: "The list of downloads was written by a newer version of Program Connect."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.store-newer.cause", Other: "This version can't read {{.File}}."}, "File", filepath.Join(dir, storeFile)),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.store-newer.step", Other: "Install the newer version again, or use another folder for the app."}))}
}

func foreignStoreFault(dir string) *fault.Error {
	return &fault.Error{Kind: fault.Other, Code: "downloads.store-foreign", Guide: "damaged-file", Safe: unchanged(), Err: errForeignStore,
		Title: i18n.T(&goi18n.Message{ID: "downloads.store-foreign.title", Other: "The list of downloads has a form that this version does not know."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.store-foreign.cause", Other: "{{.File}} is a database, but not one that Program Connect wrote."}, "File", filepath.Join(dir, storeFile)),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.store-foreign.step", Other: "Move the file elsewhere, or use another folder for the app."}))}
}

func rebuiltFault(aside string) *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.store-rebuilt", Guide: "damaged-file",
		Title: i18n.T(&goi18n.Message{ID: "downloads.store-rebuilt.title", Other: "The list of downloads was damaged and has been rebuilt."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.store-rebuilt.cause", Other: "A power cut or the disk may have damaged it."}),
		Safe: i18n.T(&goi18n.Message{ID: "downloads.store-rebuilt.safe",
			Other: "The part files are kept and are checked again before they go on. The damaged list is kept as {{.File}}."}, "File", aside),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.store-rebuilt.step", Other: "Look through the list."}))}
}

func partGoneFault() *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.part-gone", Guide: "changed-file", Steps: steps(startsAgain()),
		Title: i18n.T(&goi18n.Message{ID: "downloads.part-gone.title", Other: "The part file is gone or was changed, so it starts again."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.part-gone.cause", Other: "Something else on this computer moved, deleted or cut it."}),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.part-gone.safe", Other: "What came before has to be fetched again."})}
}

func partKeepsChangingFault() *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.part-changed",
		Title: i18n.T(&goi18n.Message{ID: "downloads.part-changed.title", Other: "Something else on this computer changes the part file again and again."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.part-changed.cause", Other: "It was moved, deleted, cut or written to while the file came."}),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.part-changed.safe", Other: "Nothing wrong was kept."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.part-changed.step", Other: "Choose another folder, or find out which program does it."}), thenRetry())}
}

// backFault says that the bytes behind the last checkpoint were not what was written.
func backFault() *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.tail",
		Title: i18n.T(&goi18n.Message{ID: "downloads.tail.title", Other: "The last part that came before the app ended was not whole."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.tail.cause", Other: "Its SHA-256 does not match."}),
		Safe:  i18n.T(&goi18n.Message{ID: "downloads.tail.safe", Other: "What was on the disk for certain before is kept."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.tail.step", Other: "Nothing: it goes on from there by itself."}))}
}

func fileGoneFault(err error) *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "downloads.file-gone", Safe: unchanged(), Err: err,
		Title: i18n.T(&goi18n.Message{ID: "downloads.file-gone.title", Other: "The file is not where it was put."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.file-gone.cause", Other: "It was moved or deleted."}),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.file-gone.step", Other: "Put it back, or fetch it again."}))}
}

func roomFault(dir string, need, free int64) *outcome {
	mib := func(n int64) string { return fmt.Sprintf("%.1f", float64(n)/(1<<20)) }
	return waitFor(WaitDisk, &fault.Error{Kind: fault.Disk, Code: "downloads.disk-full", Safe: keptSafe(), Guide: "disk-full",
		Title: i18n.T(&goi18n.Message{ID: "downloads.disk-full.room.title", Other: "There is not enough room in {{.Folder}}."}, "Folder", dir),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.disk-full.room.cause", Other: "{{.Need}} MiB more are needed, {{.Free}} MiB are free."}, "Need", mib(need), "Free", mib(free)),
		Steps: steps(freeSpaceStep(), i18n.T(&goi18n.Message{ID: "downloads.disk-full.step2", Other: "Or choose another folder."}))})
}

func freeSpaceStep() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.disk-full.step", Other: "Free some space; it goes on by itself."})
}

// diskFault types an error of the filesystem.
func diskFault(err error, dir string) *outcome {
	f := &fault.Error{Kind: fault.Disk, Safe: keptSafe(), Guide: "disk-full", Err: err}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, platform.ErrQuota):
		f.Code, f.Steps = "downloads.disk-full", steps(freeSpaceStep())
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.disk-full.title", Other: "The disk is full."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.disk-full.cause", Other: "There is no room left in {{.Folder}}."}, "Folder", dir)
	case errors.Is(err, syscall.EROFS):
		f.Code, f.Guide = "downloads.read-only", "folder-not-writable"
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.read-only.title", Other: "The folder can't be written to."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.read-only.cause", Other: "{{.Folder}} is on a read-only disk."}, "Folder", dir)
		f.Steps = steps(i18n.T(&goi18n.Message{ID: "downloads.read-only.step", Other: "Choose another folder, or make it writable; it goes on by itself."}))
	case errors.Is(err, fs.ErrPermission):
		f.Code, f.Guide = "downloads.no-right", "folder-not-writable"
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.no-right.title", Other: "You may not write into the folder."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.no-right.cause", Other: "The system does not let files be made in {{.Folder}}."}, "Folder", dir)
		f.Steps = steps(i18n.T(&goi18n.Message{ID: "downloads.no-right.step", Other: "Choose another folder, or ask for the right to write; it goes on by itself."}))
	case errors.Is(err, fs.ErrNotExist):
		f.Code, f.Guide = "downloads.folder-gone", "folder-not-writable"
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.folder-gone.title", Other: "The folder is gone."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.folder-gone.cause", Other: "{{.Folder}} can't be found."}, "Folder", dir)
		f.Steps = steps(i18n.T(&goi18n.Message{ID: "downloads.folder-gone.step", Other: "Plug the disk in again or make the folder; it goes on by itself."}))
	default:
		f.Code = "downloads.disk"
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.disk.title", Other: "The disk reports an error."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.disk.cause", Other: "Reading or writing in {{.Folder}} did not work."}, "Folder", dir)
		f.Safe = i18n.T(&goi18n.Message{ID: "downloads.disk.safe", Other: "What was safely on the disk before is kept."})
		f.Steps = steps(i18n.T(&goi18n.Message{ID: "downloads.disk.step", Other: "Check the disk; it is tried again by itself."}))
	}
	return waitFor(WaitDisk, f)
}
