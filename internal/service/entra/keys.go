package entra

import (
	"context"
	"crypto/rsa"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/service"
)

const (
	fetchPause = 60 * time.Second // between two fetches of the keys, good or not
	keysAge    = 24 * time.Hour   // after which keys are fetched again
	fetchTime  = 10 * time.Second // that one answer of the authority may take
)

// key is a public key of the authority.
type key struct {
	public *rsa.PublicKey
	issuer string // of the JWKS: a key of one tenant signs for no other
	whole  string // issuer of the authority's metadata, with "{tenantid}" where it speaks for many tenants
}

// keyring holds the authority's keys. One fetch runs at a time, and no lock is held over it: whoever has a known key never
// waits, and whoever has an unknown one waits for the fetch that runs.
type keyring struct {
	authority string
	http      http.RoundTripper
	now       func() time.Time

	mu      sync.Mutex
	keys    map[string]key
	fetched time.Time     // of keys
	asked   time.Time     // of the last fetch
	running chan struct{} // closed when the fetch that runs has ended; nil when none runs
}

// key returns the key of a kid. An unknown kid, or keys older than a day, have them fetched again, but never within the pause.
func (r *keyring) key(ctx context.Context, kid string) (key, error) {
	k, known, running := r.look(ctx, kid)
	if !known && running != nil {
		select {
		case <-running:
		case <-ctx.Done():
			return key{}, ctx.Err()
		}
		k, known, _ = r.look(ctx, kid)
	}
	switch {
	case known:
		return k, nil
	case r.empty():
		return key{}, service.ErrVerifierDown
	}
	return key{}, errToken
}

// look looks for a key and starts a fetch where one is due. It returns the fetch that runs.
func (r *keyring) look(ctx context.Context, kid string) (k key, known bool, running <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	k, known = r.keys[kid]
	stale := now.Sub(r.fetched) > keysAge
	if (!known || stale) && r.running == nil && (r.asked.IsZero() || now.Sub(r.asked) >= fetchPause) {
		r.asked = now
		r.running = make(chan struct{})
		go r.refresh(context.WithoutCancel(ctx))
	}
	return k, known, r.running
}

func (r *keyring) empty() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.keys == nil
}

// refresh fetches the keys. The ones that are known stay when the authority can't be reached.
func (r *keyring) refresh(ctx context.Context) {
	keys, err := r.fetch(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		r.keys = keys
		r.fetched = r.now()
	}
	close(r.running)
	r.running = nil
}

// jwks is the set of keys that the authority publishes.
type jwks struct {
	Keys []struct {
		Kind   string `json:"kty"`
		Use    string `json:"use"`
		ID     string `json:"kid"`
		N      string `json:"n"`
		E      string `json:"e"`
		Issuer string `json:"issuer"`
	} `json:"keys"`
}

// fetch reads the JWKS that the authority's metadata names, on the authority's own host.
func (r *keyring) fetch(ctx context.Context) (map[string]key, error) {
	var meta struct {
		JWKS   string `json:"jwks_uri"`
		Issuer string `json:"issuer"`
	}
	if err := r.get(ctx, strings.TrimSuffix(r.authority, "/")+"/v2.0/.well-known/openid-configuration", &meta); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(meta.JWKS, origin(r.authority)+"/") {
		return nil, errToken
	}
	var set jwks
	if err := r.get(ctx, meta.JWKS, &set); err != nil {
		return nil, err
	}
	keys := set.usable(meta.Issuer)
	if len(keys) == 0 {
		return nil, errToken
	}
	return keys, nil
}

// usable returns the RSA keys of at least 2048 bits that sign, for an authority of an issuer.
func (s jwks) usable(issuer string) map[string]key {
	keys := map[string]key{}
	for _, k := range s.Keys {
		if k.Kind != "RSA" || k.ID == "" || k.Use != "" && k.Use != "sig" {
			continue
		}
		text, err := json.Marshal(map[string]string{"kty": k.Kind, "n": k.N, "e": k.E})
		if err != nil {
			continue
		}
		var parsed jose.JSONWebKey
		if err := parsed.UnmarshalJSON(text); err != nil {
			continue
		}
		if public, ok := parsed.Key.(*rsa.PublicKey); ok && public.N.BitLen() >= 2048 {
			keys[k.ID] = key{public, k.Issuer, issuer}
		}
	}
	return keys
}

func (r *keyring) get(ctx context.Context, address string, out any) error {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	if !strings.HasPrefix(address, "https://") {
		return errToken
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	c := &http.Client{Transport: r.http, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := c.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return errToken
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err != nil {
		return err
	}
	return json.Unmarshal(text, out)
}
