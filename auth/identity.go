package auth

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"time"
)

// identity is the same for the same person in the same directory at the same program, whichever authority path they
// signed in through (common, organizations or their tenant): a tenant sign-in makes no duplicate. The same address as a
// personal and as a work account are two, and so is one account at two programs.
func (r *record) identity() string {
	return strings.Join([]string{r.Origin, r.Channel, r.person()}, "\n")
}

// person is the part of the identity that version 0.1 knew.
func (r *record) person() string {
	host := ""
	if u, err := url.Parse(r.Authority); err == nil {
		host = u.Host
	}
	return strings.ToLower(strings.Join([]string{host, r.ClientID, r.Home, r.TenantID}, "\n"))
}

// accountID is the id of a new account.
func accountID(r *record) string {
	h := sha256.Sum256([]byte(r.identity()))
	return hex.EncodeToString(h[:10])
}

// identify makes the record of a person from checked claims.
func identify(authority Authority, c *claims, g grant, now time.Time) *record {
	r := &record{
		Origin: authority.Origin.text, Channel: authority.Channel.name, Home: g.home,
		Subject: c.Subject, TenantID: c.TenantID, ObjectID: c.ObjectID, Name: short(c.Name),
		Program: authority.Program, Authority: strings.TrimRight(authority.URL, "/"), ClientID: authority.ClientID,
		SignedIn: now.Unix(), Nanos: int64(now.Nanosecond()), Hint: short(c.Hint), Refresh: g.refresh,
	}
	raw := firstOf(c.Username, c.UPN, c.UniqueName, c.Email)
	invited := raw
	if strings.Contains(strings.ToUpper(c.UPN), "#EXT#") {
		invited = c.UPN
	}
	r.ID = accountID(r)
	r.Kind = c.kind(invited, g.home)
	r.Address = short(plainAddress(raw, c.Email))
	r.Org = short(c.organisation(invited, r))
	return r
}

// kind distinguishes personal, work and guest accounts. The home account id is "object.tenant" of the person's own
// directory; a token of another directory is a guest's.
func (c *claims) kind(raw, home string) Kind {
	_, homeTenant, known := strings.Cut(home, ".")
	switch {
	case strings.EqualFold(c.TenantID, consumerTenant), strings.HasPrefix(strings.ToLower(raw), "live.com#"):
		return Personal
	case strings.Contains(strings.ToUpper(raw), "#EXT#"), c.AcctGuest != nil && *c.AcctGuest == 1,
		known && isGUID(homeTenant) && isGUID(c.TenantID) && !strings.EqualFold(homeTenant, c.TenantID):
		return Guest
	default:
		return Work
	}
}

// organisation is the directory's name where the authority names one, else the domain that shows it.
func (c *claims) organisation(raw string, r *record) string {
	if r.Kind == Personal {
		return ""
	}
	if c.TenantName != "" {
		return c.TenantName
	}
	if r.Kind == Guest && !strings.Contains(strings.ToUpper(raw), "#EXT#") {
		return c.TenantID // the address shows the home directory, which is not the one meant
	}
	_, domain, _ := strings.Cut(raw[strings.LastIndex(raw, "#")+1:], "@")
	return domain
}

// plainAddress takes the address out of the forms that directories give it:
// "live.com#anna@example.com" and "anna_example.com#EXT#@fabrikam.onmicrosoft.com".
func plainAddress(raw, email string) string {
	if i := strings.Index(strings.ToUpper(raw), "#EXT#"); i >= 0 {
		if email != "" {
			return email
		}
		local := raw[:i]
		if at := strings.LastIndex(local, "_"); at > 0 {
			return local[:at] + "@" + local[at+1:]
		}
		return local
	}
	return raw[strings.LastIndex(raw, "#")+1:]
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// short keeps a text of the authority at a size that a screen and a keyring item can hold, without
// control characters.
func short(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return -1
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > 120 {
		return string(runes[:119]) + "…"
	}
	return s
}

// account is the public face of a record.
func (r *record) account() Account {
	return Account{
		ID: r.ID, Name: r.Name, Address: r.Address, Kind: r.Kind, Organisation: r.Org, TenantID: r.TenantID,
		Origin: Origin{r.Origin}, Program: r.Program, Authority: r.Authority, ClientID: r.ClientID, SignedIn: time.Unix(r.SignedIn, r.Nanos),
	}
}
