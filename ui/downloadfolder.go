package ui

import (
	"context"
	"errors"
	"io"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// pickFolder asks for a folder.
func pickFolder(s *Shell, title string, then func(folder string)) {
	d := dialog.NewFolderOpen(func(chosen fyne.ListableURI, err error) {
		if err == nil && chosen != nil {
			then(chosen.Path())
		}
	}, s.win)
	d.SetConfirmText(s.tr(&goi18n.Message{ID: "ui.settings.use-this-folder", Other: "Use this folder"}))
	s.files.showDialog(d, title)
}

// saveAs copies a finished file to where the person wants it, too.
func (a *downloadActions) saveAs(e *downloads.Entry) {
	s := a.shell
	if s.cfg.Save != nil {
		to, err := s.cfg.Save(e.Name)
		a.copyFile(e, to, err)
		return
	}
	d := dialog.NewFileSave(func(to fyne.URIWriteCloser, err error) {
		if to == nil && err == nil {
			return // the person went back
		}
		a.copyFile(e, to, err)
	}, s.win)
	d.SetFileName(e.Name)
	d.SetConfirmText(s.tr(msgSave))
	s.files.showDialog(d, s.tr(&goi18n.Message{ID: "ui.save.title", Other: "Save {{.File}}"}, "File", e.Name))
}

func (a *downloadActions) copyFile(e *downloads.Entry, to io.WriteCloser, err error) {
	s := a.shell
	act(s, s.lifetime, func(context.Context) error {
		if err != nil {
			return err
		}
		from, err := os.Open(e.Path)
		if err != nil {
			return errors.Join(err, to.Close())
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
