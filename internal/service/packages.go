package service

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
)

// getPackages lists the packages of the engagements that the person can see, newest first, without piece hashes. What keeps
// a package's files waiting stands in Blocked; its description is shown to registered people all the same.
func (s *Service) getPackages(q *request) (any, error) {
	list, err := s.packages(q.Context(), q.person, "", false)
	return struct {
		Packages []api.Package `json:"packages"`
	}{list}, err
}

func (s *Service) getPackage(q *request) (any, error) {
	list, err := s.packages(q.Context(), q.person, q.PathValue("id"), true)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, notFoundProblem()
	}
	return list[0], s.use(q.Context(), q.person.ID(), list[0].Engagement)
}

// packages gives all visible packages, or the one named.
func (s *Service) packages(ctx context.Context, p Identity, only string, pieces bool) ([]api.Package, error) {
	access, err := s.accessTo(ctx, s.store.db, p, "")
	if err != nil {
		return nil, err
	}
	if !access.Granted() {
		return nil, accessProblem(access, "this program")
	}
	reg, err := s.registration(ctx, s.store.db, p.ID())
	if err != nil {
		return nil, err
	}
	if reg == nil {
		return nil, registrationProblem()
	}
	engagements, err := s.engagements(ctx, s.store.db, p, "")
	if err != nil {
		return nil, err
	}
	blocked, titles := map[string]*api.Problem{}, map[string]string{}
	for _, e := range engagements {
		titles[e.ID] = e.Title
		blocked[e.ID], err = asProblem(s.may(ctx, p, e.ID))
		if err != nil {
			return nil, err
		}
	}
	all, err := loadPackages(ctx, s.store.db, only)
	if err != nil {
		return nil, err
	}
	now := s.now()
	seen := []api.Package{}
	for _, k := range all {
		problem, visible := blocked[k.Engagement]
		if !visible {
			continue
		}
		k.Status, k.EngagementTitle = api.PackagePublished, titles[k.Engagement]
		if !k.Expires.IsZero() && !now.Before(k.Expires) {
			k.Status = api.PackageExpired
		}
		if problem != nil {
			k.Blocked, k.Agreement = problem.Type, problem.Agreement
		}
		if k.Files, err = loadFiles(ctx, s.store.db, k.ID, pieces); err != nil {
			return nil, err
		}
		seen = append(seen, k)
	}
	return seen, nil
}

// asProblem parts refusals from trouble.
func asProblem(err error) (*api.Problem, error) {
	var p *api.Problem
	if errors.As(err, &p) {
		return p, nil
	}
	return nil, err
}

func loadPackages(ctx context.Context, r reader, only string) ([]api.Package, error) {
	rows, err := r.QueryContext(ctx, `SELECT k.id, k.engagement, k.data, k.created, k.modified, k.expires FROM packages k
		WHERE k.withdrawn=0 AND (?1='' OR k.id=?1) ORDER BY k.created DESC, k.id`, only)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []api.Package
	successor := map[string]string{}
	for rows.Next() {
		var k api.Package
		var id, engagement, data string
		var created, modified, expires int64
		if err := rows.Scan(&id, &engagement, &data, &created, &modified, &expires); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(data), &k); err != nil {
			return nil, err
		}
		k.ID, k.Engagement, k.Created, k.Modified, k.Expires = id, engagement, moment(created), moment(modified), moment(expires)
		if k.Supersedes != "" {
			successor[k.Supersedes] = k.ID
		}
		list = append(list, k)
	}
	for i := range list {
		list[i].SupersededBy = successor[list[i].ID]
	}
	return list, rows.Err()
}

const fileColumns = "name, size, sha256, pieces, content_type, publisher, description, content"

// stored is a file with the place of its bytes: "object" in the folder, or the name of a content made on demand.
type stored struct {
	api.File
	content string
}

func loadFiles(ctx context.Context, r reader, id string, pieces bool) ([]api.File, error) {
	rows, err := r.QueryContext(ctx, "SELECT "+fileColumns+" FROM files WHERE package=? ORDER BY position", id)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	files := []api.File{}
	for rows.Next() {
		f, err := scanFile(rows)
		if err != nil {
			return nil, err
		}
		if !pieces {
			f.Pieces, f.PieceSize = nil, 0
		}
		files = append(files, f.File)
	}
	return files, rows.Err()
}

func loadFile(ctx context.Context, r reader, id, name string) (stored, error) {
	f, err := scanFile(r.QueryRowContext(ctx, "SELECT "+fileColumns+" FROM files WHERE package=? AND name_key=?", id, api.FoldFileName(name)))
	if errors.Is(err, sql.ErrNoRows) {
		return f, notFoundProblem()
	}
	return f, err
}

func scanFile(row interface{ Scan(...any) error }) (stored, error) {
	var f stored
	var pieces []byte
	err := row.Scan(&f.Name, &f.Size, &f.SHA256, &pieces, &f.ContentType, &f.Publisher, &f.Description, &f.content)
	f.PieceSize = api.PieceSize
	for ; len(pieces) >= 32; pieces = pieces[32:] {
		f.Pieces = append(f.Pieces, hex.EncodeToString(pieces[:32]))
	}
	return f, err
}
