package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
)

// packageOrder is how the list of packages is sorted.
type packageOrder int

const (
	newestFirst packageOrder = iota
	byTitle
	largestFirst
)

// packageFilter is what the person looks for.
type packageFilter struct {
	text       string
	kind       string // empty: all
	engagement string // empty: all
	expired    bool   // expired and withdrawn ones too
	order      packageOrder
}

// packageIndex is the catalogue made ready for filtering. It is never changed, so that a filter can run away from the
// screens' goroutine.
type packageIndex struct {
	all    []api.Package
	texts  []string // of each package: what the search looks through
	titles []string // of each package, to sort by
	sizes  []int64
	series []string // of each package: what its versions share
	byID   map[string]int
}

// packageRow is a row of the list: the versions of one package, the one that stands for them first.
type packageRow struct{ versions []int } // indexes into packageIndex.all

func (r packageRow) lead() int { return r.versions[0] }

func newPackageIndex(all []api.Package) *packageIndex {
	x := &packageIndex{all: all, texts: make([]string, len(all)), titles: make([]string, len(all)),
		sizes: make([]int64, len(all)), byID: make(map[string]int, len(all))}
	for i := range all {
		p := &all[i]
		parts := []string{p.Title, p.Version, p.Type, p.Category, p.ID, p.Description}
		for _, file := range p.Files {
			parts = append(parts, file.Name)
		}
		x.texts[i], x.titles[i] = sortable(strings.Join(parts, " ")), sortable(p.Title)
		x.sizes[i] = sizeOf(p.Files)
		x.byID[p.ID] = i
	}
	x.findSeries()
	return x
}

// mostVersions is how far back a package's earlier versions are followed.
const mostVersions = 200

// findSeries finds which packages are versions of one another: by the series that they name, else by the one that they
// supersede.
func (x *packageIndex) findSeries() {
	x.series = make([]string, len(x.all))
	for i := range x.all {
		p := &x.all[i]
		for range mostVersions { // a ring of supersedings ends, too
			before, ok := x.byID[p.Supersedes]
			if p.Series != "" || !ok {
				break
			}
			p = &x.all[before]
		}
		x.series[i] = cmp.Or(p.Series, p.ID)
	}
}

// newer compares two packages: the newer version comes first.
func (x *packageIndex) newer(a, b int) int {
	p, q := &x.all[a], &x.all[b]
	switch {
	case p.Supersedes != "" && p.Supersedes == q.ID:
		return -1
	case q.Supersedes != "" && q.Supersedes == p.ID:
		return 1
	}
	return q.Created.Compare(p.Created)
}

// find returns the rows that match, in order. Versions of one package share a row; the newest that matches stands for them.
func (x *packageIndex) find(f packageFilter, now time.Time) []packageRow {
	words := strings.Fields(sortable(f.text))
	at := map[string]int{}
	var rows []packageRow
	for i := range x.all {
		if !x.matches(i, f, words, now) {
			continue
		}
		if row, ok := at[x.series[i]]; ok {
			rows[row].versions = append(rows[row].versions, i)
			continue
		}
		at[x.series[i]] = len(rows)
		rows = append(rows, packageRow{versions: []int{i}})
	}
	for _, row := range rows {
		slices.SortStableFunc(row.versions, x.newer)
	}
	slices.SortStableFunc(rows, func(a, b packageRow) int { return x.compare(f.order, a.lead(), b.lead()) })
	return rows
}

func (x *packageIndex) matches(i int, f packageFilter, words []string, now time.Time) bool {
	p := &x.all[i]
	if isPast(p, now) && !f.expired || f.kind != "" && p.Type != f.kind ||
		f.engagement != "" && p.EngagementName() != f.engagement {
		return false
	}
	for _, word := range words {
		if !strings.Contains(x.texts[i], word) {
			return false
		}
	}
	return true
}

// isPast reports whether a package has expired or was withdrawn.
func isPast(p *api.Package, now time.Time) bool {
	return p.Status != api.PackagePublished || (!p.Expires.IsZero() && p.Expires.Before(now))
}

func (x *packageIndex) compare(order packageOrder, a, b int) int {
	switch order {
	case byTitle:
		return strings.Compare(x.titles[a], x.titles[b])
	case largestFirst:
		return cmp.Compare(x.sizes[b], x.sizes[a])
	default:
		return changedOn(&x.all[b]).Compare(changedOn(&x.all[a]))
	}
}

// changedOn is when a package was changed last, else when it was published.
func changedOn(p *api.Package) time.Time {
	if p.Modified.IsZero() {
		return p.Created
	}
	return p.Modified
}

// versionsOf returns the packages that are versions of the same one, the newest first.
func (x *packageIndex) versionsOf(id string) []int {
	i, ok := x.byID[id]
	if !ok {
		return nil
	}
	var versions []int
	for other := range x.all {
		if x.series[other] == x.series[i] {
			versions = append(versions, other)
		}
	}
	slices.SortStableFunc(versions, x.newer)
	return versions
}

// kinds and engagements are what the drop-downs offer.
func (x *packageIndex) kinds() []string {
	return x.distinct(func(p *api.Package) string { return p.Type })
}

func (x *packageIndex) engagements() []string {
	return x.distinct(func(p *api.Package) string { return p.EngagementName() })
}

func (x *packageIndex) distinct(of func(*api.Package) string) []string {
	seen := map[string]bool{"": true}
	var list []string
	for i := range x.all {
		if text := of(&x.all[i]); !seen[text] {
			seen[text] = true
			list = append(list, text)
		}
	}
	return list
}
