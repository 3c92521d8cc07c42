package ui

import (
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/ui/widgets"
)

// someDownloads is a queue with a download of each kind, as it might be on a day.
func someDownloads(now time.Time) *downloads.Snapshot {
	const mib = 1 << 20
	connections := func(n int) []downloads.Connection {
		var all []downloads.Connection
		for i := range n {
			from := int64(420+8*i) * mib
			all = append(all, downloads.Connection{Number: i + 1, Host: "images.fabrikam.example", From: from, To: from + 32*mib,
				At: from + int64(24-6*i)*mib, Rate: float64(14-i) * mib / 10, State: downloads.ConnectionReceiving})
		}
		return all
	}
	q := &downloads.Snapshot{Version: 1, Running: 1, Queued: 1, Waiting: 1, Paused: 1, Stopped: 1, Completed: 2, Rate: 5 * mib,
		Entries: []*downloads.Entry{
			{ID: 1, Title: "Windows Developer Program for IoT 1.1", Name: "WindowsDeveloperProgramforIoT.msi", Source: "iot/client/a.msi",
				State: downloads.Done, Verified: true, Size: 268 << 10, Done: 268 << 10, Finished: now.Add(-time.Hour), Path: "/d/a.msi", Dir: "/d"},
			{ID: 2, Title: "Board guide.pdf", Name: "Board guide.pdf", State: downloads.Done, Verified: true, Size: 41 * mib / 10,
				Finished: now.Add(-24 * time.Hour), Path: "/d/g.pdf", Dir: "/d"},
			{ID: 3, Title: "Early build 1.2-preview.3", Name: "early-build.exe", Source: "iot/early/early-build.exe", State: downloads.Waiting,
				Wait: downloads.WaitTerms, Size: 9 * mib, Fault: &fault.Error{Kind: fault.Terms, Title: i18n.Verbatim("Preview terms wait for your answer."),
					Agreement: "preview"}},
			{ID: 4, Title: "toolchain-arm64.tar.xz", Name: "toolchain-arm64.tar.xz", Origin: "https://files.contoso.example/toolchain",
				State: downloads.Stopped, Size: 640 * mib, Done: 212 * mib, Committed: 212 * mib, Dir: `C:\Users\rita\Downloads`, Added: now.Add(-48 * time.Hour),
				Fault: &fault.Error{Kind: fault.Permission, Code: "downloads.forbidden", Title: i18n.Verbatim("The link ran out on 28 November."),
					Cause: i18n.Verbatim("The link may have expired, or it needs a sign-in."), Safe: i18n.Verbatim("What has arrived is kept."),
					Steps: []i18n.Text{i18n.Verbatim("Copy a fresh link from the page it came from.")}, Correlation: "7f31-c09a"}},
			{ID: 5, Title: "Board image 1.1.0", Name: "iot-board.img", Source: "iot/board/iot-board.img", State: downloads.Downloading, Size: 1 << 30,
				Done: 420 * mib, Committed: 404 * mib, Rate: 5 * mib, Left: 2 * time.Minute, Connections: connections(4), Dir: "/home/rita/Downloads",
				Origin: "https://iot.fabrikam.example/packages/board/iot-board.img", Added: now,
				SHA256: "8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92"},
			{ID: 6, Title: "Documents 2026.2", Name: "documents.pdf", Source: "iot/docs/documents.pdf", State: downloads.Queued, Size: 1229},
			{ID: 7, Title: "Debug symbols 1.1.0", Name: "symbols.zip", Source: "iot/symbols/symbols.zip", State: downloads.Paused, Size: 9 * mib,
				Done: 32 * mib / 10, Committed: 32 * mib / 10},
		}}
	return q
}

// speedsOfAMinute fills the log of speeds.
func speedsOfAMinute(s *Shell, q *downloads.Snapshot, now time.Time) {
	for i := range widgets.SpeedPoints {
		next := *q
		next.Rate = q.Rate * (0.7 + 0.3*float64((i*7)%11)/11)
		s.speeds.note(&next, now.Add(time.Duration(i-widgets.SpeedPoints)*time.Second))
	}
}

func TestPicturesOfDownloads(t *testing.T) {
	if os.Getenv(picturesFolder) == "" {
		t.Skip("looked at by people: " + picturesFolder + " names a folder")
	}
	for _, c := range []struct {
		name, theme   string
		width, height float32
		choose        []string
		details       bool
	}{
		{"06-downloads-light", widgets.ThemeLight, 1280, 832, []string{"5"}, false},
		{"06-downloads-dark", widgets.ThemeDark, 1280, 832, []string{"5"}, false},
		{"06-downloads-several-light", widgets.ThemeLight, 1280, 832, []string{"5", "6", "7"}, false},
		{"07-downloads-900x600-light", widgets.ThemeLight, 900, 600, []string{"5"}, false},
		{"07-downloads-900x600-dark", widgets.ThemeDark, 900, 600, []string{"5"}, false},
		{"13-downloads-640x416-light", widgets.ThemeLight, 640, 416, nil, false},
		{"13-downloads-640x416-dark", widgets.ThemeDark, 640, 416, nil, false},
		{"14-download-stopped-900x600-light", widgets.ThemeLight, 900, 600, []string{"4"}, true},
		{"14-download-stopped-900x600-dark", widgets.ThemeDark, 900, 600, []string{"4"}, true},
	} {
		r := newRig(t, newWorld(t, as(authority.AddressRita)).app)
		r.theme(c.theme)
		r.shell.win.Resize(fyne.NewSize(c.width, c.height))
		r.asReady()
		r.shell.view.Now = time.Date(2026, 11, 29, 13, 32, 0, 0, time.Local)
		r.shell.view.Queue = someDownloads(r.shell.view.Now)
		speedsOfAMinute(r.shell, r.shell.view.Queue, r.shell.view.Now)
		r.shell.goTo(areaDownloads)
		w := r.shell.screen.(*downloadsScreen)
		w.list.Select("")
		switch {
		case len(c.choose) == 1:
			w.list.Select(c.choose[0])
		case len(c.choose) > 1:
			w.choose(c.choose)
		}
		if c.details {
			w.showDetails()
		}
		r.picture(c.name, c.width, c.height)
	}
}
