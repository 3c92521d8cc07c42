// Package sample runs the sample program on this computer: the program service and the embedded authority on loopback, in
// the caller's process.
//
// It promises that nothing but a loopback address is listened on unless the caller asks for another, that the same folder
// holds the same program with the same people on another day, that two processes may run it on one folder, and that Close
// ends everything it started. It asks no network for anything.
//
// Start reading at Start; people.go and packages.go hold who and what is in it.
package sample

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/sample/authority"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/blob"
	"github.com/programconnect/programconnect/internal/service/local"
	"github.com/programconnect/programconnect/internal/service/store"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// signIn is the path under which the authority's pages are served.
const signIn = "/sign-in"

// backChannel is the path under which the authority's token and metadata channel is shared, when it is.
const backChannel = "/authority"

// Config is where and how the sample program runs.
type Config struct {
	Dir    string           // its data; made when missing
	Listen string           // loopback address; default "127.0.0.1:0"
	Clock  func() time.Time // nil: time.Now
	Log    *slog.Logger     // nil: nothing is logged

	Share bool // lets other processes of this computer reach the authority too, under the program's address

	Store store.Store // of data; nil: in the folder
	Blobs blob.Store  // where the bytes of files are; nil: in the folder
	Proxy bool        // they come through the service, though the store gives out links

	Authority authority.Config // switches for tests; Dir, BaseURL, Now, Mail and Mailbox are set here
	Limits    service.Limits   // switches for tests

	tokens map[string]service.Identity // tests of this package sign in by these
}

// Host is the running sample program.
type Host struct {
	address   string
	server    *http.Server
	served    chan error
	service   *service.Service
	authority *authority.Authority
	mails     *mailFolder
	once      sync.Once
	closing   error // of Close
}

// Start starts the sample program and fills its folder when that is new. ctx bounds the start alone.
func Start(ctx context.Context, c Config) (*Host, error) {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Listen == "" {
		c.Listen = "127.0.0.1:0"
	}
	listener, err := listen(ctx, c.Listen)
	if err != nil {
		return nil, err
	}
	h := &Host{address: "http://" + listener.Addr().String(), served: make(chan error, 1),
		mails: &mailFolder{dir: filepath.Join(c.Dir, "outbox"), random: rand.Read}}
	if err := h.open(ctx, c); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	mux := http.NewServeMux()
	mux.Handle(signIn+"/", h.authority.Pages())
	if c.Share {
		mux.Handle(backChannel+"/", http.StripPrefix(backChannel, ownHost(h.authority.BackHandler(), loopbackHosts(h.address))))
	}
	mux.Handle("/", h.service.Handler())
	h.server = service.NewServer(mux)
	go func() { h.served <- h.server.Serve(listener) }()
	return h, nil
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil || !urlcheck.Loopback(host) {
		return nil, listenFault()
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, service.ListenFault(err)
	}
	return listener, nil
}

// open opens the authority and the service on their folders and fills them.
func (h *Host) open(ctx context.Context, c Config) error {
	var err error
	if h.authority, err = authority.New(h.authorityConfig(c)); err != nil { //nolint:contextcheck // its one wait is bounded by itself
		return err
	}
	seeding := &seeder{}
	about := description(h.address, h.authority.URL("common"))
	if c.Share {
		about.SampleAuthority = h.address + backChannel
	}
	conf := h.mails.config(c, about)
	conf.BaseURL, conf.Hosts = func() string { return h.address }, loopbackHosts(h.address)
	conf.Verifier = service.VerifierFunc(func(ctx context.Context, bearer string) (service.Identity, error) {
		if p, ok := seeding.person(bearer); ok {
			return p, nil
		}
		if p, ok := c.tokens[bearer]; ok {
			return p, nil
		}
		p, err := h.authority.Verify(ctx, bearer)
		return service.Identity{TenantID: p.TenantID, ObjectID: p.ObjectID, Name: p.Name, Address: p.Address, Kind: string(p.Kind)}, err
	})
	if h.service, err = local.Open(ctx, dataFolder(c.Dir), conf); err != nil {
		return err
	}
	if err := seeding.fill(ctx, c, h); err != nil {
		return errors.Join(err, h.service.Close())
	}
	return nil
}

// authorityConfig returns what the authority is opened with: its mails go into the folder of the service's.
func (h *Host) authorityConfig(c Config) authority.Config {
	sign := c.Authority
	sign.Dir, sign.Now = filepath.Join(c.Dir, "authority"), c.Clock
	sign.BaseURL = func() string { return h.address + signIn }
	sign.Mail = func(m authority.Message) {
		// A mail that is lost can be asked for again.
		_ = h.mails.Send(context.Background(), service.Mail{To: m.To, Subject: m.Subject, Text: m.Body, Code: m.Code, Time: m.At})
	}
	sign.Mailbox = func() []authority.Message { return messages(h.mails.All()) }
	return sign
}

// ownHost refuses requests that were meant for another host (DNS rebinding).
func ownHost(next http.Handler, hosts []string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil || !slices.Contains(hosts, host) {
			http.Error(w, "This address answers under its own name alone.", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func loopbackHosts(address string) []string {
	host, _, err := net.SplitHostPort(strings.TrimPrefix(address, "http://"))
	if err != nil {
		return []string{"127.0.0.1", "localhost"}
	}
	return []string{"127.0.0.1", "localhost", host}
}

func messages(all []service.Mail) []authority.Message {
	out := make([]authority.Message, 0, len(all))
	for _, m := range all {
		out = append(out, authority.Message{To: m.To, Subject: m.Subject, Body: m.Text, Code: m.Code, At: m.Time})
	}
	return out
}

func description(address, signIn string) api.Program {
	return api.Program{ID: "sample", Name: "Windows Developer Program for IoT (sample)", Kind: api.KindSample, Address: address,
		Description: "A program to try everything with, on this computer alone: people, agreements and files are made up.",
		Authority:   signIn, ClientID: authority.ClientID, Scopes: []string{authority.Scope}, Accounts: "any", Contact: contact,
		PublisherNote: "The name is shown to others. Use one that you have the right to: no trademark of somebody else."}
}

// config returns what the service of the sample is opened with, whether it serves or not.
func (f *mailFolder) config(c Config, about api.Program) service.Config {
	return service.Config{Program: about, Mail: f, MailNow: true, Content: map[string]service.Content{imageName: newImage()},
		Open: openTo, Clock: c.Clock, Log: c.Log, Sample: true, Limits: c.Limits, Store: c.Store, Blobs: c.Blobs, Proxy: c.Proxy}
}

// Owner opens the service of a sample folder for an owner's commands, beside one that serves or without. It is an error when
// the folder holds no sample program.
func Owner(ctx context.Context, c Config) (*service.Service, error) {
	if !Is(c.Dir) {
		return nil, noneFault()
	}
	mails := &mailFolder{dir: filepath.Join(c.Dir, "outbox"), random: rand.Read}
	return local.Open(ctx, dataFolder(c.Dir), mails.config(c, description("", authority.Origin+"/common")))
}

// dataFolder returns the folder of the service's data in a sample folder.
func dataFolder(dir string) string { return filepath.Join(dir, "service") }

// Is reports whether a folder holds a sample program.
func Is(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "filled"))
	return err == nil
}

// Address returns the program's address, e.g. "http://127.0.0.1:40123", for client.Discover.
func (h *Host) Address() string { return h.address }

// Pages returns the address of the authority's pages for the browser.
func (h *Host) Pages() string { return h.address + signIn }

// BackChannel returns the authority's token and metadata channel, in process, for auth.Authority.Transport.
func (h *Host) BackChannel() http.RoundTripper { return h.authority.BackChannel() }

// Service returns the service, for the owner's commands.
func (h *Host) Service() *service.Service { return h.service }

// Authority returns the embedded authority, for its people and its switches.
func (h *Host) Authority() *authority.Authority { return h.authority }

// Mail returns the newest mails, of the service and of the authority, oldest first; of earlier starts too.
func (h *Host) Mail() []service.Mail { return h.mails.All() }

// Close stops the listener, ends what runs, and closes the store. A second call does nothing.
func (h *Host) Close() error {
	h.once.Do(func() {
		h.closing = h.server.Close()
		if served := <-h.served; !errors.Is(served, http.ErrServerClosed) {
			h.closing = errors.Join(h.closing, served)
		}
		h.closing = errors.Join(h.closing, h.service.Close())
	})
	return h.closing
}
