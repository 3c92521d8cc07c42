package session

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/internal/api"
)

// pin is what a program said of itself when its person added it, as far as a sign-in depends on it. It is kept by the program's
// origin, and stays when the program is taken off the list: another program must not come by what was meant for it.
type pin struct {
	Authority       string   `json:"authority"`
	ClientID        string   `json:"client_id"`
	Scopes          []string `json:"scopes"`
	API             string   `json:"api"` // its origin
	SampleAuthority string   `json:"sample_authority,omitzero"`
	Keys            []string `json:"keys"` // each as its id and the start of its SHA-256
}

// pinOf returns what is pinned of a description.
func pinOf(about api.Program) pin {
	where, _ := auth.OriginOf(about.API) // zero: differs from every API that can be used
	p := pin{Authority: about.Authority, ClientID: about.ClientID, Scopes: slices.Sorted(slices.Values(about.Scopes)), API: where.String(),
		SampleAuthority: about.SampleAuthority, Keys: []string{}}
	for _, key := range about.Keys {
		sum := sha256.Sum256(append([]byte(key.Algorithm+"\x00"), key.PublicKey...))
		p.Keys = append(p.Keys, key.ID+":"+hex.EncodeToString(sum[:8]))
	}
	slices.Sort(p.Keys)
	return p
}

// difference is one thing that a program says otherwise than it did. The names are those of the description.
type difference struct{ field, before, now string }

// differences returns what now says otherwise than p.
func (p pin) differences(now pin) []difference {
	var all []difference
	for _, d := range []difference{
		{"authority", p.Authority, now.Authority},
		{"client_id", p.ClientID, now.ClientID},
		{"scopes", strings.Join(p.Scopes, " "), strings.Join(now.Scopes, " ")},
		{"api", p.API, now.API},
		{"sample_authority", p.SampleAuthority, now.SampleAuthority},
		{"keys", strings.Join(p.Keys, " "), strings.Join(now.Keys, " ")},
	} {
		if d.before != d.now {
			all = append(all, d)
		}
	}
	return all
}

// everybodys are the scopes that say nothing of a program.
var everybodys = []string{"openid", "profile", "offline_access", "email"} //nolint:gochecknoglobals // a table

// shares reports whether two programs name the same sign-in: one client id at one authority, or a scope of one program.
func (p pin) shares(other pin) bool {
	if strings.EqualFold(p.ClientID, other.ClientID) && strings.EqualFold(hostOf(p.Authority), hostOf(other.Authority)) {
		return true
	}
	return slices.ContainsFunc(p.Scopes, func(scope string) bool {
		same := func(theirs string) bool { return strings.EqualFold(scope, theirs) }
		return !slices.ContainsFunc(everybodys, same) && slices.ContainsFunc(other.Scopes, same)
	})
}

// judge returns what a person must confirm before a program at an address may be used as it describes itself; nil when nothing.
func (b *book) judge(at auth.Origin, about api.Program) *Question {
	now := pinOf(about)
	q := &Question{Address: at.String(), program: about, now: now}
	before, pinned := b.Pins[at.String()]
	if pinned {
		q.changes = before.differences(now)
	} else if now.API != at.String() {
		q.api = now.API
	}
	if !pinned || len(q.changes) > 0 {
		q.known = b.sharing(at, now)
	}
	if len(q.changes) == 0 && len(q.known) == 0 && q.api == "" {
		return nil
	}
	for _, e := range b.Programs {
		if e.at() == at {
			q.name = e.Name
		}
	}
	q.Digest = q.digest()
	return q
}

// sharing returns the origins of the other programs that name the same sign-in.
func (b *book) sharing(at auth.Origin, now pin) []string {
	var all []string
	for _, origin := range slices.Sorted(maps.Keys(b.Pins)) {
		if origin != at.String() && b.Pins[origin].shares(now) {
			all = append(all, origin)
		}
	}
	return all
}

// keep pins what a program says of itself.
func (b *book) keep(at auth.Origin, about api.Program) {
	if b.Pins == nil {
		b.Pins = map[string]pin{}
	}
	b.Pins[at.String()] = pinOf(about)
}

// at returns the entry's origin; zero when its address can't have one.
func (e bookEntry) at() auth.Origin {
	at, _ := auth.OriginOf(e.Address)
	return at
}

// pinPrograms is the Upgrade of programs.json to version 2: what is known of each program is pinned. A program that names the sign-in of
// one before it in the list, or an API at another address, was never confirmed; its person is asked when it is used.
func pinPrograms(old []byte) ([]byte, error) {
	var b book
	if err := json.Unmarshal(old, &b); err != nil {
		return nil, err
	}
	for _, e := range b.Programs {
		if at := e.at(); !at.IsZero() && b.judge(at, e.Program) == nil {
			b.keep(at, e.Program)
		}
	}
	return json.Marshal(b)
}
