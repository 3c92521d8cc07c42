//go:build !windows && !darwin

package desktop

import "context"

func showMessage(ctx context.Context, title, text string) bool {
	return shownBy(ctx, [][]string{
		{"zenity", "--error", "--no-markup", "--width=520", "--title=" + title, "--text=" + text},
		{"kdialog", "--title", title, "--error", text},
		{"xmessage", "-center", "-title", title, text},
	})
}
