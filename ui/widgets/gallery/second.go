package gallery

import (
	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/ui/widgets"
)

func second() fyne.CanvasObject {
	return widgets.VBox(16,
		part("Compact rows, three selected", compact()),
		part("Rows of Downloads", downloads()),
		part("Empty state", widgets.NewCard(widgets.CardConfig{Content: empty()})),
		part("Phases", phases()),
		part("Bars", bars()),
		part("Speed", speed()),
		part("Pieces", pieces()),
		part("Connections", connections()),
	)
}

func inCard(rows ...fyne.CanvasObject) fyne.CanvasObject {
	return widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSurface, Edge: widgets.ColorLine, Radius: widgets.RadiusCard,
		Padding: widgets.Pad(4, 4), Content: widgets.VBox(0, rows...)})
}

func compact() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for i, v := range []widgets.RowValues{
		{Tile: widgets.TileImage, Title: "Board image", Facts: "1.00 GiB", Chips: []widgets.ChipConfig{{Text: "41 %", Tone: widgets.ToneRun}}},
		{Tile: widgets.TileSymbols, Title: "Debug symbols", Facts: "9.0 MiB", Chips: []widgets.ChipConfig{{Text: "Paused"}}},
		{Tile: widgets.TileDocument, Title: "Documents", Facts: "1.2 KiB", Chips: []widgets.ChipConfig{{Text: "Next"}}},
		{Tile: widgets.TileInstaller, Title: "Windows Developer Program for IoT", Facts: "268.5 KiB",
			Chips: []widgets.ChipConfig{{Text: "Verified", Icon: "check", Tone: widgets.ToneOK}}},
	} {
		row := widgets.NewRow(widgets.RowConfig{Compact: true}, v)
		row.SetSelected(i < 3)
		rows = append(rows, row)
	}
	return inCard(rows...)
}

func downloads() fyne.CanvasObject {
	rows := []fyne.CanvasObject{
		widgets.NewGroupHead(widgets.GroupConfig{Word: "Needs you", Count: 2, Needs: true}).Box,
		row(widgets.RowValues{Tile: widgets.TileTool, Title: "Early build", Facts: "1.2-preview.3 · 9.0 MiB",
			Second: "Waiting for your answer to the preview terms", SecondTone: widgets.ToneWait, Always: true,
			Button: &widgets.ButtonConfig{Text: "Read the terms", Kind: widgets.ButtonNeeds}}, false, false),
		row(widgets.RowValues{Tile: widgets.TileArchive, Title: "toolchain-arm64.tar.xz", Facts: "212 MiB of 640 MiB",
			Second: "Stopped: the link ran out on 28 November", SecondTone: widgets.ToneStop, Always: true,
			Button: &widgets.ButtonConfig{Text: "Paste new link", Kind: widgets.ButtonNeeds}}, false, true),
		widgets.NewGroupHead(widgets.GroupConfig{Word: "In the queue", Count: 3}).Box,
		row(widgets.RowValues{Tile: widgets.TileImage, Title: "Board image", Facts: "1.1.0", Second: "420 MiB of 1.00 GiB · About 2 minutes left",
			HasBar: true, Done: 0.41, Arrived: 0.43, BarTone: widgets.ToneRun, Percent: "41 %",
			Button: &widgets.ButtonConfig{Text: "Pause", Icon: "pause"}}, true, false),
		row(widgets.RowValues{Tile: widgets.TileDocument, Title: "Documents", Facts: "2026.2 · 1.2 KiB", Second: "Next in the queue"}, false, false),
		row(widgets.RowValues{Tile: widgets.TileSymbols, Title: "Debug symbols", Facts: "1.1.0", Second: "Paused at 3.2 MiB of 9.0 MiB",
			HasBar: true, Done: 0.36, Arrived: 0.36, Button: &widgets.ButtonConfig{Text: "Resume", Icon: "play"}, Always: true}, false, true),
		widgets.NewGroupHead(widgets.GroupConfig{Word: "Done", Count: 2, Link: &widgets.ButtonConfig{Text: "Clear finished", Tapped: none}}).Box,
		row(widgets.RowValues{Tile: widgets.TileInstaller, Title: "Windows Developer Program for IoT", Facts: "1.1 · 268.5 KiB",
			Second: "Verified", SecondRest: " · today, 12:32", SecondTone: widgets.ToneOK, Button: &widgets.ButtonConfig{Text: "Show in folder"}, Always: true}, false, false),
	}
	return inCard(rows...)
}

func row(v widgets.RowValues, selected, separated bool) *widgets.Row {
	r := widgets.NewRow(widgets.RowConfig{Height: widgets.HeightDownload, Separated: separated}, v)
	r.SetSelected(selected)
	return r
}

func empty() fyne.CanvasObject {
	return widgets.NewEmpty(widgets.EmptyConfig{Icon: "download", Title: "Nothing is downloading", Text: "Pick a package, or paste any https link.",
		Main:  &widgets.ButtonConfig{Text: "See packages", Icon: "box", Tapped: none},
		Other: &widgets.ButtonConfig{Text: "Paste link", Icon: "link", Tapped: none}})
}

func phases() fyne.CanvasObject {
	return widgets.NewPhasesBar(widgets.PhasesConfig{Words: [4]string{"Checked", "Downloading", "Verify", "Save"},
		Current: widgets.PhaseDownload, Done: 0.41, Arrived: 0.43, Tone: widgets.ToneRun}).Box
}

func bars() fyne.CanvasObject {
	return widgets.VBox(8,
		widgets.NewBar(widgets.BarConfig{}),
		widgets.NewBar(widgets.BarConfig{Done: 0.4, Arrived: 0.5, Tone: widgets.ToneRun}),
		widgets.NewBar(widgets.BarConfig{Done: 0.4, Arrived: 0.4}),
		widgets.NewBar(widgets.BarConfig{Done: 0.7, Arrived: 0.7, Tone: widgets.ToneWait, Height: 8}),
		widgets.NewBar(widgets.BarConfig{Done: 1, Arrived: 1, Tone: widgets.ToneOK, Height: 8}),
	)
}

func speed() fyne.CanvasObject {
	points := make([]float64, widgets.SpeedPoints)
	for i := range points {
		points[i] = 4 + float64((i*7)%5)/4
	}
	points[30], points[31], points[32] = 0.5, 0.5, 0.5
	points[len(points)-1] = 5.6
	return widgets.NewCard(widgets.CardConfig{Content: widgets.NewSpeedLine(widgets.SpeedConfig{Points: points, Limit: 6, Label: "5.0 MiB a second now"})})
}

func pieces() fyne.CanvasObject {
	const piece = 4 << 20
	shown := widgets.PiecesOf(256*piece, piece, 101*piece, 105*piece, []widgets.Way{
		{From: 105 * piece, At: 106 * piece, To: 109 * piece}, {From: 109 * piece, At: 112 * piece, To: 120 * piece}, {From: 120 * piece, At: 124*piece + 9, To: 256 * piece}})
	keys := widgets.Flow(12,
		widgets.NewPieceKey(widgets.PieceSafe, "On the disk"), widgets.NewPieceKey(widgets.PieceArrived, "Arrived"),
		widgets.NewPieceKey(widgets.PieceOnItsWay, "On its way"), widgets.NewPieceKey(widgets.PieceToCome, "To come"))
	return widgets.NewSurface(widgets.SurfaceConfig{Fill: widgets.ColorSurface, Edge: widgets.ColorLine, Radius: widgets.RadiusCard, Padding: widgets.Pad(12, 12),
		Content: widgets.VBox(10, widgets.NewPiecesMap(widgets.PiecesConfig{Pieces: shown, Label: "101 of 256 pieces are safe on the disk"}), keys)})
}

func connections() fyne.CanvasObject {
	box := widgets.VBox(0)
	for i, part := range []float64{0.8, 0.35, 0.55, 0.1} {
		box.Add(widgets.NewConnectionLine(widgets.ConnectionConfig{Number: string(rune('1' + i)), Part: part, State: "Receiving", Speed: "1.4 MiB/s"}).Box)
	}
	return box
}
