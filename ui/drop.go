package ui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/ui/widgets"
)

// mostDropped is how many files are taken at once.
const mostDropped = 100

// drops takes the files that are dropped on the window.
type drops struct{ shell *Shell }

// watch says what becomes of files that are dropped on the window: a screen's own use, or with nil the usual one. Link
// files always join the queue.
func (d drops) watch(own func(paths []string)) {
	d.shell.win.SetOnDropped(func(_ fyne.Position, dropped []fyne.URI) {
		var paths []string
		for _, file := range dropped[:min(len(dropped), mostDropped)] {
			if file.Scheme() == "file" {
				paths = append(paths, file.Path())
			}
		}
		d.take(paths, own)
	})
}

// take takes files that were dropped on the window.
func (d drops) take(paths []string, own func(paths []string)) {
	if widgets.LayerOpen(d.shell.win.Canvas()) {
		return // the question in front comes first
	}
	var links, others []string
	for _, path := range paths {
		if isLinkFile(path) {
			links = append(links, path)
		} else {
			others = append(others, path)
		}
	}
	switch {
	case len(links) > 0:
		d.addLinkFiles(links)
	case len(others) == 0:
	case own != nil:
		own(others)
	default:
		d.offerVerify(others[0])
	}
}

// addLinkFiles puts the links in link files into the queue.
func (d drops) addLinkFiles(paths []string) {
	s := d.shell
	submitFor(s, s.lifetime, func(ctx context.Context) (int, error) {
		added := 0
		var first error
		for _, path := range paths {
			link, err := readLinkFile(path)
			if err == nil {
				_, err = s.cfg.Session.DownloadLink(ctx, link, session.DownloadOptions{})
			}
			var known *fault.Error
			switch {
			case err == nil:
				added++
			case first == nil && errors.As(err, &known):
				first = err
			case first == nil:
				first = errLinkFile(filepath.Base(path), err)
			}
		}
		return added, first
	}, func(added int, err error) {
		if added > 0 {
			s.goTo(areaDownloads)
			s.foot.say(s.trn(&goi18n.Message{ID: "ui.drop.added", One: "{{.Count}} link joined the queue",
				Other: "{{.Count}} links joined the queue"}, added))
		}
		if err != nil {
			s.dialogs.tell(err)
		}
	})
}

func errLinkFile(name string, err error) *fault.Error {
	return &fault.Error{Kind: fault.Usage, Code: "ui.link-file", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "ui.link-file.title", Other: "There is no link to a file in {{.File}}."}, "File", name),
		Cause: i18n.T(&goi18n.Message{ID: "ui.link-file.cause", Other: "A link file holds one address that begins with https://."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "ui.link-file.step",
			Other: "Copy the link in your browser and paste it here."})}}
}

// offerVerify offers to look whether a file is what it should be.
func (d drops) offerVerify(path string) {
	s := d.shell
	expected := widgets.NewField(widgets.FieldConfig{
		Label: s.tr(&goi18n.Message{ID: "ui.drop.expected", Other: "Expected SHA-256 (optional)"}),
		Hint: s.tr(&goi18n.Message{ID: "ui.drop.expected.hint",
			Other: "Without it the file is compared with your downloads."})})
	if text := strings.TrimSpace(s.cfg.Paste()); isSHA256(text) {
		expected.SetText(text)
	}
	var asked *dialogBox
	asked = s.dialogs.ask(question{title: s.tr(&goi18n.Message{ID: "ui.drop.verify", Other: "Verify {{.File}}"}, "File", filepath.Base(path)),
		content: expected.Box, first: expected.Input,
		main: s.tr(&goi18n.Message{ID: "ui.drop.verify.main", Other: "Verify this file"}), onMain: func() bool {
			wanted := strings.ToLower(strings.TrimSpace(expected.Text()))
			if wanted != "" && !isSHA256(wanted) {
				expected.SetError(s.tr(&goi18n.Message{ID: "ui.drop.expected.wrong",
					Other: "A SHA-256 has 64 characters of 0-9 and a-f."}))
				return false
			}
			asked.close() // before the next one stands on it
			d.verifyFile(path, wanted)
			return false
		}})
}

func isSHA256(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sha256.Size
}

// verifyFile computes a file's SHA-256 and says what it is, in a dialog that can be left.
func (d drops) verifyFile(path, wanted string) {
	s := d.shell
	life := newLifetime(s.ctx)
	running := s.dialogs.ask(question{title: s.tr(&goi18n.Message{ID: "ui.drop.verifying", Other: "Verifying…"}),
		text: filepath.Base(path), onClose: life.end})
	work(s, life, func(ctx context.Context) (string, error) { return hashOf(ctx, path) }, func(sum string, err error) {
		running.close()
		if err != nil {
			s.dialogs.tell(&fault.Error{Kind: fault.Disk, Code: "ui.verify-file", Err: err,
				Title: i18n.T(&goi18n.Message{ID: "ui.verify-file.title", Other: "The file could not be read."}),
				Safe:  i18n.T(&goi18n.Message{ID: "ui.verify-file.safe", Other: "Nothing was changed."})})
			return
		}
		title, text := d.verdict(sum, wanted)
		s.dialogs.ask(question{title: title, text: text, content: widgets.SelectableText(sum), width: 620,
			cancel: s.tr(msgClose), other: s.tr(&goi18n.Message{ID: "ui.drop.copy", Other: "Copy SHA-256"}),
			onOther: func() { s.copyText(sum) }})
	})
}

// verdict says what a file with this SHA-256 is.
func (d drops) verdict(sum, wanted string) (title, text string) {
	s := d.shell
	if wanted != "" {
		if sum == wanted {
			return s.tr(&goi18n.Message{ID: "ui.drop.right", Other: "The file is right"}),
				s.tr(&goi18n.Message{ID: "ui.drop.right.text", Other: "Every byte is as expected."})
		}
		return s.tr(&goi18n.Message{ID: "ui.drop.wrong", Other: "The file is not what you expected"}),
			s.tr(&goi18n.Message{ID: "ui.drop.wrong.text", Other: "Its SHA-256 is another one. Don't use it; download it again."})
	}
	for _, e := range s.view.Queue.Entries {
		if e.State == downloads.Done && strings.EqualFold(e.SHA256, sum) {
			return s.tr(&goi18n.Message{ID: "ui.drop.right", Other: "The file is right"}),
				s.tr(&goi18n.Message{ID: "ui.drop.same.text", Other: "It is the same as your download “{{.Title}}”."}, "Title", e.Title)
		}
	}
	return s.tr(&goi18n.Message{ID: "ui.drop.unknown", Other: "This file is not among your downloads"}),
		s.tr(&goi18n.Message{ID: "ui.drop.unknown.text", Other: "Compare its SHA-256 with the one from where you got it."})
}

// hashOf returns the SHA-256 of a file, unless ctx ends before.
func hashOf(ctx context.Context, path string) (string, error) {
	file, err := os.Open(path) //nolint:gosec // the person dropped it on the window
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, readerUntil{ctx, file})
	if err = errors.Join(err, file.Close()); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// readerUntil reads until a context ends.
type readerUntil struct {
	ctx context.Context
	io.Reader
}

// Read reads, or says that the context has ended.
func (r readerUntil) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
