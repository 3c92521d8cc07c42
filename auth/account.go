package auth

import (
	"time"

	"github.com/programconnect/programconnect/internal/fault"
)

// Kind says what sort of account it is.
type Kind string

// The kinds of account.
const (
	Personal Kind = "personal" // a Microsoft account, of the person alone
	Work     Kind = "work"     // a work or school account, in its own organization
	Guest    Kind = "guest"    // an account of elsewhere, invited into an organization
)

// Account is a person as one authority knows them. It holds no secret.
type Account struct {
	ID           string // stable over sign-ins, restarts and processes; opaque
	Name         string // as the authority has it; may be empty
	Address      string // the address to show
	Kind         Kind
	Organisation string // the organization's name or domain; empty for a personal account
	TenantID     string // the directory that issued the account's tokens
	Origin       Origin // of the program that it signed in for; zero: of version 0.1, and not known
	Program      string // the name of that program
	Authority    string // the authority's URL at the last sign-in
	ClientID     string
	SignedIn     time.Time
	Stored       bool         // whether the keyring holds it; false: it ends with the process
	Fault        *fault.Error // why it has to sign in again; nil when it works
}

// Token is an access token for one program's API. It shows itself to nobody: Bearer hands it out for that API alone.
type Token struct {
	Expires time.Time
	Account Account

	value string
	to    Origin
}

// Bearer returns the token for a request to address. For any other origin than that of the program's API it is a fault.
func (t Token) Bearer(address string) (string, error) {
	to, err := OriginOf(address)
	if err != nil || t.to.IsZero() || to != t.to {
		return "", faultWrongHost()
	}
	return t.value, nil
}

// String says that there is a token, and until when; never the token.
func (t Token) String() string { return "token until " + t.Expires.UTC().Format(time.RFC3339) }

// GoString is String, for %#v.
func (t Token) GoString() string { return t.String() }

// Storage says where refresh tokens are kept.
type Storage string

// The two places.
const (
	InKeyring Storage = "keyring"
	InMemory  Storage = "memory"
)

// Snapshot is the state of Accounts at one moment. It is immutable.
type Snapshot struct {
	Version  uint64
	Accounts []Account
	Storage  Storage
	Loading  bool         // the keyring is still being read for the first time
	Waiting  bool         // the keyring asks the person for its password or their consent: say KeyringWaits
	Damaged  int          // items in the keyring that could not be read; set aside, never deleted by themselves
	Fault    *fault.Error // what is the matter with the keyring; nil when it works

	read bool // the keyring was read
}

// Unread returns why nobody can say who is signed in: the keyring still waits for the person, or it can't be read. Nil
// when it was read, and while it is being read without a question.
func (s Snapshot) Unread() *fault.Error {
	switch {
	case s.read:
		return nil
	case s.Waiting:
		return faultWaits()
	case s.Fault != nil:
		f := *s.Fault
		f.Kind = fault.SignIn
		return &f
	default:
		return nil
	}
}
