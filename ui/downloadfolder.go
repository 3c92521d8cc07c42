package ui

import (
	"context"
	"errors"
	"io"
	"os"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// pickFolder asks for a folder.
func pickFolder(s *Shell, title string, then func(folder string)) {
	s.files.choose(FileRequest{Kind: FileFolder, Title: title,
		Accept: s.tr(&goi18n.Message{ID: "ui.settings.use-this-folder", Other: "Use this folder"})}, then)
}

// saveAs copies a finished file to where the person wants it, too.
func (a *downloadActions) saveAs(e *downloads.Entry) {
	s := a.shell
	if s.cfg.Save != nil {
		to, err := s.cfg.Save(e.Name)
		a.copyFile(e, func() (io.WriteCloser, error) { return to, err })
		return
	}
	title := s.tr(&goi18n.Message{ID: "ui.save.title", Other: "Save {{.File}}"}, "File", e.Name)
	s.files.choose(FileRequest{Kind: FileSave, Title: title, Accept: s.tr(msgSave), Name: e.Name}, func(path string) {
		if path == e.Path {
			return // it is there
		}
		a.copyFile(e, func() (io.WriteCloser, error) { return os.Create(path) }) //nolint:gosec // the person chose it
	})
}

// copyFile copies a finished file into what open opens, away from the screens' goroutine.
func (a *downloadActions) copyFile(e *downloads.Entry, open func() (io.WriteCloser, error)) {
	s := a.shell
	act(s, s.lifetime, func(context.Context) error {
		from, err := os.Open(e.Path)
		if err != nil {
			return err
		}
		to, err := open()
		if err != nil {
			return errors.Join(err, from.Close())
		}
		_, err = io.Copy(to, from)
		return errors.Join(err, to.Close(), from.Close())
	}, func(err error) {
		if err != nil {
			s.dialogs.tell(errNotCopied(err))
			return
		}
		s.foot.say(s.tr(msgSaved))
	})
}

func errNotCopied(err error) *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "ui.save", Guide: "folder-not-writable", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "ui.downloads.copy.title", Other: "The copy could not be written."}),
		Cause: i18n.T(&goi18n.Message{ID: "ui.downloads.copy.cause",
			Other: "The file may have been moved, or the folder may be full or closed to you."}),
		Safe:  i18n.T(&goi18n.Message{ID: "ui.downloads.copy.safe", Other: "The downloaded file is not touched."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "ui.downloads.copy.step", Other: "Choose another folder and save again."})}}
}
