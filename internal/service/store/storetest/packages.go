package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

func testPackages(t *testing.T, s store.Store) {
	ctx, packages := t.Context(), s.Data().Packages
	absent[api.Package](t)(packages.Package(ctx, "old"))
	fails(t, packages.Withdraw(ctx, "old", noon), store.ErrNotFound)
	old := api.Package{ID: "old", Engagement: "main", Title: "Öld <1>", Type: "tool", Version: "1", Created: noon, Modified: noon, Expires: noon.Add(time.Hour), Regions: []string{"Everywhere"}}
	next := api.Package{ID: "next", Engagement: "main", Title: "Next", Supersedes: "old", Created: noon.Add(1), Modified: noon.Add(2)}
	same := api.Package{ID: "a", Engagement: "other", Title: "Same time", Created: noon.Add(1), Modified: noon}
	for _, p := range []api.Package{old, next, same} {
		must(t, packages.Publish(ctx, p, nil))
	}
	want(t, old)(packages.Package(ctx, "old"))
	listed := old
	listed.SupersededBy = "next"
	want(t, []api.Package{same, next, listed})(packages.Packages(ctx))
	want(t, []string{"next", "old"})(packages.PackageIDs(ctx, "main"))
	must(t, packages.Withdraw(ctx, "next", noon))
	fails(t, packages.Withdraw(ctx, "next", noon), store.ErrNotFound)
	want(t, []api.Package{same, old})(packages.Packages(ctx))
	want(t, []string{"old"})(packages.PackageIDs(ctx, "main"))
	absent[api.Package](t)(packages.Package(ctx, "next"))
	must(t, packages.Publish(ctx, next, nil))
	want(t, next)(packages.Package(ctx, "next"))
	next.Title = "\xff"
	fails(t, packages.Publish(ctx, next, nil), store.ErrText)
}

func testFiles(t *testing.T, s store.Store) {
	ctx, packages := t.Context(), s.Data().Packages
	piece := strings.Repeat("0f", 32)
	one := store.File{Content: store.ContentObject, File: api.File{Name: "Tööl.bin", Size: 5 << 20, SHA256: piece, PieceSize: api.PieceSize, Pieces: []string{piece, strings.Repeat("a1", 32)},
		ContentType: "application/octet-stream", Publisher: "Contoso", Description: "A tool"}}
	two := store.File{Content: "made", File: api.File{Name: "a.txt", Size: 1, SHA256: piece, PieceSize: api.PieceSize, Pieces: []string{piece}}}
	must(t, packages.Publish(ctx, api.Package{ID: "p", Engagement: "main"}, []store.File{one, two}))
	want(t, []store.File{one, two})(packages.Files(ctx, "p"))
	want(t, one)(packages.File(ctx, "p", "TÖÖL.BIN"))
	absent[store.File](t)(packages.File(ctx, "p", "none"))
	absent[store.File](t)(packages.File(ctx, "q", "a.txt"))
	must(t, packages.Publish(ctx, api.Package{ID: "p", Engagement: "main"}, []store.File{two}))
	want(t, []store.File{two})(packages.Files(ctx, "p"))
	fails(t, packages.Publish(ctx, api.Package{ID: "p", Engagement: "main"}, []store.File{one, one}), store.ErrTaken)
	want(t, []store.File{two})(packages.Files(ctx, "p"))
}
