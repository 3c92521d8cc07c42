// Package widgets holds the theme and the widgets of the desktop app that know no session: controls, form fields, rows,
// layouts, the markup of the programs' texts, and the comparison of two texts.
//
// What it promises:
//
//   - A control can be reached and used by keyboard, and is scrolled into sight when it gets the focus. Esc and the
//     app's shortcuts reach the window wherever the focus is.
//   - Text of a server is shown as plain text or through the allow-list of markup.go; a link shows its host.
//   - A widget calls back and decides nothing. It says no words of its own: every text comes in from the screen.
//   - Nothing here waits for a disk, a network or a keyring.
//
// All of it is for the goroutine of the screens alone. Start reading at controls.go for what a person presses, at
// layouts.go for how a screen is put together.
package widgets
