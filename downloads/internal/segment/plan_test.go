package segment

import (
	"errors"
	"testing"
	"time"
)

// TestPlanYieldsSlotToFirstSegment: without it a small limit of connections to one host
// lets a download stand still for ever.
func TestPlanYieldsSlotToFirstSegment(t *testing.T) {
	for name, starve := range map[string]func(*Plan, *Segment){
		"the first part waits for a slot":   func(p *Plan, first *Segment) { p.AwaitSlot(first, true) },
		"nobody is left for the first part": func(p *Plan, first *Segment) { p.GiveBack(first) },
	} {
		t.Run(name, func(t *testing.T) {
			p := NewPlan(&Pool{}, 0, 10<<20, 2)
			p.Tune(Measures{Window: 4 << 20, Segment: 1 << 20, Least: 1 << 20})
			first := p.Open(1<<20, false)
			ahead := p.Take(func() bool { return true })
			p.Tune(Measures{Window: 64 << 10, Segment: 64 << 10, Least: 64 << 10}) // the window becomes smaller while both are out
			got := make(chan error, 1)
			go func() {
				_, err := p.Buffer(ahead, func(bool) {})
				got <- err
			}()
			starve(p, first)
			select {
			case err := <-got:
				if !errors.Is(err, ErrYield) {
					t.Fatalf("it got %v", err)
				}
			case <-time.After(time.Minute):
				t.Fatal("it keeps its slot for ever")
			}
			p.GiveBack(ahead)
			if first.owned {
				p.GiveBack(first)
			}
			if next := p.Take(func() bool { return true }); next != first {
				t.Errorf("the next to be fetched begins at %d, not at the first part", next.from)
			}
		})
	}
}
