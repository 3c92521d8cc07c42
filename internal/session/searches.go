package session

import (
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/unicode/norm"

	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/homefile"
	"github.com/programconnect/programconnect/internal/i18n"
)

// SavedQuery is a search in the feedback that the person gave a name, on this computer.
type SavedQuery struct {
	Name       string `json:"name"`
	Engagement string `json:"engagement,omitzero"` // empty: all
	State      string `json:"state,omitzero"`      // one of api.ItemStates; empty: any
	Type       string `json:"type,omitzero"`       // empty: any
	Text       string `json:"text,omitzero"`
	Mine       bool   `json:"mine,omitzero"`
	Followed   bool   `json:"followed,omitzero"`
}

// Query returns what the program is asked.
func (q SavedQuery) Query() client.ItemQuery {
	return client.ItemQuery{State: q.State, Type: q.Type, Text: q.Text, Mine: q.Mine, Follow: q.Followed}
}

// longestSearchName is in characters.
const longestSearchName = 50

// Searches are the saved searches of a program.
type Searches struct{ session *Session }

// savedSearches is queries.json: the saved searches of all programs, by the program's name.
type savedSearches struct {
	Queries map[string][]SavedQuery `json:"queries"`
}

func (s Searches) file() homefile.File[savedSearches] {
	a := s.session.app
	return homefile.File[savedSearches]{Path: a.path("queries.json"), Version: 1, Upgrades: []homefile.Upgrade{homefile.Under("queries")}, Report: a.notices.add}
}

// List returns the program's saved searches, by name.
func (s Searches) List() ([]SavedQuery, error) {
	all, err := s.file().Read()
	if err != nil {
		return nil, err
	}
	mine := all.Queries[s.session.info.Name]
	slices.SortFunc(mine, func(a, b SavedQuery) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return mine, nil
}

// Save keeps a search; one of the same name, without regard to case, is replaced. A name of no or too many characters is a Usage
// fault.
func (s Searches) Save(q SavedQuery) error {
	q.Name = norm.NFC.String(strings.TrimSpace(q.Name))
	if n := len([]rune(q.Name)); n == 0 || n > longestSearchName || strings.ContainsFunc(q.Name, func(r rune) bool { return r < ' ' }) {
		return &fault.Error{Kind: fault.Usage, Code: "session.query-name", Field: "name",
			Title: i18n.T(&goi18n.Message{ID: "session.query-name.title", Other: "A saved search needs a name of 1 to 50 characters."}),
			Safe:  nothingChanged(),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.query-name.step", Other: "Choose another name."})}}
	}
	return s.change(func(mine []SavedQuery) ([]SavedQuery, error) { return append(without(mine, q.Name), q), nil })
}

// Remove forgets a search. A name that there is not is a Usage fault.
func (s Searches) Remove(name string) error {
	return s.change(func(mine []SavedQuery) ([]SavedQuery, error) {
		left := without(mine, name)
		if len(left) == len(mine) {
			return nil, noSearchFault(name)
		}
		return left, nil
	})
}

// Find returns the search of that name, without regard to case. A name that there is not is a Usage fault.
func (s Searches) Find(name string) (SavedQuery, error) {
	mine, err := s.List()
	for _, q := range mine {
		if strings.EqualFold(q.Name, name) {
			return q, nil
		}
	}
	if err == nil {
		err = noSearchFault(name)
	}
	return SavedQuery{}, err
}

func without(mine []SavedQuery, name string) []SavedQuery {
	return slices.DeleteFunc(slices.Clone(mine), func(q SavedQuery) bool { return strings.EqualFold(q.Name, name) })
}

// change changes the list of this program while no other process does.
func (s Searches) change(change func([]SavedQuery) ([]SavedQuery, error)) error {
	_, err := s.file().Change(func(all *savedSearches) error {
		mine, err := change(all.Queries[s.session.info.Name])
		if err != nil {
			return err
		}
		if all.Queries == nil {
			all.Queries = map[string][]SavedQuery{}
		}
		all.Queries[s.session.info.Name] = mine
		return nil
	})
	return err
}

func noSearchFault(name string) error {
	return &fault.Error{Kind: fault.Usage, Code: "session.no-query", Field: "name", Commands: []string{"pconnect feedback queries"},
		Title: i18n.T(&goi18n.Message{ID: "session.no-query.title", Other: "There is no saved search “{{.Name}}”."}, "Name", name),
		Safe:  nothingChanged(),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "session.no-query.step", Other: "Choose one of the list."})}}
}
