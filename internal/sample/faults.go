package sample

import (
	"context"
	"errors"
	"io/fs"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

func nothingChanged() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "sample.safe.nothing-changed", Other: "Nothing was changed."})
}

func listenFault() error {
	return &fault.Error{
		Kind: fault.Usage, Code: "sample.listen", Field: "--listen",
		Title: i18n.T(&goi18n.Message{ID: "sample.listen.title", Other: "The sample program can listen on this computer alone."}),
		Cause: i18n.T(&goi18n.Message{ID: "sample.listen.cause", Other: "The address to listen on is not one such as 127.0.0.1:8080."}),
		Safe:  i18n.T(&goi18n.Message{ID: "sample.listen.safe", Other: "Nothing was started."}),
	}
}

func noneFault() error {
	return &fault.Error{
		Kind: fault.Usage, Code: "sample.none", Field: "--data",
		Title: i18n.T(&goi18n.Message{ID: "sample.none.title", Other: "There is no sample program in this folder."}),
		Safe:  nothingChanged(),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "sample.none.step", Other: "Start it once: program-service serve --sample --data FOLDER"})},
	}
}

func folderFault(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Of(err)
	}
	f := &fault.Error{
		Kind: fault.Disk, Code: "sample.folder", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "sample.folder.title", Other: "The sample program can't use its folder."}),
		Cause: i18n.T(&goi18n.Message{ID: "sample.folder.cause", Other: "The folder can't be made or written."}),
		Safe:  nothingChanged(),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "sample.folder.step", Other: "Check the folder's rights and the room on the disk."})},
	}
	if errors.Is(err, fs.ErrNotExist) {
		f.Cause = i18n.T(&goi18n.Message{ID: "sample.folder.gone.cause", Other: "The folder is gone."})
	}
	return f
}
