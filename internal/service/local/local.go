// Package local opens the program service on a data folder: its data in a SQLite file there, its bytes in a folder beside it.
//
// It promises that a folder of an older version opens with nothing lost, that one of a newer version is refused and not
// touched, and that several processes may open one folder: a server, and an owner's commands beside it.
package local

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/blob/folder"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/service/store/sqlite"
)

// The names in a data folder.
const (
	dataFile    = "service.db"
	bytesFolder = "files"
)

// Audit checks the data of a data folder against themselves and against what was kept elsewhere. A database that is missing or
// holds nothing is a fault, and so is a damaged one: it does not hold.
func Audit(ctx context.Context, dir string, anchors service.Anchors) (service.AuditReport, error) {
	report, err := auditFolder(ctx, dir, anchors)
	if errors.Is(err, store.ErrDamaged) {
		damaged := *fault.Of(err)
		damaged.Kind = fault.Verification
		return report, &damaged
	}
	return report, err
}

func auditFolder(ctx context.Context, dir string, anchors service.Anchors) (report service.AuditReport, err error) {
	if err := sqlite.Examine(ctx, filepath.Join(dir, dataFile)); err != nil {
		return report, err
	}
	data, err := sqlite.Open(ctx, filepath.Join(dir, dataFile))
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	return service.Audit(ctx, data, anchors)
}

// Open opens the service on a data folder, which is made when it is not there. It fills in c.Store and c.Blobs, unless the data or
// the bytes are elsewhere.
func Open(ctx context.Context, dir string, c service.Config) (*service.Service, error) {
	if dir == "" {
		return nil, service.ConfigFault()
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, service.FolderFault(err)
	}
	var err error
	if c.Store == nil {
		if c.Store, err = sqlite.Open(ctx, filepath.Join(dir, dataFile)); err != nil {
			return nil, err
		}
	}
	if c.Blobs == nil {
		if c.Blobs, err = folder.Open(filepath.Join(dir, bytesFolder)); err != nil {
			return nil, errors.Join(service.FolderFault(err), c.Store.Close())
		}
	}
	s, err := service.New(ctx, c)
	if err != nil {
		return nil, errors.Join(err, c.Blobs.Close(), c.Store.Close())
	}
	return s, nil
}
