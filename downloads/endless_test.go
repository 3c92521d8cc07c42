package downloads

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// broken serves a file without ranges, and its answers never come to their end.
type broken struct {
	data  []byte
	after int  // bytes of each answer
	told  bool // with a length
	how   func(*http.Request) error
	asked int
}

func (s *broken) RoundTrip(r *http.Request) (*http.Response, error) {
	s.asked++
	length := int64(-1)
	if s.told {
		length = int64(len(s.data))
	}
	return &http.Response{StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, ContentLength: length, Request: r,
		Body: io.NopCloser(&breaking{data: s.data[:s.after], end: func() error { return s.how(r) }})}, nil
}

type breaking struct {
	data []byte
	end  func() error
}

func (b *breaking) Read(p []byte) (int, error) {
	if len(b.data) == 0 {
		return 0, b.end()
	}
	n := copy(p, b.data)
	b.data = b.data[n:]
	return n, nil
}

// TestFetchInVainHasAnEnd: without a bound a server that always ends early sent 4.9 GB of a file of 3 MB.
func TestFetchInVainHasAnEnd(t *testing.T) {
	const size, after = 3 << 20, 2 << 20
	data, sum := content(size, 65)
	early := func(*http.Request) error { return io.ErrUnexpectedEOF }
	silence := func(r *http.Request) error { <-r.Context().Done(); return r.Context().Err() }
	for name, s := range map[string]*broken{
		"ends early":            {told: true, how: early},
		"ends early, chunked":   {how: early},
		"falls silent":          {told: true, how: silence},
		"falls silent, chunked": {how: silence},
	} {
		for _, spec := range []Spec{{Size: size, SHA256: sum}, {Size: -1}} {
			t.Run(name, func(t *testing.T) {
				dir := t.TempDir()
				synctest.Test(t, func(t *testing.T) {
					s := *s
					s.data, s.after = data, after
					most := int64(64 << 20)
					tuning := Tuning{}
					if !long() && (name != "ends early" || spec.SHA256 == "") {
						most, tuning.Vain = 16<<20, 16<<20 // the same, sooner
					}
					q := openQueue(t, Config{HTTP: &s, Settings: Settings{Tries: 4}, Tuning: tuning})
					spec.URL, spec.Dir = "https://host.example/file.bin", dir
					id := add(t, q, spec)[0]
					began := time.Now()
					e := within(t, q, 3*time.Minute, func(s *Snapshot) bool { return s.Entry(id).Wait == WaitNetwork || s.Entry(id).State == Stopped }).Entry(id)
					if e.Tries != 4 || s.asked > 5 {
						t.Errorf("%d tries were counted, %d requests sent, until it waits", e.Tries, s.asked)
					}
					e = within(t, q, 24*time.Hour, func(s *Snapshot) bool { return s.Entry(id).State == Stopped }).Entry(id)
					if e.Fault == nil || e.Fault.Code != "downloads.endless" || e.Fault.Kind != fault.Network {
						t.Errorf("%+v", e.Fault)
					}
					if e.Fetched > size+most+2*after || e.Fetched < most {
						t.Errorf("%d bytes were fetched in %v", e.Fetched, time.Since(began))
					}
					if err := q.Retry(id); err != nil {
						t.Fatal(err)
					}
					if e := q.Snapshot().Entry(id); e.State == Stopped {
						t.Error("it can't be tried again")
					}
					if err := q.Cancel(id); err != nil {
						t.Fatal(err)
					}
				})
			})
		}
	}
}

// within waits so long, in synctest's time, for a snapshot that is so.
func within(t *testing.T, q *Queue, most time.Duration, so func(*Snapshot) bool) *Snapshot {
	t.Helper()
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if s := q.Snapshot(); so(s) {
			return s
		}
	}
	for _, e := range q.Snapshot().Entries {
		t.Logf("%+v\n%v", *e, q.Log(e.ID))
	}
	t.Fatal(errors.New("it did not come"))
	return nil
}
