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

// parseAuthority checks the address of an authority: https with a path segment, nothing else.
func parseAuthority(authority Authority) (*url.URL, error) {
	u, err := url.Parse(authority.URL)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") == "" ||
		u.RawQuery != "" || authority.ClientID == "" {
		return nil, faultAddress()
	}
	return u, nil
}

// metadataOf returns the metadata of the authority, at most maxAge old.
func (p *provider) metadataOf(ctx context.Context, authority Authority, maxAge time.Duration) (*metadata, error) {
	u, err := parseAuthority(authority)
	if err != nil {
		return nil, err
	}
	key := strings.TrimRight(authority.URL, "/")
	known := p.directory.metadataAt(key)
	if known != nil && maxAge > 0 && p.clock().Sub(known.fetched).Abs() < maxAge {
		return known, nil
	}
	c := p.newCall(authority, u, "discovery")
	body, err := c.get(ctx, key+metadataPath)
	if err != nil {
		return nil, p.explain(authority, c)
	}
	m := &metadata{raw: body, fetched: p.clock()}
	if err := json.Unmarshal(body, m); err != nil || !m.sound(u) {
		return nil, faultAnswer(p.detailsFor(authority, "discovery", errForeignHost))
	}
	p.directory.keepMetadata(key, m)
	return m, nil
}

// sound reports whether every address of m belongs to the authority's host. Codes, verifiers and refresh
// tokens go to the token endpoint, so a foreign one is refused. Only an authority under the reserved
// name .invalid, which no network can have (RFC 2606), may show its pages on loopback: it is ours, in
// this process.
func (m *metadata) sound(authority *url.URL) bool {
	at := func(address string) bool {
		u, err := url.Parse(address)
		return err == nil && u.Scheme == "https" && u.User == nil && strings.EqualFold(u.Host, authority.Host)
	}
	page := func(address string) bool {
		if at(address) {
			return true
		}
		u, err := url.Parse(address)
		return err == nil && strings.HasSuffix(authority.Hostname(), ".invalid") && u.Scheme == "http" && u.User == nil &&
			(u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost")
	}
	return at(m.Issuer) && at(m.Token) && at(m.Keys) && page(m.Authorization) && (m.EndSession == "" || page(m.EndSession))
}

// keysOf returns the signing keys of the authority; fresh asks for them again, but not more often than
// every half a minute, so that forged key ids do not become requests.
func (p *provider) keysOf(ctx context.Context, authority Authority, m *metadata, fresh bool) (*keySet, error) {
	known := p.directory.keysAt(m.Keys)
	if known != nil {
		age := p.clock().Sub(known.fetched).Abs()
		if (!fresh && age < metadataAge) || (fresh && age < keysPause) {
			return known, nil
		}
	}
	u, err := parseAuthority(authority)
	if err != nil {
		return nil, err
	}
	c := p.newCall(authority, u, "discovery")
	body, err := c.get(ctx, m.Keys)
	if err != nil {
		return nil, p.explain(authority, c)
	}
	set := &keySet{keys: parseKeys(body), fetched: p.clock()}
	p.directory.keepKeys(m.Keys, set)
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
