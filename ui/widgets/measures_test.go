package widgets

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestMeasuresGrowWithTheInterfaceSize(t *testing.T) {
	app := test.NewTempApp(t)
	for _, size := range []float32{1, 2} {
		app.Settings().SetTheme(NewTheme(ThemeLight, size))
		for name, c := range map[string]struct {
			got  float32
			want float32
		}{
			"button":         {NewButton(ButtonConfig{Text: "Pause"}).MinSize().Height, 32},
			"big button":     {NewButton(ButtonConfig{Text: "Pause", Size: ButtonBig}).MinSize().Height, 36},
			"small button":   {NewButton(ButtonConfig{Text: "Pause", Size: ButtonSmall}).MinSize().Height, 28},
			"icon button":    {NewIconButton(IconButtonConfig{Icon: "more"}).MinSize().Width, 32},
			"chip":           {NewChip(ChipConfig{Text: "New"}).MinSize().Height, 20},
			"badge":          {NewBadge(BadgeConfig{Count: 2}).MinSize().Width, 22},
			"bar":            {NewBar(BarConfig{}).MinSize().Height, 4},
			"switch":         {NewSwitch(SwitchConfig{}).MinSize().Width, 36},
			"number":         {NewNumberField(NumberConfig{Max: 9}).Box.MinSize().Width, 112},
			"segments":       {NewSegments(SegmentsConfig{Words: []string{"a", "b"}}).Box.MinSize().Height, 32},
			"rail item":      {NewRailItem(RailConfig{Icon: "box", Word: "Packages"}).MinSize().Height, 36},
			"narrow item":    {NewRailItem(RailConfig{Icon: "box", Word: "Packages", Narrow: true}).MinSize().Height, 52},
			"place card":     {NewProgramCard(ProgramCardConfig{Tile: TileIoT, Name: "n"}).MinSize().Height, 66},
			"row":            {NewRow(RowConfig{}, RowValues{}).MinSize().Height, 60},
			"compact row":    {NewRow(RowConfig{Compact: true}, RowValues{}).MinSize().Height, 40},
			"group head":     {NewGroupHead(GroupConfig{Word: "Done"}).Box.MinSize().Height, 32},
			"section":        {NewSectionItem(SectionConfig{Title: "a"}, nil).MinSize().Height, 36},
			"second section": {NewSectionItem(SectionConfig{Title: "a", Second: "b"}, nil).MinSize().Height, 52},
			"connection":     {NewConnectionLine(ConnectionConfig{}).Box.MinSize().Height, 24},
			"text":           {TextBody.Points(), 14},
			"figure":         {TextFigure.Points(), 28},
		} {
			if c.got != c.want*size {
				t.Errorf("at %v a %s is %v, not %v", size, name, c.got, c.want*size)
			}
		}
	}
}

func TestTextLineIsShortenedAndSaysTheWhole(t *testing.T) {
	line := NewTextLine(TextConfig{Text: "Fabrikam Devices and Instruments"})
	shown(t, container.NewWithoutLayout(line))
	line.Resize(fyne.NewSize(100, 20))
	if !line.Shortened() || line.AccessibilityLabel() != "Fabrikam Devices and Instruments" {
		t.Errorf("it shows %q and says %q", line.line.Text, line.AccessibilityLabel())
	}
	if drawn := TextBody.Measure(line.line.Text).Width; drawn > 100.5 {
		t.Errorf("%v wide", drawn)
	}
	line.Resize(fyne.NewSize(400, 20))
	if line.Shortened() {
		t.Error("it stays short where there is room")
	}
}

func TestWheelOverAFieldScrollsThePage(t *testing.T) {
	fields := VBox(8)
	for range 20 {
		fields.Add(NewField(FieldConfig{Label: "Name", Lines: 2}).Box)
	}
	page := NewScroll(fields)
	c := shown(t, page).Canvas()
	test.Scroll(c, fyne.NewPos(100, 60), 0, -25)
	lines := page.Offset.Y / TextBody.Height()
	if lines < 2.5 || lines > 3.5 {
		t.Errorf("a notch over a field scrolls %.1f lines", lines)
	}
	before := page.Offset.Y
	test.Scroll(c, fyne.NewPos(399, 299), 0, -25)
	if page.Offset.Y-before != before {
		t.Errorf("beside the fields a notch scrolls %v, over them %v", page.Offset.Y-before, before)
	}
}

func TestRowKeepsASlotForItsButton(t *testing.T) {
	pressed := 0
	row := NewRow(RowConfig{}, RowValues{Title: "Board image", Button: &ButtonConfig{Text: "Pause", Tapped: func() { pressed++ }}})
	shown(t, row)
	row.Resize(fyne.NewSize(400, 60))
	width := row.title.Size().Width
	if row.button.Visible() {
		t.Error("the button shows at rest")
	}
	row.MouseIn(&desktop.MouseEvent{})
	if !row.button.Visible() || row.title.Size().Width != width {
		t.Errorf("under the pointer: shown %v, the title %v wide, not %v", row.button.Visible(), row.title.Size().Width, width)
	}
	row.MouseOut()
	row.button.MouseIn(&desktop.MouseEvent{})
	if !row.button.Visible() {
		t.Error("it goes when the pointer comes to it")
	}
	test.Tap(row.button)
	row.PressButton()
	if pressed != 2 {
		t.Errorf("pressed %d times", pressed)
	}
	if _, stop := any(row).(fyne.Focusable); stop {
		t.Error("a row is a stop of Tab")
	}
	row.Resize(fyne.NewSize(220, 60))
	if row.title.Size().Width < 120 {
		t.Errorf("the title keeps %v", row.title.Size().Width)
	}
}

func TestPiecesOf(t *testing.T) {
	got := PiecesOf(95, 10, 20, 30, []Way{{From: 30, At: 55, To: 70}, {From: 70, At: 70, To: 95}})
	want := []Piece{PieceSafe, PieceSafe, PieceArrived, PieceArrived, PieceArrived, PieceOnItsWay, PieceToCome, PieceOnItsWay, PieceToCome, PieceToCome}
	if len(got) != len(want) {
		t.Fatalf("%d pieces", len(got))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("piece %d is %d, not %d", i, got[i], want[i])
		}
	}
	if PiecesOf(0, 10, 0, 0, nil) != nil || PiecesOf(5, 0, 0, 0, nil) != nil {
		t.Error("a file of unknown size has pieces")
	}
	many := make([]Piece, 2000)
	many[999] = PieceDamaged
	cells := cellsOf(many)
	if len(cells) > piecesShown || cells[999/4] != PieceDamaged {
		t.Errorf("%d cells, the damaged one %d", len(cells), cells[999/4])
	}
}

func TestRastersDrawSharpInOneKeptPicture(t *testing.T) {
	pieces := NewPiecesMap(PiecesConfig{Pieces: []Piece{PieceSafe, PieceToCome}})
	line := NewSpeedLine(SpeedConfig{Points: []float64{1, 1, 1}, Bare: true})
	shown(t, container.NewWithoutLayout(pieces, line))
	pieces.Resize(fyne.NewSize(22, 10))
	line.Resize(fyne.NewSize(100, 60))
	picture := pieces.raster.Generator(44, 20).(*image.NRGBA)
	if picture.NRGBAAt(10, 10) != nrgba(ColorFill) || picture.NRGBAAt(34, 10) != nrgba(ColorFillTrack) {
		t.Errorf("cells are %v and %v", picture.NRGBAAt(10, 10), picture.NRGBAAt(34, 10))
	}
	if picture.NRGBAAt(19, 10) != nrgba(ColorFill) || picture.NRGBAAt(20, 10).A != 0 || picture.NRGBAAt(24, 10) != nrgba(ColorFillTrack) {
		t.Error("the edges of the cells are not sharp at 200 %")
	}
	pieces.Set(PiecesConfig{Pieces: []Piece{PieceDamaged}})
	again := pieces.raster.Generator(44, 20).(*image.NRGBA)
	if again != picture || again.NRGBAAt(10, 10) != nrgba(ColorStopFill) || again.NRGBAAt(34, 10).A != 0 {
		t.Error("it is not drawn anew in the same picture")
	}
	speed := line.raster.Generator(200, 120).(*image.NRGBA)
	if speed.NRGBAAt(150, 119).A != 0 || speed.NRGBAAt(198, 118) != nrgba(ColorAccentSoft) {
		t.Error("three seconds do not stand at the right, with the soft ground under them")
	}
	if empty := NewSpeedLine(SpeedConfig{Bare: true}); empty.raster.Generator(20, 20) == nil {
		t.Error("no points, no picture")
	}
}
