// Package ui holds the screens of the desktop app.
//
// Rules that every file here keeps:
//
//   - Nothing here decides what is true. The person's next step comes from session.Snapshot, downloads from
//     downloads.Snapshot; the screens render them and call one method when something is pressed. Only the
//     selection and half-typed text belong to this package.
//   - One goroutine, started in puller.go, takes snapshots at a bounded rate and hands them over through
//     Config.Post. Engines never call a screen.
//   - All widgets are touched on the goroutine of Config.Post alone. Whatever waits (network, disk, keyring,
//     browser) runs through work.go and comes back through Post.
//   - Every text is a message with an id, said through texts.go in the language that the window holds; a change
//     of language builds the screen anew. A message that stands in several places is in messages.go. No
//     sentence is put together from pieces.
//   - An error is shown by faultcard.go alone, from its *fault.Error, in that language.
//   - Every dialog is made by dialogs.go: Esc closes it, Enter does what its main button says, unless that binds the
//     person. One that opens another closes itself first.
//   - Files are chosen by files.choose, which asks the system's own dialog; dropped ones come by drops.watch (drop.go).
//   - What another program does (a browser, a file manager) runs through aside: closing the window waits for none of it.
//   - What was removed is announced by undo.add and done when its toast has gone; a short word is said by foot.say.
//   - Buttons name what they do; every icon has a text beside it; every action can be reached by keyboard.
//   - Text from a server is shown as plain text or through the allow-list of widgets.NewMarkup, never as markup
//     of the toolkit, never in a notification.
//
// What knows no session (theme, controls, form fields, rows, layouts, markup) is in ui/widgets.
//
// The package never imports fyne.io/fyne/v2/app, so it builds and tests without cgo; cmd/program-connect
// hands it the real app. Start reading at shell.go, then navigation.go for which screen is shown when. Around the screen
// stand rail.go, programswitcher.go, pulse.go, header.go and notices.go; keys.go and palette.go hold the keyboard.
//
// The Shell holds what all of these share, and each owns its own state: window (window.go: size, hiding, closing), tray,
// look (theme and interface size), programs (welcomecard.go: how each stands), dialogs, files, drops, guides, palette,
// keyboard and undoBar. In the tests a rig is the app with everything from outside injected, and its display
// (display_test.go) the window as a person sees and uses it.
//
// A screen may offer more than its interface: first (what has the focus when it opens, never a button that binds), find
// (Ctrl F), escape (Esc and Alt Left), panes (F6), pasted (Ctrl V) and paletteEntries (Ctrl K).
package ui
