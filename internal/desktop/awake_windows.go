package desktop

import (
	"context"
	"errors"
	"runtime"
	"sync"

	"golang.org/x/sys/windows"
)

const (
	esContinuous     = 0x80000000
	esSystemRequired = 0x00000001
)

var setThreadExecutionState = windows.NewLazySystemDLL("kernel32.dll").NewProc("SetThreadExecutionState")

// holdAwake keeps a thread of its own: the wish is the thread's and ends with it.
func holdAwake(context.Context, string, string) (release func(), err error) {
	if err := setThreadExecutionState.Find(); err != nil {
		return nil, err
	}
	released, set := make(chan struct{}), make(chan bool)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		before, _, _ := setThreadExecutionState.Call(esContinuous | esSystemRequired) // it returns what was before, 0 where it failed
		set <- before != 0
		<-released
		_, _, _ = setThreadExecutionState.Call(esContinuous)
	}()
	release = sync.OnceFunc(func() { close(released) })
	if !<-set {
		release()
		return nil, errors.New("SetThreadExecutionState failed")
	}
	return release, nil
}
