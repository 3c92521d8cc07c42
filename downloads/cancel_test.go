package downloads

import (
	"path/filepath"
	"testing"
)

// TestNothingIsCommittedAfterCancel: a run's last checkpoint lands after the cancellation, which deleted its bytes.
func TestNothingIsCommittedAfterCancel(t *testing.T) {
	for name, then := range map[string]func(*Queue, ID) error{
		"cancel":            func(q *Queue, id ID) error { return q.Cancel(id) },
		"cancel and retry":  func(q *Queue, id ID) error { return firstError(q.Cancel(id), q.Retry(id), q.Pause(id)) },
		"cancel and remove": func(q *Queue, id ID) error { return firstError(q.Cancel(id), q.Remove(id)) },
	} {
		t.Run(name, func(t *testing.T) {
			data, sum := content(8<<20, 14)
			s := serve(t, data)
			s.hold(t, 900<<10)
			home, dir := t.TempDir(), t.TempDir()
			q, err := Open(t.Context(), Config{Dir: home, HTTP: NewTransport(noProxy)})
			if err != nil {
				t.Fatal(err)
			}
			id := add(t, q, Spec{URL: s.URL + "/file.bin", Dir: dir, Size: 8 << 20, SHA256: sum})[0]
			until(t, q, func(s *Snapshot) bool { return s.Entry(id).Done >= 512<<10 })
			if err := then(q, id); err != nil {
				t.Fatal(err)
			}
			if err := q.Close(); err != nil {
				t.Fatal(err)
			}
			if parts, _ := filepath.Glob(filepath.Join(dir, "*")); len(parts) > 0 {
				t.Errorf("left: %v", parts)
			}
			q = openQueue(t, Config{Dir: home, Hold: true})
			if e := q.Snapshot().Entry(id); e != nil && (e.Committed != 0 || e.Done != 0) {
				t.Errorf("%s, and %d bytes are said to be there", e.State, e.Committed)
			}
		})
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
