package downloads_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/programconnect/programconnect/downloads"
)

func TestADownloadThatIsRemovedWhileItStopsLeavesASoundSnapshot(t *testing.T) {
	asked := make(chan struct{}, 1024)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		w.Header().Set("Content-Length", "1000000")
		_, _ = w.Write(make([]byte, 1000))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	defer server.Close()
	queue, err := downloads.Open(t.Context(), downloads.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = queue.Close() }()
	for range 20 {
		ids, err := queue.Add(t.Context(), downloads.Spec{URL: server.URL + "/file", Dir: t.TempDir(), Size: -1})
		if err != nil {
			t.Fatal(err)
		}
		<-asked
		for _, err := range []error{queue.Pause(ids...), queue.Remove(ids...)} {
			if err != nil {
				t.Fatal(err)
			}
			if e := queue.Snapshot().Entry(ids[0]); e != nil && e.ID != ids[0] {
				t.Fatal("another entry")
			}
		}
		if n := len(queue.Snapshot().Entries); n != 0 {
			t.Fatalf("%d entries are left", n)
		}
	}
}
