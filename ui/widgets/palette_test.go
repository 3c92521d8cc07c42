package widgets

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func commands(done *[]string) []PaletteEntry {
	var all []PaletteEntry
	for _, c := range [][2]string{{"Quiet hours", "Settings"}, {"A download pauses by itself", "Guide"}, {"Pause all downloads", "Downloads"},
		{"Pause Board image 1.1.0", "Downloads"}, {"Unpause the queue", "Downloads"}, {"Export data", "Account"}} {
		all = append(all, PaletteEntry{Title: c[0], Kind: c[1], Icon: "pause", Key: "Space",
			Action: func() { *done = append(*done, c[0]) }})
	}
	return all
}

func paletteIn(t *testing.T, entries []PaletteEntry) (*Palette, fyne.Canvas) {
	t.Helper()
	c := show(t, container.NewVBox(), 1280, 832)
	return OpenPalette(c, PaletteOptions{Label: "Commands", Placeholder: "Go to, download, pause", Nothing: "Nothing matches",
		Escape: "Esc", Entries: func() []PaletteEntry { return entries }}), c
}

func TestPaletteFinds(t *testing.T) {
	index := newPaletteIndex(commands(new([]string)))
	for query, want := range map[string]string{
		"":             "Quiet hours, A download pauses by itself, Pause all downloads, Pause Board image 1.1.0, Unpause the queue, Export data",
		"pau":          "Pause all downloads, Pause Board image 1.1.0, A download pauses by itself, Unpause the queue",
		"PAUSE board":  "Pause Board image 1.1.0",
		"board pause":  "Pause Board image 1.1.0",
		"guide":        "A download pauses by itself",
		"guide pause":  "A download pauses by itself",
		"hours":        "Quiet hours",
		"nothing here": "",
	} {
		var got []string
		for _, entry := range index.find(query) {
			got = append(got, entry.Title)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

func TestPaletteByKeys(t *testing.T) {
	var done []string
	p, c := paletteIn(t, commands(&done))
	test.Type(c.Focused(), "pau")
	key(c, fyne.KeyDown)
	key(c, fyne.KeyReturn)
	if len(done) != 1 || done[0] != "Pause Board image 1.1.0" || p.Open() {
		t.Errorf("did %v", done)
	}
	p, c = paletteIn(t, commands(&done))
	key(c, fyne.KeyUp)
	key(c, fyne.KeyReturn)
	if done[len(done)-1] != "Export data" || p.Open() {
		t.Errorf("did %v", done)
	}
	p, c = paletteIn(t, commands(&done))
	test.Type(c.Focused(), "xyz")
	key(c, fyne.KeyReturn)
	if !p.Open() || !p.results.nothing.Visible() {
		t.Error("nothing matches, and nothing says so")
	}
	key(c, fyne.KeyEscape)
	if p.Open() || len(done) != 2 {
		t.Error("Esc does not close")
	}
}

func TestPaletteByPointer(t *testing.T) {
	var done []string
	p, c := paletteIn(t, commands(&done))
	at := p.layer.surface.pos.AddXY(100, 1+44+1+4+36+10)
	test.MoveMouse(c, at)
	test.MoveMouse(c, at.AddXY(1, 0))
	if p.results.at != 1 {
		t.Errorf("under the pointer: %d", p.results.at)
	}
	test.TapCanvas(c, at)
	if len(done) != 1 || done[0] != "A download pauses by itself" {
		t.Errorf("did %v", done)
	}
}

func TestPaletteMeasures(t *testing.T) {
	many := make([]PaletteEntry, 100)
	for i := range many {
		many[i] = PaletteEntry{Title: fmt.Sprint("Entry ", i), Kind: "Packages"}
	}
	p, _ := paletteIn(t, many)
	surface := p.layer.surface
	if surface.size.Width != 560 || surface.pos.Y != 166 || surface.size.Height != 44+1+8*36+8+2 {
		t.Errorf("at %v, %v", surface.pos, surface.size)
	}
	p.SetQuery("entry 99")
	if height := p.layer.surface.size.Height; height != 44+1+36+8+2 {
		t.Errorf("with one result %v high", height)
	}
}

func BenchmarkPaletteOf10000(b *testing.B) {
	entries := make([]PaletteEntry, 10_000)
	for i := range entries {
		entries[i] = PaletteEntry{Title: fmt.Sprintf("Windows Developer Program for IoT board image %d", i), Kind: "Packages"}
	}
	index := newPaletteIndex(entries)
	b.ResetTimer()
	for i := range b.N {
		index.find([]string{"image 9", "nothing like that", "packages io", "w"}[i%4])
	}
}
