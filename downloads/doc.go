// Package downloads fetches files into a folder, in a queue that goes on after anything: pause, quit, crash, kill -9, a
// power cut.
//
// What it promises:
//
//   - A file appears under its name only when it is whole: its length and its SHA-256 (where one is known) match, it
//     carries its origin mark, and it is flushed to the disk. What was verified is the file on the disk: what other
//     programs do to it meanwhile is noticed (guard.go). Until then it is a .part file.
//   - A part file is always one prefix of one version of the file. Two versions are never mixed: ranges are asked for
//     with If-Range, every answer is checked, and where nothing proves that two answers belong together, the file comes
//     in one answer, or starts again, and the log says so.
//   - What was committed is kept. At most the last 16 MiB or 2 s are fetched again. On Linux, where the SHA-256 is known,
//     a crash or kill -9 costs no byte that was written (tail.go).
//   - Fetching in vain has an end: twice the file, or 64 MiB when that is more.
//   - Every stop and every wait has a typed reason (*fault.Error): what happened, whether bytes are safe, what to do.
//     Waits end by themselves when their reason does.
//   - Authorization goes to the exact origin (scheme, host, port) it was given for and nowhere else. Plain http is
//     refused except to loopback. A TLS error is never retried.
//   - Memory for bytes on their way is bounded over all downloads together.
//   - A store of an older version is migrated, a newer one is refused and not touched, a damaged one is set aside and
//     rebuilt (migrate.go, load.go).
//
// What it never does: replace an existing file, unless Spec.IfExists asks for it; infer progress from a file's size; call
// a screen; wait in a way that can't be cancelled; keep a second copy of its state.
//
// Where to start reading: Queue (queue.go) is what others use. core.go is what it knows, under one lock; schedule.go
// starts runs; transfer.go is one run of one download from its checks to its last byte; request.go and response.go are
// its requests and what the answers mean; finish.go is the order in which a file becomes done; store.go is what is kept
// on disk. grab (github.com/cavaliergopher/grab) pulls one ordered body and writes the part file; package
// internal/segment is that body and shares the ranges behind it among workers (worker.go, fetch.go).
// docs/downloads.md draws the states and the commit order.
package downloads
