package desktop

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"sync"
)

// holdAwake runs caffeinate, which ends with this process at the latest.
func holdAwake(context.Context, string, string) (release func(), err error) {
	run := exec.Command("/usr/bin/caffeinate", "-i", "-w", strconv.Itoa(os.Getpid())) //nolint:noctx // release ends it
	if err := run.Start(); err != nil {
		return nil, err
	}
	ended := make(chan struct{})
	go func() {
		_ = run.Wait() // only collects the process
		close(ended)
	}()
	return sync.OnceFunc(func() {
		_ = run.Process.Kill()
		<-ended
	}), nil
}
