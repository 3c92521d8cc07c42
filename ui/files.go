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

// files saves and shows files.
type files struct{ shell *Shell }

// save asks where to save data and writes it there.
func (f *files) save(name string, data []byte) {
	s := f.shell
	if s.cfg.Save != nil {
		file, err := s.cfg.Save(name)
		f.write(file, err, data)
		return
	}
	d := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if file == nil && err == nil {
			return // the person went back
		}
		f.write(file, err, data)
	}, s.win)
	d.SetFileName(name)
	d.SetConfirmText(s.tr(msgSave))
	f.showDialog(d, s.tr(&goi18n.Message{ID: "ui.save.title", Other: "Save {{.File}}"}, "File", name))
}

func (f *files) write(file io.WriteCloser, err error, data []byte) {
	s := f.shell
	act(s, s.lifetime, func(context.Context) error {
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
			s.dialogs.tell(&fault.Error{Kind: fault.Disk, Code: "ui.save",
				Title: i18n.T(&goi18n.Message{ID: "ui.save.not-written.title",
					Other: "The file could not be written."}),
				Cause: i18n.T(&goi18n.Message{ID: "ui.save.not-written.cause",
					Other: "The folder may be full or closed to you."}), Safe: i18n.T(
					&goi18n.Message{ID: "ui.save.not-written.safe", Other: "Nothing else is touched."}),
				Steps: []i18n.Text{i18n.T(
					&goi18n.Message{ID: "ui.save.not-written.step",
						Other: "Choose another folder and save again."})}, Guide: "folder-not-writable", Err: err})
			return
		}
		s.foot.say(s.tr(msgSaved))
	})
}

// showDialog shows the toolkit's dialog for files, large. In the toolkit (2.8.1) Resize panics before Show, and
// after it where the system shows a dialog of its own instead.
func (f *files) showDialog(d *dialog.FileDialog, title string) {
	canvas := f.shell.win.Canvas()
	overlays := canvas.Overlays()
	before := len(overlays.List())
	d.SetTitleText(title)
	d.SetDismissText(f.shell.tr(msgCancel))
	d.Show()
	if len(overlays.List()) > before {
		d.Resize(canvas.Size().SubtractWidthHeight(60, 60))
	}
}

// show shows a file or a folder in the system's file manager.
func (f *files) show(path string) {
	s := f.shell
	aside(s, func() error {
		if s.cfg.Reveal != nil {
			return s.cfg.Reveal(path)
		}
		return s.cfg.Session.Reveal(path)
	}, func(err error) {
		if err != nil {
			s.dialogs.tell(err)
		}
	})
}
