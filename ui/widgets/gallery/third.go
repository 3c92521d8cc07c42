package gallery

import (
	"io/fs"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/programconnect/programconnect/assets"
	"github.com/programconnect/programconnect/ui/widgets"
)

func third() fyne.CanvasObject {
	return widgets.VBox(16,
		part("Rail", rail()),
		part("Narrow rail", narrow()),
		part("Stepper", widgets.NewStepper(widgets.StepperConfig{Words: []string{"Sign in", "Register", "Agreement"}, Current: 1}).Box),
		part("Sections", sections()),
		part("Facts", facts()),
		part("Text", texts()),
		part("Package types, 48, 32 and 16", tiles()),
		part("Interface icons, 18", icons()),
	)
}

func rail() fyne.CanvasObject {
	packages := widgets.NewRailItem(widgets.RailConfig{Icon: "box", Word: "Packages"})
	downloads := widgets.NewRailItem(widgets.RailConfig{Icon: "download", Word: "Downloads"})
	downloads.SetChosen(true)
	downloads.SetBadge(widgets.BadgeConfig{Count: 2, Needs: true})
	feedback := widgets.NewRailItem(widgets.RailConfig{Icon: "chat", Word: "Feedback"})
	feedback.SetBadge(widgets.BadgeConfig{Count: 1})
	place := widgets.NewProgramCard(widgets.ProgramCardConfig{Tile: widgets.TileIoT, Name: "Windows Developer Program for IoT", Address: "rita@fabrikam.example"})
	pulse := widgets.NewPulseCard(widgets.PulseConfig{Speed: "5.0 MiB/s", Percent: "41 %", Left: "About 2 minutes left", Done: 0.41, Arrived: 0.41}, none)
	return widgets.HBox(0, widgets.Fixed(208, 0, widgets.VBox(2, place, packages, downloads, feedback, pulse)))
}

func narrow() fyne.CanvasObject {
	item := widgets.NewRailItem(widgets.RailConfig{Icon: "download", Word: "Downloads", Narrow: true})
	item.SetChosen(true)
	item.SetBadge(widgets.BadgeConfig{Count: 2, Needs: true})
	other := widgets.NewRailItem(widgets.RailConfig{Icon: "box", Word: "Packages", Narrow: true})
	place := widgets.NewProgramCard(widgets.ProgramCardConfig{Tile: widgets.TileIoT, Name: "Windows Developer Program for IoT", Narrow: true})
	return widgets.HBox(0, widgets.Fixed(72, 0, widgets.VBox(2, place, item, other)))
}

func sections() fyne.CanvasObject {
	return widgets.HBox(0, widgets.Fixed(260, 0, widgets.VBox(2,
		widgets.NewSectionItem(widgets.SectionConfig{Title: "Account", Second: "Done", Number: "1", Done: true}, none),
		widgets.NewSectionItem(widgets.SectionConfig{Title: "Publisher", Second: "1 field to correct", Number: "2", Wrong: true, Chosen: true}, none),
		widgets.NewSectionItem(widgets.SectionConfig{Title: "Contact", Second: "Not begun", Number: "3"}, none),
		widgets.NewSectionItem(widgets.SectionConfig{Title: "Appearance", Icon: "sun"}, none))))
}

func facts() fyne.CanvasObject {
	return widgets.NewFacts(widgets.FactsConfig{Facts: []widgets.Fact{{Label: "Engagement", Value: "Windows for IoT"}, {Label: "Category", Value: "Installers"},
		{Label: "Available until", Value: "31 December 2027"}, {Label: "Signed by", Value: "Fabrikam Program Office"}}})
}

func texts() fyne.CanvasObject {
	box := widgets.VBox(0)
	for _, one := range []struct {
		size widgets.TextSize
		name string
	}{{widgets.TextFigure, "41 %"}, {widgets.TextDisplay, "Display"}, {widgets.TextTitle, "Title"}, {widgets.TextHeading, "Heading"}, {widgets.TextBody, "Body"},
		{widgets.TextCaption, "Caption"}, {widgets.TextMicro, "Micro"}, {widgets.TextMono, "b1946ac92492d2347c6235b4d2611184"}} {
		box.Add(widgets.NewTextLine(widgets.TextConfig{Text: one.name, Size: one.size}))
	}
	return box
}

func tiles() fyne.CanvasObject {
	names := []string{widgets.TileInstaller, widgets.TileImage, widgets.TileSymbols, widgets.TileDocument, widgets.TileTool, widgets.TileArchive, widgets.TileDriver}
	box := widgets.VBox(8)
	for _, side := range []float32{48, 32, 16} {
		line := widgets.Flow(8)
		for _, name := range names {
			line.Add(widgets.NewTile(name, side))
		}
		box.Add(line)
	}
	return box
}

func icons() fyne.CanvasObject {
	found, err := fs.ReadDir(assets.Icons(), "ui")
	if err != nil {
		panic(err) // the folder is built in
	}
	grid := container.NewGridWrap(widgets.UnitSize(26, 26))
	for _, file := range found {
		grid.Add(container.NewCenter(widgets.NewIcon(strings.TrimSuffix(file.Name(), ".svg"), widgets.ColorText, widgets.IconNormal)))
	}
	return grid
}
