package desktop

import "golang.org/x/sys/windows"

// find asks the known-folder API: the environment's %ProgramData% and %UserProfile% can be set by anybody, and Downloads may have been
// moved, by hand or by OneDrive.
func systemFolders() Folders {
	known := func(id *windows.KNOWNFOLDERID) string {
		path, err := windows.KnownFolderPath(id, windows.KF_FLAG_DONT_VERIFY)
		if err != nil {
			return ""
		}
		return path
	}
	return Folders{Downloads: known(windows.FOLDERID_Downloads), Shared: known(windows.FOLDERID_ProgramData), Local: known(windows.FOLDERID_LocalAppData)}
}
