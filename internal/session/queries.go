package session

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// SavedQuery is a search in the feedback that the person gave a name, on this computer.
type SavedQuery struct {
	Name       string `json:"name"`
	Engagement string `json:"engagement,omitzero"` // empty: all
	State      string `json:"state,omitzero"`      // one of program.ItemStates; empty: any
	Type       string `json:"type,omitzero"`       // empty: any
	Text       string `json:"text,omitzero"`
	Mine       bool   `json:"mine,omitzero"`
	Followed   bool   `json:"followed,omitzero"`
}

// Query is what the program is asked.
func (q SavedQuery) Query() client.ItemQuery {
	return client.ItemQuery{State: q.State, Type: q.Type, Text: q.Text, Mine: q.Mine, Follow: q.Followed}
}

// longestQueryName is in characters.
const longestQueryName = 50

// queriesFile holds the saved queries of all programs, by the program's name.
const queriesFile = "queries.json"

// SavedQueries are those of this program, by name.
func (s *Session) SavedQueries() ([]SavedQuery, error) {
	all, err := readJSON(s.app.path(queriesFile), map[string][]SavedQuery{})
	if err != nil {
		return nil, err
	}
	mine := all[s.info.Name]
	slices.SortFunc(mine, func(a, b SavedQuery) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return mine, nil
}

// SaveQuery keeps a search; one of the same name, without regard to case, is replaced. A name of no or too many characters is a Usage
// fault.
func (s *Session) SaveQuery(q SavedQuery) error {
	q.Name = norm.NFC.String(strings.TrimSpace(q.Name))
	if n := len([]rune(q.Name)); n == 0 || n > longestQueryName || strings.ContainsFunc(q.Name, func(r rune) bool { return r < ' ' }) {
		return &fault.Error{Kind: fault.Usage, Code: "session.query-name", Title: i18n.Verbatim("A saved search needs a name of 1 to 50 characters."), Safe: i18n.Verbatim("Nothing was changed."),
			Steps: []i18n.Text{i18n.Verbatim("Choose another name.")}, Field: "name"}
	}
	return s.changeQueries(func(mine []SavedQuery) ([]SavedQuery, error) { return append(without(mine, q.Name), q), nil })
}

// RemoveQuery forgets a search. A name that there is not is a Usage fault.
func (s *Session) RemoveQuery(name string) error {
	return s.changeQueries(func(mine []SavedQuery) ([]SavedQuery, error) {
		left := without(mine, name)
		if len(left) == len(mine) {
			return nil, noQuery(name)
		}
		return left, nil
	})
}

// FindQuery gives the search of that name, without regard to case. A name that there is not is a Usage fault.
func (s *Session) FindQuery(name string) (SavedQuery, error) {
	mine, err := s.SavedQueries()
	for _, q := range mine {
		if strings.EqualFold(q.Name, name) {
			return q, nil
		}
	}
	if err == nil {
		err = noQuery(name)
	}
	return SavedQuery{}, err
}

// noQuery says that there is no saved search of a name.
func noQuery(name string) error {
	return &fault.Error{Kind: fault.Usage, Code: "session.no-query", Title: i18n.Verbatim("There is no saved search “" + name + "”."), Safe: i18n.Verbatim("Nothing was changed."),
		Steps: []i18n.Text{i18n.Verbatim("Choose one of the list.")}, Commands: []string{"pconnect feedback queries"}, Field: "name"}
}

func without(mine []SavedQuery, name string) []SavedQuery {
	return slices.DeleteFunc(slices.Clone(mine), func(q SavedQuery) bool { return strings.EqualFold(q.Name, name) })
}

// changeQueries changes the list of this program while no other process does.
func (s *Session) changeQueries(change func([]SavedQuery) ([]SavedQuery, error)) error {
	path := s.app.path(queriesFile)
	unlock, err := lockFile(path)
	if err != nil {
		return err
	}
	defer unlock()
	all, err := readJSON(path, map[string][]SavedQuery{})
	if err != nil {
		return err
	}
	if all[s.info.Name], err = change(all[s.info.Name]); err != nil {
		return err
	}
	return writeJSON(path, all)
}
