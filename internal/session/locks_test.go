package session

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/atomicfile"
)

// screenCalls are what a screen asks each time it is drawn.
func screenCalls(a *App) {
	_ = a.Settings.Now()
	_ = a.Settings.Policy()
	_ = a.Programs()
	_, _ = a.Program("")
	_ = a.Queues.Own()
	_ = a.Queues.Current()
	_ = a.Queues.Moved()
	_ = a.Notices()
	_ = a.Home()
	for _, s := range a.sessions.all() {
		_ = s.Snapshot()
		_ = s.Gate()
	}
	_, stop := a.Outbox.Subscribe()
	stop()
	a.Queues.OnShow(nil)
}

// returnAtOnce asserts that calls return while something else is blocked for much longer.
func returnAtOnce(t *testing.T, calls func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		calls()
	}()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		t.Fatal("the screen waits")
	}
}

func TestScreenDoesNotWaitWhileTheQueueIsOpened(t *testing.T) {
	st := openStage(t, t.TempDir(), auth.MemoryKeyring(), true)
	opening, blocked := make(chan struct{}), make(chan struct{})
	st.Queues.openQueue = func(context.Context, downloads.Config) (*downloads.Queue, error) {
		close(opening)
		<-blocked
		return nil, errors.New("not opened after all")
	}
	done := make(chan error, 1)
	go func() {
		_, err := st.Queues.Open(t.Context())
		done <- err
	}()
	<-opening
	returnAtOnce(t, func() { screenCalls(st.App) })
	settings := st.Settings.Now()
	settings.Theme = "dark"
	returnAtOnce(t, func() {
		if err := st.SetSettings(settings); err != nil {
			t.Error(err)
		}
	})
	impatient, stop := context.WithCancel(t.Context())
	stop()
	if _, err := st.Queues.Open(impatient); !errors.Is(err, context.Canceled) {
		t.Errorf("a second caller who gave up got %v", err)
	}
	close(blocked)
	if err := <-done; err == nil {
		t.Error("the queue was opened")
	}
}

// TestScreenDoesNotWaitForFileLocks: another process holds the locks of the settings and of the list of programs.
func TestScreenDoesNotWaitForFileLocks(t *testing.T) {
	home := t.TempDir()
	st := openStage(t, home, auth.MemoryKeyring(), true)
	var locks []*atomicfile.Held
	for _, name := range []string{"settings.json", "programs.json"} {
		held, err := atomicfile.Lock(filepath.Join(home, name))
		if err != nil {
			t.Fatal(err)
		}
		locks = append(locks, held)
	}
	settings := st.Settings.Now()
	settings.Parallel = 7
	done := make(chan error, 2)
	go func() { done <- st.SetSettings(settings) }()
	go func() { done <- st.UseProgram(CollaborateName) }()
	for range 100 {
		returnAtOnce(t, func() { screenCalls(st.App) })
	}
	if len(done) != 0 {
		t.Error("a change did not wait for its lock")
	}
	for _, held := range locks {
		held.Unlock()
	}
	if err := errors.Join(<-done, <-done); err != nil {
		t.Fatal(err)
	}
	if p, err := st.Program(""); err != nil || p.Name != CollaborateName || st.Settings.Now().Parallel != 7 {
		t.Errorf("after the locks were free: %+v, %v", p, err)
	}
}
