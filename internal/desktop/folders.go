package desktop

// Folders of this computer and of the person, as the system names them.
type Folders struct {
	Downloads string // the person's folder for downloads; empty where the system has none
	Shared    string // what holds for everybody on this computer, where only an administrator may write
	Local     string // the person's data that stays on this computer; empty: the folder for settings is the place
}

// Find asks the system for its folders.
func Find() Folders { return systemFolders() }
