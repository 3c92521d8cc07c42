package widgets_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/programconnect/programconnect/ui/widgets"
	"github.com/programconnect/programconnect/ui/widgets/gallery"
	"github.com/programconnect/programconnect/ui/widgets/layouttest"
)

// eachTheme runs a test in light and dark, at 100 and at 200 %.
func eachTheme(t *testing.T, run func(t *testing.T)) {
	t.Helper()
	for _, choice := range []string{widgets.ThemeLight, widgets.ThemeDark} {
		for _, size := range []float32{1, 2} {
			t.Run(fmt.Sprintf("%s at %v", choice, size), func(t *testing.T) {
				test.NewTempApp(t).Settings().SetTheme(widgets.NewTheme(choice, size))
				run(t)
			})
		}
	}
}

// shown lays an object out in a window.
func shown(t *testing.T, o fyne.CanvasObject, width, height float32) fyne.Canvas {
	t.Helper()
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(widgets.UnitSize(width, height))
	return w.Canvas()
}

// stillClock is a clock on which nothing is ever due.
type stillClock struct{ widgets.Clock }

func (stillClock) AfterFunc(time.Duration, func()) func() { return func() {} }

func TestNothingOverlapsInTheComponents(t *testing.T) {
	eachTheme(t, func(t *testing.T) {
		layouttest.Check(t, "gallery", shown(t, container.NewVScroll(gallery.Sheet()), 1280, 4000))
	})
}

func TestNothingOverlapsInAScreenOfParts(t *testing.T) {
	eachTheme(t, func(t *testing.T) {
		for _, size := range [][2]float32{{1280, 832}, {900, 600}, {640, 416}} {
			toasts := widgets.NewToasts(stillClock{})
			c := shown(t, container.NewStack(screenOfParts(), toasts), size[0], size[1])
			toasts.Say(widgets.Toast{Text: "3 removed", Undo: "Undo"})
			layouttest.Check(t, fmt.Sprint(size), c)
		}
	})
}

func TestNothingOverlapsInLayers(t *testing.T) {
	eachTheme(t, func(t *testing.T) {
		c := shown(t, container.NewVBox(), 640, 416)
		menu := widgets.OpenMenu(c, widgets.MenuOptions{Label: "Board image", Items: []widgets.MenuItem{
			{Label: "Pause", Icon: "pause", Key: "Space"}, {Label: "Speed limit", Icon: "gauge", Disabled: true},
			{Label: "Remove", Icon: "trash", Key: "Del", Stop: true}}, ByKey: true})
		layouttest.Check(t, "menu", c)
		menu.Close()
		palette := widgets.OpenPalette(c, widgets.PaletteOptions{Label: "Commands", Placeholder: "Go to", Nothing: "Nothing matches",
			Escape: "Esc", Entries: func() []widgets.PaletteEntry {
				return []widgets.PaletteEntry{{Title: "Pause all downloads", Kind: "Downloads", Icon: "pause", Key: "Space"},
					{Title: "A download pauses by itself", Kind: "Guide", Icon: "help"}}
			}})
		layouttest.Check(t, "palette", c)
		palette.Close()
		field := widgets.NewField(widgets.FieldConfig{Label: "Why", Lines: 3})
		dialog := widgets.OpenDialog(c, widgets.DialogOptions{Title: "Ask for access", Content: field.Box, Focus: field.Input,
			Main: &widgets.DialogButton{Text: "Send", Icon: "mail"}, Others: []widgets.DialogButton{{Text: "Cancel"}}})
		layouttest.Check(t, "dialog", c)
		dialog.Close()
	})
}

// screenOfParts is a screen as the app has them: header, toolbar, list and details.
func screenOfParts() fyne.CanvasObject {
	header := widgets.NewPageHeader(widgets.HeaderConfig{Title: "Downloads", Caption: "2 need you, 3 in the queue", MoreText: "More",
		Plain: []widgets.ButtonConfig{{Text: "Pause all", Icon: "pause"}}, Main: &widgets.ButtonConfig{Text: "Paste link", Icon: "link"},
		More: []widgets.MenuItem{{Label: "Clear finished"}}})
	bar := widgets.NewToolbar(widgets.ToolbarConfig{Search: widgets.NewField(widgets.FieldConfig{Placeholder: "Search"}).Input,
		Filters:    []*widgets.Select{widgets.NewSelect(widgets.SelectOptions{Label: "Type", Options: []string{"All types", "Installers"}})},
		FilterText: func(n int) string { return fmt.Sprintf("Filter (%d)", n) }})
	list := widgets.NewList(widgets.ListOptions{Label: "Downloads",
		NewRow: func() fyne.CanvasObject { return widgets.NewRow(widgets.RowConfig{}, widgets.RowValues{}) },
		UpdateRow: func(id string, o fyne.CanvasObject, _ widgets.RowState) {
			o.(*widgets.Row).Set(widgets.RowValues{Title: "Board image " + id, Facts: "1.1.0", Second: "Paused at 3.2 MiB of 9.0 MiB",
				Tile: widgets.TileImage, Button: &widgets.ButtonConfig{Text: "Resume", Size: widgets.ButtonSmall}, Always: true})
		}})
	list.SetGroups([]widgets.ListGroup{{ID: "needs", Title: "Needs you", NeedsMe: true, Rows: []string{"a", "b"}},
		{ID: "done", Title: "Done", Link: "Clear finished", Rows: []string{"c", "d", "e", "f", "g", "h", "i", "j"}}})
	list.Select("b")
	split := widgets.NewSplit(widgets.SplitOptions{Label: "Width of the list", Leading: list,
		Trailing: container.NewStack(widgets.NewGround(widgets.Paint{Fill: widgets.ColorSunken}),
			widgets.Padded(widgets.Pad(20, 24), widgets.NewTextLine(widgets.TextConfig{Text: "Board image", Size: widgets.TextTitle})))})
	top := container.NewVBox(header, widgets.Padded(widgets.Pad(0, 24), bar))
	return container.NewBorder(top, nil, nil, nil, split)
}
