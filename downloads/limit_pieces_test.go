package downloads

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// inPieces serves a file in ranges without a network, in pieces as small as those of a connection that just answered.
type inPieces struct{ data []byte }

func (s inPieces) RoundTrip(r *http.Request) (*http.Response, error) {
	from, to := int64(0), int64(len(s.data))
	status := http.StatusOK
	if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-%d", &from, &to); err == nil {
		status, to = http.StatusPartialContent, to+1
	}
	h := http.Header{"Etag": {`"v1"`}, "Content-Range": {fmt.Sprintf("bytes %d-%d/%d", from, to-1, len(s.data))}}
	if status == http.StatusOK {
		h.Del("Content-Range")
	}
	return &http.Response{StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: h, ContentLength: to - from, Request: r,
		Body: io.NopCloser(&piecewise{Reader: bytes.NewReader(s.data[from:to])})}, nil
}

// piecewise gives 4 KiB first, as a buffered connection does, and 32 KiB at most afterwards. With the last byte it tells the end, as
// net/http does.
type piecewise struct {
	*bytes.Reader
	begun bool
}

func (p *piecewise) Read(b []byte) (int, error) {
	most := 32 << 10
	if !p.begun {
		p.begun, most = true, 4<<10
	}
	n, err := p.Reader.Read(b[:min(len(b), most)])
	if err == nil && p.Len() == 0 {
		err = io.EOF
	}
	return n, err
}

// TestASpeedLimitIsReachedWhateverPiecesTheBytesComeIn: a limit of 40 MiB a second once gave 28, since what was waited for and not read
// at once was waited for again.
func TestASpeedLimitIsReachedWhateverPiecesTheBytesComeIn(t *testing.T) {
	rates := []int64{1, 8, 40} // MiB a second
	if long() {
		rates = append(rates, 20, 100)
	}
	all, _ := content(int(slices.Max(rates))<<20, 51)
	for _, mib := range rates {
		for _, whole := range []bool{true, false} {
			t.Run(fmt.Sprintf("%d MiB a second, for all %v", mib, whole), func(t *testing.T) {
				size := mib << 20 // for one second
				data := all[:size]
				sum := sumOf(data)
				synctest.Test(t, func(t *testing.T) {
					cfg, spec := Config{HTTP: inPieces{data}}, Spec{URL: "https://host.example/file.bin", Dir: t.TempDir(), Size: size, SHA256: sum}
					if whole {
						cfg.Settings.LimitRate = size
					} else {
						spec.Limit = size
					}
					q := openQueue(t, cfg)
					began := time.Now()
					id := add(t, q, spec)[0]
					until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done == size })
					took := time.Since(began)
					if err := wait(t, q, id); err != nil {
						t.Fatal(err)
					}
					arrived(t, filepath.Join(spec.Dir, "file.bin"), data)
					// The last twentieth of a second may have been paid for and not yet waited for.
					if took < 930*time.Millisecond || took > 1030*time.Millisecond {
						t.Errorf("a second's bytes took %v", took)
					}
				})
			})
		}
	}
}
