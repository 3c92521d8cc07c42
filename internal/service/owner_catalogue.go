package service

import (
	"context"
	"errors"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service/store"
)

// The states of a package that only its owner sees. The others are those of package api.
const (
	PackageDraft   = "draft"
	PackagePlanned = "planned" // its day has not come
	PackageOver    = "over"    // its last day is gone
)

// Cataloguer holds the commands of a program's owner on the whole catalogue. Their errors are faults.
type Cataloguer struct{ *base }

// Packages lists every package of the catalogue with its files, newest first, those that people do not see too.
func (o *Cataloguer) Packages(ctx context.Context) ([]api.Package, error) {
	all, err := o.data().Packages.Packages(ctx)
	if err != nil {
		return nil, ownerError(err)
	}
	files, err := o.data().Packages.AllFiles(ctx)
	for i := range all {
		all[i].Files = apiFiles(files[all[i].ID], false)
		all[i].Status = o.packageState(all[i])
	}
	return all, ownerError(err)
}

func (o *Cataloguer) packageState(k api.Package) string {
	switch {
	case k.Draft:
		return PackageDraft
	case o.now().Before(k.PublishFrom):
		return PackagePlanned
	case !o.onShow(k):
		return PackageOver
	case o.expired(k):
		return api.PackageExpired
	}
	return api.PackagePublished
}

// ReleasePackage makes a draft a package that people see, from its day on.
func (o *Cataloguer) ReleasePackage(ctx context.Context, id string) (api.Package, error) {
	var k api.Package
	err := o.store.Write(ctx, func(d store.Data) error {
		var err error
		if k, err = d.Packages.Package(ctx, id); err != nil {
			return err
		}
		if !k.Draft {
			return refusedCommand("package", i18n.T(&goi18n.Message{ID: "service.package.draft.cause", Other: "It is no draft: people see it, or will from its day on."}))
		}
		files, err := d.Packages.Files(ctx, id)
		if err != nil {
			return err
		}
		k.Draft = false
		k.Modified = o.now()
		return d.Packages.Publish(ctx, k, files)
	})
	if errors.Is(err, store.ErrNotFound) {
		err = noPackage()
	}
	k.Status = o.packageState(k)
	return k, ownerError(err)
}

func noPackage() error {
	return refusedCommand("package", i18n.T(&goi18n.Message{ID: "service.package.none.cause", Other: "There is no package with this id."}))
}
