package downloads

import (
	"math"
	"time"
)

// meter makes a rate and a time left that do not jump: two averages over time, a quick one for the rate and a
// slow one for the time left, each true from its first sample on.
type meter struct {
	at      time.Time
	bytes   int64
	quick   average
	slow    average
	left    time.Duration
	leftSet time.Time
}

// average is an exponential average over time, corrected for its short past.
type average struct{ sum, weight float64 }

func (a *average) add(rate float64, dt, over time.Duration) {
	keep := math.Exp(-dt.Seconds() / over.Seconds())
	a.sum = a.sum*keep + rate*(1-keep)
	a.weight = a.weight*keep + (1 - keep)
}

func (a *average) value() float64 {
	if a.weight == 0 {
		return 0
	}
	return a.sum / a.weight
}

// sample takes the bytes done so far.
func (m *meter) sample(bytes, size int64, now time.Time) {
	if m.at.IsZero() {
		m.at, m.bytes = now, bytes
		return
	}
	dt := now.Sub(m.at)
	if dt < 20*time.Millisecond {
		return
	}
	rate := float64(max(bytes-m.bytes, 0)) / dt.Seconds()
	m.at, m.bytes = now, bytes
	m.quick.add(rate, dt, 3*time.Second)
	m.slow.add(rate, dt, 12*time.Second)
	m.estimate(size-bytes, now)
}

// estimate moves the time left towards what the slow average says: at once when it is far off, else gently, and
// it runs down with the clock in between.
func (m *meter) estimate(missing int64, now time.Time) {
	rate := m.slow.value()
	if missing <= 0 || rate < 1 {
		m.left = 0
		return
	}
	fresh := time.Duration(min(float64(missing)/rate, 1e6) * float64(time.Second))
	if m.left == 0 {
		m.left, m.leftSet = fresh, now
		return
	}
	expected := max(m.left-now.Sub(m.leftSet), 0)
	pull := 0.05
	if fresh > 2*expected || expected > 2*fresh {
		pull = 0.3
	}
	m.left, m.leftSet = expected+time.Duration(pull*float64(fresh-expected)), now
}

func (m *meter) rate() float64 { return m.quick.value() }

// remaining is the time left in whole seconds above ten, so that the last digits do not flicker.
func (m *meter) remaining() time.Duration {
	if m.left > 10*time.Second {
		return m.left.Round(time.Second)
	}
	return m.left.Round(100 * time.Millisecond)
}

// reset forgets what was; a new run begins.
func (m *meter) reset() { *m = meter{} }
