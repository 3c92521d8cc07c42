package service

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// snapshots keep what lists are made of until anything is written, by whichever process: the catalogue once for everybody, and
// each person's rights and answers. Whatever a rule asks of them, the store is asked a bounded number of questions.
type snapshots struct {
	store store.Store

	mu      sync.Mutex
	current *snapshot
}

// snapshotPeople is how many people one snapshot keeps; with more it begins anew.
const snapshotPeople = 10_000

// snapshot is the data at one version of the store. Each part is read when it is first asked for.
type snapshot struct {
	version     int64
	data        store.Data
	people      map[string]*personSnapshot // under the mutex of snapshots
	engagements lazy[[]store.Engagement]
	versions    lazy[[]store.Agreement]
	packages    lazy[[]api.Package]
	withdrawals lazy[[]store.Withdrawal]
	approvals   lazy[[]store.Approval]
	files       lazy[map[string][]store.File]
}

// personSnapshot is what one person has.
type personSnapshot struct {
	id           string
	rights       lazy[map[string]store.Right] // by engagement
	decisions    lazy[map[decided]store.Row]
	registration lazy[*store.Registration] // nil without one
	held         lazy[[]store.Held]
}

// decided names a text that was answered.
type decided struct{ agreement, sha256 string }

// lazy is a value that is read once. An error is not kept: the next who asks tries again.
type lazy[T any] struct {
	mu    sync.Mutex
	there bool
	value T
}

func (l *lazy[T]) get(read func() (T, error)) (T, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.there {
		return l.value, nil
	}
	value, err := read()
	if err == nil {
		l.value = value
		l.there = true
	}
	return value, err
}

// of returns the data as they are now, for reading: what is asked of them is answered from the snapshot where it can be.
// Agreements come without their texts and files without the hashes of their pieces, as lists leave them out.
func (s *snapshots) of(ctx context.Context, person string) (store.Data, error) {
	now, p, err := s.find(ctx, person)
	if err != nil {
		return store.Data{}, err
	}
	d := now.data
	d.Rights = snapshotRights{d.Rights, p}
	d.Registrations = snapshotRegistrations{d.Registrations, p}
	d.Acceptances = snapshotAcceptances{d.Acceptances, now, p}
	d.Agreements = snapshotAgreements{d.Agreements, now}
	d.Engagements = snapshotEngagements{d.Engagements, now}
	d.Packages = snapshotPackages{d.Packages, now}
	d.Withdrawals = snapshotWithdrawals{d.Withdrawals, now}
	d.Approvals = snapshotApprovals{d.Approvals, now}
	d.Downloads = snapshotDownloads{d.Downloads, p}
	return d, nil
}

// find returns the snapshot of the store's version now, and a person's part of it.
func (s *snapshots) find(ctx context.Context, person string) (*snapshot, *personSnapshot, error) {
	version, err := s.store.Version(ctx)
	if err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.current
	if now == nil || now.version != version || len(now.people) >= snapshotPeople {
		now = &snapshot{version: version, data: s.store.Data(), people: map[string]*personSnapshot{}}
		s.current = now
	}
	p := now.people[person]
	if p == nil {
		p = &personSnapshot{id: person}
		now.people[person] = p
	}
	return now, p, nil
}

// nextChange returns the next time after now at which the calendar alone changes the catalogue: a version takes effect, a time
// of grace ends, a package comes, goes or expires. It is the zero time without one.
func (s *snapshots) nextChange(ctx context.Context, person string, now time.Time) (time.Time, error) {
	at, _, err := s.find(ctx, person)
	if err != nil {
		return time.Time{}, err
	}
	var next time.Time
	note := func(t time.Time) {
		if t.After(now) && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	versions, err := at.allVersions(ctx)
	if err != nil {
		return next, err
	}
	for i := range versions {
		note(versions[i].Effective)
		note(versions[i].Grace)
	}
	packages, err := at.allPackages(ctx)
	for i := range packages {
		note(packages[i].Expires)
		note(packages[i].PublishFrom)
		note(packages[i].PublishUntil)
	}
	return next, err
}

func (s *snapshot) allVersions(ctx context.Context) ([]store.Agreement, error) {
	return s.versions.get(func() ([]store.Agreement, error) { return s.data.Agreements.Versions(ctx) })
}

func (s *snapshot) allPackages(ctx context.Context) ([]api.Package, error) {
	return s.packages.get(func() ([]api.Package, error) { return s.data.Packages.Packages(ctx) })
}

func (s *snapshot) allEngagements(ctx context.Context) ([]store.Engagement, error) {
	return s.engagements.get(func() ([]store.Engagement, error) { return s.data.Engagements.Engagements(ctx) })
}

type snapshotRights struct {
	store.Rights
	person *personSnapshot
}

func (r snapshotRights) Right(ctx context.Context, person, engagement string) (store.Right, error) {
	if person != r.person.id {
		return r.Rights.Right(ctx, person, engagement)
	}
	rights, err := r.person.rights.get(func() (map[string]store.Right, error) {
		list, err := r.RightsOf(ctx, person)
		all := map[string]store.Right{}
		for _, right := range list {
			all[right.Engagement] = right
		}
		return all, err
	})
	if err != nil {
		return store.Right{}, err
	}
	return found(rights, engagement)
}

// found returns what a map holds; ErrNotFound without it.
func found[K comparable, V any](all map[K]V, key K) (V, error) {
	value, there := all[key]
	if !there {
		return value, store.ErrNotFound
	}
	return value, nil
}

type snapshotRegistrations struct {
	store.Registrations
	person *personSnapshot
}

func (r snapshotRegistrations) Registration(ctx context.Context, person string) (store.Registration, error) {
	if person != r.person.id {
		return r.Registrations.Registration(ctx, person)
	}
	kept, err := r.person.registration.get(func() (*store.Registration, error) {
		kept, err := r.Registrations.Registration(ctx, person)
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil //nolint:nilnil // nobody has registered: that, too, is kept
		}
		return &kept, err
	})
	if err != nil {
		return store.Registration{}, err
	}
	if kept == nil {
		return store.Registration{}, store.ErrNotFound
	}
	return *kept, nil
}

type snapshotAcceptances struct {
	store.Acceptances
	at     *snapshot
	person *personSnapshot
}

func (a snapshotAcceptances) decisions(ctx context.Context) (map[decided]store.Row, error) {
	return a.person.decisions.get(func() (map[decided]store.Row, error) {
		list, err := a.Decisions(ctx, a.person.id)
		all := map[decided]store.Row{}
		for i := range list {
			all[decided{list[i].Agreement, list[i].SHA256}] = list[i]
		}
		return all, err
	})
}

func (a snapshotAcceptances) Decision(ctx context.Context, person, agreement, sha256 string) (string, time.Time, error) {
	if person != a.person.id {
		return a.Acceptances.Decision(ctx, person, agreement, sha256)
	}
	all, err := a.decisions(ctx)
	if err != nil {
		return "", time.Time{}, err
	}
	last, err := found(all, decided{agreement, sha256})
	return last.Decision, last.Time, err
}

func (a snapshotAcceptances) AcceptedBefore(ctx context.Context, person, agreement, sha256 string) (store.Accepted, error) {
	if person != a.person.id {
		return a.Acceptances.AcceptedBefore(ctx, person, agreement, sha256)
	}
	all, err := a.decisions(ctx)
	if err != nil {
		return store.Accepted{}, err
	}
	versions, err := a.at.allVersions(ctx)
	if err != nil {
		return store.Accepted{}, err
	}
	for i := len(versions) - 1; i >= 0; i-- {
		v := versions[i]
		if v.ID != agreement || v.SHA256 == sha256 {
			continue
		}
		if last, there := all[decided{v.ID, v.SHA256}]; there && last.Decision == api.Accepted {
			return store.Accepted{Agreement: v, At: last.Time}, nil
		}
	}
	return store.Accepted{}, store.ErrNotFound
}

type snapshotAgreements struct {
	store.Agreements
	at *snapshot
}

// Current sorts as the store does: the program's own first, then those that are required, then by their first version.
func (a snapshotAgreements) Current(ctx context.Context, at time.Time) ([]store.Agreement, error) {
	versions, err := a.at.allVersions(ctx)
	if err != nil {
		return nil, err
	}
	position := map[string]int{} // of an agreement's current version in the list
	first := map[string]int{}    // its first version's number
	var list []store.Agreement
	for n, v := range versions {
		if _, known := first[v.ID]; !known {
			first[v.ID] = n
		}
		if v.Effective.After(at) || !v.Withdrawn.IsZero() {
			continue
		}
		if i, there := position[v.ID]; there {
			list[i] = v
			continue
		}
		position[v.ID] = len(list)
		list = append(list, v)
	}
	slices.SortStableFunc(list, func(x, y store.Agreement) int {
		return cmp.Or(cmp.Compare(order(x.Engagement != ""), order(y.Engagement != "")), cmp.Compare(order(!x.Required), order(!y.Required)),
			cmp.Compare(first[x.ID], first[y.ID]))
	})
	return list, nil
}

// order returns a number by which false comes before true.
func order(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (a snapshotAgreements) Agreement(ctx context.Context, id string, at time.Time) (store.Agreement, error) {
	versions, err := a.at.allVersions(ctx)
	if err != nil {
		return store.Agreement{}, err
	}
	for i := len(versions) - 1; i >= 0; i-- {
		if v := &versions[i]; v.ID == id && !v.Effective.After(at) && v.Withdrawn.IsZero() {
			return versions[i], nil
		}
	}
	return store.Agreement{}, store.ErrNotFound
}

// Before returns the hash of the version that was in effect before another one, as the store does.
func (a snapshotAgreements) Before(ctx context.Context, id, sha256 string) (string, error) {
	versions, err := a.at.allVersions(ctx)
	if err != nil {
		return "", err
	}
	last := slices.IndexFunc(versions, func(v store.Agreement) bool { return v.ID == id && v.SHA256 == sha256 })
	for i := last - 1; i >= 0; i-- {
		if v := &versions[i]; v.ID == id && !v.Effective.After(versions[last].Effective) && v.Withdrawn.IsZero() {
			return versions[i].SHA256, nil
		}
	}
	return "", store.ErrNotFound
}

// The aggregates under names that their own methods do not have, for embedding.
type (
	engagementStore = store.Engagements
	packageStore    = store.Packages
	withdrawalStore = store.Withdrawals
	approvalStore   = store.Approvals
)

type snapshotEngagements struct {
	engagementStore
	at *snapshot
}

func (e snapshotEngagements) Engagements(ctx context.Context) ([]store.Engagement, error) {
	list, err := e.at.allEngagements(ctx)
	return slices.Clone(list), err
}

func (e snapshotEngagements) Engagement(ctx context.Context, id string) (store.Engagement, error) {
	list, err := e.at.allEngagements(ctx)
	if err != nil {
		return store.Engagement{}, err
	}
	for _, k := range list {
		if k.ID == id {
			return k, nil
		}
	}
	return store.Engagement{}, store.ErrNotFound
}

type snapshotPackages struct {
	packageStore
	at *snapshot
}

func (k snapshotPackages) Packages(ctx context.Context) ([]api.Package, error) {
	list, err := k.at.allPackages(ctx)
	return slices.Clone(list), err
}

func (k snapshotPackages) PackageIDs(ctx context.Context, engagement string) ([]string, error) {
	list, err := k.at.allPackages(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for i := range list {
		if list[i].Engagement == engagement {
			ids = append(ids, list[i].ID)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

func (k snapshotPackages) Files(ctx context.Context, id string) ([]store.File, error) {
	all, err := k.at.files.get(func() (map[string][]store.File, error) { return k.at.data.Packages.AllFiles(ctx) })
	return all[id], err
}

type snapshotWithdrawals struct {
	withdrawalStore
	at *snapshot
}

func (w snapshotWithdrawals) Withdrawals(ctx context.Context) ([]store.Withdrawal, error) {
	return w.at.withdrawals.get(func() ([]store.Withdrawal, error) { return w.withdrawalStore.Withdrawals(ctx) })
}

type snapshotApprovals struct {
	approvalStore
	at *snapshot
}

func (a snapshotApprovals) Approvals(ctx context.Context) ([]store.Approval, error) {
	return a.at.approvals.get(func() ([]store.Approval, error) { return a.approvalStore.Approvals(ctx) })
}

type snapshotDownloads struct {
	store.Downloads
	person *personSnapshot
}

func (k snapshotDownloads) Held(ctx context.Context, person string) ([]store.Held, error) {
	if person != k.person.id {
		return k.Downloads.Held(ctx, person)
	}
	return k.person.held.get(func() ([]store.Held, error) { return k.Downloads.Held(ctx, person) })
}
