package downloadtest

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// Canary begins every secret that this package hands out, so that a test can look for it where none may be.
const Canary = "canary-secret-"

// Tokens issues bearer tokens and checks them. It is safe for use by several goroutines.
type Tokens struct {
	mu      sync.Mutex
	serial  int
	valid   string
	Issued  atomic.Int64 // how many were issued
	Refused atomic.Int64 // how many requests had none or an old one
	Before  func()       // called before each issue when set, e.g. to hold it back
}

// NewTokens returns an issuer whose first token is valid.
func NewTokens() *Tokens {
	t := &Tokens{}
	t.Expire()
	return t
}

// Expire makes the token that is out invalid; the next Issue returns a new one.
func (t *Tokens) Expire() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.serial++
	t.valid = fmt.Sprintf("%stoken-%d", Canary, t.serial)
}

// Current is the valid token, without counting it as issued.
func (t *Tokens) Current() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.valid
}

// Issue returns the valid token and counts.
func (t *Tokens) Issue(ctx context.Context) (string, error) {
	if t.Before != nil {
		t.Before()
	}
	t.Issued.Add(1)
	return t.Current(), ctx.Err()
}

// Allow reports whether r carries the valid token, and answers 401 when it does not.
func (t *Tokens) Allow(w http.ResponseWriter, r *http.Request) bool {
	if strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") == t.Current() {
		return true
	}
	t.Refused.Add(1)
	w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	http.Error(w, "the token is not valid", http.StatusUnauthorized)
	return false
}
