package desktop

import (
	"context"
	"os/exec"
)

// Message shows a title and a text without a window of ours, by the system's own means, and returns when they have been read. It
// reports whether they could be shown.
func Message(ctx context.Context, title, text string) bool { return showMessage(ctx, title, text) }

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
