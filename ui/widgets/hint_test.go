package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

func TestHintAfterTheRest(t *testing.T) {
	clock := newTestClock()
	hints := NewHints(clock)
	one, other := widget.NewLabel("one"), widget.NewLabel("other")
	show(t, container.NewStack(container.NewVBox(one, layout.NewSpacer(), other), hints), 800, 600)
	HintFor(one, "More about one", true)
	clock.advance(hintRest - time.Millisecond)
	if hints.Text() != "" {
		t.Error("shows before the pointer rested")
	}
	clock.advance(time.Millisecond)
	if hints.Text() != "More about one" || !hints.surface.Visible() || hints.surface.Position().Y <= one.Size().Height {
		t.Errorf("says %q at %v", hints.Text(), hints.surface.Position())
	}
	HintFor(other, "More about the other", true)
	HintFor(one, "More about one", false) // comes after
	if hints.Text() != "" {
		t.Error("one hint stays while the pointer is at another")
	}
	clock.advance(hintRest)
	if hints.Text() != "More about the other" || hints.surface.Position().Y+hints.surface.Size().Height > 600 {
		t.Errorf("says %q at %v", hints.Text(), hints.surface.Position())
	}
	HintFor(other, "More about the other", false)
	if hints.Text() != "" || clock.pending() != 0 {
		t.Error("stays after the pointer left")
	}
	HintFor(one, "", true)
	if clock.pending() != 0 {
		t.Error("waits for a control without a hint")
	}
}

func TestHintOverALayer(t *testing.T) {
	clock := newTestClock()
	hints := NewHints(clock)
	c := show(t, container.NewStack(container.NewVBox(), hints), 800, 600)
	inner := widget.NewLabel("in a dialog")
	layer := OpenLayer(c, LayerOptions{Content: container.NewVBox(inner)})
	HintFor(inner, "More", true)
	clock.advance(hintRest)
	if !layer.hint.Visible() || hints.surface.Visible() {
		t.Error("the hint stands under the dialog")
	}
	layer.Close()
}
