package relational

import (
	"context"

	"github.com/programconnect/programconnect/internal/service/store"
)

type people struct{ conn }

const personColumns = "id, name, address, kind, last_seen"

func scanPerson(r row) (store.Person, error) {
	var p store.Person
	var seen int64
	err := r.Scan(&p.ID, &p.Name, &p.Address, &p.Kind, &seen)
	p.LastSeen = moment(seen)
	return p, err
}

func (p people) Person(ctx context.Context, id string) (store.Person, error) {
	return one(ctx, p, scanPerson, "SELECT "+personColumns+" FROM people WHERE id=$1", id)
}

func (p people) Remember(ctx context.Context, who store.Person) error {
	return p.exec(ctx, `INSERT INTO people(id, name, address, kind, first_seen, last_seen) VALUES ($1,$2,$3,$4,$5,$5)
		ON CONFLICT(id) DO UPDATE SET name=excluded.name, address=excluded.address, kind=excluded.kind, last_seen=excluded.last_seen`,
		who.ID, who.Name, who.Address, who.Kind, stamp(who.LastSeen))
}

func (p people) Find(ctx context.Context, who string) ([]store.Person, error) {
	return all(ctx, p, scanPerson, "SELECT "+personColumns+" FROM people WHERE id=$1 OR "+p.dialect.SameText("address", "$1")+" ORDER BY id", who)
}

func (p people) DomainKinds(ctx context.Context, domain string) ([]string, error) {
	return all(ctx, p, single[string],
		"SELECT DISTINCT kind FROM people WHERE "+p.dialect.SameText(p.dialect.AfterAt("address"), "$1")+" ORDER BY kind", domain)
}

func (p people) Page(ctx context.Context, after string, limit int) ([]store.Person, error) {
	return all(ctx, p, scanPerson, "SELECT "+personColumns+` FROM people
		WHERE $1='' OR (address, id)>(SELECT address, id FROM people WHERE id=$1) ORDER BY address, id LIMIT $2`, after, limit)
}
