package ui

import (
	"sort"
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

// apply returns the indexes of the packages that match, in order.
func (f packageFilter) apply(all []api.Package, now time.Time) []int {
	words := strings.Fields(sortable(f.text))
	var found []int
	for i := range all {
		if f.matches(&all[i], words, now) {
			found = append(found, i)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return f.before(&all[found[i]], &all[found[j]]) })
	return found
}

func (f packageFilter) matches(p *api.Package, words []string, now time.Time) bool {
	over := p.Status != api.PackagePublished || (!p.Expires.IsZero() && p.Expires.Before(now))
	if over && !f.expired || f.kind != "" && p.Type != f.kind || f.engagement != "" && p.EngagementName() != f.engagement {
		return false
	}
	if len(words) == 0 {
		return true
	}
	text := sortable(strings.Join([]string{p.Title, p.Version, p.Type, p.Category, p.ID, p.Description}, " "))
	for _, file := range p.Files {
		text += " " + sortable(file.Name)
	}
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func (f packageFilter) before(a, b *api.Package) bool {
	switch f.order {
	case byTitle:
		return sortable(a.Title) < sortable(b.Title)
	case largestFirst:
		return sizeOf(a.Files) > sizeOf(b.Files)
	default:
		return a.Modified.After(b.Modified)
	}
}
