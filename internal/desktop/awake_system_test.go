//go:build windows || darwin

package desktop

import (
	"sync"
	"testing"
)

// TestStayAwakeIsHeldAndReleased asks the system itself: SetThreadExecutionState, caffeinate.
func TestStayAwakeIsHeldAndReleased(t *testing.T) {
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			release, err := StayAwake(t.Context(), "Program Connect", "A download runs.")
			if err != nil {
				t.Error(err)
				return
			}
			release()
			release()
		})
	}
	all.Wait()
}
