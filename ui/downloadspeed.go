package ui

import (
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/ui/widgets"
)

// speedLog keeps the speed of the last minute, one point a second: of all downloads together, and of each that runs. It goes
// on while other screens are shown, so that the line is whole when the person comes back.
type speedLog struct {
	at   time.Time // second of the last point
	all  []float64
	each map[downloads.ID][]float64
}

// note takes a snapshot in. The points that it returned before are never changed.
func (l *speedLog) note(q *downloads.Snapshot, now time.Time) {
	second := now.Truncate(time.Second)
	if !second.After(l.at) {
		return
	}
	missed := int(second.Sub(l.at)/time.Second) - 1
	if l.at.IsZero() || missed >= widgets.SpeedPoints {
		*l = speedLog{}
		missed = 0
	}
	l.at = second
	l.all = withPoint(l.all, missed, q.Rate)
	each := map[downloads.ID][]float64{}
	for _, e := range q.Entries {
		if e.State.Active() {
			each[e.ID] = withPoint(l.each[e.ID], missed, e.Rate)
		}
	}
	l.each = each
}

// withPoint returns points with zeros for the seconds missed and a new point, at most a minute of them.
func withPoint(points []float64, missed int, point float64) []float64 {
	next := make([]float64, 0, widgets.SpeedPoints)
	next = append(next, points...)
	if len(points) > 0 {
		next = append(next, make([]float64, missed)...)
	}
	next = append(next, point)
	return next[max(len(next)-widgets.SpeedPoints, 0):]
}

// average returns the mean of points.
func average(points []float64) float64 {
	sum := 0.0
	for _, point := range points {
		sum += point
	}
	return sum / float64(max(len(points), 1))
}
