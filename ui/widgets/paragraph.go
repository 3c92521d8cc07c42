package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Paragraph is text that breaks into lines, without padding. Its height follows its width.
type Paragraph struct {
	widget.BaseWidget
	text *widget.RichText
	part *widget.TextSegment
	lead *widget.TextSegment // bold words before it, or nil
}

// NewParagraph returns a text that breaks into lines. Whole and Least mean nothing to it.
func NewParagraph(cfg TextConfig) *Paragraph { return buildParagraph("", cfg) }

// NewLeadParagraph returns a text that begins with bold words.
func NewLeadParagraph(lead string, cfg TextConfig) *Paragraph { return buildParagraph(lead, cfg) }

func buildParagraph(lead string, cfg TextConfig) *Paragraph {
	if cfg.Color == ColorNone {
		cfg.Color = ColorText
	}
	style := widget.RichTextStyle{Alignment: cfg.Align, ColorName: cfg.Color, SizeName: cfg.Size.SizeName(), TextStyle: cfg.Size.Style()}
	p := &Paragraph{part: &widget.TextSegment{Text: cfg.Text, Style: style}}
	segments := []widget.RichTextSegment{p.part}
	if lead != "" {
		bold := style
		bold.Inline, bold.ColorName, bold.TextStyle = true, ColorText, fyne.TextStyle{Bold: true}
		p.lead = &widget.TextSegment{Text: lead + " ", Style: bold}
		segments = []widget.RichTextSegment{p.lead, p.part}
	}
	p.text = widget.NewRichText(segments...)
	p.text.Wrapping = fyne.TextWrapWord
	p.ExtendBaseWidget(p)
	return p
}

// SetText changes the text.
func (p *Paragraph) SetText(text string) {
	if p.part.Text != text {
		p.part.Text = text
		p.text.Refresh()
	}
}

// SetColor changes the colour.
func (p *Paragraph) SetColor(name fyne.ThemeColorName) {
	if p.part.Style.ColorName != name {
		p.part.Style.ColorName = name
		p.text.Refresh()
	}
}

// AccessibilityLabel returns the whole text.
func (p *Paragraph) AccessibilityLabel() string {
	if p.lead != nil {
		return p.lead.Text + p.part.Text
	}
	return p.part.Text
}

// AccessibilityRole returns that it is a text.
func (p *Paragraph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the text.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer { return &paragraphRenderer{text: p.text} }

// paragraphRenderer takes away the padding that the toolkit puts around every text.
type paragraphRenderer struct{ text *widget.RichText }

func (r *paragraphRenderer) Destroy() {}

func (r *paragraphRenderer) Layout(size fyne.Size) {
	inset := theme.InnerPadding()
	r.text.Move(fyne.NewPos(-inset, -inset))
	r.text.Resize(size.AddWidthHeight(2*inset, 2*inset))
}

func (r *paragraphRenderer) MinSize() fyne.Size {
	inset := theme.InnerPadding()
	least := r.text.MinSize().SubtractWidthHeight(2*inset, 2*inset)
	return fyne.NewSize(max(least.Width, 0), max(least.Height, 0))
}

func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }

func (r *paragraphRenderer) Refresh() { r.text.Refresh() }

// SetLook changes the size and the colour.
func (p *Paragraph) SetLook(size TextSize, color fyne.ThemeColorName) {
	style := &p.part.Style
	style.SizeName, style.TextStyle, style.ColorName = size.SizeName(), size.Style(), color
	p.text.Refresh()
}
