package client

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"gopkg.in/natefinch/lumberjack.v2"

	"github.com/programconnect/programconnect/auth"
	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/desktop"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/guide"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/provenance"
	"github.com/programconnect/programconnect/internal/redact"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/session"
	"github.com/programconnect/programconnect/internal/settings"
)

// Config is what the two clients choose differently. Home and App are needed.
type Config struct {
	Home        string // whole path, see Home
	App         string // "pconnect" or "program-connect": named in receipts, and the log's file name
	LazyQueue   bool   // see session.Options
	MemoryOnly  bool   // keep tokens in memory without asking the keyring
	Keyring     auth.Keyring
	OpenBrowser func(ctx context.Context, url string) error
	Reveal      func(path string) error
	Transport   http.RoundTripper // nil: the standard ones, by the proxy of the settings
	Policy      string            // the administrator's file; empty: the system's own
	SampleAt    string            // where the sample program listens; "127.0.0.1:0" by default
	Window      int64             // bytes on their way that downloads may hold in memory; 0: the engine's standard
	Verbose     bool              // log details too
}

// Client is the opened client.
type Client struct {
	*session.App
	Log        *slog.Logger
	LogFile    string // the log that is written to
	accounts   *auth.Accounts
	transports transports
	proxyFault error
	file       *lumberjack.Logger
}

// Open opens everything on the home folder. Close closes it.
func Open(ctx context.Context, c Config) (*Client, error) {
	if err := errors.Join(desktop.MakePrivate(c.Home), os.MkdirAll(filepath.Join(c.Home, "log"), 0o700)); err != nil {
		return nil, homeFault(c.Home, err)
	}
	client := &Client{LogFile: filepath.Join(c.Home, "log", c.App+".log")}
	client.file = &lumberjack.Logger{Filename: client.LogFile, MaxSize: 2, MaxBackups: 3} // MiB
	level := slog.LevelInfo
	if c.Verbose {
		level = slog.LevelDebug
	}
	client.Log = slog.New(slog.NewTextHandler(redact.NewWriter(client.file), &slog.HandlerOptions{Level: level}))
	if err := client.open(ctx, c); err != nil {
		return nil, errors.Join(err, client.Close()) //nolint:contextcheck // what was opened is closed, also after Ctrl+C
	}
	return client, nil
}

func (client *Client) open(ctx context.Context, c Config) error {
	policy, err := readPolicy(c.Policy)
	if err != nil {
		return err
	}
	chosen, err := settings.Open(c.Home, policy)
	if err != nil {
		return err
	}
	reach := session.NewReach()
	proxy, err := proxyFor(ctx, chosen.Now().Proxy)
	client.proxyFault = err
	client.transports = newTransports(c.Transport, proxy, reach)
	client.accounts, err = auth.Open(auth.Config{Dir: filepath.Join(c.Home, "accounts"), Keyring: keyring(c), Service: KeyringService(c.Home),
		OpenBrowser: c.OpenBrowser, Language: func() string { return chosen.Now().Language }, GuideFor: guideFor, Transport: client.transports.calls,
		TakeOver: session.TakeOver(c.Home), Log: client.Log})
	if err != nil {
		return err
	}
	client.App, err = session.Open(ctx, session.Options{
		Home: c.Home, Accounts: client.accounts, LazyQueue: c.LazyQueue, Share: true, Settings: chosen,
		Downloads:   downloads.Config{HTTP: client.transports.files, Mark: provenance.Mark, Log: client.Log, Tuning: downloads.Tuning{Window: c.Window}},
		StartSample: func(ctx context.Context) (session.Sample, error) { return startSample(ctx, c, client.Log) },
		OnQueue:     sleepGuard{settings: chosen, hold: desktop.StayAwake, log: client.Log}.keep,
		Version:     c.App + " " + Version, Reveal: c.Reveal, Transport: client.transports.calls, Reach: reach, Log: client.Log,
	})
	return err
}

// readPolicy reads the administrator's policy, or a file in its place.
func readPolicy(instead string) (settings.Policy, error) {
	if instead != "" {
		return settings.ReadPolicy(instead)
	}
	return settings.SystemPolicy()
}

// ProxyFault says that the proxy's address can't be read; nil when it can, or when there is none. Requests that would go by it fail with
// the same fault.
func (client *Client) ProxyFault() error { return client.proxyFault }

// guideFor names the guide for an AADSTS number; auth knows no guides, and guide knows no accounts.
func guideFor(number int) string {
	found, ok := guide.ByCode("AADSTS" + strconv.Itoa(number))
	if !ok {
		return ""
	}
	return found.ID
}

func keyring(c Config) auth.Keyring {
	switch {
	case c.MemoryOnly:
		return auth.MemoryKeyring()
	case c.Keyring != nil:
		return c.Keyring
	default:
		return auth.SystemKeyring()
	}
}

// Close closes the parts in the order in which they use each other.
func (client *Client) Close() error {
	var all []error
	if client.App != nil {
		all = append(all, client.App.Close())
	}
	if client.accounts != nil {
		all = append(all, client.accounts.Close())
	}
	client.transports.close()
	return errors.Join(append(all, client.file.Close())...)
}

func startSample(ctx context.Context, c Config, log *slog.Logger) (session.Sample, error) {
	host, err := sample.Start(ctx, sample.Config{Dir: filepath.Join(c.Home, "sample"), Listen: c.SampleAt, Log: log})
	if err != nil {
		return nil, err
	}
	return sampleHost{host}, nil
}

// sampleHost returns mail in session's own type, so that it needs nothing of the service.
type sampleHost struct{ *sample.Host }

func (h sampleHost) Mail() []session.Mail {
	var all []session.Mail
	for _, m := range h.Host.Mail() {
		all = append(all, session.Mail{To: m.To, Subject: m.Subject, Text: m.Text, Code: m.Code, Sent: m.Time})
	}
	return all
}

func homeFault(home string, err error) error {
	return &fault.Error{Kind: fault.Disk, Code: "wire.home", Guide: "folder-not-writable", Err: err,
		Title: i18n.T(&goi18n.Message{ID: "client.home.title", Other: "The folder {{.Folder}} can't be used."}, "Folder", home),
		Cause: i18n.T(&goi18n.Message{ID: "client.home.cause", Other: "It can't be made or written: it may be read-only, full, or belong to somebody else."}),
		Safe:  i18n.T(&goi18n.Message{ID: "client.home.safe", Other: "Nothing was changed."}),
		Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "client.home.step",
			Other: "Give yourself the right to write there, or choose another folder with --home DIR."})}}
}
