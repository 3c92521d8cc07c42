package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

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
	cmd := &cobra.Command{Use: "verify FILE...", Short: "Read files again and compare them with what they must be", Args: takes(1, -1, "at least one file"),
		RunE: marked(func(cmd *cobra.Command, args []string) error {
			if err := session.CheckSHA256(sha256); err != nil {
				return err
			}
			if sha256 != "" && (len(args) > 1 || repair) {
				return usage("sha256", "--sha256 goes with one file and without --repair.")
			}
			var first error
			for _, name := range args { // all of them, so that one run tells everything
				if err := c.verify(cmd.Context(), name, sha256, repair); first == nil {
					first = err
				}
			}
			return first
		})}
	cmd.Flags().BoolVar(&repair, "repair", false, "fetch the damaged parts again, and only those")
	cmd.Flags().StringVar(&sha256, "sha256", "", "SHA-256 that the file must have, for a file that was not downloaded here")
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

func (c *cli) verify(ctx context.Context, name, sha256 string, repair bool) error {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		if !repair || !errors.Is(err, fs.ErrNotExist) {
			return usage("file", "There is no file "+path+".", "Check its name.")
		}
	}
	if sha256 != "" {
		return c.verifyAgainst(ctx, path, sha256)
	}
	return c.withShared(ctx, func(queue ipc.Queue) error { return c.verifyIn(ctx, queue, path, repair) })
}

func (c *cli) verifyIn(ctx context.Context, queue ipc.Queue, path string, repair bool) error {
	id, ok := lastDone(queue.Snapshot(), path)
	if !ok {
		return usage("file", "Nothing is known about "+path+": it was not downloaded here.", "Give the SHA-256 that it must have with --sha256 HEX.")
	}
	report, err := queue.Verify(ctx, id, repair)
	if err != nil {
		return err
	}
	out := verified{Event: "verified", Path: path, OK: report.OK, Checked: report.Checked, Fetched: report.Fetched, Repaired: report.Repaired, SHA256: queue.Snapshot().Entry(id).SHA256}
	for _, r := range report.Damaged {
		out.Damaged += r.To - r.From
	}
	return c.answerVerified(out)
}

// lastDone finds the newest finished download that left this file.
func lastDone(snap *downloads.Snapshot, path string) (id downloads.ID, ok bool) {
	for _, e := range snap.Entries {
		if e.State == downloads.Done && e.Path == path && e.ID >= id {
			id, ok = e.ID, true
		}
	}
	return id, ok
}

func (c *cli) verifyAgainst(ctx context.Context, path, want string) error {
	sum, err := fileHash(ctx, path)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &fault.Error{Kind: fault.Disk, Code: "pconnect.read", Title: i18n.Verbatim("The file " + path + " can't be read."), Steps: []i18n.Text{i18n.Verbatim("Check that you may read it.")}, Err: err}
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return c.answerVerified(verified{Event: "verified", Path: path, OK: strings.EqualFold(sum, want), Checked: info.Size(), SHA256: sum})
}

func (c *cli) answerVerified(v verified) error {
	err := c.answer(v, func(w io.Writer) {
		switch {
		case v.OK && v.Repaired:
			line(w, "%s: repaired, %s fetched, now right.", v.Path, bytesText(v.Fetched))
		case v.OK:
			line(w, "%s: right.", v.Path)
		default:
			line(w, "%s: NOT what it must be.", v.Path)
		}
	})
	if err != nil || v.OK {
		return err
	}
	return &fault.Error{Kind: fault.Verification, Code: "pconnect.verify", Title: i18n.Verbatim("The file " + v.Path + " is not what it must be."),
		Cause: i18n.Verbatim("Its SHA-256 differs: it is damaged or was changed."), Safe: i18n.Verbatim("The file was left as it is."),
		Steps: []i18n.Text{i18n.Verbatim("Do not open it."), i18n.Verbatim("Mend it with pconnect verify --repair, or download it again.")}, Guide: "verification"}
}
