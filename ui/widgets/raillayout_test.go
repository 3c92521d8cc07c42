package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// boxes are objects of these heights.
func boxes(heights ...float32) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, height := range heights {
		box := canvas.NewRectangle(nil)
		box.SetMinSize(fyne.NewSize(40, height))
		all = append(all, box)
	}
	return all
}

func TestRailStandsFromTheTopAndTheBottom(t *testing.T) {
	show(t, widget.NewLabel(""), 100, 100)
	objects := boxes(66, 36, 36, 72, 36)
	l := &RailLayout{Mode: RailWide, Head: 1, Foot: 2}
	l.Layout(objects, fyne.NewSize(232, 832))
	for i, want := range []float32{12, 92, 130, 832 - 12 - 36 - 2 - 72, 832 - 12 - 36} {
		if got := objects[i].Position().Y; got != want {
			t.Errorf("object %d at %v, want %v", i, got, want)
		}
		if objects[i].Size().Width != 208 {
			t.Errorf("object %d is %v wide", i, objects[i].Size().Width)
		}
	}
	least := l.MinSize(objects)
	l.Layout(objects, least) // in a low window the foot follows the items
	for i := 1; i < len(objects); i++ {
		if objects[i].Position().Y < objects[i-1].Position().Y+objects[i-1].Size().Height {
			t.Errorf("objects %d and %d intersect", i-1, i)
		}
	}
	if last := objects[4]; last.Position().Y+last.Size().Height > least.Height {
		t.Error("the last object is cut")
	}
}

func TestRailAsABar(t *testing.T) {
	show(t, widget.NewLabel(""), 100, 100)
	objects := boxes(66, 36, 36, 36, 36)
	objects[0].Hide()
	(&RailLayout{Mode: RailBar, Head: 1, Foot: 1}).Layout(objects, fyne.NewSize(400, 48))
	for i, o := range objects[1:] {
		if o.Position().X != float32(i)*100 || o.Size() != fyne.NewSize(100, 48) {
			t.Errorf("object %d at %v, %v", i, o.Position(), o.Size())
		}
	}
}

func TestWindowTakesItsForm(t *testing.T) {
	rail, content := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	var told []RailMode
	l := &WindowLayout{RailIndex: 1, OnBreakpoint: func(b Breakpoint) { told = append(told, b.Rail) }}
	c := show(t, container.New(l, content, rail), 1280, 832)
	told = nil
	resize := func(width, height float32) { c.(interface{ Resize(fyne.Size) }).Resize(fyne.NewSize(width, height)) }
	resize(1200, 832)
	if rail.Size() != fyne.NewSize(232, 832) || content.Position().X != 232 || content.Size().Width != 968 || len(told) != 0 {
		t.Errorf("wide: rail %v, content %v", rail.Size(), content.Size())
	}
	resize(640, 416)
	if rail.Size().Width != 88 || content.Size().Width != 552 {
		t.Errorf("narrow: rail %v, content %v", rail.Size(), content.Size())
	}
	resize(500, 416)
	if rail.Position().Y != 368 || rail.Size() != fyne.NewSize(500, 48) || content.Size() != fyne.NewSize(500, 368) {
		t.Errorf("bar: rail %v at %v, content %v", rail.Size(), rail.Position(), content.Size())
	}
	if len(told) != 2 || told[0] != RailNarrow || told[1] != RailBar {
		t.Errorf("told %v", told)
	}
}

func TestWindowTakesItsFormByTheInterfaceSize(t *testing.T) {
	rail, content := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	l := &WindowLayout{}
	show(t, container.New(l, rail, content), 1280, 832)
	fyne.CurrentApp().Settings().SetTheme(NewTheme(ThemeLight, 2))
	l.Layout([]fyne.CanvasObject{rail, content}, fyne.NewSize(1280, 832)) // 640 units at 200 %
	if l.Breakpoint().Rail != RailNarrow || rail.Size().Width != 176 {
		t.Errorf("at 200 %%: %+v, rail %v", l.Breakpoint(), rail.Size())
	}
}
