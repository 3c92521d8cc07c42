package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// shown puts an object into a window of the light theme at 100 %.
func shown(t *testing.T, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewTheme(ThemeLight, 1))
	PointerUsed()
	w := test.NewTempWindow(t, content)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 300))
	return w
}

// holdKey sends a key as the toolkit's driver does, without letting it go.
func holdKey(c fyne.Canvas, name fyne.KeyName) {
	key := &fyne.KeyEvent{Name: name}
	if keyable, ok := c.Focused().(desktop.Keyable); ok {
		keyable.KeyDown(key)
	}
	if focused := c.Focused(); focused != nil {
		focused.TypedKey(key)
	}
	if focused := c.Focused(); name == fyne.KeySpace && focused != nil {
		focused.TypedRune(' ')
	}
}

// letGo lets a key go.
func letGo(c fyne.Canvas, name fyne.KeyName) {
	if keyable, ok := c.Focused().(desktop.Keyable); ok {
		keyable.KeyUp(&fyne.KeyEvent{Name: name})
	}
}

func pressKey(c fyne.Canvas, name fyne.KeyName) {
	holdKey(c, name)
	letGo(c, name)
}
