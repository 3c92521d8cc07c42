package ui

import (
	"context"
	"errors"
	"io"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// files chooses, saves and shows files.
type files struct {
	shell *Shell
	stock *dialog.FileDialog // the toolkit's dialog that is open; nil for none
}

// FileKind says what is asked for.
type FileKind int

// The kinds of dialogs for files.
const (
	FileOpen FileKind = iota
	FileFolder
	FileSave
)

// FileRequest is what a dialog for files asks.
type FileRequest struct {
	Kind   FileKind
	Title  string
	Accept string // word of the button that takes it
	Name   string // of the file to save
}

// ErrNoFileDialog says that the system has no dialog for files of its own: the toolkit's is shown.
var ErrNoFileDialog = errors.New("the system has no dialog for files")

// choose asks for the path of a file or folder, by the system's own dialog where there is one. chosen is not called when
// the person went back.
func (f *files) choose(request FileRequest, chosen func(path string)) {
	s := f.shell
	if s.cfg.ChooseFile == nil {
		f.chooseByToolkit(request, chosen)
		return
	}
	go func() { // not waited for: the system's dialog may stay open when the window closes
		path, err := s.cfg.ChooseFile(s.lifetime.ctx, request)
		if s.lifetime.ctx.Err() != nil {
			return
		}
		s.cfg.Post(func() {
			switch {
			case s.lifetime.ctx.Err() != nil:
			case err != nil:
				f.chooseByToolkit(request, chosen)
			case path != "":
				chosen(path)
			}
		})
	}()
}

func (f *files) chooseByToolkit(request FileRequest, chosen func(path string)) {
	s := f.shell
	var d *dialog.FileDialog
	switch request.Kind {
	case FileFolder:
		d = dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
			f.stock = nil
			if err != nil {
				s.dialogs.tell(err)
			} else if folder != nil {
				chosen(folder.Path())
			}
		}, s.win)
	case FileSave:
		d = dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
			f.stock = nil
			if err != nil {
				s.dialogs.tell(err)
			} else if file != nil {
				_ = file.Close() // only its path is wanted
				chosen(file.URI().Path())
			}
		}, s.win)
		d.SetFileName(request.Name)
	default:
		d = dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
			f.stock = nil
			if err != nil {
				s.dialogs.tell(err)
			} else if file != nil {
				_ = file.Close() // only its path is wanted
				chosen(file.URI().Path())
			}
		}, s.win)
	}
	if request.Accept != "" {
		d.SetConfirmText(request.Accept)
	}
	f.showDialog(d, request.Title)
}

// escape closes the toolkit's dialog for files; it reports whether one was open.
func (f *files) escape() bool {
	if f.stock == nil {
		return false
	}
	open := f.stock
	f.stock = nil
	open.Dismiss()
	return true
}

// save asks where to save data and writes it there.
func (f *files) save(name string, data []byte) {
	s := f.shell
	if s.cfg.Save != nil {
		file, err := s.cfg.Save(name)
		f.write(file, err, data)
		return
	}
	title := s.tr(&goi18n.Message{ID: "ui.save.title", Other: "Save {{.File}}"}, "File", name)
	f.choose(FileRequest{Kind: FileSave, Title: title, Accept: s.tr(msgSave), Name: name}, func(path string) {
		work(s, s.lifetime, func(context.Context) (io.WriteCloser, error) { return os.Create(path) }, //nolint:gosec // the person chose it
			func(file io.WriteCloser, err error) { f.write(file, err, data) })
	})
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
	f.stock = d
	d.SetOnClosed(func() {
		if f.stock == d {
			f.stock = nil
		}
	})
	d.SetTitleText(title)
	d.SetDismissText(f.shell.tr(msgCancel))
	d.Show()
	if len(overlays.List()) > before {
		d.Resize(canvas.Size().SubtractWidthHeight(60, 60))
	}
	canvas.Unfocus() // so that Esc reaches the window
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
