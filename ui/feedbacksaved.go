package ui

import (
	"context"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// savedSearches are the searches that the person gave names, below the standing views of the list's first drop-down.
type savedSearches struct {
	list *feedbackList
	all  []session.SavedQuery // of the engagement that is shown, and of all
}

// load reads the searches and shows them; they may have been changed in the terminal.
func (s *savedSearches) load() {
	w := s.list.owner
	work(w.shell, w.life, func(context.Context) ([]session.SavedQuery, error) { return w.session.Searches.List() },
		func(all []session.SavedQuery, err error) {
			if err != nil {
				s.list.fault.set(err)
				return
			}
			s.all = slices.DeleteFunc(all,
				func(q session.SavedQuery) bool { return q.Engagement != "" && q.Engagement != w.memory.engagement })
			if _, there := s.inUse(); !there {
				w.memory.saved = ""
			}
			s.show()
		})
}

// show fills the drop-down and chooses in it what is in use.
func (s *savedSearches) show() {
	l := s.list
	options, at := l.owner.shell.standingViews(), l.owner.memory.view
	for _, q := range s.all {
		if strings.EqualFold(q.Name, l.owner.memory.saved) {
			at = len(options)
		}
		options = append(options, q.Name)
	}
	l.view.SetOptions(options, at)
	l.owner.header.Set(l.owner.headConfig())
}

// inUse is the saved search that was chosen.
func (s *savedSearches) inUse() (session.SavedQuery, bool) {
	name := s.list.owner.memory.saved
	i := slices.IndexFunc(s.all, func(q session.SavedQuery) bool {
		return name != "" && strings.EqualFold(q.Name, name)
	})
	if i < 0 {
		return session.SavedQuery{}, false
	}
	return s.all[i], true
}

// chosen takes up the n-th entry of the drop-down.
func (s *savedSearches) chosen(n int) {
	l := s.list
	if standing := len(l.owner.shell.standingViews()); n >= standing && n-standing < len(s.all) {
		q := s.all[n-standing]
		l.owner.memory.view, l.owner.memory.saved = 0, q.Name
		l.set(q.Text, 1+slices.Index(api.ItemStates(), q.State))
	} else {
		l.owner.memory.view, l.owner.memory.saved = max(n, 0), ""
	}
	l.owner.header.Set(l.owner.headConfig())
	l.load()
}

// ask asks for a name and saves what the list is narrowed to.
func (s *savedSearches) ask() {
	l := s.list
	w, q := l.owner, l.query()
	name := widgets.NewField(widgets.FieldConfig{Text: w.memory.saved,
		Label: w.shell.tr(&goi18n.Message{ID: "ui.feedback.search-name", Other: "Name"}),
		Hint: w.shell.tr(&goi18n.Message{ID: "ui.feedback.search-name.hint",
			Other: "1 to 50 characters. A search of the same name is replaced."})})
	wrong := newFaultSpot(w.shell)
	var d *dialogBox
	d = w.shell.dialogs.ask(question{title: w.shell.tr(msgFeedbackSaveThisSearch),
		content: widgets.VBox(widgets.Space3, name.Box, wrong.box), width: 480, first: name.Input, main: w.shell.tr(msgSave), onMain: func() bool {
			saved := session.SavedQuery{Name: name.Text(), Engagement: w.memory.engagement, State: q.State, Type: q.Type,
				Text: q.Text, Mine: q.Mine, Followed: q.Follow}
			act(w.shell, w.life, func(context.Context) error { return w.session.Searches.Save(saved) }, func(err error) {
				if err != nil {
					wrong.set(err)
					return
				}
				d.close()
				w.memory.saved = strings.TrimSpace(saved.Name)
				s.load()
				w.shell.foot.say(w.shell.tr(msgSaved))
			})
			return false
		}})
}

// remove forgets the search in use, with some seconds to take that back.
func (s *savedSearches) remove() {
	w := s.list.owner
	q, there := s.inUse()
	if !there {
		return
	}
	again := func(do func() error) {
		act(w.shell, w.life, func(context.Context) error { return do() }, func(err error) {
			if err != nil {
				w.shell.dialogs.tell(err)
			}
			s.load()
		})
	}
	w.memory.saved = ""
	again(func() error { return w.session.Searches.Remove(q.Name) })
	w.shell.undo.add(
		w.shell.tr(&goi18n.Message{ID: "ui.feedback.search-forgotten", Other: "Forgot the search “{{.Name}}”."}, "Name",
			q.Name), func() { again(func() error { return w.session.Searches.Save(q) }) }, func() {})
	s.list.showAll()
}
