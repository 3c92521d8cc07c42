// Package ipc lets the terminal client drive the queue of an app that runs: one process owns the
// queue (downloads holds its lock), the others ask it over a socket on this computer.
//
// What it promises:
//
//   - The socket can be reached by its owner alone: it lies in a folder of mode 0700 and has mode 0600; on Windows the lists of
//     rights of both name the owner, the administrators and the system alone. The mode of a folder that was there is not changed.
//   - Both sides look who the other one is (the user behind the connection, the owner of the socket on Windows), and at the
//     owner and mode of each folder on the way where it leads through those of everybody. What is another user's is not
//     used: a fault of code control.not-ours says so.
//   - A Remote behaves as the queue itself: the same methods, the same typed errors, snapshots that are
//     never changed after they were returned. What an order did is in the snapshot once it has returned.
//   - When the owner goes away, everything that waits ends with a fault that says so; nothing is lost,
//     since the queue is on the owner's disk.
//
// It never opens a port on the network, never carries a token, and never keeps a copy of the queue's state
// beyond the last snapshot.
//
// Where to start reading: Queue is what both sides are; Serve is the owner's side, Dial the other's.
package ipc

import (
	"context"

	"github.com/programconnect/programconnect/downloads"
)

// Queue is what can be done with a queue, whether it is in this process (*downloads.Queue) or in another
// one (*Remote). The methods are documented at downloads.Queue.
type Queue interface {
	Add(ctx context.Context, specs ...downloads.Spec) ([]downloads.ID, error)
	Pause(ids ...downloads.ID) error
	Resume(ids ...downloads.ID) error
	Retry(ids ...downloads.ID) error
	Cancel(ids ...downloads.ID) error
	Remove(ids ...downloads.ID) error
	Move(id downloads.ID, position int) error
	SetPriority(priority int, ids ...downloads.ID) error
	SetLimit(bytesPerSecond int64, ids ...downloads.ID) error
	SetSettings(s downloads.Settings) error
	Snapshot() *downloads.Snapshot
	Subscribe() (changed <-chan struct{}, stop func())
	Wait(ctx context.Context, ids ...downloads.ID) error
	Verify(ctx context.Context, id downloads.ID, repair bool) (downloads.Report, error)
	Release(why downloads.Wait)
	Run()
	Log(id downloads.ID) []downloads.Line
}

var _ Queue = (*downloads.Queue)(nil)

// Window is what the queue given to Serve may be too: that of an app with a window.
type Window interface {
	// ShowWindow raises the window and opens the deep link, when there is one. It reports whether there is a window.
	ShowWindow(link string) bool
}
