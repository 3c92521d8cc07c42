package relational

import (
	"context"
	"encoding/hex"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

type packages struct{ conn }

const selectPackage = "SELECT k.id, k.engagement, k.data, k.created, k.modified, k.expires FROM packages k WHERE k.withdrawn=FALSE"

func scanPackage(r row) (api.Package, error) {
	var p api.Package
	var id, engagement, data string
	var created, modified, expires int64
	if err := r.Scan(&id, &engagement, &data, &created, &modified, &expires); err != nil {
		return p, err
	}
	err := json.Unmarshal([]byte(data), &p)
	p.ID = id // the columns count, not the document
	p.Engagement = engagement
	p.Created = moment(created)
	p.Modified = moment(modified)
	p.Expires = moment(expires)
	p.Files = nil // they have a table of their own
	return p, err
}

func (p packages) Packages(ctx context.Context) ([]api.Package, error) {
	list, err := all(ctx, p, scanPackage, selectPackage+" ORDER BY k.created DESC, k.id")
	if err != nil {
		return nil, err
	}
	successor := map[string]string{}
	for _, k := range list {
		if k.Supersedes != "" {
			successor[k.Supersedes] = k.ID
		}
	}
	for i := range list {
		list[i].SupersededBy = successor[list[i].ID]
	}
	return list, nil
}

func (p packages) Package(ctx context.Context, id string) (api.Package, error) {
	return one(ctx, p, scanPackage, selectPackage+" AND k.id=$1", id)
}

func (p packages) PackageIDs(ctx context.Context, engagement string) ([]string, error) {
	return all(ctx, p, single[string], "SELECT id FROM packages WHERE engagement=$1 AND withdrawn=FALSE ORDER BY id", engagement)
}

const selectFile = "SELECT name, size, sha256, pieces, content_type, publisher, description, content FROM files WHERE package=$1"

func scanFile(r row) (store.File, error) {
	var f store.File
	var pieces []byte
	err := r.Scan(&f.Name, &f.Size, &f.SHA256, &pieces, &f.ContentType, &f.Publisher, &f.Description, &f.Content)
	f.PieceSize = api.PieceSize
	for ; len(pieces) >= 32; pieces = pieces[32:] {
		f.Pieces = append(f.Pieces, hex.EncodeToString(pieces[:32]))
	}
	return f, err
}

func (p packages) Files(ctx context.Context, id string) ([]store.File, error) {
	return all(ctx, p, scanFile, selectFile+" ORDER BY position", id)
}

func (p packages) File(ctx context.Context, id, name string) (store.File, error) {
	return one(ctx, p, scanFile, selectFile+" AND name_key=$2", id, api.FoldFileName(name))
}

func (p packages) AllFiles(ctx context.Context) (map[string][]store.File, error) {
	type packed struct {
		id   string
		file store.File
	}
	list, err := all(ctx, p, func(r row) (packed, error) {
		f := packed{file: store.File{File: api.File{PieceSize: api.PieceSize}}}
		return f, r.Scan(&f.id, &f.file.Name, &f.file.Size, &f.file.SHA256, &f.file.ContentType, &f.file.Publisher, &f.file.Description, &f.file.Content)
	}, `SELECT f.package, f.name, f.size, f.sha256, f.content_type, f.publisher, f.description, f.content
		FROM files f JOIN packages k ON k.id=f.package WHERE k.withdrawn=FALSE ORDER BY f.package, f.position`)
	files := map[string][]store.File{}
	for _, f := range list {
		files[f.id] = append(files[f.id], f.file)
	}
	return files, err
}

func (p packages) Publish(ctx context.Context, k api.Package, files []store.File) error {
	k.Files = nil
	data, err := document(k)
	if err != nil {
		return err
	}
	return p.atomically(ctx, func(c conn) error {
		err := c.exec(ctx, `INSERT INTO packages(id, engagement, data, created, modified, expires, withdrawn) VALUES ($1,$2,$3,$4,$5,$6,FALSE)
			ON CONFLICT(id) DO UPDATE SET engagement=excluded.engagement,
			data=excluded.data, created=excluded.created, modified=excluded.modified, expires=excluded.expires, withdrawn=FALSE`,
			k.ID, k.Engagement, data, stamp(k.Created), stamp(k.Modified), stamp(k.Expires))
		if err != nil {
			return err
		}
		if err := c.exec(ctx, "DELETE FROM files WHERE package=$1", k.ID); err != nil {
			return err
		}
		for i, f := range files {
			if err := insertFile(ctx, c, k.ID, i, f); err != nil {
				return err
			}
		}
		return nil
	})
}

func insertFile(ctx context.Context, c conn, id string, position int, f store.File) error {
	pieces, err := hex.DecodeString(strings.Join(f.Pieces, ""))
	if err != nil {
		return err
	}
	return c.add(ctx, `INSERT INTO files(package, position, name, name_key, size, sha256, pieces, content_type, publisher, description, content)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`, id, position, f.Name, api.FoldFileName(f.Name), f.Size, f.SHA256,
		pieces, f.ContentType, f.Publisher, f.Description, f.Content)
}

func (p packages) Withdraw(ctx context.Context, id string, at time.Time) error {
	return p.execSome(ctx, "UPDATE packages SET withdrawn=TRUE, modified=$1 WHERE id=$2 AND withdrawn=FALSE", stamp(at), id)
}

func (p packages) Contents(ctx context.Context) ([]string, error) {
	return all(ctx, p, single[string], "SELECT DISTINCT f.sha256 FROM files f JOIN packages k ON k.id=f.package WHERE k.withdrawn=FALSE")
}
