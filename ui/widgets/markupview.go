package widgets

import (
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// NewMarkup lays a text out, one widget a paragraph: a long agreement in one widget takes many times as long to lay out
// as its paragraphs do. open is called with the address of a link that was pressed.
func NewMarkup(text string, open func(address string)) *fyne.Container {
	box := container.New(layout.NewCustomPaddedVBoxLayout(-theme.Padding()))
	for _, b := range parseMarkup(text) {
		box.Add(blockView(b, open))
	}
	return box
}

func blockView(b block, open func(string)) fyne.CanvasObject {
	rich := widget.NewRichText(segments(b, open)...)
	rich.Wrapping = fyne.TextWrapWord
	if b.kind != itemBlock {
		return rich
	}
	marker := widget.NewLabel(strings.Repeat("    ", b.level) + b.marker)
	return container.NewBorder(nil, nil, container.NewVBox(marker), nil, rich)
}

func segments(b block, open func(string)) []widget.RichTextSegment {
	var segments []widget.RichTextSegment
	for i, part := range b.spans {
		style := widget.RichTextStyleInline
		style.TextStyle.Bold = part.bold || b.kind == headingBlock
		if b.kind == headingBlock {
			style.SizeName = headingSize(b.level)
		}
		if i == len(b.spans)-1 {
			style.Inline = false
		}
		if part.link == "" {
			segments = append(segments, &widget.TextSegment{Text: part.text, Style: style})
			continue
		}
		segments = append(segments, linkSegment(part, open))
		// The host stands beside the text, so that a link cannot claim to lead elsewhere.
		host := &widget.TextSegment{Text: " (" + hostOf(part.link) + ")", Style: style}
		segments = append(segments, host)
	}
	return segments
}

func linkSegment(part span, open func(string)) *widget.HyperlinkSegment {
	u, err := url.Parse(part.link)
	if err != nil {
		u = nil
	}
	return &widget.HyperlinkSegment{Text: part.text, URL: u, OnTapped: func() { open(part.link) }}
}

func headingSize(level int) fyne.ThemeSizeName {
	switch level {
	case 1:
		return theme.SizeNameHeadingText
	case 2:
		return theme.SizeNameSubHeadingText
	default:
		return theme.SizeNameText
	}
}
