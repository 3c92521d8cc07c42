package relational

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service/store"
)

// othersLikeIt finds the people other than one who have one of some keys.
func othersLikeIt(name, person string) (query string, args []any) {
	keys := api.NameKeys(name)
	args = []any{person}
	var markers []string
	for _, key := range keys {
		args = append(args, key)
		markers = append(markers, "$"+strconv.Itoa(len(args)))
	}
	return "SELECT count(*) FROM name_keys WHERE person<>$1 AND key IN (" + strings.Join(markers, ",") + ")", args
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

const ownName = "SELECT coalesce(data->>'publisher_name', '') FROM registrations WHERE person=$1"

// takeName replaces the keys of a person's name before by those of the new one. A name that does not change keeps its keys.
func takeName(ctx context.Context, c conn, name, person string) error {
	own, err := one(ctx, c, single[string], ownName, person)
	if err == nil && own == name {
		return nil
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	query, args := othersLikeIt(name, person)
	count, err := one(ctx, c, single[int], query, args...)
	if err != nil {
		return err
	}
	if count > 0 {
		return store.ErrTaken
	}
	if err := c.exec(ctx, "DELETE FROM name_keys WHERE person=$1", person); err != nil {
		return err
	}
	for _, key := range api.NameKeys(name) {
		if err := c.add(ctx, "INSERT INTO name_keys(key, person, shared) VALUES ($1,$2,FALSE)", key, person); err != nil {
			return err
		}
	}
	return nil
}
