// Package outbox keeps feedback that is written on this computer, and sends it exactly once.
//
// What it promises:
//   - A draft is on the disk when Save returns, and a draft that was queued goes out as soon as the program can be reached, in this
//     process or a later one.
//   - However often a draft is sent, and by however many processes, its key makes it come once; an attachment goes on where the
//     line was cut.
//   - Each change of a draft is one read, change and write under a lock; no lock of the disk is held over the network. What is sent
//     this moment can't be edited: saving it is refused with a fault of kind Busy.
//   - A file that changed after it was attached is not sent.
//
// It knows no accounts: whoever opens it says by Config.Sender who may send.
//
// Start reading at Outbox, then Send.
package outbox
