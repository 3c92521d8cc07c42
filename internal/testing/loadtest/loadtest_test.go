package loadtest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/testing/loadtest"
)

func TestRunCountsWhatWasAnswered(t *testing.T) {
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "answer")
	}))
	defer server.Close()
	l := loadtest.Load{Connections: 2, Time: 20 * time.Millisecond, Request: func(int) (*http.Request, error) {
		return http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, http.NoBody)
	}}
	f, err := loadtest.Run(t.Context(), l)
	if err != nil || f.Requests == 0 || f.Bytes != int64(f.Requests)*6 || f.P99 < f.Median || f.PerSecond() <= 0 {
		t.Errorf("%+v %v", f, err)
	}
	status = http.StatusTooManyRequests
	if _, err := loadtest.Run(t.Context(), l); err == nil {
		t.Error("refusals count as answers")
	}
}
