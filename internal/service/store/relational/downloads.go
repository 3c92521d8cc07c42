package relational

import (
	"context"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

type downloads struct{ conn }

const insertDownload = "INSERT INTO downloads(act, person, package, version, file, file_key, sha256, bytes, client, time) "

func downloadArgs(d store.Download) []any {
	return []any{d.Act, d.Person, d.Package, d.Version, d.File, api.FoldFileName(d.File), d.SHA256, d.Bytes, d.Client, stamp(d.Time)}
}

func (d downloads) Add(ctx context.Context, row store.Download) error {
	return d.exec(ctx, insertDownload+"VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)", downloadArgs(row)...)
}

// Finish compares the newest row of either kind: links come before what they lead to.
func (d downloads) Finish(ctx context.Context, row store.Download) error {
	row.Act = store.DownloadWhole
	return d.exec(ctx, insertDownload+`SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT),
		CAST($7 AS TEXT), CAST($8 AS BIGINT), CAST($9 AS TEXT), CAST($10 AS BIGINT)
		WHERE coalesce((SELECT act FROM downloads WHERE person=$2 AND package=$3 AND sha256=$7 ORDER BY number DESC LIMIT 1), '')<>$1`, downloadArgs(row)...)
}

func scanDownload(r row) (store.Download, error) {
	var d store.Download
	var at int64
	err := r.Scan(&d.Number, &d.Act, &d.Person, &d.Package, &d.Version, &d.File, &d.SHA256, &d.Bytes, &d.Client, &at, &d.Name, &d.Address)
	d.Time = moment(at)
	return d, err
}

func (d downloads) List(ctx context.Context, f store.DownloadFilter) ([]store.Download, error) {
	return all(ctx, d, scanDownload, `SELECT d.number, d.act, d.person, d.package, d.version, d.file, d.sha256, d.bytes, d.client, d.time,
		coalesce(p.name, ''), coalesce(p.address, '') FROM downloads AS d LEFT JOIN people AS p ON p.id=d.person
		WHERE d.number>$1 AND ($2='' OR d.package=$2) AND ($3='' OR d.person=$3) AND ($4='' OR d.file_key=$4 OR d.sha256=$5) AND d.time>=$6
		ORDER BY d.number LIMIT $7`, f.After, f.Package, f.Person, api.FoldFileName(f.File), f.File, stamp(f.Since), f.Limit)
}

func scanHeld(r row) (store.Held, error) {
	var h store.Held
	var whole int
	err := r.Scan(&h.Package, &h.SHA256, &h.Version, &h.File, &whole)
	h.Whole = whole > 0
	return h, err
}

func (d downloads) Held(ctx context.Context, person string) ([]store.Held, error) {
	return all(ctx, d, scanHeld, `SELECT package, sha256, max(version), max(file), max(CASE WHEN act=$1 THEN 1 ELSE 0 END) FROM downloads WHERE person=$2
		GROUP BY package, sha256 ORDER BY package, sha256`, store.DownloadWhole, person)
}

func (d downloads) Forget(ctx context.Context, before time.Time) (int64, error) {
	return d.change(ctx, "DELETE FROM downloads WHERE time<$1", stamp(before))
}
