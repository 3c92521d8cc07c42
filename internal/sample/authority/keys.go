package authority

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"math/big"
	"slices"
	"time"
)

// maxKeys is how many signing keys are published: the current one and those whose tokens may still be about.
const maxKeys = 3

func newKey() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }

// addKey makes key the one that signs.
func (s *state) addKey(key *rsa.PrivateKey, now time.Time) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return // cannot happen: an RSA key always marshals
	}
	id := keyID(key)
	s.priv[id] = key
	s.Keys = append(s.Keys, storedKey{ID: id, PKCS8: base64.StdEncoding.EncodeToString(der), Created: now})
	for len(s.Keys) > maxKeys {
		delete(s.priv, s.Keys[0].ID)
		s.Keys = slices.Delete(s.Keys, 0, 1)
	}
}

// private returns the key that is stored.
func (k storedKey) private() (*rsa.PrivateKey, error) {
	der, err := base64.StdEncoding.DecodeString(k.PKCS8)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("no RSA key")
	}
	return key, nil
}

func keyID(key *rsa.PrivateKey) string {
	sum := sha256.Sum256(key.N.Bytes())
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// signingKey returns the key in use.
func (s *state) signingKey() (id string, key *rsa.PrivateKey) {
	id = s.Keys[len(s.Keys)-1].ID
	return id, s.priv[id]
}

// jwk is one public key, RFC 7517.
type jwk struct {
	Type string `json:"kty"`
	Use  string `json:"use"`
	ID   string `json:"kid"`
	Alg  string `json:"alg"`
	N    string `json:"n"`
	E    string `json:"e"`
}

func (s *state) jwks() []jwk {
	var keys []jwk
	for _, k := range slices.Backward(s.Keys) {
		pub := s.priv[k.ID].PublicKey
		keys = append(keys, jwk{Type: "RSA", Use: "sig", ID: k.ID, Alg: "RS256", N: base64.RawURLEncoding.EncodeToString(pub.N.Bytes()),
			E: base64.RawURLEncoding.EncodeToString(big.NewInt(int64(pub.E)).Bytes())})
	}
	return keys
}
