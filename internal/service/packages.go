package service

import (
	"context"
	"errors"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// packages holds the rules of who sees which package.
type packages struct {
	*base
	admission   *admission
	engagements *engagements
}

// list returns the packages of the engagements that a registered person sees, newest first, without the hashes of pieces. What
// keeps a package's files waiting stands in Blocked; its description is shown all the same.
func (k *packages) list(ctx context.Context, p Identity) ([]api.Package, error) {
	d, err := k.seen(ctx, p.ID())
	if err != nil {
		return nil, err
	}
	view, err := k.view(ctx, d, p)
	if err != nil {
		return nil, err
	}
	all, err := d.Packages.Packages(ctx)
	if err != nil {
		return nil, err
	}
	seen := []api.Package{}
	view.hideOthers(all)
	for _, kept := range all {
		if shown, visible := view.of(kept); visible {
			files, err := d.Packages.Files(ctx, kept.ID)
			if err != nil {
				return nil, err
			}
			shown.Files = apiFiles(files, false)
			seen = append(seen, shown)
		}
	}
	return seen, nil
}

// one returns one package with the hashes of pieces, or a refusal.
func (k *packages) one(ctx context.Context, p Identity, id string) (api.Package, error) {
	now, err := k.seen(ctx, p.ID())
	if err != nil {
		return api.Package{}, err
	}
	view, err := k.view(ctx, now, p)
	if err != nil {
		return api.Package{}, err
	}
	d := k.data() // with the hashes of pieces
	kept, err := k.packageOf(ctx, d, id)
	if err != nil {
		return api.Package{}, err
	}
	shown, visible := view.of(kept)
	if !visible {
		return api.Package{}, notFound()
	}
	if shown, err = view.hideBefore(ctx, d, shown); err != nil {
		return api.Package{}, err
	}
	files, err := d.Packages.Files(ctx, id)
	shown.Files = apiFiles(files, true)
	return shown, err
}

// packageOf returns a package that is on show, or the refusal of one that is not there for people.
func (b *base) packageOf(ctx context.Context, d store.Data, id string) (api.Package, error) {
	kept, err := d.Packages.Package(ctx, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && !b.onShow(kept) {
		err = notFound()
	}
	return kept, err
}

// onShow reports whether people see a package now: neither a draft, nor before its day, nor after it.
func (b *base) onShow(k api.Package) bool {
	now := b.now()
	return !k.Draft && !now.Before(k.PublishFrom) && (k.PublishUntil.IsZero() || now.Before(k.PublishUntil))
}

func apiFiles(kept []store.File, pieces bool) []api.File {
	list := make([]api.File, len(kept))
	for i, f := range kept {
		list[i] = f.File
		if !pieces {
			list[i].Pieces = nil
			list[i].PieceSize = 0
		}
	}
	return list
}

// expired reports whether a package's files are no longer given out.
func (b *base) expired(k api.Package) bool { return !k.Expires.IsZero() && !b.now().Before(k.Expires) }

// packageView is what one person sees of the catalogue: the engagements' titles, and what keeps their files waiting.
type packageView struct {
	*base
	titles       map[string]string
	blocked      map[string]*api.Problem
	registration store.Registration
}

func (k *packages) view(ctx context.Context, d store.Data, p Identity) (*packageView, error) {
	reg, err := k.admission.registered(ctx, d, p)
	if err != nil {
		return nil, err
	}
	who, err := k.engagements.visibility.viewer(ctx, d, p)
	if err != nil {
		return nil, err
	}
	all, err := k.engagements.all(ctx, d, who)
	if err != nil {
		return nil, err
	}
	view := &packageView{k.base, map[string]string{}, map[string]*api.Problem{}, reg}
	for _, e := range all {
		if !who.seesPackages(e.sight) {
			continue
		}
		view.titles[e.ID] = e.Title
		var problem *api.Problem
		if err := k.admission.may(ctx, p, e.ID); errors.As(err, &problem) {
			view.blocked[e.ID] = problem
		} else if err != nil {
			return nil, err
		}
	}
	return view, nil
}

// of returns a package as the person sees it, and reports whether they do.
func (v *packageView) of(k api.Package) (shown api.Package, visible bool) {
	title := v.titles[k.Engagement]
	k.EngagementTitle = title
	k.Status = api.PackagePublished
	if v.expired(k) {
		k.Status = api.PackageExpired
	}
	var region *api.Problem
	if problem := v.blocked[k.Engagement]; problem != nil {
		k.Blocked = problem.Type
		k.Agreement = problem.Agreement
	} else if errors.As(regionRefusal(v.registration, k), &region) {
		k.Blocked = region.Type
	}
	visible = v.sees(k)
	k.PublishFrom = time.Time{} // the owner's alone
	k.PublishUntil = time.Time{}
	return k, visible
}

// sees reports whether a package is there for the person.
func (v *packageView) sees(k api.Package) bool {
	_, visible := v.titles[k.Engagement]
	return visible && v.onShow(k)
}

// hideOthers takes the ids of packages that the person does not see out of those that they do.
func (v *packageView) hideOthers(all []api.Package) {
	seen := map[string]bool{}
	successor := map[string]string{}
	for _, k := range all {
		if v.sees(k) {
			seen[k.ID] = true
			successor[k.Supersedes] = k.ID
		}
	}
	for i := range all {
		all[i].SupersededBy = successor[all[i].ID]
		if !seen[all[i].Supersedes] {
			all[i].Supersedes = ""
		}
	}
}

// hideBefore does the same for one package, which names the one before it.
func (v *packageView) hideBefore(ctx context.Context, d store.Data, k api.Package) (api.Package, error) {
	if k.Supersedes == "" {
		return k, nil
	}
	before, err := d.Packages.Package(ctx, k.Supersedes)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return k, err
	}
	if err != nil || !v.sees(before) {
		k.Supersedes = ""
	}
	return k, nil
}

// packageAPI answers for the catalogue and for links to files.
type packageAPI struct {
	*base
	packages *packages
	links    *links
	access   *access
	record   *record
}

func (a *packageAPI) routes() []route {
	return []route{
		{method: "GET", path: apiPrefix + "/packages", answer: a.getPackages, kept: true},
		{method: "GET", path: apiPrefix + "/packages/{id}", answer: a.getPackage},
		{method: "POST", path: apiPrefix + "/packages/{id}/files/{name}/link", answer: a.postLink},
		{method: "POST", path: apiPrefix + "/packages/{id}/downloads", answer: a.postDownload},
	}
}

func (a *packageAPI) getPackages(q *request) (any, error) {
	list, err := a.packages.list(q.Context(), q.person)
	if err != nil {
		return nil, err
	}
	page, err := pageOf(list, q.URL.Query().Get("after"), func(p *api.Package) string { return p.ID })
	return struct {
		Packages []jsontext.Value `json:"packages"`
		Next     string           `json:"next,omitzero"`
	}{page.entries, page.next}, err
}

func (a *packageAPI) getPackage(q *request) (any, error) {
	k, err := a.packages.one(q.Context(), q.person, q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return k, a.access.use(q.Context(), q.person.ID(), k.Engagement)
}

// postLink returns a signed address of a file to somebody who may have it now.
func (a *packageAPI) postLink(q *request) (any, error) {
	link, engagement, err := a.links.make(q.Context(), q.person, q.PathValue("id"), q.PathValue("name"))
	if err != nil {
		return nil, err
	}
	if err := a.record.linked(q.Context(), q.person, q.PathValue("id"), q.PathValue("name"), clientOf(q.Request)); err != nil {
		return nil, err
	}
	return link, a.access.use(q.Context(), q.person.ID(), engagement)
}

// postDownload notes that the person's client has a file whole. It is told by the hash of what was checked: the catalogue may have
// moved on since the download began.
func (a *packageAPI) postDownload(q *request) (any, error) {
	var in api.Finished
	if err := q.read(&in); err != nil {
		return nil, err
	}
	return nil, a.record.told(q.Context(), q.person, q.PathValue("id"), in.SHA256, clientOf(q.Request))
}
