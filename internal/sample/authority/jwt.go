package authority

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
)

type claims map[string]any

// signJWT returns a compact RS256 token, RFC 7515.
func signJWT(id string, key *rsa.PrivateKey, c claims) string {
	head := segment(map[string]string{"typ": "JWT", "alg": "RS256", "kid": id})
	signed := head + "." + segment(c)
	sum := sha256.Sum256([]byte(signed))
	sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		return "" // cannot happen with a key of 2,048 bits
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(sig)
}

func segment(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return "" // cannot happen: claims are strings, numbers and lists of them
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func decodeSegment(s string, v any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	return err == nil && json.Unmarshal(raw, v) == nil
}
