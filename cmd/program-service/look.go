package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/service"
)

// The states of what check looks at.
const (
	lookOK      = "ok"
	lookWarn    = "warning" // it works, and will not for ever, or not for everybody
	lookTrouble = "trouble"
	lookSkipped = "skipped"
)

// The bounds of what check looks at.
const (
	lookTime       = 15 * time.Second
	clockMost      = 2 * time.Minute // a clock that is further away refuses good tokens
	certificateDue = 14 * 24 * time.Hour
	roomLeast      = 2 << 30
)

// looked is one thing that check looked at, and what to do about it.
type looked struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Detail string `json:"detail"`
	Step   string `json:"step,omitzero"`
}

func (l looked) text() string {
	text := line("%-8s %-11s %s", l.State, l.Name, l.Detail)
	if l.Step != "" {
		text += line("\n%-20s  -> %s", "", l.Step)
	}
	return text
}

// look is what check works with.
type look struct {
	o        *options
	settings settings
	service  *service.Service
	mailed   bool // a mail was just sent
	http     *http.Client
	now      func() time.Time
	room     func(path string) (int64, error)
}

// all looks at everything, one after the other.
func (l *look) all(ctx context.Context) []looked {
	authority, clock := l.authority(ctx)
	return []looked{l.database(ctx), l.files(ctx), l.mail(ctx), authority, clock, l.certificate(), l.proxies(), l.space(), l.secrets()}
}

// found is a finding: trouble with what to do when there is an error.
func found(name, fine string, err error, step string) looked {
	if err == nil {
		return looked{name, lookOK, fine, ""}
	}
	f := fault.Of(err)
	detail := f.Title.String()
	if cause := f.Cause.String(); cause != "" {
		detail += " " + cause
	}
	return looked{name, lookTrouble, detail, step}
}

func (l *look) database(ctx context.Context) looked {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	return found("database", "It can be written.", l.service.CheckData(ctx), "Look at the room on the disk and the folder's rights, or at the database server and its log.")
}

func (l *look) files(ctx context.Context) looked {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	return found("store", "An object was written, read and deleted.", l.service.CheckBytes(ctx), "Look at the room and the rights of the folder, or at the store's address, keys and rights.")
}

func (l *look) mail(ctx context.Context) looked {
	if !l.service.SendsMail() {
		return looked{"mail", lookWarn, "No mail server is set: nobody can verify an address by a code.", `Write "mail" in program.json, or verify people by hand: program-service people verify WHO`}
	}
	if l.mailed {
		return looked{"mail", lookOK, "The mail server took a mail.", ""}
	}
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	if err := l.service.CheckMail(ctx); err != nil {
		return looked{"mail", lookTrouble, "The mail server can't be reached, or does not let the program in.", `Look at server, user and password_file of "mail" in program.json.`}
	}
	return looked{"mail", lookOK, "The mail server lets the program in. To send one: program-service check --mail ADDRESS", ""}
}

// authority asks the authority for its description, and compares the clock with the answer's.
func (l *look) authority(ctx context.Context) (authority, clock looked) {
	clock = looked{"clock", lookSkipped, "The authority's clock was not seen.", ""}
	step := "Look at authority in program.json, at name resolution, and at a firewall: the service reads keys from there."
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	address := strings.TrimSuffix(l.settings.Authority, "/") + "/v2.0/.well-known/openid-configuration"
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return looked{"authority", lookTrouble, "Its address is none.", step}, clock
	}
	w, err := l.http.Do(q)
	if err != nil {
		return looked{"authority", lookTrouble, line("%s can't be reached.", q.URL.Host), step}, clock
	}
	defer func() { _ = w.Body.Close() }()
	var about struct {
		Issuer string `json:"issuer"`
		Keys   string `json:"jwks_uri"`
	}
	text, err := io.ReadAll(io.LimitReader(w.Body, 1<<20))
	if err == nil {
		err = json.Unmarshal(text, &about)
	}
	if err != nil || w.StatusCode != http.StatusOK || about.Issuer == "" || !strings.HasPrefix(about.Keys, "https://") {
		return looked{"authority", lookTrouble, line("%s does not describe an authority (status %d).", address, w.StatusCode),
			"Name the authority as docs/entra.md says, as in https://login.microsoftonline.com/common."}, clock
	}
	if at, err := http.ParseTime(w.Header.Get("Date")); err == nil {
		clock = clockAgainst(l.now().Sub(at))
	}
	return looked{"authority", lookOK, line("It describes itself as %s.", about.Issuer), ""}, clock
}

func clockAgainst(off time.Duration) looked {
	if off.Abs() > clockMost {
		return looked{"clock", lookTrouble, line("It is %s away from the authority's.", off.Round(time.Second)), "Set it, and keep it right by NTP: good tokens are refused otherwise."}
	}
	return looked{"clock", lookOK, line("It is within %s of the authority's.", clockMost), ""}
}

func (l *look) certificate() looked {
	file, key := l.o.filed["certificate"], l.o.filed["key"]
	if file == "" || key == "" {
		return looked{"certificate", lookSkipped, "None is set in the settings file: a proxy in front has it.", ""}
	}
	pair, err := tls.LoadX509KeyPair(file, key)
	if err != nil || pair.Leaf == nil {
		return looked{"certificate", lookTrouble, line("%s and its key can't be used.", file), "Write both in PEM, the certificate with those between it and the root."}
	}
	return certificateAt(pair.Leaf, l.o.filed["address"], l.now())
}

func certificateAt(c *x509.Certificate, address string, now time.Time) looked {
	const step = "Have a new one made, and put it in place: the server reads it at the next connection."
	if u, err := url.Parse(address); err == nil && u.Hostname() != "" && c.VerifyHostname(u.Hostname()) != nil {
		return looked{"certificate", lookTrouble, line("It is not for %s.", u.Hostname()), step}
	}
	switch left := c.NotAfter.Sub(now); {
	case now.Before(c.NotBefore):
		return looked{"certificate", lookTrouble, line("It is good from %s on.", c.NotBefore.Format(time.RFC3339)), "Look at the clock, or have a new one made."}
	case left <= 0:
		return looked{"certificate", lookTrouble, line("It ran out on %s.", c.NotAfter.Format(time.DateOnly)), step}
	case left < certificateDue:
		return looked{"certificate", lookWarn, line("It runs out on %s.", c.NotAfter.Format(time.DateOnly)), step}
	}
	return looked{"certificate", lookOK, line("It is good until %s.", c.NotAfter.Format(time.DateOnly)), ""}
}

// proxies compares where the server listens with what its settings say of who stands in front.
func (l *look) proxies() looked {
	list, address, listen := l.o.filed["proxies"], l.o.filed["address"], l.o.filed["listen"]
	if _, err := parseProxies(strings.FieldsFunc(list, func(r rune) bool { return r == ',' })); err != nil {
		return found("proxies", "", err, "Write proxies as addresses or networks.")
	}
	host, _, err := net.SplitHostPort(listen)
	ip := net.ParseIP(host)
	everywhere := listen != "" && err == nil && (host == "" || ip != nil && ip.IsUnspecified())
	switch plain := l.o.filed["certificate"] == ""; {
	case everywhere && plain && list == "":
		return looked{"proxies", lookWarn, "The server listens on every address without https, and no proxy is named.", "Let it listen on 127.0.0.1 or in a network of its own, and name the proxy under proxies."}
	case strings.HasPrefix(address, "https://") && plain && list == "":
		return looked{"proxies", lookWarn, "A proxy stands in front, and is not named: the log shows its address in place of people's.", "Name its address under proxies."}
	}
	return looked{"proxies", lookOK, "Requests say where they come from, as far as that is set.", ""}
}

func (l *look) space() looked {
	free, err := l.room(l.o.data)
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		return looked{"room", lookSkipped, "This system does not say how much is free.", ""}
	case err != nil:
		return looked{"room", lookTrouble, "The folder of the data can't be looked at.", "Look at its rights."}
	case free < roomLeast:
		return looked{"room", lookWarn, line("%d MiB are free in %s.", free>>20, l.o.data), "Make room: the database, its log and files on their way in need it."}
	}
	return looked{"room", lookOK, line("%d GiB are free in %s.", free>>30, l.o.data), ""}
}

// secrets looks at who can read the files that hold secrets.
func (l *look) secrets() looked {
	files := []string{l.o.filed["key"], l.o.filed["database-password-file"]}
	if l.settings.Mail != nil {
		files = append(files, l.settings.Mail.path(l.o.settingsPath()))
	}
	for _, file := range files {
		if file != "" && exposed(file) {
			return looked{"secrets", lookWarn, line("Others can read %s.", file), "Take their rights away, as with chmod 600."}
		}
	}
	return looked{"secrets", lookOK, "No file with a secret is open to others.", ""}
}

// lookClient is what check asks the network with, as the service does.
func lookClient() *http.Client { return &http.Client{Transport: client.NewTransport()} }
