package ui

import (
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/internal/program"
	"github.com/programconnect/programconnect/internal/session"
)

func TestZZLook(t *testing.T) {
	for _, look := range []string{"light", "dark"} {
		w, r := asRita(t)
		s := w.app.Settings()
		s.Theme = look
		r.shell.useLook(s)
		r.shell.win.Resize(fyne.NewSize(1040, 720))
		snap := func(name string) {
			defer func() { if x := recover(); x != nil { t.Log(name, x) } }()
			f, _ := os.Create("/tmp/look-" + look + "-" + name + ".png")
			_ = png.Encode(f, r.shell.win.Canvas().Capture())
			_ = f.Close()
		}
		w.app.Outbox().Start()
		r.until("x", func() bool { p, ok := r.shell.screen.(*packages); return ok && len(p.found) > 0 })
		snap("0packages")
		r.shell.goTo(placeFeedback)
		r.item("The board does not start from some cards")
		r.sees("Two cards start")
		snap("1list")
		refused := session.Draft{Program: r.shell.session.Load().Name(), Engagement: "iot", Item: program.NewItem{Type: "bug", Title: "Without its fields"}}
		refused, _ = w.app.Outbox().Save(refused)
		_ = w.app.Outbox().Queue(refused.Key)
		r.sees("Not sent, it waits for you")
		snap("2stuck")
		r.press("New feedback")
		r.sees("What is it?")
		snap("3new")
		r.radio("Bug")
		r.fill("Title", "It stops")
		r.press("Send")
		r.sees("Fill in")
		snap("4errors")
		form := r.shell.screen.(*feedback).writing
		_ = os.WriteFile(w.home+"/screen.txt", []byte("abc"), 0o600)
		form.files.attach(w.home + "/screen.txt")
		r.tick("Add diagnostics")
		r.sees("App: ")
		r.sees("3 bytes")
		form.content.ScrollToBottom()
		snap("5files")
		r.choose("2 middle")
		r.fill("What you did", "I opened the tool.")
		r.fill("What happened, and what you expected", "It closed. I expected it to stay.")
		_ = w.host.Close()
		r.press("Send")
		r.sees("Not sent yet: ")
		snap("6waits")
		w2, r2 := asRita(t)
		w, r = w2, r2
		r.shell.useLook(s)
		r.shell.win.Resize(fyne.NewSize(1040, 720))
		r.shell.goTo(placeEngagements)
		r.sees("Open: you can join.")
		snap("7engagements")
		r.press("Ask for access")
		r.press("Send the request")
		r.sees("Say in a sentence")
		snap("8ask")
		r.key(fyne.KeyEscape)
		r.shell.goTo(placeFeedback)
		r.item("A pin table to print")
		r.sees("A page with both")
		r.choose("Closed")
		r.sees("Nothing matches")
		snap("9empty")
	}
}
