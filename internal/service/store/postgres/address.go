package postgres

import (
	"errors"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
)

// parse reads the address of a database: postgres://USER@HOST:PORT/NAME, with the settings that libpq knows as its query. A
// password can be in it, in PGPASSWORD, or in a file that PGPASSFILE names.
func parse(address string) (*pgx.ConnConfig, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return nil, addressFault(nil) // what it can't read, url.Parse repeats: a password, perhaps
	}
	query := u.Query()
	if !query.Has("sslmode") && os.Getenv("PGSSLMODE") == "" && !near(u, query) {
		query.Set("sslmode", "verify-full")
		if !query.Has("sslrootcert") && os.Getenv("PGSSLROOTCERT") == "" {
			query.Set("sslrootcert", "system")
		}
		u.RawQuery = query.Encode()
	}
	config, err := pgx.ParseConfig(u.String())
	if err != nil {
		return nil, addressFault(errors.New(withoutPassword(err.Error(), u)))
	}
	if config.ConnectTimeout == 0 || config.ConnectTimeout > connectTimeout {
		config.ConnectTimeout = connectTimeout
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "program-service"
	}
	return config, nil
}

// near reports whether an address is this machine: a socket, or a loopback address.
func near(u *url.URL, query url.Values) bool {
	host := u.Hostname()
	if named := query.Get("host"); named != "" {
		host = named
	}
	if host == "" {
		host = os.Getenv("PGHOST")
	}
	ip := net.ParseIP(host)
	return host == "" || host == "localhost" || strings.HasPrefix(host, "/") || ip != nil && ip.IsLoopback()
}

// HasPassword reports whether an address holds a password: it may then stand in no list of arguments.
func HasPassword(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return strings.Contains(address, "@") // what can't be read is not shown to anybody
	}
	_, has := u.User.Password()
	return has || u.Query().Has("password")
}

// WithPassword returns an address with a password in it.
func WithPassword(address, password string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", addressFault(nil)
	}
	u.User = url.UserPassword(u.User.Username(), password)
	return u.String(), nil
}

// Named returns an address as it can be shown: without its password and settings.
func Named(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "postgres://"
	}
	shown := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	if name := u.User.Username(); name != "" {
		shown.User = url.User(name)
	}
	return shown.String()
}

// withoutPassword takes an address' passwords out of a text.
func withoutPassword(text string, u *url.URL) string {
	password, _ := u.User.Password()
	for _, secret := range []string{password, u.Query().Get("password"), os.Getenv("PGPASSWORD")} {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "***")
			text = strings.ReplaceAll(text, url.QueryEscape(secret), "***")
			text = strings.ReplaceAll(text, url.PathEscape(secret), "***")
		}
	}
	return text
}
