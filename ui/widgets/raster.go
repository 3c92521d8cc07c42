package widgets

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// raster is a canvas.Raster that draws into one kept picture.
type raster struct {
	*canvas.Raster
	picture *image.NRGBA
}

// newRaster returns a raster that calls paint with a cleared picture and the pixels a unit.
func newRaster(paint func(picture *image.NRGBA, pixels float32)) *raster {
	r := &raster{}
	r.Raster = canvas.NewRaster(func(width, height int) image.Image {
		if r.picture == nil || r.picture.Rect.Dx() != width || r.picture.Rect.Dy() != height {
			r.picture = image.NewNRGBA(image.Rect(0, 0, width, height))
		}
		clear(r.picture.Pix)
		if size := r.Size(); size.Width > 0 && width > 0 {
			paint(r.picture, float32(width)/size.Width)
		}
		return r.picture
	})
	r.ScaleMode = canvas.ImageScalePixels
	return r
}

// nrgba returns a colour of the theme as it is now.
func nrgba(name fyne.ThemeColorName) color.NRGBA {
	return color.NRGBAModel.Convert(ColorOf(name)).(color.NRGBA)
}

// fill fills a rectangle of pixels.
func fill(picture *image.NRGBA, at image.Rectangle, c color.NRGBA) {
	draw.Draw(picture, at, image.NewUniform(c), image.Point{}, draw.Src)
}

// blend lays a colour over a pixel by a part of it.
func blend(picture *image.NRGBA, x, y int, c color.NRGBA, part float32) {
	if !image.Pt(x, y).In(picture.Rect) || part <= 0 {
		return
	}
	under := picture.NRGBAAt(x, y)
	part = min(part, 1)
	if under.A == 0 {
		c.A = uint8(float32(c.A) * part)
		picture.SetNRGBA(x, y, c)
		return
	}
	mix := func(a, b uint8) uint8 { return uint8(float32(a) + (float32(b)-float32(a))*part + 0.5) }
	picture.SetNRGBA(x, y, color.NRGBA{R: mix(under.R, c.R), G: mix(under.G, c.G), B: mix(under.B, c.B), A: max(under.A, uint8(255*part))})
}

// roundedFill fills a rectangle with round corners, in pixels, with smooth edges.
func roundedFill(picture *image.NRGBA, at image.Rectangle, radius float32, c color.NRGBA) {
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			blend(picture, x, y, c, cornerPart(at, radius, x, y))
		}
	}
}

// cornerPart returns how much of a pixel lies within a rectangle with round corners.
func cornerPart(at image.Rectangle, radius float32, x, y int) float32 {
	dx := max(float32(at.Min.X)+radius-(float32(x)+0.5), float32(x)+0.5-(float32(at.Max.X)-radius), 0)
	dy := max(float32(at.Min.Y)+radius-(float32(y)+0.5), float32(y)+0.5-(float32(at.Max.Y)-radius), 0)
	if dx == 0 || dy == 0 {
		return 1
	}
	return min(max(radius-hypot(dx, dy)+0.5, 0), 1)
}
