//go:build !windows

package desktop

import (
	"context"
	"os/exec"
)

// shownBy runs the first of several commands that is there, and reports whether one ran and showed something.
func shownBy(ctx context.Context, commands [][]string) bool {
	for _, argv := range commands {
		path, err := exec.LookPath(argv[0])
		if err != nil {
			continue
		}
		err = exec.CommandContext(ctx, path, argv[1:]...).Run() //nolint:gosec // the commands stand here, the texts are ours
		if err == nil || ctx.Err() != nil {
			return err == nil
		}
	}
	return false
}
