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

func nameTakenFault(path string) *fault.Error {
	return &fault.Error{Kind: fault.Verification, Code: "downloads.name-taken", Safe: unchanged(), Guide: "changed-file",
		Title: i18n.T(&goi18n.Message{ID: "downloads.name-taken.title", Other: "Another file has the name already."}),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.name-taken.cause", Other: "{{.File}} is not the file that was asked for."}, "File", path),
		Steps: steps(i18n.T(&goi18n.Message{ID: "downloads.name-taken.step", Other: "Move it elsewhere or choose another name, then retry."}))}
}

func roomFault(dir string, need, free, reserve int64) *outcome {
	mib := func(n int64) string { return fmt.Sprintf("%.1f", float64(n)/(1<<20)) }
	return waitFor(WaitDisk, &fault.Error{Kind: fault.Disk, Code: "downloads.disk-full", Safe: keptSafe(), Guide: "disk-full",
		Title: i18n.T(&goi18n.Message{ID: "downloads.disk-full.room.title", Other: "There is not enough room in {{.Folder}}."}, "Folder", dir),
		Cause: i18n.T(&goi18n.Message{ID: "downloads.disk-full.room.cause", Other: "{{.Need}} MiB more are needed, {{.Free}} MiB are free; {{.Reserve}} MiB of them stay free for the system."},
			"Need", mib(need), "Free", mib(free), "Reserve", mib(reserve)),
		Steps: steps(freeSpaceStep(), i18n.T(&goi18n.Message{ID: "downloads.disk-full.step2", Other: "Or choose another folder."}))})
}

func freeSpaceStep() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.disk-full.step", Other: "Free some space; it goes on by itself."})
}

// diskFault types an error of the filesystem.
func diskFault(err error, dir string) *outcome {
	f := &fault.Error{Kind: fault.Disk, Safe: keptSafe(), Err: err}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		f.Code, f.Guide, f.Steps = "downloads.disk-full", "disk-full", steps(freeSpaceStep())
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.disk-full.title", Other: "The disk is full."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.disk-full.cause", Other: "There is no room left in {{.Folder}}."}, "Folder", dir)
	case errors.Is(err, platform.ErrQuota):
		f.Code, f.Guide, f.Steps = "downloads.quota", "disk-full", steps(freeSpaceStep())
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.quota.title", Other: "Your share of the disk is used up."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.quota.cause", Other: "A quota holds for {{.Folder}}."}, "Folder", dir)
	case errors.Is(err, syscall.EFBIG):
		f.Code, f.Guide = "downloads.file-too-big", "disk-full"
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.file-too-big.title", Other: "The file is larger than this disk can hold as one file."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.file-too-big.cause", Other: "The file system of {{.Folder}}, or a limit of this system, does not allow it."}, "Folder", dir)
		f.Steps = steps(anotherFolderStep())
		return stopped(f)
	case tooManyFiles(err):
		f.Code, f.Title, f.Steps = codeTooManyFiles, tooManyFilesTitle(), steps(triedAgain())
	case errors.Is(err, syscall.ENOTDIR) && !errors.Is(err, fs.ErrNotExist), // Windows has one number for both
		errors.Is(err, syscall.ELOOP), errors.Is(err, errNoFolder):
		f.Code, f.Guide = "downloads.no-folder", "folder-not-writable"
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.no-folder.title", Other: "This is not a folder."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.no-folder.cause", Other: "{{.Folder}}, or a part of its path, is a file or a link that leads nowhere."}, "Folder", dir)
		f.Steps = steps(anotherFolderStep())
		return stopped(f)
	case errors.Is(err, syscall.ENAMETOOLONG):
		f.Code, f.Guide = "downloads.path-too-long", "folder-not-writable"
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.path-too-long.title", Other: "The path is too long for this system."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.path-too-long.cause", Other: "No file can be made in {{.Folder}}."}, "Folder", dir)
		f.Steps = steps(anotherFolderStep())
		return stopped(f)
	default:
		accessFault(f, err, dir)
	}
	return waitFor(WaitDisk, f)
}

const codeTooManyFiles = "downloads.too-many-files"

// tooManyFiles reports whether the system opens nothing more for this process, or for any: no file, and no connection.
func tooManyFiles(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

func tooManyFilesTitle() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.too-many-files.title", Other: "Too many files are open on this computer."})
}

func anotherFolderStep() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "downloads.another-folder.step", Other: "Choose another folder."})
}

// accessFault completes the fault of a folder that can't be reached or written.
func accessFault(f *fault.Error, err error, dir string) {
	switch {
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
		f.Code, f.Guide = "downloads.disk", "disk-full"
		f.Title = i18n.T(&goi18n.Message{ID: "downloads.disk.title", Other: "The disk reports an error."})
		f.Cause = i18n.T(&goi18n.Message{ID: "downloads.disk.cause", Other: "Reading or writing in {{.Folder}} did not work."}, "Folder", dir)
		f.Safe = i18n.T(&goi18n.Message{ID: "downloads.disk.safe", Other: "What was safely on the disk before is kept."})
		f.Steps = steps(i18n.T(&goi18n.Message{ID: "downloads.disk.step", Other: "Check the disk; it is tried again by itself."}))
	}
}
