// Command program-connect is the desktop app. It wires the real parts together and runs the window; what it
// shows is in package ui, what it does in internal/session.
//
// It is the only importer of fyne.io/fyne/v2/app, which needs cgo. Built without cgo it says so and names
// the terminal client.
package main

// insteadOfScreens says what to do where no window can be shown.
const insteadOfScreens = "Run pconnect, the terminal client: it does everything the screens do."
