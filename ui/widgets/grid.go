package widgets

import "math"

// onGrid puts a measure on whole units, so that lines stay sharp.
func onGrid(n float32) float32 { return float32(math.Round(float64(n))) }
