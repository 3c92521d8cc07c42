package layouttest_test

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/ui/widgets"
	"github.com/programconnect/programconnect/ui/widgets/layouttest"
)

// at puts an object where a layout would not.
func at(o fyne.CanvasObject, x, y, width, height float32) fyne.CanvasObject {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
	return o
}

func text(content string) *canvas.Text { return canvas.NewText(content, color.Black) }

func coloured(content string, c color.Color) *canvas.Text { return canvas.NewText(content, c) }

// target is a control that can be as small as one likes.
type target struct {
	widget.BaseWidget
	label  string
	cursor desktop.Cursor
	off    bool
	inside fyne.CanvasObject
}

func newTarget(label string, inside fyne.CanvasObject) *target {
	w := &target{label: label, inside: inside, cursor: desktop.DefaultCursor}
	w.ExtendBaseWidget(w)
	return w
}

func (w *target) CreateRenderer() fyne.WidgetRenderer    { return widget.NewSimpleRenderer(w.inside) }
func (w *target) Tapped(*fyne.PointEvent)                {}
func (w *target) FocusGained()                           {}
func (w *target) FocusLost()                             {}
func (w *target) TypedRune(rune)                         {}
func (w *target) TypedKey(*fyne.KeyEvent)                {}
func (w *target) AccessibilityLabel() string             { return w.label }
func (w *target) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
func (w *target) Cursor() desktop.Cursor                 { return w.cursor }
func (w *target) Enable()                                { w.off = false }
func (w *target) Disable()                               { w.off = true }
func (w *target) Disabled() bool                         { return w.off }

// toast floats by design.
type toast struct{ target }

func (*toast) Floating() {}

func block() fyne.CanvasObject { return canvas.NewRectangle(color.Transparent) }

func free(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.NewWithoutLayout(objects...)
}

func setUp(t *testing.T) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(widgets.NewTheme(widgets.ThemeLight, 1))
}

func TestEachPlantedFaultIsFound(t *testing.T) {
	setUp(t)
	grip := newTarget("Move the line", block())
	grip.cursor = desktop.HResizeCursor
	grey := color.NRGBA{R: 0x90, G: 0x90, B: 0x90, A: 0xff}
	icon := func() fyne.CanvasObject { return canvas.NewImageFromResource(theme.InfoIcon()) }
	scrolled := func(direction container.ScrollDirection) fyne.CanvasObject {
		s := container.NewScroll(container.NewGridWrap(fyne.NewSize(300, 30), text("scrolled as far as here")))
		s.Direction = direction
		return s
	}
	for name, c := range map[string]struct {
		plant fyne.CanvasObject
		want  layouttest.Kind
		names string
	}{
		"two texts": {free(at(text("first words"), 10, 10, 90, 20), at(text("second words"), 60, 12, 90, 20)),
			layouttest.Overlap, "second words"},
		"a text under a control": {free(at(text("under it"), 10, 10, 90, 20), at(newTarget("Go", block()), 50, 5, 60, 30)),
			layouttest.Overlap, "under it"},
		"two controls": {free(at(newTarget("Left", block()), 10, 10, 60, 30), at(newTarget("Right", block()), 60, 10, 60, 30)),
			layouttest.Overlap, "Right"},
		"an icon on a text": {free(at(text("title"), 10, 10, 90, 20), at(icon(), 20, 10, 18, 18)),
			layouttest.Overlap, "title"},
		"a grip over more than its zone": {free(at(grip, 50, 0, 20, 90), at(newTarget("Row", block()), 10, 10, 60, 30)),
			layouttest.Overlap, "Row"},
		"a text out of the window": {free(at(text("far right"), 370, 10, 90, 20)), layouttest.Clipped, "the window"},
		"a text out of its button": {free(at(newTarget("", container.NewStack(text("much too long a word"))), 10, 10, 60, 30)),
			layouttest.Clipped, "much too long"},
		"a control out of its card": {free(at(container.NewWithoutLayout(at(newTarget("Go", block()), 80, 10, 60, 30)), 10, 10, 100, 60)),
			layouttest.Clipped, "Go"},
		"a text below its card": {free(at(container.NewWithoutLayout(at(text("low"), 8, 50, 60, 20)), 10, 10, 100, 60)),
			layouttest.Clipped, "low"},
		"a text cut by an upright scroll": {free(at(scrolled(container.ScrollVerticalOnly), 10, 10, 100, 60)),
			layouttest.Clipped, "scrolled"},
		"a low target":             {free(at(newTarget("Low", block()), 10, 10, 60, 19)), layouttest.SmallTarget, "Low"},
		"a slim target":            {free(at(newTarget("Slim", block()), 10, 10, 19, 60)), layouttest.SmallTarget, "Slim"},
		"no label":                 {free(at(newTarget("", block()), 10, 10, 60, 30)), layouttest.NoLabel, "60 by 30"},
		"an entry without a label": {free(at(widget.NewEntry(), 10, 10, 90, 40)), layouttest.NoLabel, "Entry"},
		"a faint text":             {free(at(coloured("faint", grey), 10, 10, 90, 20)), layouttest.LowContrast, "faint"},
		"a text faint on its own ground": {free(at(canvas.NewRectangle(color.Black), 0, 0, 99, 40), at(text("dark"), 10, 10, 90, 20)),
			layouttest.LowContrast, "dark"},
		"a see-through text": {free(at(coloured("ghost", color.NRGBA{A: 0x40}), 10, 10, 90, 20)), layouttest.LowContrast, "ghost"},
		"a text on a dark veil": {free(at(canvas.NewRectangle(color.NRGBA{A: 0xd0}), 0, 0, 99, 40), at(text("veil"), 10, 10, 90, 20)),
			layouttest.LowContrast, "veil"},
	} {
		t.Run(name, func(t *testing.T) {
			found := layouttest.FindIn(c.plant, fyne.NewSize(400, 200))
			for _, f := range found {
				if f.Kind != c.want {
					t.Errorf("found besides: %v", f)
				}
			}
			if len(found) == 0 || !strings.Contains(found[0].String(), c.names) {
				t.Errorf("found %v, want one of %q with %q", found, c.want, c.names)
			}
		})
	}
}

func TestNothingIsFoundWhereNothingIsWrong(t *testing.T) {
	setUp(t)
	grip := newTarget("Move the line", block())
	grip.cursor = desktop.HResizeCursor
	floats := &toast{*newTarget("3 removed. Undo", block())}
	floats.ExtendBaseWidget(floats)
	off := newTarget("Off", container.NewStack(coloured("off", color.NRGBA{R: 0xb0, G: 0xb0, B: 0xb0, A: 0xff})))
	off.Disable()
	badge := free(at(canvas.NewImageFromResource(theme.InfoIcon()), 10, 10, 18, 18),
		at(canvas.NewRectangle(color.White), 20, 4, 24, 18), at(text("2"), 26, 4, 10, 18))
	long := container.NewVScroll(container.NewVBox(widget.NewLabel("one"), widget.NewLabel("two"), widget.NewLabel("three"),
		widget.NewButton("four", nil), widget.NewButton("five", nil)))
	hidden := text("first words")
	hidden.Hide()
	selectable := widget.NewLabel("can be selected")
	selectable.Selectable = true
	narrow := widget.NewLabel("cut short by the toolkit itself")
	narrow.Truncation = fyne.TextTruncateEllipsis
	for name, o := range map[string]fyne.CanvasObject{
		"texts side by side":           free(at(text("first"), 10, 10, 40, 20), at(text("second"), 60, 10, 90, 20)),
		"lines close under each other": free(at(text("first"), 10, 10, 40, 18), at(text("second"), 10, 27, 90, 18)),
		"a hidden text":                free(at(hidden, 10, 10, 90, 20), at(text("second words"), 60, 12, 90, 20)),
		"a text in a control":          free(at(newTarget("", container.NewCenter(text("Go"))), 10, 10, 60, 30)),
		"a control in a row":           free(at(newTarget("Row", free(at(newTarget("Go", block()), 10, 5, 40, 24))), 10, 10, 200, 40)),
		"a toast over a list":          free(at(text("a row of the list"), 10, 10, 150, 20), at(floats, 20, 5, 90, 40)),
		"a grip on its line":           free(at(newTarget("Row", block()), 10, 10, 44, 30), at(grip, 50, 0, 9, 90)),
		"a badge on an icon":           badge,
		"what is scrolled away":        at(long, 0, 0, 200, 60),
		"a control that is off":        free(at(off, 10, 10, 60, 30)),
		"white on dark":                free(at(canvas.NewRectangle(color.Black), 0, 0, 99, 40), at(coloured("white", color.White), 10, 10, 60, 20)),
		"the toolkit's own": container.NewVBox(widget.NewLabel("label"), selectable, widget.NewButton("button", nil),
			widget.NewCheck("check", nil), container.New(layout.NewGridWrapLayout(fyne.NewSize(80, 36)), narrow)),
	} {
		t.Run(name, func(t *testing.T) {
			for _, f := range layouttest.FindIn(o, fyne.NewSize(400, 200)) {
				t.Error(f)
			}
		})
	}
}

func TestOverlaysAreLookedAtForThemselves(t *testing.T) {
	setUp(t)
	w := test.NewTempWindow(t, free(at(text("the page below"), 10, 10, 150, 20)))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 200))
	w.Canvas().Overlays().Add(free(at(text("the dialog above"), 20, 12, 150, 20)))
	layouttest.Check(t, "an overlay", w.Canvas())
	w.Canvas().Overlays().Add(free(at(newTarget("", block()), 20, 12, 50, 20)))
	if found := layouttest.Find(w.Canvas()); len(found) != 1 || found[0].Kind != layouttest.NoLabel {
		t.Errorf("found %v in the overlay, want what has no label", found)
	}
}

func TestContrastIsThatOfTheStandard(t *testing.T) {
	if got := layouttest.Contrast(color.Black, color.White); got < 20.99 || got > 21.01 {
		t.Errorf("black on white: %v", got)
	}
	grey := color.NRGBA{R: 0x76, G: 0x76, B: 0x76, A: 0xff} // the lightest grey that can be read on white
	if got := layouttest.Contrast(grey, color.White); got < 4.54 || got > 4.55 {
		t.Errorf("#767676 on white: %v", got)
	}
}
