// Command program-connect is the desktop app. It wires the real parts together and runs the window; what it
// shows is in package ui, what it does in internal/session.
//
// Before its window it runs itself once as a probe: where OpenGL is missing the toolkit would end without a word. The app says so by the
// system's own means then, names the ways out, and ends with status 11. On Linux it first asks Mesa to draw without a graphics card. The
// flag -x11 and the setting x11 go by X11 where Wayland gives trouble.
//
// In the home folder it keeps window.json, the size of the window. The trace of a crash goes into crash.log beside the
// logs; at the next start it is set aside as crash.told.log and offered as feedback, without secrets. On Linux files are
// chosen by the desktop portal. The tag accessibility builds it with the toolkit's support of screen readers.
//
// It is the only importer of fyne.io/fyne/v2/app, which needs cgo. Built without cgo it says so and names
// the terminal client.
package main

// insteadOfScreens says what to do where no window can be shown.
const insteadOfScreens = "Run pconnect, the terminal client: it does everything the screens do."
