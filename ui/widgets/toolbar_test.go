package widgets

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func TestToolbarInOneLineAndInTwo(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ThemeLight, 1))
	changed := -1
	types := NewSelect(SelectOptions{Label: "Type", Options: []string{"All types", "Installers"}, OnChanged: func(i int) { changed = i }})
	states := NewSelect(SelectOptions{Label: "State", Options: []string{"All states", "New"}, Chosen: 1})
	search, end := NewStockField("Search"), NewButton(ButtonConfig{Text: "Compact"})
	bar := NewToolbar(ToolbarConfig{Search: search, Filters: []*Select{types, states}, End: end,
		FilterText: func(n int) string { return fmt.Sprintf("Filter (%d)", n) }})
	c := showInApp(t, container.NewWithoutLayout(bar), 1280, 800)
	bar.Resize(fyne.NewSize(700, bar.MinSize().Height))
	if bar.Narrow() || bar.filter.Visible() || !types.Visible() || search.Size().Width > 320 || search.Size().Width < 160 {
		t.Errorf("at 700: narrow %v, search %v wide", bar.Narrow(), search.Size().Width)
	}
	if end.Position().X+end.Size().Width != 700 || states.Position().X+states.Size().Width > end.Position().X {
		t.Errorf("at 700 the switch stands at %v", end.Position())
	}
	low := bar.MinSize().Height
	bar.Resize(fyne.NewSize(699, 100))
	if !bar.Narrow() || !bar.filter.Visible() || types.Visible() || search.Size().Width != 699 {
		t.Errorf("at 699: narrow %v, search %v wide", bar.Narrow(), search.Size().Width)
	}
	if bar.MinSize().Height <= low || bar.filter.Position().Y < search.Size().Height || bar.filter.Text() != "Filter (1)" {
		t.Errorf("at 699: %v high, button %q at %v", bar.MinSize().Height, bar.filter.Text(), bar.filter.Position())
	}
	KeyUsed()
	c.Focus(bar.filter)
	press(c, fyne.KeySpace)
	key(c, fyne.KeyDown) // from the chosen "All types"
	press(c, fyne.KeyReturn)
	if changed != 1 || bar.filter.Text() != "Filter (2)" || bar.InUse() != 2 {
		t.Errorf("chose %d; button %q", changed, bar.filter.Text())
	}
}
