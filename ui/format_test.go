package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func TestTimeLeftHasNoSecondsBeyondAMinute(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "", 3 * time.Second: "A few seconds left", 40 * time.Second: "Less than a minute left", 70 * time.Second: "About a minute left",
		4*time.Minute + 10*time.Second: "About 4 minutes left", 65 * time.Minute: "About an hour left", 5 * time.Hour: "About 5 hours left", 72 * time.Hour: "About 3 days left",
	} {
		if got := english.leftText(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestSizesInBinaryUnits(t *testing.T) {
	for n, want := range map[int64]string{-1: "size unknown", 0: "0 bytes", 1: "1 byte", 1536: "2 KiB",
		671744: "656 KiB", 5 << 20: "5.0 MiB", 412 << 20: "412 MiB", 1 << 30: "1.00 GiB"} {
		if got := english.bytesText(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestEveryDownloadStateHasTextAndAction(t *testing.T) {
	states := []downloads.State{downloads.Queued, downloads.Checking, downloads.Downloading, downloads.Stalled,
		downloads.Retrying, downloads.Verifying,
		downloads.Finishing, downloads.Done, downloads.Paused, downloads.Stopped}
	check := func(e *downloads.Entry) {
		t.Helper()
		text := english.stateText(e)
		if text == "" || text == string(e.State) {
			t.Errorf("%s %s: %q", e.State, e.Wait, text)
		}
		for _, word := range []string{"failed", "invalid", "illegal", "please"} {
			if strings.Contains(strings.ToLower(text), word) {
				t.Errorf("%s: %q", e.State, text)
			}
		}
		action := (&downloadActions{}).main(e)
		if e.State != downloads.Finishing && (action.text == nil || action.icon == "" || action.do == nil) {
			t.Errorf("%s %s has no action", e.State, e.Wait)
		}
	}
	for _, state := range states {
		check(&downloads.Entry{State: state, Size: 1 << 30, Done: 412 << 20})
		check(&downloads.Entry{State: state, Size: -1})
	}
	for _, wait := range []downloads.Wait{downloads.WaitSignIn, downloads.WaitTerms, downloads.WaitAccess,
		downloads.WaitNetwork, downloads.WaitDisk, downloads.WaitHour} {
		check(&downloads.Entry{State: downloads.Waiting, Wait: wait, Size: 10, Done: 1})
	}
	e := &downloads.Entry{State: downloads.Retrying, Size: 1 << 30, Done: 412 << 20, RetryIn: 8 * time.Second,
		Fault: &fault.Error{Title: i18n.Verbatim("Can't reach the download server.")}}
	if got := english.stateText(e); got != "Can't reach the download server. Retrying in 8 s. · 412 MiB of 1.00 GiB" {
		t.Errorf("got %q", got)
	}
}

func TestSpeedLimitRoundTrip(t *testing.T) {
	for _, c := range []struct {
		text string
		want int64
	}{{"", 0}, {"2", 2 << 20}, {"0.5", 512 << 10}, {" 1,5 ", 3 << 19}} {
		got, ok := parseLimit(c.text)
		if !ok || got != c.want {
			t.Errorf("%q: %d, %v", c.text, got, ok)
		}
		if again, ok := parseLimit(limitText(got)); !ok || (got > 0 && again != got) {
			t.Errorf("%d becomes %d", got, again)
		}
	}
	for _, text := range []string{"-1", "fast", "0.0001", "1e9", "NaN"} {
		if _, ok := parseLimit(text); ok {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestMayOpenHTTPSAndLoopbackOnly(t *testing.T) {
	for _, good := range []string{"https://example.com/x?y=z", "http://127.0.0.1:8080/", "http://localhost/",
		"http://[::1]:9/"} {
		if !mayOpen(good) {
			t.Errorf("%s is refused", good)
		}
	}
	for _, bad := range []string{"", "x", "http://example.com", "file:///etc/passwd", "javascript:alert(1)", "https://",
		"https://a:b@example.com", "http://127.0.0.1.example.com/", "smb://x/y"} {
		if mayOpen(bad) {
			t.Errorf("%s is opened", bad)
		}
	}
}

func TestReadDeepLink(t *testing.T) {
	for link, want := range map[string]string{"program-connect://sample": "sample|",
		"program-connect://sample/packages/iot-1": "sample|iot-1", "program-connect://sample/packages/": "sample|"} {
		name, pack, ok := readDeepLink(link)
		if !ok || name+"|"+pack != want {
			t.Errorf("%s: %s|%s %v", link, name, pack, ok)
		}
	}
	for _, bad := range []string{"https://sample/packages/x", "program-connect:///packages/x",
		"program-connect://u@sample/packages/x", "program-connect://sample/accept/x", "program-connect://sample/packages/a/b"} {
		if _, _, ok := readDeepLink(bad); ok {
			t.Errorf("%s is taken", bad)
		}
	}
}

func TestPackageFilter(t *testing.T) {
	now := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	all := []api.Package{
		{ID: "a", Title: "Board Support", Type: "installer", Version: "1.0", Status: api.PackagePublished,
			Modified: now.AddDate(0, -2, 0), Files: []api.File{{Name: "Setup.msi", Size: 10}}},
		{ID: "b", Title: "Disk Image", Type: "image", Version: "2.0", Engagement: "e", Status: api.PackagePublished,
			Modified: now, Files: []api.File{{Name: "image.iso", Size: 100}}},
		{ID: "c", Title: "Old Image", Type: "image", Status: api.PackageExpired, Modified: now.AddDate(-1, 0, 0)},
		{ID: "d", Title: "Past", Type: "tool", Status: api.PackagePublished, Expires: now.AddDate(0, 0, -1)},
	}
	for _, c := range []struct {
		filter packageFilter
		want   string
	}{
		{packageFilter{}, "ba"}, {packageFilter{order: byTitle},
			"ab"}, {packageFilter{order: largestFirst, expired: true}, "bacd"},
		{packageFilter{text: "SETUP board"}, "a"}, {packageFilter{kind: "image"},
			"b"}, {packageFilter{kind: "image", expired: true}, "bc"},
		{packageFilter{engagement: "e"}, "b"}, {packageFilter{text: "nothing"}, ""},
	} {
		got := ""
		for _, row := range newPackageIndex(all).find(c.filter, now) {
			got += all[row.lead()].ID
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.filter, got, c.want)
		}
	}
}
