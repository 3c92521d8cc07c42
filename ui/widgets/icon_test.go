package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// countedResource notes how often its content was read.
type countedResource struct {
	fyne.Resource
	reads int
}

func (c *countedResource) Content() []byte {
	c.reads++
	return c.Resource.Content()
}

func TestIconIsReadAnewOnlyWhenItLooksDifferent(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewTheme(ThemeLight, 1))
	icon := NewIcon("box", ColorText, 0)
	test.NewTempWindow(t, icon)
	counted := &countedResource{Resource: icon.image.Resource}
	icon.image.Resource = counted
	icon.Refresh()
	before := counted.reads
	for range 10 {
		icon.Refresh()
	}
	if counted.reads != before {
		t.Errorf("read %d times for nothing", counted.reads-before)
	}
	app.Settings().SetTheme(NewTheme(ThemeDark, 1))
	icon.Refresh()
	if counted.reads == before {
		t.Error("another theme is not shown")
	}
}
