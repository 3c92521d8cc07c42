package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/ipc"
	"github.com/programconnect/programconnect/internal/session"
)

func newVerify(c *cli) *cobra.Command {
	var repair bool
	var sha256 string
	t := newTransfers(c)
	cmd := &cobra.Command{Use: "verify FILE...",
		Short: c.help(&goi18n.Message{ID: "pconnect.verify.short", Other: "Read files again and compare them with what they must be"}),
		Args:  takes(1, -1, i18n.T(&goi18n.Message{ID: "pconnect.wanted.files", Other: "at least one file"})),
		RunE:  marked(func(cmd *cobra.Command, args []string) error { return t.verifyAll(cmd.Context(), args, sha256, repair) })}
	cmd.Flags().BoolVar(&repair, "repair", false, c.help(&goi18n.Message{ID: "pconnect.verify.flag.repair", Other: "fetch the damaged parts again, and only those"}))
	cmd.Flags().StringVar(&sha256, "sha256", "", c.help(&goi18n.Message{ID: "pconnect.verify.flag.sha256",
		Other: "SHA-256 that the file must have, for a file that was not downloaded here"}))
	return cmd
}

// verified is the outcome for one file as JSON.
type verified struct {
	Event    string `json:"event"` // "verified"
	Path     string `json:"path"`
	OK       bool   `json:"ok"`
	Checked  int64  `json:"checked"`
	Damaged  int64  `json:"damaged"` // bytes in damaged parts
	Fetched  int64  `json:"fetched"`
	Repaired bool   `json:"repaired"`
	SHA256   string `json:"sha256,omitzero"`
}

// verifyAll looks at every file, so that one run says everything: each that is missing or wrong is named.
func (t transfers) verifyAll(ctx context.Context, names []string, sha256 string, repair bool) error {
	if err := session.CheckSHA256(sha256); err != nil {
		return err
	}
	if sha256 != "" && (len(names) > 1 || repair) {
		return usage("sha256", i18n.T(&goi18n.Message{ID: "pconnect.verify.one", Other: "--sha256 goes with one file and without --repair."}))
	}
	wrong := failures{total: len(names)}
	for _, name := range names {
		if err := t.verify(ctx, name, sha256, repair); err != nil {
			wrong.add(name, err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return wrong.err()
}

func (t transfers) verify(ctx context.Context, name, sha256 string, repair bool) error {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		if !repair || !errors.Is(err, fs.ErrNotExist) {
			return usage("file", i18n.T(&goi18n.Message{ID: "pconnect.verify.missing", Other: "There is no file {{.File}}."},
				"File", path),
				i18n.T(&goi18n.Message{ID: "pconnect.verify.missing.step", Other: "Check its name."}))
		}
	}
	if sha256 != "" {
		return t.verifyAgainst(ctx, path, sha256)
	}
	return t.withShared(ctx, func(queue ipc.Queue) error { return t.verifyIn(ctx, queue, path, repair) })
}

func (t transfers) verifyIn(ctx context.Context, queue ipc.Queue, path string, repair bool) error {
	id, ok := lastDone(queue.Snapshot(), path)
	if !ok {
		return usage("file", i18n.T(&goi18n.Message{ID: "pconnect.verify.unknown", Other: "Nothing is known about {{.File}}: it was not downloaded here."},
			"File", path),
			i18n.T(&goi18n.Message{ID: "pconnect.verify.unknown.step", Other: "Give the SHA-256 that it must have with --sha256 HEX."}))
	}
	report, err := queue.Verify(ctx, id, repair)
	if err != nil {
		return err
	}
	out := verified{Event: "verified", Path: path, OK: report.OK, Checked: report.Checked, Fetched: report.Fetched, Repaired: report.Repaired, SHA256: queue.Snapshot().Entry(id).SHA256}
	for _, r := range report.Damaged {
		out.Damaged += r.To - r.From
	}
	return t.answerVerified(out)
}

// lastDone finds the newest finished download that left this file, by whatever path that is named: links may lead to it.
func lastDone(snap *downloads.Snapshot, path string) (id downloads.ID, ok bool) {
	if id, ok = newestDone(snap, func(of string) bool { return of == path }); ok {
		return id, ok
	}
	if info, err := os.Stat(path); err == nil {
		return newestDone(snap, func(of string) bool {
			other, err := os.Stat(of)
			return err == nil && os.SameFile(info, other)
		})
	}
	folder, err := os.Stat(filepath.Dir(path)) // the file is gone: that of its name in the same folder
	if err != nil {
		return 0, false
	}
	return newestDone(snap, func(of string) bool {
		if filepath.Base(of) != filepath.Base(path) {
			return false
		}
		other, err := os.Stat(filepath.Dir(of))
		return err == nil && os.SameFile(folder, other)
	})
}

// newestDone finds the newest finished download whose path fits.
func newestDone(snap *downloads.Snapshot, fits func(path string) bool) (id downloads.ID, ok bool) {
	for _, e := range snap.Entries {
		if e.State == downloads.Done && e.ID >= id && fits(e.Path) {
			id, ok = e.ID, true
		}
	}
	return id, ok
}

func (t transfers) verifyAgainst(ctx context.Context, path, want string) error {
	sum, err := fileHash(ctx, path)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &fault.Error{Kind: fault.Disk, Code: "pconnect.read", Title: unreadableTitle(path),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "pconnect.read.step", Other: "Check that you may read it."})}, Err: err}
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return t.answerVerified(verified{Event: "verified", Path: path, OK: strings.EqualFold(sum, want), Checked: info.Size(), SHA256: sum})
}

func (t transfers) answerVerified(v verified) error {
	err := t.answer(v, func() { writeVerified(t.printer, v) })
	if err != nil || v.OK {
		return err
	}
	return &fault.Error{Kind: fault.Verification, Code: "pconnect.verify", Guide: "verification",
		Title: i18n.T(&goi18n.Message{ID: "pconnect.verify.title", Other: "The file {{.File}} is not what it must be."},
			"File", v.Path),
		Cause: i18n.T(&goi18n.Message{ID: "pconnect.verify.cause", Other: "Its SHA-256 differs: it is damaged or was changed."}),
		Safe:  i18n.T(&goi18n.Message{ID: "pconnect.verify.safe", Other: "The file was left as it is."}),
		Steps: []i18n.Text{doNotOpen(), i18n.T(&goi18n.Message{ID: "pconnect.verify.step", Other: "Mend it with pconnect verify --repair, or download it again."})}}
}

func writeVerified(p *printer, v verified) {
	switch {
	case v.OK && v.Repaired:
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.verify.repaired", Other: "{{.File}}: repaired, {{.Size}} fetched, now right."},
			"File", v.Path, "Size", bytesText(v.Fetched)))
	case v.OK:
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.verify.right", Other: "{{.File}}: right."}, "File", v.Path))
	default:
		p.line(i18n.T(&goi18n.Message{ID: "pconnect.verify.wrong", Other: "{{.File}}: NOT what it must be."}, "File", v.Path))
	}
}
