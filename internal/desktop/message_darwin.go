package desktop

import "context"

// message hands the texts over as arguments: they are never part of the script.
func showMessage(ctx context.Context, title, text string) bool {
	return shownBy(ctx, [][]string{{"/usr/bin/osascript", "-e", "on run argv", "-e", "display alert (item 1 of argv) message (item 2 of argv) as critical",
		"-e", "end run", title, text}})
}
