// Package downloads brings files to a folder, in a queue that survives everything.
//
// What it promises:
//
//   - A file appears under its name only when it is whole: its length and its SHA-256 (where one is known)
//     match, it carries its origin mark, and it is flushed to the disk. Until then it is a .part file.
//   - A part file is always one prefix of one version of the file. Two versions are never mixed: ranges are
//     asked for with If-Range, every answer is checked, and where nothing proves that two answers belong
//     together, the download starts again from zero and says so.
//   - What was committed is kept through pause, quit, crash, kill -9 and power cut. At most the last 16 MiB
//     or 2 s are fetched again. On Linux, where the SHA-256 is known, a crash or kill -9 costs no byte that was
//     written (tail.go).
//   - Every stop and every wait has a typed reason (*fault.Error): what happened, whether bytes are safe, what
//     to do. Waits end by themselves when their reason does.
//   - Authorization goes to the exact origin (scheme, host, port) it was given for and nowhere else. Plain http
//     is refused except to loopback. A TLS error is never retried.
//   - Memory for bytes on their way is bounded over all downloads together.
//
// What it never does: replace an existing file; infer progress from a file's size; call a screen; sleep to wait
// for something it can be told of; keep a second copy of its state.
//
// Where to start reading: Queue (queue.go) owns the entries and decides what runs; transfer.go is one run of one
// download from its checks to its last byte; finish.go is the order in which a file becomes done; store.go is
// what is kept on disk. grab (github.com/cavaliergopher/grab) pulls one ordered body and writes the part file;
// body.go is that body and plan.go shares the ranges behind it among workers. docs/downloads.md draws the states
// and the commit order.
package downloads
