package widgets

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestThemeFollowsChoice(t *testing.T) {
	test.NewApp()
	light, dark := NewTheme(ThemeLight, 1), NewTheme(ThemeDark, 2)
	if light.Color("background", 0) == dark.Color("background", 1) {
		t.Error("light and dark have the same background")
	}
	if dark.Size("text") != 2*light.Size("text") {
		t.Error("the interface size does not scale the text")
	}
	if NewTheme("", 9).Scale() != 2 || NewTheme("", 0).Scale() != 1 || NewTheme("", 0.1).Scale() != 0.8 {
		t.Error("sizes are not kept in their range")
	}
}
