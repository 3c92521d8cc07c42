package downloads

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestASpeedLimitIsKeptWithinThreePercentAndSharedFairly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const rate = 1 << 20
		common := &throttle{rate: rate}
		many, one := newLane(common, 0), newLane(common, 0)
		ctx := t.Context()
		got := map[*lane]*int64{many: new(int64), one: new(int64)}
		end := time.Now().Add(10 * time.Second)
		worker := func(l *lane) {
			for time.Now().Before(end) {
				n, err := l.pass(ctx, 256<<10, func(bool) {})
				if err != nil {
					t.Error(err)
					return
				}
				*got[l] += int64(n) // one at a time holds the lane's turn; synctest runs them in turn
			}
		}
		go worker(one)
		go worker(many)
		time.Sleep(11 * time.Second)
		synctest.Wait()
		sum := *got[many] + *got[one]
		if sum < rate*10*97/100 || sum > rate*10*103/100 {
			t.Errorf("%d bytes in 10 s at %d a second", sum, rate)
		}
		if share := float64(*got[one]) / float64(sum); share < 0.48 || share > 0.52 {
			t.Errorf("one download got %.2f of the rate", share)
		}
	})
}

func TestWhatWasNotUsedOfALimitIsGivenBack(t *testing.T) {
	now := time.Now()
	l := &throttle{rate: 1000}
	_ = l.take(1000, now)
	l.giveBack(900)
	if d := l.take(1, now); d < 90*time.Millisecond || d > 110*time.Millisecond {
		t.Errorf("waits %v", d)
	}
}

func TestTheTimeLeftDoesNotJump(t *testing.T) {
	var m meter
	now := time.Now()
	const size = 100 << 20
	var bytes int64
	last := time.Duration(0)
	for i := range 300 { // a minute of 1 MiB/s that comes in bursts
		now = now.Add(200 * time.Millisecond)
		if i%5 == 0 {
			bytes += 1 << 20
		}
		m.sample(bytes, size, now)
		left := m.remaining()
		if i > 50 && (left > last+3*time.Second || left < last-3*time.Second) {
			t.Fatalf("after %d samples: from %v to %v", i, last, left)
		}
		last = left
	}
	want := time.Duration(float64(size-bytes)/float64(1<<20)) * time.Second
	if last < want*8/10 || last > want*12/10 {
		t.Errorf("%v left, not %v", last, want)
	}
	if r := m.rate(); r < 0.6*(1<<20) || r > 1.4*(1<<20) {
		t.Errorf("%.0f bytes a second", r)
	}
}

func TestQuietHoursMaySpanMidnight(t *testing.T) {
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, time.Local) }
	night := Hours{From: 22 * 60, To: 6 * 60, Days: []time.Weekday{time.Friday}} // 20 November 2026 is one
	for when, want := range map[time.Time]bool{at(20, 21, 59): false, at(20, 22, 0): true, at(21, 5, 59): true, at(21, 6, 0): false, at(21, 23, 0): false, at(20, 5, 0): false} {
		if night.contains(when) != want {
			t.Errorf("%v: %v", when, !want)
		}
	}
	s := Settings{QuietHours: []Hours{{From: 12 * 60, To: 13 * 60}}}
	if !s.quietAt(at(20, 12, 30)) || s.quietAt(at(20, 13, 0)) {
		t.Error("an hour of a day")
	}
}
