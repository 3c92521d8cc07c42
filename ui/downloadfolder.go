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
		act(s, s.lifetime, func(context.Context) error {
			if err != nil {
				return err
			}
			return copyInto(to, e.Path)
		}, a.copied)
		return
	}
	title := s.tr(&goi18n.Message{ID: "ui.save.title", Other: "Save {{.File}}"}, "File", e.Name)
	s.files.choose(FileRequest{Kind: FileSave, Title: title, Accept: s.tr(msgSave), Name: e.Name}, func(path string) {
		if path == e.Path {
			return // it is there
		}
		act(s, s.lifetime, func(context.Context) error {
			to, err := os.Create(path) //nolint:gosec // the person chose it
			if err != nil {
				return err
			}
			return copyInto(to, e.Path)
		}, a.copied)
	})
}

// copyInto copies a file and closes what it is copied into.
func copyInto(to io.WriteCloser, path string) error {
	from, err := os.Open(path)
	if err != nil {
		return errors.Join(err, to.Close())
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close(), from.Close())
}

func (a *downloadActions) copied(err error) {
	if err != nil {
		a.shell.dialogs.tell(errNotCopied(err))
		return
	}
	a.shell.foot.say(a.shell.tr(msgSaved))
}

func errNotCopied(err error) *fault.Error {
	return &fault.Error{Kind: fault.Disk, Code: "ui.save", Guide: "folder-not-writable", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "ui.downloads.copy.title", Other: "The copy could not be written."}),
		Cause: i18n.T(&goi18n.Message{ID: "ui.downloads.copy.cause",
			Other: "The file may have been moved, or the folder may be full or closed to you."}),
		Safe:  i18n.T(&goi18n.Message{ID: "ui.downloads.copy.safe", Other: "The downloaded file is not touched."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "ui.downloads.copy.step", Other: "Choose another folder and save again."})}}
}
