package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
)

// The ground of a main button, in light and dark. A screen has at most one.
var mainGround = []color.RGBA{{0x24, 0x56, 0xCF, 0xFF}, {0x3A, 0x67, 0xE0, 0xFF}}

// The least size of a button; bars in the same colour are lower.
const (
	leastWide = 48
	leastHigh = 24
)

// mainButton returns the middle of the main button on a picture of the screen. It is looked for from below.
func mainButton(name string) (image.Point, error) {
	file, err := os.Open(name) //nolint:gosec // named on the command line
	if err != nil {
		return image.Point{}, err
	}
	defer func() { _ = file.Close() }()
	screen, err := png.Decode(file)
	if err != nil {
		return image.Point{}, err
	}
	b := screen.Bounds()
	for y := b.Max.Y - 1; y >= b.Min.Y; y-- {
		for x := b.Min.X; x < b.Max.X-leastWide; x++ {
			if found, ok := groundAt(screen, x, y); ok {
				return found, nil
			}
		}
	}
	return image.Point{}, fmt.Errorf("there is no main button on %s", name)
}

func printButton(name string) error {
	at, err := mainButton(name)
	if err == nil {
		fmt.Println(at.X, at.Y)
	}
	return err
}

// groundAt reports whether a row of a main button's ground begins here, the lowest one that is wide enough, and returns the
// button's middle.
func groundAt(screen image.Image, x, y int) (image.Point, bool) {
	ground, ok := isGround(screen.At(x, y))
	if !ok {
		return image.Point{}, false
	}
	right := x
	for right < screen.Bounds().Max.X && same(screen.At(right, y), ground) {
		right++
	}
	top := y
	for top >= screen.Bounds().Min.Y && same(screen.At(x+4, top), ground) {
		top--
	}
	if right-x < leastWide || y-top < leastHigh {
		return image.Point{}, false
	}
	return image.Pt((x+right)/2, (top+y)/2), true
}

func isGround(c color.Color) (color.RGBA, bool) {
	for _, ground := range mainGround {
		if same(c, ground) {
			return ground, true
		}
	}
	return color.RGBA{}, false
}

func same(c color.Color, want color.RGBA) bool {
	r, g, b, _ := c.RGBA()
	return uint8(r>>8) == want.R && uint8(g>>8) == want.G && uint8(b>>8) == want.B
}
