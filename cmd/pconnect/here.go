package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/i18n"
)

// hereFile is a file that needs no download.
type hereFile struct {
	Event    string `json:"event"` // "done"
	Path     string `json:"path"`
	Size     int64  `json:"size"`
	SHA256   string `json:"sha256"`
	Verified bool   `json:"verified"`
	Fetched  int64  `json:"fetched"`
}

// notHereYet takes out what is already in its folder, whole and with the right SHA-256: a script that runs twice fetches once.
func (t transfers) notHereYet(ctx context.Context, specs []downloads.Spec) ([]downloads.Spec, error) {
	var missing []downloads.Spec
	var here []hereFile
	for _, spec := range specs {
		path := filepath.Join(spec.Dir, spec.Name)
		info, err := os.Stat(path)
		if err != nil || spec.SHA256 == "" || spec.Name == "" || !info.Mode().IsRegular() || (spec.Size >= 0 && info.Size() != spec.Size) {
			missing = append(missing, spec)
			continue
		}
		sum, err := fileHash(ctx, path)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil || !strings.EqualFold(sum, spec.SHA256) {
			missing = append(missing, spec)
			continue
		}
		here = append(here, hereFile{Event: "done", Path: path, Size: info.Size(), SHA256: sum, Verified: true})
	}
	for _, h := range here {
		if err := t.answer(h, func() { writeHere(t.printer, h) }); err != nil {
			return nil, err
		}
	}
	return missing, nil
}

func writeHere(p *printer, h hereFile) {
	p.line(i18n.T(&goi18n.Message{ID: "pconnect.download.here", Other: "Already there, verified: {{.Path}}"}, "Path", h.Path))
}

// fileHash reads a file once and returns its SHA-256 in hex.
func fileHash(ctx context.Context, path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	buffer := make([]byte, 256<<10)
	for ctx.Err() == nil {
		n, err := file.Read(buffer)
		hash.Write(buffer[:n])
		if errors.Is(err, io.EOF) {
			return hex.EncodeToString(hash.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", ctx.Err()
}
