package desktop

import "context"

// Message shows a title and a text without a window of ours, by the system's own means, and returns when they have been read. It
// reports whether they could be shown.
func Message(ctx context.Context, title, text string) bool { return showMessage(ctx, title, text) }
