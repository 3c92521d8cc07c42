package session

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
)

// telling is a transport that notes which finished downloads were told.
type telling struct {
	mu   sync.Mutex
	told []string
}

func (n *telling) RoundTrip(q *http.Request) (*http.Response, error) {
	w, err := http.DefaultTransport.RoundTrip(q)
	if err == nil && q.Method == http.MethodPost && strings.HasSuffix(q.URL.Path, "/downloads") {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.told = append(n.told, q.URL.Path+" "+w.Status)
	}
	return w, err
}

// TestFinishedDownloadIsTold closes the app as soon as a file is there, as the terminal does.
func TestFinishedDownloadIsTold(t *testing.T) {
	st := newStage(t)
	n := &telling{}
	st.opts.Transport = n
	s := st.signIn(t, "rita")
	for s.Snapshot().Step == api.StepAgreement {
		waiting := api.Outstanding(*s.Snapshot().Status)[0]
		if _, err := s.Agreements.Decide(t.Context(), waiting.ID, waiting.SHA256, true); err != nil {
			t.Fatal(err)
		}
	}
	ids, err := s.Catalogue.Download(t.Context(), msi, DownloadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	st.wait(t, ids[0], "done", done)
	host := st.host.Service()
	whole := 0
	if err := host.EachDownload(t.Context(), service.DownloadQuery{}, func(d service.Download) error {
		if d.Act == "whole" {
			whole++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if len(n.told) != 1 || !strings.Contains(n.told[0], "204") || whole > 1 {
		t.Errorf("told %v, counted %d times", n.told, whole)
	}
}

// TestWithdrawnFileIsInTheSnapshot has the owner withdraw what the person was given.
func TestWithdrawnFileIsInTheSnapshot(t *testing.T) {
	st := newStage(t)
	s := st.signIn(t, "rita")
	for s.Snapshot().Step == api.StepAgreement {
		waiting := api.Outstanding(*s.Snapshot().Status)[0]
		if _, err := s.Agreements.Decide(t.Context(), waiting.ID, waiting.SHA256, true); err != nil {
			t.Fatal(err)
		}
	}
	ids, err := s.Catalogue.Download(t.Context(), msi, DownloadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	e := st.wait(t, ids[0], "done", done)
	pack, _, _ := strings.Cut(msi, "/")
	if err := st.host.Service().WithdrawPackage(t.Context(), pack, "It does not start."); err != nil {
		t.Fatal(err)
	}
	if err := s.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	list := s.Snapshot().Status.Withdrawn
	if len(list) != 1 || list[0].SHA256 != e.SHA256 || list[0].Reason != "It does not start." {
		t.Errorf("%+v", list)
	}
}
