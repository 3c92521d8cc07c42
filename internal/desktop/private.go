package desktop

// MakePrivate makes a folder, and those above it that are missing. One that it makes is for this user alone, and for administrators where
// they reach everything anyhow; what is made in it later inherits that. A folder that was there stays as it is.
func MakePrivate(folder string) error { return makeOwn(folder) }
