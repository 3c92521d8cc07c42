package service

import "time"

// Routes returns the routes for the test of the document.
func Routes() []string {
	b := &base{}
	var list []string
	for _, r := range routeTable(b, newRules(b)) {
		list = append(list, r.method+" "+r.path)
	}
	return list
}

// ProblemPattern is how a problem is said, for the tests.
type ProblemPattern struct {
	Type, Title, Detail string
	Status              int
}

// Problems returns the table of problems by code.
func Problems() map[string]ProblemPattern {
	all := map[string]ProblemPattern{}
	for code, p := range problemTable {
		all[code] = ProblemPattern{p.kind, p.title, p.detail, p.status}
	}
	return all
}

// Fields returns the table of field errors by code.
func Fields() map[string]string { return fieldTable }

// Transition is a row of a table of transitions, for the tests.
type Transition struct{ From, Event, To, By string }

// AccessTable returns the table of access.
func AccessTable() []Transition {
	var list []Transition
	for _, t := range accessTable {
		list = append(list, Transition{string(t.from), string(t.event), string(t.to), string(t.by)})
	}
	return list
}

// TermsTable returns the table of terms.
func TermsTable() []Transition {
	var list []Transition
	for _, t := range termsTable {
		list = append(list, Transition{string(t.from), string(t.event), string(t.to), string(t.by)})
	}
	return list
}

// Queries returns how many queries a service has asked of its database.
func Queries(s *Service) int64 {
	counting, _ := s.base.store.(interface{ Queries() int64 })
	return counting.Queries()
}

// Fetch is a file on its way, for the tests.
type Fetch struct{ fetch }

// NewFetch returns a file of which nothing was sent.
func NewFetch() *Fetch { return &Fetch{} }

// Add adds bytes.
func (f *Fetch) Add(from, to, size int64) bool { return f.add(span{from, to}, size) }

// FetchingAfter returns how many files on their way are remembered after n people each began one.
func FetchingAfter(person func(int) string, n int) int {
	r := newRecord(&base{config: Config{Clock: time.Now}})
	for i := range n {
		r.complete(fetchKey{person: person(i)}, span{0, 1}, 2)
	}
	return len(r.fetching)
}

// OpenAPI returns the document that is served.
func OpenAPI() []byte { return openAPI }
