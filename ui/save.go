package ui

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// saveFile asks where to save data and writes it there.
func (s *Shell) saveFile(name string, data []byte) {
	if s.cfg.Save != nil {
		file, err := s.cfg.Save(name)
		s.writeTo(file, err, data)
		return
	}
	d := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if file == nil && err == nil {
			return // the person went back
		}
		s.writeTo(file, err, data)
	}, s.win)
	d.SetFileName(name)
	d.SetConfirmText(s.tr(msgSave))
	d.SetDismissText(s.tr(msgCancel))
	s.showFileDialog(d)
}

func (s *Shell) writeTo(file io.WriteCloser, err error, data []byte) {
	act(s, s.life, func(context.Context) error {
		if err != nil {
			return err
		}
		_, wrote := file.Write(data)
		closed := file.Close()
		if wrote != nil {
			return wrote
		}
		return closed
	}, func(err error) {
		if err != nil {
			s.tell(&fault.Error{Kind: fault.Disk, Code: "ui.save", Title: i18n.T(&goi18n.Message{ID: "ui.save.not-written.title",
				Other: "The file could not be written."}),
				Cause: i18n.T(&goi18n.Message{ID: "ui.save.not-written.cause",
					Other: "The folder may be full or closed to you."}), Safe: i18n.T(&goi18n.Message{ID: "ui.save.not-written.safe",
					Other: "Nothing else is touched."}),
				Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "ui.save.not-written.step",
					Other: "Choose another folder and save again."})}, Guide: "disk-full", Err: err})
			return
		}
		s.foot.say(s.tr(msgSaved))
	})
}
