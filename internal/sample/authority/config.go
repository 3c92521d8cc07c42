package authority

import (
	"crypto/rand"
	"crypto/rsa"
	"io"
	"time"
)

// The sample program's registration at this authority.
const (
	// Origin is the https name under which the back channel answers; it resolves nowhere (RFC 2606).
	Origin = "https://sample.program-connect.invalid"
	// ClientID is the application id of Program Connect at this authority.
	ClientID = "5a3b1e00-0000-4000-8000-00000000c0de"
	// API is the audience of the access tokens: the sample program's service.
	API = "api://sample.program-connect.invalid"
	// Scope is what Program Connect asks for to use the service.
	Scope = API + "/Program.Access"
	// RedirectURI is the registered redirect; as at Microsoft its port is not compared.
	RedirectURI = "http://localhost"
)

// Config is where an authority keeps its state and how it is reached. The zero value works, in memory.
type Config struct {
	// Dir is the folder for state.json, made when missing. Empty: everything is in memory.
	Dir string
	// BaseURL returns the address of Pages as a browser sees it, such as "http://127.0.0.1:49152/sign-in". Its path is
	// stripped from requests, its port is the only one accepted in Host. Nil, or an empty answer: any
	// loopback host name, no path prefix, and metadata names http://127.0.0.1.
	BaseURL func() string
	// Origin replaces the package's Origin, for a back channel that is served over real TLS. No trailing slash.
	Origin string
	// ClientID, Scopes and RedirectURIs replace the sample's registration. Scopes are full names ("api://x/Read").
	ClientID     string
	Scopes       []string
	RedirectURIs []string
	// Now is the clock; nil: time.Now.
	Now func() time.Time
	// Rand is where secrets come from; nil: crypto/rand.
	Rand io.Reader
	// Mail is told of each message as it is sent. It must not block.
	Mail func(Message)
	// Mailbox, when set, returns the messages shown on the mailbox page instead of the authority's own.
	Mailbox func() []Message
	// SigningKey is used as the first signing key instead of a fresh one: tests share one, since making it is slow.
	SigningKey *rsa.PrivateKey

	// AccessLifetime is the life of access and ID tokens; 0: one hour. refresh_in is half of it.
	AccessLifetime time.Duration
	// RefreshLifetime is how long an unused refresh token lives; 0: 90 days.
	RefreshLifetime time.Duration
	// RefreshLength is the length of refresh tokens in characters; 0: 1,200, as Microsoft's.
	RefreshLength int
	// ReuseLeeway is how long a used refresh token is honoured again while nobody has used its successor, so that a
	// lost reply signs nobody out; 0: one minute; negative: never.
	ReuseLeeway time.Duration
	// DeviceLifetime and DeviceInterval pace the device code; 0: 15 minutes and 5 s.
	DeviceLifetime, DeviceInterval time.Duration
}

func (c Config) withDefaults() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Origin == "" {
		c.Origin = Origin
	}
	if c.ClientID == "" {
		c.ClientID = ClientID
	}
	if c.Scopes == nil {
		c.Scopes = []string{Scope}
	}
	if c.RedirectURIs == nil {
		c.RedirectURIs = []string{RedirectURI}
	}
	if c.RefreshLength == 0 {
		c.RefreshLength = 1200
	}
	for d, fallback := range map[*time.Duration]time.Duration{
		&c.AccessLifetime: time.Hour, &c.RefreshLifetime: 90 * 24 * time.Hour, &c.ReuseLeeway: time.Minute,
		&c.DeviceLifetime: 15 * time.Minute, &c.DeviceInterval: 5 * time.Second,
	} {
		if *d == 0 {
			*d = fallback
		}
	}
	return c
}
