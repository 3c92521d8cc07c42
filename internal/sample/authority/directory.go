package authority

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

const hashRounds = 60_000 // PBKDF2-SHA256 for accounts made here

// directory is everybody who can sign in: the sample's people, and whoever made an account here.
type directory struct {
	state  *state
	random random
}

// user is a person with an account, and what is needed to check the password.
type user struct {
	Person
	salt, hash []byte // of a password chosen here; nil for sample people
}

// key names the account in sessions and consents.
func (u *user) key() string { return u.TenantID + "." + u.ObjectID }

func (u *user) passwordIs(typed string) bool {
	if u.hash == nil {
		return subtle.ConstantTimeCompare([]byte(u.Password), []byte(typed)) == 1
	}
	return subtle.ConstantTimeCompare(u.hash, hashPassword(typed, u.salt)) == 1
}

// in returns the object id and kind that the account has in a tenant; false when it is not in it.
func (u *user) in(tenantID string) (object string, kind Kind, ok bool) {
	if tenantID == u.TenantID {
		return u.ObjectID, u.Kind, true
	}
	object, ok = u.Guest[tenantID]
	return object, Guest, ok
}

func (d *directory) users() []*user {
	var all []*user
	for _, p := range append(People(), Troubled()...) {
		all = append(all, &user{Person: p})
	}
	for _, acc := range d.state.People {
		all = append(all, &user{salt: acc.Salt, hash: acc.Hash, Person: Person{Key: acc.Address, Name: acc.Name, Address: acc.Address,
			Kind: kindOf(acc.TenantID, false), TenantID: acc.TenantID, ObjectID: acc.ObjectID, Story: "Made an account here."}})
	}
	return all
}

// user returns the account by home tenant and object id; nil when there is none.
func (d *directory) user(tenantID, objectID string) *user {
	for _, u := range d.users() {
		if u.TenantID == tenantID && u.ObjectID == objectID {
			return u
		}
	}
	return nil
}

func (d *directory) byKey(key string) *user {
	tenantID, objectID, _ := strings.Cut(key, ".")
	return d.user(tenantID, objectID)
}

// at returns every account on an address, work before personal.
func (d *directory) at(address string) []*user {
	var work, personal []*user
	for _, u := range d.users() {
		if !sameAddress(u.Address, address) {
			continue
		}
		if u.Kind == Personal {
			personal = append(personal, u)
		} else {
			work = append(work, u)
		}
	}
	return append(work, personal...)
}

// add makes a personal account.
func (d *directory) add(name, address, password string) *user {
	salt, id := d.random.bytes(16), d.random.bytes(8)
	object := "00000000-0000-0000-" + hex.EncodeToString(id[:2]) + "-" + hex.EncodeToString(id[2:])
	d.state.People = append(d.state.People, account{Name: name, Address: address, TenantID: TenantPersonal, ObjectID: object,
		Salt: salt, Hash: hashPassword(password, salt)})
	d.state.keep()
	return d.user(TenantPersonal, object)
}

func hashPassword(password string, salt []byte) []byte {
	key, err := pbkdf2.Key(sha256.New, password, salt, hashRounds, 32)
	if err != nil {
		return nil // cannot happen outside FIPS mode
	}
	return key
}

// tenantNamed returns the tenant of a path segment: an id or a domain. Empty for the ones that mean several.
func tenantNamed(name string) (id string, known bool) {
	switch strings.ToLower(name) {
	case "common", "organizations":
		return "", true
	case "consumers":
		return TenantPersonal, true
	}
	for _, t := range tenants() {
		if strings.EqualFold(t.id, name) || strings.EqualFold(t.domain, name) {
			return t.id, true
		}
	}
	return "", false
}

func sameAddress(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// hashed returns the form in which a secret is remembered.
func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
