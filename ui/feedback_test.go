package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/outbox"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/sample/visitor"
	"github.com/programconnect/programconnect/internal/session"
)

// asRita opens the sample program in a window as somebody who is registered and has accepted the terms.
func asRita(t *testing.T) (*world, *rig) {
	t.Helper()
	w := newWorld(t, visitor.Script{Address: authority.AddressRita, Password: authority.Password})
	r := w.window(t)
	r.openSample()
	r.press("Sign in with the browser")
	r.until("the packages", func() bool { // ready is known a moment before the attempt to sign in is over
		_, shown := r.shell.screen.(*packages)
		return shown && r.shell.ready()
	})
	return w, r
}

// item chooses an item of the list by its title.
func (r *rig) item(title string) {
	r.t.Helper()
	screen := r.shell.screen.(*feedback)
	r.until("the item “"+title+"”", func() bool {
		for _, item := range screen.list.items {
			if item.Title == title {
				screen.list.list.Select("")
				screen.list.list.Select(item.ID)
				return true
			}
		}
		return false
	})
}

// drafts are what is on the disk.
func (w *world) drafts(t *testing.T) []outbox.Draft {
	t.Helper()
	all, err := w.app.Outbox.Drafts()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// writeBug fills in what the sample's form asks for.
func (r *rig) writeBug(title string) {
	r.t.Helper()
	r.press("New feedback")
	r.sees("Feedback on Windows for IoT")
	r.radio("Bug")
	r.fill("Title", title)
	r.choose("2 middle")
	r.fill("What you did", "I opened the tool.")
	r.fill("What happened, and what you expected", "It closed. I expected it to stay.")
}

func TestFeedbackFromFormToAnswer(t *testing.T) {
	w, r := asRita(t)
	w.app.Outbox.Start()
	r.shell.goTo(areaFeedback)
	r.item("The board does not start from some cards")
	r.sees("Two cards start, one stays dark.")
	r.sees("The same here with a card of 64 GB.")
	r.reachable()

	// What is missing is said under its field, on leaving and on sending.
	r.press("New feedback")
	r.sees("What you write is kept on this computer while you type")
	r.press("Send")
	r.sees("Choose a type from the list.")
	r.radio("Suggestion")
	r.sees("What would help you, and why")
	r.radio("Bug")
	r.fill("Title", "")
	r.sees("Enter a title.")
	r.fill("Title", strings.Repeat("x", 201))
	r.sees("201 of 200 characters")
	r.sees("This is too long. Shorten it.")
	r.fill("Title", "The tool closes by itself")
	r.press("Send")
	r.sees("Fill in “Priority”.")
	r.sees("Fill in “What you did”.")
	r.reachable()
	r.choose("2 middle")
	r.fill("What you did", "I opened the tool.")
	r.fill("What happened, and what you expected", "It closed. I expected it to stay.")
	r.choose("Board image, 1.1.0")
	if text := r.text(); strings.Contains(text, "Fill in") || strings.Contains(text, "too long") {
		t.Errorf("an error stays although the fields are right:\n%s", text)
	}

	// Files: one that the form does not take, and one that it takes.
	form := r.shell.screen.(*feedback).writing
	bad, good := filepath.Join(w.home, "tool.exe"), filepath.Join(w.home, "screen.txt")
	for _, path := range []string{bad, good} {
		if err := os.WriteFile(path, []byte("what the screen said"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	form.files.attach(bad)
	r.sees("The file tool.exe can't be attached.")
	form.files.attach(good)
	r.sees("20 bytes")
	r.press("Remove")
	r.until("an empty list", func() bool {
		return len(form.files.list) == 0 && !strings.Contains(r.text(), "20 bytes")
	})
	form.files.attach(good)
	r.sees("20 bytes")

	// Diagnostics are shown word for word before they leave.
	r.tick("Add diagnostics")
	r.sees("App: program-connect test")
	if shown := form.files.diagnostics; !strings.Contains(r.text(), shown) || shown != form.now().Diagnostics {
		t.Error("the diagnostics that are shown are not those that are sent")
	}
	r.reachable()
	r.press("Send")
	r.sees("Your feedback was sent.")
	if left := w.drafts(t); len(left) != 0 {
		t.Errorf("%d drafts are left", len(left))
	}
	r.item("The tool closes by itself")
	for _, text := range []string{"2 middle", "It closed. I expected it to stay.", "screen.txt", "diagnostics.txt",
		"by you", "iot-image", "Nobody has commented yet."} {
		r.sees(text)
	}

	// Comment, vote, follow, and the owner's answer.
	r.press("Send the comment")
	r.sees("Write a comment first.")
	r.fill("Your comment", "It happens every time.")
	r.press("Send the comment")
	r.sees("1 comment")
	r.until("an empty field", func() bool { return r.fieldOf("Your comment").Text == "" })
	r.item("A pin table to print")
	r.press("Take back your vote (1)")
	r.press("Vote (0)")
	r.sees("Take back your vote (1)")
	r.press("Follow")
	r.sees("[Stop following]")
	item := r.shell.screen.(*feedback).item.id
	if err := w.host.Service().Reply(t.Context(), item, "It comes with the next version."); err != nil {
		t.Fatal(err)
	}
	if err := w.host.Service().SetState(t.Context(), item, api.ItemResolved); err != nil {
		t.Fatal(err)
	}
	r.more("Reload")
	r.sees("It comes with the next version.")
	r.sees("for the program")
}

func (r *rig) feedbackList() *feedbackList { return r.shell.screen.(*feedback).list }

// feedbackItems waits until the list holds so many.
func (r *rig) feedbackItems(n int) {
	r.t.Helper()
	r.until("the answer", func() bool { l := r.feedbackList(); return l.wait.cancel == nil && len(l.items) == n })
}

func TestFeedbackSearchAndExport(t *testing.T) {
	_, r := asRita(t)
	r.shell.goTo(areaFeedback)
	list, count := r.feedbackList, r.feedbackItems
	count(2)
	r.choose("Mine")
	count(1)
	r.choose("All feedback")
	r.choose("Active")
	count(1)
	r.choose("Closed")
	r.sees("Nothing matches the search and the choice above.")
	r.reachable()
	r.press("Show everything")
	count(2)
	list().search.SetText("pin table")
	r.timers.pass(searchDelay)
	count(1)
	r.more("Export as CSV")
	r.sees("Saved.")
	if table := r.saved["feedback.csv"].String(); !strings.Contains(table,
		"A pin table to print") || strings.Contains(table, "some cards") {
		t.Errorf("the table is\n%s", table)
	}
	r.timers.pass(10 * time.Second)
	r.more("Export as JSON")
	r.sees("Saved.")
	if text := r.saved["feedback.json"].String(); !strings.Contains(text, `"votes": 1`) {
		t.Errorf("the JSON is\n%s", text)
	}

	// The choice stays while another screen is shown.
	r.choose("Mine")
	count(0)
	r.shell.goTo(areaDownloads)
	r.shell.goTo(areaFeedback)
	count(1)
}

func TestFeedbackSavedSearches(t *testing.T) {
	w, r := asRita(t)
	r.shell.goTo(areaFeedback)
	list, count := r.feedbackList, r.feedbackItems
	count(2)
	list().search.SetText("pin table")
	r.timers.pass(searchDelay)
	count(1)
	r.more("Save this search")
	r.sees("A search of the same name is replaced.")
	r.press("Save")
	r.sees("A saved search needs a name of 1 to 50 characters.")
	r.fill("Name", "Pin tables")
	r.press("Save")
	r.offers("Forget this search")

	// It is there for the terminal, and the terminal's are here.
	s, err := w.app.Session(t.Context(), "sample")
	if err != nil {
		t.Fatal(err)
	}
	if q, err := s.Searches.Find("pin TABLES"); err != nil || q.Text != "pin table" {
		t.Errorf("%+v %v", q, err)
	}
	if err := s.Searches.Save(session.SavedQuery{Name: "Closed ones", State: api.ItemClosed}); err != nil {
		t.Fatal(err)
	}
	r.choose("All feedback")
	r.more("Reload")
	r.choose("Closed ones")
	r.sees("Nothing matches the search and the choice above.")
	r.choose("Pin tables")
	count(1)
	if text := list().search.Text(); text != "pin table" {
		t.Errorf("the search text is %q", text)
	}

	r.more("Forget this search")
	r.sees("Forgot the search “Pin tables”.")
	count(2)
	r.until("the search to be gone", func() bool { _, err := s.Searches.Find("Pin tables"); return err != nil })
	r.press("Undo")
	r.until("the search to be back", func() bool { _, err := s.Searches.Find("Pin tables"); return err == nil })
	r.choose("Pin tables")
	count(1)
}

func TestFeedbackDraftIsKeptAndDeletedWithUndo(t *testing.T) {
	w, r := asRita(t)
	r.shell.goTo(areaFeedback)
	r.press("New feedback")
	r.sees("What is it?")
	r.key(fyne.KeyEscape)
	r.sees("[New feedback]")
	if len(w.drafts(t)) != 0 {
		t.Error("an untouched form left a draft")
	}
	r.press("New feedback")
	r.sees("What is it?")
	r.radio("Suggestion")
	r.fill("Title", "A quieter fan")
	r.fill("What would help you, and why", "It is loud at ni")
	r.timers.pass(draftDelay)
	r.until("the draft on the disk",
		func() bool { d := w.drafts(t); return len(d) == 1 && d[0].Item.Title == "A quieter fan" })
	if r.shell.screen.(*feedback).writing == nil {
		t.Fatal("keeping the draft closed the form")
	}

	// Another window on the same folder, as after a crash of the first.
	again := w.window(t)
	again.shell.Show()
	again.until("the packages", again.shell.ready)
	again.shell.goTo(areaFeedback)
	again.sees("Draft, kept at")
	again.reachable()
	again.press("Continue writing")
	again.sees("What would help you, and why")
	if again.fieldOf("Title").Text != "A quieter fan" || again.fieldOf("What would help you, and why").Text != "It is loud at ni" {
		t.Errorf("the draft came back as\n%s", again.text())
	}
	again.fill("What would help you, and why", "It is loud at night.")
	again.press("Keep as a draft")
	again.until("the draft on the disk",
		func() bool { return w.drafts(t)[0].Item.Fields["description"] == "It is loud at night." })

	again.press("Delete")
	again.sees("Deleted “A quieter fan”.")
	again.until("an empty list", func() bool { return !strings.Contains(again.text(), "Draft, kept at") })
	again.press("Undo")
	again.sees("Draft, kept at")
	again.press("Delete")
	again.sees("Deleted “A quieter fan”.")
	again.timers.pass(undoFor)
	again.until("the end of the draft", func() bool { return len(w.drafts(t)) == 0 })
}

func TestFeedbackThatCannotBeSentIsListed(t *testing.T) {
	w, r := asRita(t)
	w.app.Outbox.Start()
	r.shell.goTo(areaFeedback)
	r.item("A pin table to print")
	r.sees("A page with both headers") // the form is known by then

	// Refused by the program: the error is shown whole, and the draft waits for the person.
	refused := outbox.Draft{Program: r.shell.session.Load().Name(), Engagement: "iot",
		Item: api.NewItem{Type: "bug", Title: "Without its fields"}}
	refused, err := w.app.Outbox.Save(refused)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.app.Outbox.Queue(refused.Key); err != nil {
		t.Fatal(err)
	}
	r.sees("Not sent, it waits for you: ")
	r.sees("[What does this mean?]")
	r.press("Edit")
	r.sees("Fill in “What you did”.")
	r.sees("A field needs another value.")
	r.press("Keep as a draft")
	r.press("Delete")
	r.sees("Deleted “Without its fields”.")

	// No network: it tries again by itself, can be edited, and nothing is lost.
	r.writeBug("Written before the cut")
	if err := w.host.Close(); err != nil {
		t.Fatal(err)
	}
	r.press("Send")
	r.sees("Not sent yet: ")
	r.sees("Tries again by itself; nothing is lost.")
	r.reachable()
	r.press("Send now")
	r.sees("Not sent yet: ")
	r.press("Edit")
	r.sees("Feedback on Windows for IoT")
	if r.fieldOf("Title").Text != "Written before the cut" {
		t.Errorf("the form shows\n%s", r.text())
	}
	r.fill("Title", "Written before and after")
	r.press("Keep as a draft")
	r.sees("Draft, kept at")
	r.until("the draft on the disk", func() bool {
		for _, d := range w.drafts(t) {
			if d.Item.Title == "Written before and after" && d.State == outbox.StateOpen {
				return true
			}
		}
		return false
	})
	// The list stays, and its trouble is said beside it.
	r.more("Reload")
	r.sees("[Try again]")
	if len(r.shell.screen.(*feedback).list.items) != 2 {
		t.Error("trouble took the list away")
	}
}

func TestFeedbackFromPackageNamesPackage(t *testing.T) {
	_, r := asRita(t)
	r.until("the catalogue", func() bool { p, ok := r.shell.screen.(*packages); return ok && len(p.rows) > 0 })
	r.shell.screen.(*packages).list.Select("iot-image")
	r.press("Give feedback")
	r.sees("Board image, 1.1.0")
	if form := r.shell.screen.(*feedback).writing; form.item().Package != "iot-image" || form.item().Version != "1.1.0" {
		t.Errorf("the form is about %+v", form.item())
	}
	r.choose("No package in particular")
	if form := r.shell.screen.(*feedback).writing; form.item().Package != "" || form.item().Version != "" {
		t.Errorf("the form is still about %+v", form.item())
	}
}

func TestEmptyFeedbackScreenSaysWhy(t *testing.T) {
	_, r := asRita(t)
	r.shell.goTo(areaFeedback)
	r.item("A pin table to print")
	screen := r.shell.screen.(*feedback)
	screen.engagements = nil
	screen.offer()
	r.sees("No engagement takes feedback from you yet.")
	r.sees("Who can help: ole@contoso.example")
	r.press("Show engagements")
	r.sees("Early builds")
}

func TestFileDialogsOpen(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	overlays := r.shell.win.Canvas().Overlays()
	opened := func(what string) {
		t.Helper()
		if overlays.Top() == nil {
			t.Fatalf("no dialog came for %s", what)
		}
		overlays.Remove(overlays.Top())
	}
	r.shell.files.showDialog(dialog.NewFileOpen(func(fyne.URIReadCloser, error) {}, r.shell.win), "Open")
	opened("a file to attach")
	r.shell.cfg.Save = nil
	r.shell.files.save("ledger.json", nil)
	opened("saving")
	r.shell.goTo(areaSettings)
	r.press("Choose folder")
	opened("a folder")
}
