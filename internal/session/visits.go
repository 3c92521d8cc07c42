package session

import (
	"context"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/homefile"
)

// visits is visits.json: when the person looked at the packages of a program last, by the program's name.
type visits struct {
	Packages map[string]time.Time `json:"packages"`
}

// visit is one look at a program's packages: it lasts as long as the app runs.
type visit struct {
	mu     sync.Mutex
	begun  bool
	before time.Time
}

// begin returns when the visit before this one was. look is called once.
func (v *visit) begin(look func() (time.Time, error)) (time.Time, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.begun {
		return v.before, nil
	}
	before, err := look()
	if err == nil {
		v.begun, v.before = true, before
	}
	return before, err
}

// Visit returns when the person looked at the packages before this run of the app, and notes that they look now; the zero
// time where they never did. It waits for the disk.
func (c Catalogue) Visit(context.Context) (time.Time, error) {
	a, name := c.session.app, c.session.info.Name
	file := homefile.File[visits]{Path: a.path("visits.json"), Version: 1, Upgrades: []homefile.Upgrade{homefile.SameForm},
		Report: a.notices.add}
	return c.session.visit.begin(func() (time.Time, error) {
		var before time.Time
		_, err := file.Change(func(all *visits) error {
			before = all.Packages[name]
			if all.Packages == nil {
				all.Packages = map[string]time.Time{}
			}
			all.Packages[name] = a.opts.Clock()
			return nil
		})
		return before, err
	})
}
