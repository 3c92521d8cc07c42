package postgres

import (
	"context"
	"io/fs"
	"regexp"
	"slices"

	"github.com/programconnect/programconnect/internal/service/store"
)

// made matches what a migration makes that holds or keeps data. Indexes make it fast and hold nothing.
var made = regexp.MustCompile(`(?m)^CREATE (?:TABLE|TRIGGER) (\w+)`) // by_hand is made in a loop: nothing rests on it

// Missing returns the tables, and the triggers that are on, which this version makes and which the database lacks.
func (s *Store) Missing(ctx context.Context) ([]string, error) {
	want, err := parts(embedded())
	if err != nil {
		return nil, err
	}
	var lacking []string
	for _, name := range want {
		var there bool
		err := s.engine.QueryRowContext(ctx, `SELECT to_regclass($1) IS NOT NULL OR EXISTS (SELECT 1 FROM pg_trigger t JOIN pg_class c ON c.oid=t.tgrelid
			JOIN pg_namespace n ON n.oid=c.relnamespace WHERE t.tgname=$1 AND t.tgenabled<>'D' AND n.nspname=current_schema())`, name).Scan(&there)
		if err != nil {
			return nil, away(err)
		}
		if !there {
			lacking = append(lacking, name)
		}
	}
	return lacking, nil
}

// parts returns the names of the tables and triggers that migrations make, in order.
func parts(migrations fs.FS) ([]string, error) {
	files, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, file := range files {
		text, err := fs.ReadFile(migrations, file)
		if err != nil {
			return nil, err
		}
		for _, found := range made.FindAllStringSubmatch(string(text), -1) {
			names = append(names, found[1])
		}
	}
	slices.Sort(names)
	return names, nil
}

var _ store.Store = (*Store)(nil)
