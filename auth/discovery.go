package auth

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	metadataPath = "/v2.0/.well-known/openid-configuration"
	metadataAge  = time.Hour        // for refreshes; a sign-in always asks anew
	keysPause    = 30 * time.Second // between two requests for keys because of a key id nobody knows
)

// metadata is what an authority publishes about itself (OpenID Connect Discovery 1.0).
type metadata struct {
	Issuer        string `json:"issuer"`
	Authorization string `json:"authorization_endpoint"`
	Token         string `json:"token_endpoint"`
	Keys          string `json:"jwks_uri"`
	EndSession    string `json:"end_session_endpoint"`

	raw     []byte
	fetched time.Time
}

// directory remembers metadata and keys by authority.
type directory struct {
	mu       sync.Mutex
	metadata map[string]*metadata
	keys     map[string]*keySet
}

// metadataAt returns what is remembered for an authority's address; nil when nothing is.
func (d *directory) metadataAt(address string) *metadata {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.metadata[address]
}

func (d *directory) keepMetadata(address string, m *metadata) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.metadata[address] = m
}

// keysAt returns the keys remembered for a JWKS address; nil when there are none.
func (d *directory) keysAt(address string) *keySet {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.keys[address]
}

func (d *directory) keepKeys(address string, set *keySet) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.keys[address] = set
}

// keySet is an authority's JWKS.
type keySet struct {
	keys    []signingKey
	fetched time.Time
}

// signingKey is one key of a JWKS; Microsoft adds the issuer that may use it.
type signingKey struct {
	jose.JSONWebKey
	Issuer string
}

// metadataOf returns the metadata of the authority, at most maxAge old.
func (p *provider) metadataOf(ctx context.Context, authority Authority, maxAge time.Duration) (*metadata, error) {
	u, err := authority.check()
	if err != nil {
		return nil, err
	}
	address := strings.TrimRight(authority.URL, "/")
	known := p.directory.metadataAt(authority.cacheKey(address))
	if known != nil && maxAge > 0 && p.clock().Sub(known.fetched).Abs() < maxAge {
		return known, nil
	}
	c := p.newCall(authority, u, "discovery")
	body, err := c.get(ctx, address+metadataPath)
	if err != nil {
		return nil, p.explain(authority, c)
	}
	m := &metadata{raw: body, fetched: p.clock()}
	if err := json.Unmarshal(body, m); err != nil || !m.sound(u, authority.Channel) {
		return nil, faultAnswer(p.detailsFor(authority, "discovery", errForeignHost))
	}
	p.directory.keepMetadata(authority.cacheKey(address), m)
	return m, nil
}

// sound reports whether every address of m belongs to the authority's host. Codes, verifiers and refresh
// tokens go to the token endpoint, so a foreign one is refused. Only an authority that is reached through a channel may
// show its pages on loopback: it is a sample program on this computer.
func (m *metadata) sound(authority *url.URL, channel Channel) bool {
	at := func(address string) bool {
		u, err := url.Parse(address)
		return err == nil && u.Scheme == "https" && u.User == nil && strings.EqualFold(u.Host, authority.Host)
	}
	page := func(address string) bool { return at(address) || channel.shows(address) }
	return at(m.Issuer) && at(m.Token) && at(m.Keys) && page(m.Authorization) && (m.EndSession == "" || page(m.EndSession))
}

// cacheKey tells what an authority says through a channel from what one of the same name says elsewhere.
func (a Authority) cacheKey(address string) string { return a.Channel.name + "\n" + address }

// keysOf returns the signing keys of the authority; fresh asks for them again, but not more often than
// every half a minute, so that forged key ids do not become requests.
func (p *provider) keysOf(ctx context.Context, authority Authority, m *metadata, fresh bool) (*keySet, error) {
	known := p.directory.keysAt(authority.cacheKey(m.Keys))
	if known != nil {
		age := p.clock().Sub(known.fetched).Abs()
		if (!fresh && age < metadataAge) || (fresh && age < keysPause) {
			return known, nil
		}
	}
	u, err := authority.check()
	if err != nil {
		return nil, err
	}
	c := p.newCall(authority, u, "discovery")
	body, err := c.get(ctx, m.Keys)
	if err != nil {
		return nil, p.explain(authority, c)
	}
	set := &keySet{keys: parseKeys(body), fetched: p.clock()}
	p.directory.keepKeys(authority.cacheKey(m.Keys), set)
	return set, nil
}

// parseKeys reads a JWKS and leaves out every key that could not have signed with RS256.
func parseKeys(body []byte) []signingKey {
	var doc struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if json.Unmarshal(body, &doc) != nil {
		return nil
	}
	var keys []signingKey
	for _, raw := range doc.Keys {
		var k signingKey
		var extra struct {
			Issuer string `json:"issuer"`
		}
		if json.Unmarshal(raw, &k.JSONWebKey) != nil || json.Unmarshal(raw, &extra) != nil || !usable(k.JSONWebKey) {
			continue
		}
		k.Issuer = extra.Issuer
		keys = append(keys, k)
	}
	return keys
}
