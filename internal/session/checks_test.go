package session

import (
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/i18n"
)

// dateServer passes requests on and sets the Date of the answers.
type dateServer struct{ off time.Duration }

func (d dateServer) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		answer.Header.Set("Date", time.Now().Add(d.off).UTC().Format(http.TimeFormat))
		if d.off == never {
			answer.Header.Del("Date")
		}
	}
	return answer, err
}

const never = time.Duration(-1)

func TestChecksWorkWithNobodySignedIn(t *testing.T) {
	defer http.DefaultTransport.(*http.Transport).CloseIdleConnections() //nolint:forcetypeassert // it is one
	st := newStage(t)
	s := st.session(t)
	for _, check := range []guide.Check{guide.ServiceReachable, guide.ClockRight, guide.DiskRoom} {
		if o := s.Check(t.Context(), check); o.State != guide.Passed {
			t.Errorf("%s is %s: %s", check, o.State, o.Detail)
		}
	}
	for off, want := range map[time.Duration]string{
		366 * 24 * time.Hour:  "about a year behind",
		-366 * 24 * time.Hour: "about a year ahead",
		-26 * time.Hour:       "about 26 hours ahead",
		-20 * time.Minute:     "about 20 minutes ahead",
	} {
		st.opts.Transport = dateServer{off}
		if o := s.Check(t.Context(), guide.ClockRight); o.State != guide.Open || !strings.Contains(o.Detail.String(), want) {
			t.Errorf("%v off: %s: %s", off, o.State, o.Detail)
		}
	}
	st.opts.Transport = dateServer{never}
	if o := s.Check(t.Context(), guide.ClockRight); o.State != guide.Unknown || !strings.Contains(o.Detail.String(), "phone") {
		t.Errorf("without a Date: %s: %s", o.State, o.Detail)
	}
}

func TestClockCheckInEachLanguage(t *testing.T) {
	defer http.DefaultTransport.(*http.Transport).CloseIdleConnections() //nolint:forcetypeassert // it is one
	st := newStage(t)
	s := st.session(t)
	st.opts.Transport = dateServer{-366 * 24 * time.Hour}
	o := s.Check(t.Context(), guide.ClockRight)
	for tag, want := range map[string]string{"de": "etwa ein Jahr vor", "fi": "noin vuoden edellä", "ja": "約 1 年進んで"} {
		if got := i18n.For(tag).Text(o.Detail); !strings.Contains(got, want) {
			t.Errorf("%s: %s", tag, got)
		}
	}
}

func TestDiskCheckOfAFolderThatIsNotThereYet(t *testing.T) {
	st := newStage(t)
	s := st.session(t)
	settings := st.Settings.Now()
	settings.Folder = filepath.Join(st.home, "not", "there", "yet")
	if err := st.SetSettings(settings); err != nil {
		t.Fatal(err)
	}
	if o := s.Check(t.Context(), guide.DiskRoom); o.State != guide.Passed {
		t.Errorf("it is %s: %s", o.State, o.Detail)
	}
	st.opts.Downloads.Space = func(string) (int64, error) { return 0, errors.New("no") }
	if o := s.Check(t.Context(), guide.DiskRoom); o.State != guide.Unknown || o.Detail.IsZero() {
		t.Errorf("it is %s: %s", o.State, o.Detail)
	}
}
