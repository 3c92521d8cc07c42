package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestListOfTheDesignsRows(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ThemeLight, 1))
	pressed := ""
	l := NewList(ListOptions{Label: "Downloads", NewRow: func() fyne.CanvasObject { return NewRow(RowConfig{}, RowValues{}) },
		UpdateRow: func(id string, o fyne.CanvasObject, _ RowState) {
			o.(*Row).Set(RowValues{Title: id, Second: "Paused", Tile: TileImage,
				Button: &ButtonConfig{Text: "Resume", Tapped: func() { pressed = id }}})
		}})
	l.SetGroups([]ListGroup{{ID: "all", Title: "All", Rows: []string{"a", "b", "c"}}})
	c := showInApp(t, l, 500, 400)
	at := func(id string) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(l.view.rows[id])
	}
	row := func(id string) *Row { return l.view.rows[id].own }
	l.view.rows["b"].MouseDown(mouse(5, 5, desktop.MouseButtonPrimary, 0))
	if !row("b").Selected() || row("c").line.Visible() || row("a").Selected() {
		t.Error("the row does not show that it is selected")
	}
	test.MoveMouse(c, at("a").AddXY(100, 20))
	if l.hovered != "a" || !row("a").IsHovered() || !row("a").button.Visible() {
		t.Errorf("under the pointer: %q", l.hovered)
	}
	button := fyne.CurrentApp().Driver().AbsolutePositionForObject(row("a").button)
	test.MoveMouse(c, button.AddXY(5, 5))
	if !row("a").button.Visible() {
		t.Error("the button went away under the pointer")
	}
	test.TapCanvas(c, button.AddXY(5, 5))
	if pressed != "a" {
		t.Errorf("the button of %q was pressed", pressed)
	}
	l.view.rows["a"].fill("z", RowState{})
	if row("a").IsHovered() {
		t.Error("a row that shows another thing is still under the pointer")
	}
}
