package widgets

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

func hypot(x, y float32) float32 { return float32(math.Hypot(float64(x), float64(y))) }

// SpeedConfig is what a speed line shows: one point a second, the newest last, and the limit in the same measure, 0
// being none. Label is the sentence that a screen reader says.
type SpeedConfig struct {
	Points []float64
	Limit  float64
	Height float32 // 60 where it is 0
	Bare   bool    // no lines at quarters: in a summary
	Label  string
}

// SpeedPoints is how many points a speed line shows.
const SpeedPoints = 60

// SpeedLine is the line of the last minute's speed.
type SpeedLine struct {
	widget.BaseWidget
	cfg    SpeedConfig
	raster *raster
}

// NewSpeedLine returns a speed line.
func NewSpeedLine(cfg SpeedConfig) *SpeedLine {
	if cfg.Height == 0 {
		cfg.Height = 60
	}
	s := &SpeedLine{cfg: cfg}
	s.raster = newRaster(s.paint)
	s.ExtendBaseWidget(s)
	return s
}

// Set changes the points, the limit and the sentence. The points are kept: do not change them.
func (s *SpeedLine) Set(points []float64, limit float64, label string) {
	s.cfg.Points, s.cfg.Limit, s.cfg.Label = points, limit, label
	s.Refresh()
}

// MinSize returns the least room.
func (s *SpeedLine) MinSize() fyne.Size { return UnitSize(96, s.cfg.Height) }

// Refresh draws the line anew.
func (s *SpeedLine) Refresh() { s.raster.Refresh() }

// AccessibilityLabel returns the sentence.
func (s *SpeedLine) AccessibilityLabel() string { return s.cfg.Label }

// AccessibilityRole returns that it is a text.
func (s *SpeedLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the line.
func (s *SpeedLine) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(s.raster.Raster)
}

// paint draws the lines at quarters, the soft ground, the line, the limit and the dot at the newest point.
func (s *SpeedLine) paint(picture *image.NRGBA, pixels float32) {
	points := s.cfg.Points
	if len(points) > SpeedPoints {
		points = points[len(points)-SpeedPoints:]
	}
	pixel := pixels * Unit(1)
	width, height := picture.Rect.Dx(), picture.Rect.Dy()
	if !s.cfg.Bare {
		thick := max(int(pixels+0.5), 1)
		for quarter := 1; quarter < 4; quarter++ {
			y := height * quarter / 4
			fill(picture, image.Rect(0, y, width, y+thick), nrgba(ColorLine))
		}
	}
	if len(points) < 2 {
		return
	}
	curve := curveOf(points, s.cfg.Limit, width, height, pixel)
	s.paintCurve(picture, curve, pixel)
	s.paintLimit(picture, points, pixel)
	disc(picture, float32(width)-3*pixel, curve.at(float32(width)-3*pixel), 3*pixel, nrgba(ColorAccent))
}

// paintCurve draws the ground under the curve and the line of 1.5.
func (s *SpeedLine) paintCurve(picture *image.NRGBA, curve curve, pixel float32) {
	soft, line := nrgba(ColorAccentSoft), nrgba(ColorAccent)
	half := max(0.75*pixel, 0.5)
	for x := int(curve.from); x < picture.Rect.Dx(); x++ {
		middle := float32(x) + 0.5
		y := curve.at(middle)
		fill(picture, image.Rect(x, int(y+0.5), x+1, picture.Rect.Dy()), soft)
		slope := curve.at(middle+0.5) - curve.at(middle-0.5)
		reach := half * hypot(1, slope)
		reach = max(reach, abs(slope)/2)
		for row := int(y - reach - 1); row <= int(y+reach+1); row++ {
			covered := min(float32(row+1), y+reach) - max(float32(row), y-reach)
			blend(picture, x, row, line, covered)
		}
	}
}

// paintLimit draws the limit as a row of small rectangles.
func (s *SpeedLine) paintLimit(picture *image.NRGBA, points []float64, pixel float32) {
	if s.cfg.Limit <= 0 {
		return
	}
	y := int(heightOf(s.cfg.Limit, highest(points, s.cfg.Limit), picture.Rect.Dy(), pixel))
	step, dash, thick := max(int(8*pixel), 2), max(int(4*pixel), 1), max(int(pixel+0.5), 1)
	for x := 0; x < picture.Rect.Dx(); x += step {
		fill(picture, image.Rect(x, y, x+dash, y+thick), nrgba(ColorEdge))
	}
}

// curve is a line through points in pixels; it ends at the right edge and begins where the oldest point lies.
type curve struct {
	from, step float32
	heights    []float32
}

func curveOf(points []float64, limit float64, width, height int, pixel float32) curve {
	c := curve{step: float32(width) / (SpeedPoints - 1)}
	c.from = max(float32(width)-c.step*float32(len(points)-1), 0)
	most := highest(points, limit)
	for _, point := range points {
		c.heights = append(c.heights, heightOf(point, most, height, pixel))
	}
	return c
}

// at returns the height of the line at an x.
func (c curve) at(x float32) float32 {
	place := max((x-c.from)/c.step, 0)
	i := int(place)
	if i >= len(c.heights)-1 {
		return c.heights[len(c.heights)-1]
	}
	return c.heights[i] + (c.heights[i+1]-c.heights[i])*(place-float32(i))
}

// heightOf returns where a value stands, from the top, with room for the dot above the highest.
func heightOf(value, most float64, height int, pixel float32) float32 {
	room := float32(height) - 5*pixel
	return float32(height) - pixel - room*float32(value/most)
}

func highest(points []float64, limit float64) float64 {
	most := max(limit, 1)
	for _, point := range points {
		most = max(most, point)
	}
	return most
}

func abs(x float32) float32 { return max(x, -x) }

// disc fills a circle with a smooth edge.
func disc(picture *image.NRGBA, x, y, radius float32, c color.NRGBA) {
	for row := int(y - radius - 1); row <= int(y+radius+1); row++ {
		for column := int(x - radius - 1); column <= int(x+radius+1); column++ {
			blend(picture, column, row, c, radius-hypot(float32(column)+0.5-x, float32(row)+0.5-y)+0.5)
		}
	}
}
