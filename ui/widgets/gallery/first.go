package gallery

import (
	"fmt"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/ui/widgets"
)

func first() fyne.CanvasObject {
	return widgets.VBox(16,
		part("Buttons, and the disabled one", buttons()),
		part("Chips", chips()),
		part("Field with counter and error", field()),
		part("Fields", fields()),
		part("Inline notices", notices()),
		part("Fault card with its remedy", fault()),
		part("Choices", choices()),
	)
}

func buttons() fyne.CanvasObject {
	off := widgets.NewButton(widgets.ButtonConfig{Text: "Submit"})
	off.Disable()
	return widgets.Flow(8,
		widgets.NewButton(widgets.ButtonConfig{Text: "Download", Icon: "download", Kind: widgets.ButtonMain, Tapped: none}),
		widgets.NewButton(widgets.ButtonConfig{Text: "Pause", Icon: "pause"}),
		widgets.NewButton(widgets.ButtonConfig{Text: "Reload", Icon: "refresh", Kind: widgets.ButtonQuiet}),
		off,
		widgets.NewButton(widgets.ButtonConfig{Text: "Read the terms", Kind: widgets.ButtonNeeds, Size: widgets.ButtonSmall}),
		widgets.NewButton(widgets.ButtonConfig{Text: "Copy link", Icon: "copy"}),
		widgets.NewButton(widgets.ButtonConfig{Text: "Download all 3 files", Icon: "download", Kind: widgets.ButtonMain, Size: widgets.ButtonBig}),
		widgets.NewButton(widgets.ButtonConfig{Text: "No speed limit", Icon: "gauge", After: "down"}),
		widgets.NewIconButton(widgets.IconButtonConfig{Icon: "more", Label: "More"}),
	)
}

func chips() fyne.CanvasObject {
	return widgets.Flow(6,
		widgets.NewChip(widgets.ChipConfig{Text: "New", Tone: widgets.ToneNew}),
		widgets.NewChip(widgets.ChipConfig{Text: "41 %", Icon: "download", Tone: widgets.ToneRun}),
		widgets.NewChip(widgets.ChipConfig{Text: "Verified", Icon: "check", Tone: widgets.ToneOK}),
		widgets.NewChip(widgets.ChipConfig{Text: "Terms to read", Tone: widgets.ToneWait}),
		widgets.NewChip(widgets.ChipConfig{Text: "Stopped", Tone: widgets.ToneStop}),
		widgets.NewChip(widgets.ChipConfig{Text: "Paused", Icon: "pause"}),
		widgets.NewChip(widgets.ChipConfig{Text: "Expired"}),
		widgets.NewBadge(widgets.BadgeConfig{Count: 2, Needs: true}),
		widgets.NewBadge(widgets.BadgeConfig{Count: 120}),
	)
}

func field() fyne.CanvasObject {
	f := widgets.NewField(widgets.FieldConfig{Label: "Publisher display name", Text: "Fabrikam Devices and Instruments of the North Oy Ab Ltd",
		Counter: func(n int) (string, bool) { return fmt.Sprintf("%d of 50 characters", n), n > 50 }})
	f.SetError("Shorten it by 3 characters.")
	return f.Box
}

func fields() fyne.CanvasObject {
	name := widgets.NewField(widgets.FieldConfig{Label: "Search", Placeholder: "Search packages and files", Hint: "By name, version or file."})
	text := widgets.NewField(widgets.FieldConfig{Label: "Comment", Lines: 3, Placeholder: "What happened?"})
	number := widgets.NewNumberField(widgets.NumberConfig{Label: "Connections", Less: "Fewer", More: "More", Value: 4, Min: 1, Max: 16})
	return widgets.VBox(12, name.Box, text.Box, widgets.HBox(12, number.Box))
}

func notices() fyne.CanvasObject {
	return widgets.VBox(6,
		widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneWait, Lead: "Licence terms have a new version.",
			Text: "Answer by 21 December.", Button: &widgets.ButtonConfig{Text: "Read", Tapped: none}}),
		widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneRun, Text: "No network. Downloads go on when it’s back."}),
		widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneStop, Text: "The folder is gone."}),
		widgets.NewNotice(widgets.NoticeConfig{Tone: widgets.ToneOK, Text: "Sent."}),
	)
}

func fault() fyne.CanvasObject {
	return widgets.NewFaultCard(widgets.FaultConfig{
		Title:    "The link ran out on 28 November",
		Happened: "toolchain-arm64.tar.xz stopped at 212 MiB of 640 MiB. What has arrived is kept.",
		GoOnLead: "To go on:", GoOn: "copy a fresh link on the download page and paste it here. The download continues where it stopped.",
		Remedy: &widgets.ButtonConfig{Text: "Paste new link", Icon: "link", Tapped: none},
		Link:   &widgets.ButtonConfig{Text: "What does this mean?", Tapped: none},
		Code:   "downloads.link-expired · 7f31-c09a", Copy: &widgets.ButtonConfig{Text: "Copy message", Tapped: none},
	})
}

func choices() fyne.CanvasObject {
	on := widgets.NewSwitch(widgets.SwitchConfig{Label: "Show expired", On: true})
	off := widgets.NewSwitch(widgets.SwitchConfig{Label: "Show expired"})
	size := widgets.NewSegments(widgets.SegmentsConfig{Label: "Theme", Words: []string{"System", "Light", "Dark"}, Chosen: 1})
	radio := widgets.NewRadioCards(widgets.RadioConfig{Choices: []widgets.RadioChoice{
		{Title: "I accept", Text: "You can download what the terms cover."},
		{Title: "I decline", Text: "Nothing is sent; you can change your mind later."},
	}})
	radio.Set(0)
	return widgets.VBox(12, widgets.HBox(12, on, off, size.Box), radio.Box)
}
