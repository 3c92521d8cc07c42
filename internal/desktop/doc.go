// Package desktop holds what each system does in its own way: where a person's folders are, how the computer is kept from falling
// asleep, how a message is shown without a window of ours, how a folder is made for this user alone, and whether a console takes escape codes.
//
// What it promises:
//   - A folder is asked of the system, never of an environment variable that anybody can set.
//   - What keeps the computer awake ends with this process, however that ends.
//   - What is made private is this user's alone from its first moment on; a folder that was there is not changed.
//   - Nothing here waits for ever: the system's services have a few seconds to answer. A message alone waits until it is read.
//
// It knows nothing of downloads, settings or screens.
//
// Start reading at Folders, StayAwake and Message.
package desktop
