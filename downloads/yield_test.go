package downloads

import (
	"errors"
	"testing"
	"time"
)

// TestAnAttemptThatWaitsForTheWindowGivesItsPlaceToTheFirstPart: without it a small limit of connections to one host
// lets a download stand still for ever.
func TestAnAttemptThatWaitsForTheWindowGivesItsPlaceToTheFirstPart(t *testing.T) {
	for name, starve := range map[string]func(*plan, *segment){
		"the first part waits for a place":  func(p *plan, first *segment) { p.hungry(first, true) },
		"nobody is left for the first part": func(p *plan, first *segment) { p.giveBack(first) },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlan(&chunkPool{}, 0, 10<<20, 2)
			p.tune(4<<20, 1<<20, 1<<20)
			first := p.open(1<<20, false)
			ahead := p.take(func() bool { return true })
			p.tune(64<<10, 64<<10, 64<<10) // the window becomes smaller while both are out
			got := make(chan error, 1)
			go func() {
				_, err := p.space(ahead, func(bool) {})
				got <- err
			}()
			starve(p, first)
			select {
			case err := <-got:
				if !errors.Is(err, errYield) {
					t.Fatalf("it got %v", err)
				}
			case <-time.After(time.Minute):
				t.Fatal("it keeps its place for ever")
			}
			p.giveBack(ahead)
			if first.owned {
				p.giveBack(first)
			}
			if next := p.take(func() bool { return true }); next != first {
				t.Errorf("the next to be fetched begins at %d, not at the first part", next.from)
			}
		})
	}
}
