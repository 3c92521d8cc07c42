// Package platform is what the download engine needs of the operating system and what differs from one to the next:
// flushing files, folders and whole disks, taking room beforehand, renaming without replacing, free space, the page
// cache, memory outside the Go heap, the name of the present boot, and what tells whether a file was changed.
//
// It holds no state and decides nothing: where a system can't do something, the function says so or does nothing, as
// its comment says.
package platform
