package widgets

import (
	"image/color"
	"io/fs"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/programconnect/programconnect/assets"
)

// Icon is a drawing of one colour of the theme.
type Icon struct {
	widget.BaseWidget
	name  string
	color fyne.ThemeColorName
	size  float32
	image *canvas.Image
	drawn iconLook // as the image was refreshed last
}

// iconLook is what the look of an icon goes by.
type iconLook struct {
	name  string
	color color.Color
}

// NewIcon returns the icon ui/name.svg in a colour of the theme and a size at 100 % (IconNormal where it is 0).
func NewIcon(name string, color fyne.ThemeColorName, size float32) *Icon {
	if size == 0 {
		size = IconNormal
	}
	i := &Icon{name: name, color: color, size: size, image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	i.ExtendBaseWidget(i)
	i.load()
	return i
}

// IconResource returns the icon ui/name.svg in a colour of the theme, for the toolkit's own widgets.
func IconResource(name string, color fyne.ThemeColorName) fyne.Resource {
	return theme.NewColoredResource(drawing("ui/"+name), color)
}

// drawing returns a drawing of the assets by its path without ".svg". A name without a drawing is an error of the
// program and shows as an empty place; a test asks for every name that the app uses.
func drawing(name string) fyne.Resource {
	data, err := fs.ReadFile(assets.Icons(), name+".svg")
	if err != nil {
		fyne.LogError("no icon "+name, err)
		data = []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 20 20"/>`)
	}
	return fyne.NewStaticResource(name+".svg", data)
}

// Set changes the drawing and its colour.
func (i *Icon) Set(name string, color fyne.ThemeColorName) {
	if i.name != name || i.color != color {
		i.name, i.color = name, color
		i.load()
		i.Refresh()
	}
}

// SetColor changes the colour.
func (i *Icon) SetColor(color fyne.ThemeColorName) { i.Set(i.name, color) }

// Name returns the name of the drawing.
func (i *Icon) Name() string { return i.name }

func (i *Icon) load() { i.image.Resource = IconResource(i.name, i.color) }

// MinSize returns the size of the icon in the interface size as it is now.
func (i *Icon) MinSize() fyne.Size { return UnitSize(i.size, i.size) }

// Refresh takes the colour of the theme as it is now. The toolkit reads a drawing anew at each refresh of its image, which
// takes longer than all else in a row of a list: so it is refreshed only when it is another one.
func (i *Icon) Refresh() {
	if now := (iconLook{i.name, ColorOf(i.color)}); now != i.drawn {
		i.drawn = now
		i.image.Refresh()
		return
	}
	canvas.Refresh(i)
}

// CreateRenderer draws the icon.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(i.image) }

// Tile is the square picture of a package type or of a kind of program.
type Tile struct {
	widget.BaseWidget
	size  float32
	image *canvas.Image
}

// Package types and kinds of programs that have a tile of their own.
const (
	TileInstaller = "type-installer"
	TileImage     = "type-image"
	TileSymbols   = "type-symbols"
	TileDocument  = "type-document"
	TileTool      = "type-tool"
	TileArchive   = "type-archive"
	TileDriver    = "type-driver"
	TileIoT       = "program-iot"
	TilePartner   = "program-partner"
	TileWeb       = "program-web"
)

// NewTile returns a tile of the assets by its name and a side at 100 % (40 where it is 0).
func NewTile(name string, side float32) *Tile {
	if side == 0 {
		side = 40
	}
	t := &Tile{size: side, image: &canvas.Image{FillMode: canvas.ImageFillContain, Resource: drawing(name)}}
	t.ExtendBaseWidget(t)
	return t
}

// SetName changes the picture to another of the assets.
func (t *Tile) SetName(name string) {
	if t.image.Resource == nil || t.image.Resource.Name() != name+".svg" {
		t.SetResource(drawing(name))
	}
}

// SetResource changes the picture to one that a program sent.
func (t *Tile) SetResource(picture fyne.Resource) {
	t.image.Resource = picture
	t.image.Refresh()
}

// Refresh draws the tile anew; its picture is the same in all themes.
func (t *Tile) Refresh() { canvas.Refresh(t) }

// MinSize returns the side of the tile in the interface size as it is now.
func (t *Tile) MinSize() fyne.Size { return UnitSize(t.size, t.size) }

// CreateRenderer draws the tile.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.image) }
