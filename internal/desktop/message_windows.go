package desktop

import (
	"context"

	"golang.org/x/sys/windows"
)

func showMessage(_ context.Context, title, text string) bool {
	titleText, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return false
	}
	messageText, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return false
	}
	answer, err := windows.MessageBox(0, messageText, titleText, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
	return err == nil && answer != 0
}
