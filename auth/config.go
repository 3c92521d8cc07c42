package auth

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// DefaultService is the name under which items stand in the keyring.
const DefaultService = "Program Connect"

// Config is what Accounts needs from outside. Only Dir and Keyring are required.
type Config struct {
	// Dir holds the lock files that processes share. It never holds a secret. Processes that share a
	// keyring service must share the folder.
	Dir string
	// Keyring keeps the refresh tokens: SystemKeyring, or MemoryKeyring for a session that ends with the process.
	Keyring Keyring
	// Service is the name of the items in the keyring; DefaultService when empty.
	Service string
	// OpenBrowser starts the system browser; SystemBrowser when nil. It returns once the browser was
	// started, with ErrOpenerFailed when that is not certain, and is called in a goroutine of its own.
	OpenBrowser func(ctx context.Context, url string) error
	// Language is the BCP 47 tag of the person's language for the page that the browser ends on.
	// Nil or "": the browser's own.
	Language func() string
	// GuideFor names the guide for an AADSTS number; "" where it has none. The package's own table stands behind it.
	GuideFor func(number int) string

	// TakeOver returns the origin of the program for which an account of version 0.1 signed in: such an account names
	// none. A zero Origin, and no function, make the person sign in anew.
	TakeOver func(Legacy) Origin

	// Transport carries the back channel of authorities that have no Channel; a hardened default when nil.
	Transport http.RoundTripper
	Clock     func() time.Time // time.Now when nil
	Rand      io.Reader        // crypto/rand when nil
	Log       *slog.Logger     // nothing is logged when nil; never a token, a code, an address or a link

	// SignInLimit is how long a browser sign-in waits for the person; 5 minutes when zero.
	SignInLimit time.Duration
	// BrowserLimit is after how long a browser that has not started is reported; 6 seconds when zero.
	BrowserLimit time.Duration
	// KeyringDeadline is how long a keyring may be silent, and how long a sign-in or a refresh waits for it; 2 seconds when
	// zero. A keyring that is not silent has as long as the person needs to answer it: see Snapshot.Waiting.
	KeyringDeadline time.Duration
}

// Authority is where the people of one program sign in.
type Authority struct {
	// Origin is the program's own: of the address that the person gave, never of one that the program names. Accounts are
	// made for it, found by it and used for it alone.
	Origin Origin
	// API is where the program's API is, and the one origin that a token is sent to: Origin itself when zero, or a
	// subdomain of it. The sample program's is on this computer.
	API Origin
	// Channel is the back channel where it is not the authority's own https address: to a sample program.
	Channel Channel
	// Program is the id of the program; accounts remember for which program they signed in.
	Program string
	// URL is the authority with its path, e.g. https://login.microsoftonline.com/organizations.
	URL string
	// ClientID is the id under which this app is registered there.
	ClientID string
	// Scopes are the program's own; openid, profile and offline_access are added.
	Scopes []string
}

// Legacy is what is known of an account that version 0.1 kept.
type Legacy struct {
	ID        string // it keeps it
	Program   string // the name of the program for which it signed in last
	Authority string
	ClientID  string
}

// SignInOptions shape one sign-in. The zero value asks the authority to let the person choose an account.
type SignInOptions struct {
	LoginHint string // the address to fill in
	// Prompt is the OpenID Connect prompt: "login", "consent", "select_account", "none", or "create".
	// Empty: "select_account", or the authority's own choice when there is a LoginHint.
	Prompt string
	// Claims is the claims challenge that a service answered with (decoded JSON).
	Claims string
}
