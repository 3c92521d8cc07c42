package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// queueList is the toolkit's list with the keys of the queue: Space pauses and resumes, Delete removes,
// Enter does the row's first action.
type queueList struct {
	widgets.ArrowList
	owner *downloadsScreen
}

func newQueueList(owner *downloadsScreen) *queueList {
	l := &queueList{owner: owner}
	l.SetUp(func() int { return len(owner.rows) },
		func() fyne.CanvasObject { return newDownloadRow(owner.actions) },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if i < len(owner.rows) {
				o.(*downloadRow).set(owner.rows[i])
			}
		},
		func(i int) {
			owner.marked = owner.rows[i].ID
			owner.details.show(owner.rows[i])
			owner.open(true)
		})
	l.ExtendBaseWidget(l)
	return l
}

// choose marks a row whose position changed, without scrolling the list under the person's eyes.
func (l *queueList) choose(i int) {
	if l.Chosen == i {
		return
	}
	offset := l.GetScrollOffset()
	l.Select(i)
	l.ScrollToOffset(offset)
}

// chosen is the entry of the chosen row.
func (l *queueList) chosen() *downloads.Entry {
	if l.Chosen < 0 || l.Chosen >= len(l.owner.rows) || l.owner.rows[l.Chosen].ID != l.owner.marked {
		return nil
	}
	return l.owner.rows[l.Chosen]
}

// TypedKey moves with the arrows and acts on the chosen download.
func (l *queueList) TypedKey(key *fyne.KeyEvent) {
	if l.Step(key.Name) {
		return
	}
	e := l.chosen()
	switch key.Name {
	case fyne.KeySpace:
		if e != nil {
			l.owner.actions.toggle(e)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if e != nil {
			l.owner.actions.main(e)
		}
	case fyne.KeyDelete, fyne.KeyBackspace:
		if e != nil {
			l.owner.actions.remove(e)
		}
	default:
		widgets.PassOn(l, key)
	}
}

// contains reports whether text holds wanted, without regard to case; wanted is lower case already.
func contains(text, wanted string) bool { return strings.Contains(strings.ToLower(text), wanted) }
