package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func headerIn(t *testing.T, width float32, cfg HeaderConfig) (*PageHeader, fyne.Canvas) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ThemeLight, 1))
	h := NewPageHeader(cfg)
	c := showInApp(t, container.NewWithoutLayout(h), 1280, 200)
	h.Resize(fyne.NewSize(width, h.MinSize().Height))
	return h, c
}

func downloadsHeader(did *[]string) HeaderConfig {
	does := func(what string) func() { return func() { *did = append(*did, what) } }
	return HeaderConfig{Title: "Downloads", Caption: "2 need you, 3 in the queue, 2 done", MoreText: "More",
		Plain: []ButtonConfig{{Text: "Pause all", Icon: "pause", Tapped: does("pause")}},
		Main:  &ButtonConfig{Text: "Paste link", Icon: "link", Tapped: does("paste")},
		More:  []MenuItem{{Label: "Clear finished", Action: does("clear")}}}
}

func TestHeaderGivesWayInOrder(t *testing.T) {
	for _, c := range []struct {
		width                float32
		caption, plain, full bool
	}{
		{1048, true, true, true},
		{640, true, true, true},
		{535, false, true, true},
		{440, false, false, true},
		{340, false, false, false},
	} {
		h, _ := headerIn(t, c.width, downloadsHeader(new([]string)))
		if h.Size().Height != 64 {
			t.Errorf("%v high", h.Size().Height)
		}
		if h.caption.Visible() != c.caption || h.plain[0].Visible() != c.plain || h.title.Shortened() == c.full {
			t.Errorf("%v wide: caption %v, plain button %v, title shortened %v", c.width, h.caption.Visible(),
				h.plain[0].Visible(), h.title.Shortened())
		}
		if !h.main.Visible() || h.title.Size().Width < headerTitleLeast && c.width >= h.MinSize().Width {
			t.Errorf("%v wide: main button %v, title %v wide", c.width, h.main.Visible(), h.title.Size().Width)
		}
		right := h.more.Position().X + h.more.Size().Width
		if right != c.width-24 || h.title.Position().X+h.title.Size().Width > h.main.Position().X {
			t.Errorf("%v wide: ends at %v", c.width, right)
		}
	}
}

func TestHeadersMoreHoldsWhatFoundNoRoom(t *testing.T) {
	var did []string
	h, c := headerIn(t, 1048, downloadsHeader(&did))
	if items := h.MoreItems(); len(items) != 1 {
		t.Errorf("wide: %d items", len(items))
	}
	h.Resize(fyne.NewSize(440, 64))
	if items := h.MoreItems(); len(items) != 3 || items[0].Label != "Pause all" || !items[1].Separator {
		t.Errorf("narrow: %+v", items)
	}
	KeyUsed()
	c.Focus(h.more)
	press(c, fyne.KeySpace)
	press(c, fyne.KeyReturn)
	if len(did) != 1 || did[0] != "pause" {
		t.Errorf("did %v", did)
	}
}

func TestHeaderWithBack(t *testing.T) {
	went := 0
	cfg := downloadsHeader(new([]string))
	h, _ := headerIn(t, 600, cfg)
	if h.back.Visible() {
		t.Error("Back shows where there is no level to leave")
	}
	cfg.Back, cfg.BackText = func() { went++ }, "Back"
	h.Set(cfg)
	test.Tap(h.back)
	if went != 1 || h.title.Position().X <= h.back.Position().X+h.back.Size().Width-1 || h.back.AccessibilityLabel() != "Back" {
		t.Errorf("went back %d times; title at %v", went, h.title.Position())
	}
}
