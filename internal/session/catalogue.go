package session

import (
	"context"
	"net/url"
	"strings"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/api"
)

// DownloadOptions are what a person may choose for a download. Zero values are the settings'.
type DownloadOptions struct {
	Dir         string // folder; empty: the settings' folder
	Name        string // file name; only for one file
	SHA256      string // lower or upper case hex; for a program's file it must be the catalogue's
	Connections int    // connections a file; 0: the settings'
	Limit       int64  // bytes a second; 0: none
	Priority    int
	Paused      bool // add it without starting it
}

// Catalogue is what a program has to download.
type Catalogue struct{ session *Session }

// Packages returns the program's packages.
func (c Catalogue) Packages(ctx context.Context) ([]api.Package, error) {
	if err := c.session.ready(); err != nil {
		return nil, err
	}
	return c.session.client.Packages(ctx)
}

// Package returns one package with its files and their piece hashes.
func (c Catalogue) Package(ctx context.Context, id string) (api.Package, error) {
	if err := c.session.ready(); err != nil {
		return api.Package{}, err
	}
	return c.session.client.Package(ctx, id)
}

// Download puts a package, or one file of it, into the queue. what is PACKAGE or PACKAGE/FILE. The gate comes first: a person who has
// to sign in, register, answer an agreement or wait for access gets that as the fault. The catalogue names, measures and
// fingerprints the files; nothing of that comes from the transfer itself.
func (c Catalogue) Download(ctx context.Context, what string, opts DownloadOptions) ([]downloads.ID, error) {
	queue, err := c.session.app.Queues.Shared(ctx)
	if err != nil {
		return nil, err
	}
	specs, err := c.Specs(ctx, what, opts)
	if err != nil {
		return nil, err
	}
	return queue.Add(ctx, specs...)
}

// Specs is Download without the queue: what would be added.
func (c Catalogue) Specs(ctx context.Context, what string, opts DownloadOptions) ([]downloads.Spec, error) {
	if err := c.session.Refresh(ctx); err != nil {
		return nil, err
	}
	if err := c.session.Gate(); err != nil {
		return nil, err
	}
	id, name, single := strings.Cut(what, "/")
	pack, err := c.Package(ctx, id)
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
		return nil, oneFileFault(pack)
	}
	var specs []downloads.Spec
	for _, file := range files {
		spec, err := c.spec(pack, file, opts)
		if err != nil {
			return nil, err
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

func (c Catalogue) spec(pack api.Package, file api.File, opts DownloadOptions) (downloads.Spec, error) {
	if opts.SHA256 != "" && !strings.EqualFold(opts.SHA256, file.SHA256) {
		return downloads.Spec{}, otherHashFault(file)
	}
	s := c.session
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
		Origin:   origin(s.info.Address, pack.ID, file.Name),
		Priority: opts.Priority, Connections: opts.Connections, Limit: opts.Limit, Paused: opts.Paused,
	}, nil
}

// origin is what a finished file is marked with: where the program has it, an address that lasts, unlike the signed link it came by.
func origin(program, pack, file string) string {
	address, err := url.Parse(program)
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
