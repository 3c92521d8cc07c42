// Package downloadtest holds the real parts that tests and benchmarks of package downloads work with: a file server that
// keeps HTTP's rules, or breaks them in each known way; a filesystem that fails or loses its power; a process that can be
// killed.
//
// It promises that content is generated (no file of its size is held), that everything counted is counted with atomics, and
// that nothing here decides about time: a test waits for channels, never for a guess. It never imports package downloads, so
// that both its inner and its outer tests may use it, and no code of the app imports it. What needs a real clock (Throttle, a
// stall) uses it on the server's side only.
//
// Start reading at Server (server.go), then Disk (disk.go) and Process (process.go).
package downloadtest
