package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/test"

	"github.com/programconnect/programconnect/ui/widgets"
)

// choose picks an option of whichever drop-down or row of words has it.
func (r *rig) choose(option string) {
	r.t.Helper()
	r.until("the option “"+option+"”", func() bool { return r.chooseWord(option) || r.chooseMenu(option) })
}

// chooseWord presses a word of a row of words.
func (r *rig) chooseWord(option string) bool {
	for _, o := range r.objects() {
		if p, ok := o.(*widgets.Pressable); ok && strings.HasSuffix(p.AccessibilityLabel(), ": "+option) {
			test.Tap(p)
			return true
		}
	}
	return false
}

// chooseMenu takes an option of a drop-down.
func (r *rig) chooseMenu(option string) bool {
	for _, o := range r.objects() {
		if drop, ok := o.(*widgets.Select); ok && !drop.Disabled() {
			if i := slices.Index(drop.Options(), option); i >= 0 {
				drop.Choose(i)
				return true
			}
		}
	}
	return false
}

// moreItem returns what is in More of the screen's head under a name, or nil.
func (r *rig) moreItem(label string) func() {
	for _, o := range r.objects() {
		if head, ok := o.(*widgets.PageHeader); ok {
			for _, item := range head.MoreItems() {
				if item.Label == label && !item.Disabled {
					return item.Action
				}
			}
		}
	}
	return nil
}

// offers waits until More has an action.
func (r *rig) offers(label string) {
	r.t.Helper()
	r.until("“"+label+"” in More", func() bool { return r.moreItem(label) != nil })
}

// more does an action of More.
func (r *rig) more(label string) {
	r.t.Helper()
	r.offers(label)
	r.moreItem(label)()
}
