package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/settings"
	"github.com/programconnect/programconnect/ui/widgets"
)

func TestWindowOpensNoLargerThanScreen(t *testing.T) {
	for _, c := range []struct {
		name         string
		size, screen fyne.Size
		scale        float32
		want         fyne.Size
	}{
		{"fits", fyne.NewSize(1280, 832), fyne.NewSize(1920, 1080), 1, fyne.NewSize(1280, 832)},
		{"a smaller screen", fyne.NewSize(1400, 900), fyne.NewSize(900, 600), 1, fyne.NewSize(900, 560)},
		{"a fine screen", fyne.NewSize(1400, 900), fyne.NewSize(2560, 1440), 2, fyne.NewSize(1280, 680)},
		{"an unknown screen", fyne.NewSize(1400, 900), fyne.Size{}, 1, fyne.NewSize(1400, 900)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := boundToScreen(c.size, c.screen, c.scale); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestBackgroundEndsWhenNothingIsLeft(t *testing.T) {
	r := newRig(t, quietApp(t))
	hidden := &hidingWindow{Window: r.shell.win}
	r.shell.win = hidden
	r.shell.goTo(areaDownloads)
	r.shell.apply(view{Queue: manyEntries(1)})
	r.shell.window.closing()
	r.press("Keep downloading in the background")
	if r.shell.window.quit || !r.shell.window.away || !hidden.hidden {
		t.Fatal("the window is not hidden, or the app ends")
	}
	r.shell.apply(view{Queue: manyEntries(1)})
	if r.shell.window.quit {
		t.Fatal("the app ends while something downloads")
	}
	done := manyEntries(1)
	e := *done.Entries[0]
	e.State = downloads.Done
	done.Entries = []*downloads.Entry{&e}
	r.shell.apply(view{Queue: done})
	if !r.shell.window.quit {
		t.Fatal("the app runs on unseen with nothing to do")
	}
}

func TestHiddenWindowIsNotDrawn(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.goTo(areaDownloads)
	r.shell.apply(view{Queue: manyEntries(1)})
	probe := &countingScreen{screen: r.shell.screen}
	r.shell.screen = probe
	r.shell.window.goAway()
	r.shell.apply(view{Queue: manyEntries(1)})
	if probe.applied != 0 {
		t.Error("the screen was refreshed though nobody sees it")
	}
	r.shell.ComeForward("")
	if probe.applied != 1 {
		t.Errorf("the screen was refreshed %d times when it came back", probe.applied)
	}
}

type countingScreen struct {
	screen
	applied int
}

func (c *countingScreen) apply(v view) {
	c.applied++
	c.screen.apply(v)
}

func TestLiveChangesKeepScrollPosition(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	r.shell.goTo(areaSettings)
	r.sees("Downloads at once")
	part := func() float32 {
		positions := widgets.ScrollPositions(r.shell.body)
		if len(positions) == 0 {
			t.Fatal("nothing scrolls")
		}
		return positions[0]
	}
	scroll := firstScrollOf(r.shell.body)
	scroll.ScrollToOffset(fyne.NewPos(0, (scroll.Content.Size().Height-scroll.Size().Height)/2))
	before := part()
	near := func() bool { got := part(); return got > before-0.05 && got < before+0.05 }
	chosen := settings.Standard()
	chosen.Size = 1.5
	r.shell.useSettings(chosen)
	r.until("the place at another size", near)
	chosen.Language = "de"
	r.shell.useSettings(chosen)
	r.sees("Downloads zugleich")
	if !near() {
		t.Errorf("in another language it is scrolled to %v, it was at %v", part(), before)
	}
}

func firstScrollOf(o fyne.CanvasObject) *container.Scroll {
	for _, one := range visible(nil, o) {
		switch one := one.(type) {
		case *container.Scroll:
			return one
		case *widgets.Scroll:
			return &one.Scroll
		}
	}
	return nil
}

func TestNothingIsDrawnWhenNothingChanges(t *testing.T) {
	r := newRig(t, quietApp(t))
	r.shell.Show()
	r.sees("Welcome")
	for _, p := range []area{areaWelcome, areaHelp, areaSettings} {
		r.shell.goTo(p)
		v := r.shell.puller.snapshot()
		r.shell.apply(v)
		objects := len(r.objects())
		kept := r.objects()
		r.shell.apply(r.shell.puller.snapshot())
		now := r.objects()
		if len(now) != objects {
			t.Fatalf("%s: %d objects became %d", r.shell.key, objects, len(now))
		}
		for i := range kept {
			if kept[i] != now[i] {
				t.Errorf("%s: %T was made anew though nothing had changed", r.shell.key, kept[i])
				break
			}
		}
	}
}

func TestViewsNeverGoBack(t *testing.T) {
	r := newRig(t, quietApp(t))
	older := r.shell.puller.snapshot()
	r.shell.apply(r.shell.puller.snapshot()) // by an action of the person, while the older one waits for its turn
	now := r.shell.view.number
	if v := r.shell.puller.newest(older); v.number <= now {
		t.Errorf("view %d would follow view %d", v.number, now)
	}
	next := r.shell.puller.snapshot()
	if v := r.shell.puller.newest(next); v.number != next.number {
		t.Errorf("view %d was taken in place of %d, which is newer than what is shown", v.number, next.number)
	}
}
