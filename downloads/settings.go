package downloads

import (
	"slices"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// checked fills in the defaults and checks that the values are in range.
func (s Settings) checked() (Settings, *fault.Error) {
	bounds := SettingBounds()
	for _, f := range []struct {
		name  string
		value *int
		Bounds
	}{{"parallel", &s.Parallel, bounds.Parallel}, {"connections", &s.Connections, bounds.Connections}, {"per_host", &s.PerHost, bounds.PerHost}, {"tries", &s.Tries, bounds.Tries}} {
		if *f.value == 0 {
			*f.value = f.Usual
		}
		if *f.value < f.Least || *f.value > f.Most {
			return s, wrongSettingFault(f.name, f.Most)
		}
	}
	if s.LimitRate < 0 {
		return s, wrongLimitFault("limit_rate")
	}
	for _, h := range s.QuietHours {
		if h.From < 0 || h.From >= 24*60 || h.To < 0 || h.To > 24*60 {
			return s, wrongHoursFault()
		}
	}
	s.QuietHours = slices.Clone(s.QuietHours)
	return s, nil
}

// contains reports whether a moment lies in the hours.
func (h Hours) contains(now time.Time) bool {
	minute := now.Hour()*60 + now.Minute()
	on := func(d time.Weekday) bool { return len(h.Days) == 0 || slices.Contains(h.Days, d) }
	if h.From <= h.To {
		return on(now.Weekday()) && minute >= h.From && minute < h.To
	}
	return minute >= h.From && on(now.Weekday()) || minute < h.To && on(now.AddDate(0, 0, -1).Weekday())
}

// quietAt reports whether nothing may be fetched at a moment.
func (s Settings) quietAt(now time.Time) bool {
	return slices.ContainsFunc(s.QuietHours, func(h Hours) bool { return h.contains(now.Local()) })
}

// filled puts the defaults where nothing was set.
func (t Tuning) filled() Tuning {
	span := func(d *time.Duration, usual time.Duration) {
		if *d <= 0 {
			*d = usual
		}
	}
	size := func(n *int64, usual int64) {
		if *n <= 0 {
			*n = usual
		}
	}
	span(&t.StallAfter, 15*time.Second)
	span(&t.SlowFor, time.Minute)
	span(&t.HeaderTimeout, 15*time.Second)
	span(&t.Backoff, 500*time.Millisecond)
	span(&t.MaxBackoff, time.Minute)
	span(&t.MaxRetryAfter, time.Hour)
	span(&t.NetworkWait, 5*time.Minute)
	span(&t.DiskWait, 5*time.Second)
	span(&t.CheckpointEvery, 500*time.Millisecond)
	span(&t.SleepTick, 5*time.Second)
	size(&t.SlowRate, 1<<10)
	size(&t.CheckpointBytes, 12<<20)
	size(&t.Window, 32<<20)
	size(&t.Reserve, 32<<20)
	size(&t.Vain, 64<<20)
	if t.Buffer <= 0 {
		t.Buffer = 512 << 10
	}
	return t
}
