package session

import (
	"context"
	"encoding/hex"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// DownloadOptions are what a person may choose for a download. Zero values are the settings'.
type DownloadOptions struct {
	Dir         string // folder; empty: the settings' folder
	Name        string // file name; only for one file
	SHA256      string // lower or upper case hex; for a program's file it must be the catalogue's
	Connections int    // connections a file, 1 to 16; 0: the settings'
	Limit       int64  // bytes a second; 0: none
	Priority    int
	Paused      bool // add it without starting it
}

// Packages gives the program's catalogue.
func (s *Session) Packages(ctx context.Context) ([]api.Package, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	return s.client.Packages(ctx)
}

// Package gives one package with its files and their piece hashes.
func (s *Session) Package(ctx context.Context, id string) (api.Package, error) {
	if err := s.ready(); err != nil {
		return api.Package{}, err
	}
	return s.client.Package(ctx, id)
}

// Download puts a package, or one file of it, into the queue. what is PACKAGE or PACKAGE/FILE. The gate comes first: a person who has
// to sign in, register, answer an agreement or wait for access gets that as the fault. The catalogue names, measures and
// fingerprints the files; nothing of that comes from the transfer itself.
func (s *Session) Download(ctx context.Context, what string, opts DownloadOptions) ([]downloads.ID, error) {
	queue, err := s.app.SharedQueue(ctx)
	if err != nil {
		return nil, err
	}
	specs, err := s.Specs(ctx, what, opts)
	if err != nil {
		return nil, err
	}
	return queue.Add(ctx, specs...)
}

// Specs is Download without the queue: what would be added.
func (s *Session) Specs(ctx context.Context, what string, opts DownloadOptions) ([]downloads.Spec, error) {
	if err := s.Refresh(ctx); err != nil {
		return nil, err
	}
	if err := s.Gate(); err != nil {
		return nil, err
	}
	id, name, single := strings.Cut(what, "/")
	pack, err := s.Package(ctx, id)
	if err != nil {
		return nil, err
	}
	files := pack.Files
	if single {
		file, ok := pack.Find(name)
		if !ok {
			return nil, noFileFault(pack, name)
		}
		files = []api.File{file}
	}
	if len(files) != 1 && (opts.Name != "" || opts.SHA256 != "") {
		return nil, &fault.Error{Kind: fault.Usage, Code: "session.one-file", Title: i18n.Verbatim("A name or a SHA-256 can be given for one file only, and “" + pack.ID + "” has more."),
			Steps: []i18n.Text{i18n.Verbatim("Name the file too, as PACKAGE/FILE.")}, Field: "name"}
	}
	var specs []downloads.Spec
	for _, file := range files {
		spec, err := s.spec(pack, file, opts)
		if err != nil {
			return nil, err
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

func (s *Session) spec(pack api.Package, file api.File, opts DownloadOptions) (downloads.Spec, error) {
	if opts.SHA256 != "" && !strings.EqualFold(opts.SHA256, file.SHA256) {
		return downloads.Spec{}, &fault.Error{Kind: fault.Verification, Code: "session.other-hash", Field: "sha256",
			Title: i18n.Verbatim("The SHA-256 that you gave is not the one that the program names for “" + file.Name + "”."),
			Safe:  i18n.Verbatim("Nothing was downloaded."), Steps: []i18n.Text{i18n.Verbatim("Check where your SHA-256 comes from: it may belong to another version.")}, Guide: "verification"}
	}
	dir, err := s.app.folder(opts.Dir)
	if err != nil {
		return downloads.Spec{}, err
	}
	name := file.Name
	if opts.Name != "" {
		name = opts.Name
	}
	return downloads.Spec{
		Source: sourceKey(s.info.Name, pack.ID, file.Name), Name: name, Dir: dir, Size: file.Size, SHA256: file.SHA256,
		Pieces: downloads.Pieces{Size: file.PieceSize, SHA256: file.Pieces}, Title: title(pack, file), Group: s.info.Name,
		Origin:   s.origin(pack.ID, file.Name),
		Priority: opts.Priority, Connections: opts.Connections, Limit: opts.Limit, Paused: opts.Paused,
	}, nil
}

// origin is what a finished file is marked with: where the program has it, an address that lasts, unlike the signed link it came by.
func (s *Session) origin(pack, file string) string {
	address, err := url.Parse(s.info.Address)
	if err != nil {
		return ""
	}
	return address.JoinPath("packages", pack, file).String()
}

// title is what a person calls the download: the package, and the file where the package has several.
func title(pack api.Package, file api.File) string {
	if len(pack.Files) == 1 {
		return strings.TrimSpace(pack.Title + " " + pack.Version)
	}
	return strings.TrimSpace(pack.Title+" "+pack.Version) + ": " + file.Name
}

// DownloadLink puts any https link into the queue (http only to this computer): the same engine without a program's extras.
func (a *App) DownloadLink(ctx context.Context, link string, opts DownloadOptions) (downloads.ID, error) {
	spec, err := a.LinkSpec(link, opts)
	if err != nil {
		return 0, err
	}
	queue, err := a.SharedQueue(ctx)
	if err != nil {
		return 0, err
	}
	ids, err := queue.Add(ctx, spec)
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}

// LinkSpec is DownloadLink without the queue: what would be added.
func (a *App) LinkSpec(link string, opts DownloadOptions) (downloads.Spec, error) {
	if err := errors.Join(CheckLink(link), CheckSHA256(opts.SHA256)); err != nil {
		return downloads.Spec{}, err
	}
	dir, err := a.folder(opts.Dir)
	return downloads.Spec{URL: strings.TrimSpace(link), Name: opts.Name, Dir: dir, Size: -1, SHA256: strings.ToLower(opts.SHA256), Priority: opts.Priority,
		Connections: opts.Connections, Limit: opts.Limit, Paused: opts.Paused}, err
}

// CheckLink tells whether a pasted link can be downloaded: https, or http to this computer.
func CheckLink(link string) error {
	u, err := url.Parse(strings.TrimSpace(link))
	if err == nil && u.Host != "" && u.User == nil && urlcheck.Secure(u) {
		return nil
	}
	return &fault.Error{Kind: fault.Usage, Code: "session.link", Title: i18n.Verbatim("This link can't be downloaded."), Field: "what",
		Cause: i18n.Verbatim("Only https is used, so that nobody on the way can read or change anything; http works to this computer alone."),
		Steps: []i18n.Text{i18n.Verbatim("Look for an https link to the same file.")}}
}

// CheckSHA256 tells whether text is a SHA-256 in hex; empty is fine: then there is none.
func CheckSHA256(text string) error {
	if text == "" {
		return nil
	}
	if raw, err := hex.DecodeString(text); err == nil && len(raw) == 32 {
		return nil
	}
	return &fault.Error{Kind: fault.Usage, Code: "session.sha256", Title: i18n.Verbatim("This is not a SHA-256."), Cause: i18n.Verbatim("A SHA-256 has 64 characters of 0-9 and a-f."),
		Steps: []i18n.Text{i18n.Verbatim("Copy it again, whole.")}, Field: "sha256"}
}

// folder gives the whole path of the folder that was asked for, or the settings' one.
func (a *App) folder(dir string) (string, error) {
	if dir == "" {
		return a.Settings().Folder, nil
	}
	whole, err := filepath.Abs(dir)
	if err != nil {
		return "", diskFault(err, "find", dir)
	}
	return whole, a.opts.Policy.checkFolder(whole)
}

func noFileFault(pack api.Package, name string) error {
	var names []string
	for _, f := range pack.Files {
		names = append(names, f.Name)
	}
	return &fault.Error{Kind: fault.Usage, Code: "session.no-file", Title: i18n.Verbatim("The package “" + pack.ID + "” has no file “" + name + "”."),
		Cause: i18n.Verbatim("It has: " + strings.Join(names, ", ") + "."), Steps: []i18n.Text{i18n.Verbatim("Use one of these names.")}, Field: "what"}
}
