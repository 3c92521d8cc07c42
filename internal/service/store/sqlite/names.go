package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	"github.com/go-json-experiment/json"
	"modernc.org/sqlite"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

func init() {
	// The migration that fills name_keys calls it; it is in no schema, so other programs open the file.
	sqlite.MustRegisterDeterministicScalarFunction("name_keys_of", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		name, ok := args[0].(string)
		if !ok {
			return nil, errors.New("name_keys_of: a text is wanted")
		}
		keys, err := json.Marshal(api.NameKeys(name))
		return string(keys), err
	})
}

// othersLikeIt finds the people other than one who have one of some keys.
func othersLikeIt(name, person string) (query string, args []any) {
	keys := api.NameKeys(name)
	args = []any{person}
	for _, key := range keys {
		args = append(args, key)
	}
	return "SELECT count(*) FROM name_keys WHERE person<>? AND key IN (?" + strings.Repeat(",?", len(keys)-1) + ")", args
}

// NameTaken reports whether somebody else has a name that looks like this one, unless it is the person's own.
func (r registrations) NameTaken(ctx context.Context, name, person string) (bool, error) {
	own, err := one(ctx, r, single[string], ownName, person)
	if err == nil && own == name {
		return false, nil
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, err
	}
	query, args := othersLikeIt(name, person)
	count, err := one(ctx, r, single[int], query, args...)
	return count > 0, err
}

const ownName = "SELECT coalesce(data->>'publisher_name', '') FROM registrations WHERE person=?"

// takeName gives a person the keys of a name, in place of those of the name before. A name that does not change keeps its keys.
func takeName(ctx context.Context, tx *sql.Tx, name, person string) error {
	own, err := one(ctx, tx, single[string], ownName, person)
	if err == nil && own == name {
		return nil
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	query, args := othersLikeIt(name, person)
	count, err := one(ctx, tx, single[int], query, args...)
	if err != nil {
		return err
	}
	if count > 0 {
		return store.ErrTaken
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM name_keys WHERE person=?", person); err != nil {
		return err
	}
	for _, key := range api.NameKeys(name) {
		if _, err := tx.ExecContext(ctx, "INSERT INTO name_keys(key, person, shared) VALUES (?,?,0)", key, person); err != nil {
			return err
		}
	}
	return nil
}
