package main

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/service"
)

type serveFlags struct {
	listen, address, certificate, key string
	sample                            bool
	proxy                             bool
	linkLife                          time.Duration
	watch                             watchFlags
	proxies                           []string
	downloads                         int // days
}

func newServe(o *options) *cobra.Command {
	f := &serveFlags{}
	c := &cobra.Command{Use: "serve", Short: "Serve the program", Args: cobra.NoArgs,
		Long: "Serves the program of the folder until it is interrupted.\n\n--sample serves the sample program, with its own people and sign-in pages, on this computer alone.\nA hosted program is described by program.json in the folder; put a proxy with https in front of it, or name --certificate and --key."}
	c.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8080", "address and port; port 0 takes any that is free")
	c.Flags().BoolVar(&f.sample, "sample", false, "serve the sample program")
	c.Flags().StringVar(&f.address, "address", "", "the public https address of a hosted program")
	c.Flags().StringVar(&f.certificate, "certificate", "", "file with the https certificate")
	c.Flags().StringVar(&f.key, "key", "", "file with the certificate's key")
	c.Flags().BoolVar(&f.proxy, "proxy-bytes", false, "with --store: send the bytes of files through this server, so that a right that was withdrawn counts within a second")
	c.Flags().DurationVar(&f.linkLife, "link-life", 0, "how long a link to a file is good, 15m at most (default 15m; with --store 5m)")
	c.Flags().StringVar(&f.watch.log, "log", "off", "write a line for each request to standard error: off, text or json")
	c.Flags().Lookup("log").NoOptDefVal = "text"
	c.Flags().StringVar(&f.watch.metrics, "metrics", "", "address and port of their own for figures in the form of Prometheus, at /metrics; none: no figures")
	c.Flags().StringVar(&f.watch.traces, "traces", "", "address of a collector that takes OTLP over HTTP; none: no traces")
	c.Flags().Float64Var(&f.watch.part, "traces-part", 0.01, "the share of requests that begin a trace, from 0 to 1")
	c.Flags().StringSliceVar(&f.proxies, "proxies", nil, "addresses or networks of the proxies in front, whose X-Forwarded headers count")
	c.Flags().IntVar(&f.downloads, "downloads-days", 730, "how many days rows stay in the record of downloads; 0: for good")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if o.data == "" {
			return noFolder()
		}
		log, err := f.watch.logger(cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		if f.downloads < 0 {
			return flagFault("service.downloads-days", "--downloads-days",
				i18n.T(&goi18n.Message{ID: "service.downloads-days.title", Other: "--downloads-days wants a number of days; 0 keeps them for good."}), i18n.Text{})
		}
		if f.linkLife < 0 || f.linkLife > longestLink {
			return flagFault("service.link-life", "--link-life",
				i18n.T(&goi18n.Message{ID: "service.link-life.title", Other: "A link to a file is good for 15 minutes at most."}), i18n.Text{})
		}
		if f.sample {
			return serveSample(cmd.Context(), o, f, log, cmd.OutOrStdout(), cmd.ErrOrStderr())
		}
		return serveHosted(cmd.Context(), o, f, log, cmd.OutOrStdout(), cmd.ErrOrStderr())
	}
	return c
}

// longestLink is how long a link to a file can be good.
const longestLink = 15 * time.Minute

// started is what serve says once it listens.
type started struct {
	Address string `json:"address"`
	SignIn  string `json:"sign_in,omitzero"`
	Mailbox string `json:"mailbox,omitzero"`
}

func serveSample(ctx context.Context, o *options, f *serveFlags, log *slog.Logger, out, trouble io.Writer) error {
	data, bytes, err := o.stores(ctx)
	if err != nil {
		return err
	}
	h, err := sample.Start(ctx, sample.Config{Dir: o.data, Listen: f.listen, Log: log, Share: true, Store: data, Blobs: bytes, Proxy: f.proxy, Limits: service.Limits{LinkLife: f.linkLife}})
	if err != nil {
		return err
	}
	s := started{Address: h.Address(), SignIn: h.Pages() + "/", Mailbox: h.Authority().MailboxURL()}
	if err := o.answer(out, s, "The sample program is at "+s.Address+"\nIts people: "+s.SignIn+"\nIts mails:  "+s.Mailbox+"\nStop it with Ctrl+C."); err != nil {
		return errors.Join(err, h.Close())
	}
	sweepHourly(ctx, h.Service().Sweep, trouble)
	return h.Close()
}

func serveHosted(ctx context.Context, o *options, f *serveFlags, log *slog.Logger, out, trouble io.Writer) (err error) {
	if (f.certificate == "") != (f.key == "") {
		return flagFault("service.certificate", "--certificate",
			i18n.T(&goi18n.Message{ID: "service.certificate.pair.title", Other: "--certificate and --key belong together."}), i18n.Text{})
	}
	if _, err := o.settings(); err != nil {
		return err
	}
	front, err := parseProxies(f.proxies)
	if err != nil {
		return err
	}
	var secure *certificate
	if f.certificate != "" {
		if secure, err = openCertificate(f.certificate, f.key, trouble); err != nil {
			return err
		}
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.listen)
	if err != nil {
		return service.ListenFault(err)
	}
	address, err := publicAddress(f, listener.Addr())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	h := &hosting{front: front}
	watched, err := f.watch.watch(ctx, h.standing)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, watched.close()) }() //nolint:contextcheck // the last spans go out when the context has ended
	h.open = func(ctx context.Context) (*service.Service, error) {
		return f.open(ctx, o, log, watched.observer, address)
	}
	if err := h.reload(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	text := line("The program is at %s, listening on %s. Stop it with Ctrl+C.", address, listener.Addr())
	err = errors.Join(h.warn(ctx, trouble), o.answer(out, started{Address: address}, text))
	if err != nil {
		return errors.Join(err, listener.Close(), h.close())
	}
	return errors.Join(serveUntil(ctx, h, secure, listener, trouble), h.close())
}

// open opens the service of a server as the settings are now.
func (f *serveFlags) open(ctx context.Context, o *options, log *slog.Logger, observer service.Observer, address string) (*service.Service, error) {
	settings, err := o.settings()
	if err != nil {
		return nil, err
	}
	c, err := settings.config(filepath.Dir(o.settingsPath()))
	if err != nil {
		return nil, err
	}
	c.Log = log
	c.Observer = observer
	c.BaseURL = func() string { return address }
	c.Proxy = f.proxy
	c.Limits.LinkLife = f.linkLife
	c.DownloadsKept = time.Duration(f.downloads) * 24 * time.Hour
	return openHosted(ctx, o, c)
}

// serveUntil serves until ctx ends or serving fails. SIGHUP reads the settings anew.
func serveUntil(ctx context.Context, h *hosting, secure *certificate, listener net.Listener, trouble io.Writer) error {
	server := service.NewServer(h.front.behind(h))
	served := make(chan error, 1)
	go func() {
		if secure != nil {
			server.TLSConfig = &tls.Config{GetCertificate: secure.get, MinVersion: tls.VersionTLS12}
			served <- server.ServeTLS(listener, "", "")
			return
		}
		served <- server.Serve(listener)
	}()
	hangUp := make(chan os.Signal, 1)
	signal.Notify(hangUp, syscall.SIGHUP)
	defer signal.Stop(hangUp)
	ended := make(chan struct{})
	sweeping, enough := context.WithCancel(ctx)
	defer enough()
	go func() { defer close(ended); sweepHourly(sweeping, h.sweep, trouble) }()
	var err error
	for waiting := true; waiting; {
		select {
		case err = <-served:
			waiting = false
		case <-hangUp:
			reload(ctx, h, trouble)
		case <-ended:
			err = stop(context.WithoutCancel(ctx), server, grace)
			if last := <-served; !errors.Is(last, http.ErrServerClosed) {
				err = errors.Join(err, last)
			}
			waiting = false
		}
	}
	enough()
	<-ended
	return err
}

// reload reads the settings anew and says what came of it.
func reload(ctx context.Context, h *hosting, trouble io.Writer) {
	if err := errors.Join(h.reload(ctx), h.warn(ctx, trouble)); err != nil {
		complain(trouble, err)
		say(trouble, "The settings of before go on.")
		return
	}
	say(trouble, "The settings were read anew.")
}

// grace is how long requests under way may go on when the server is stopped. A second signal ends it at once.
const grace = 30 * time.Second

// stop takes no new request and lets those under way end, ranges of files too; what is not at its end after a while is broken off,
// and downloads go on where they were, at another instance.
func stop(ctx context.Context, server *http.Server, within time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return server.Close()
	}
	return nil
}

// publicAddress returns the address that the program names to its clients: of the flag, or where it listens.
func publicAddress(f *serveFlags, listening net.Addr) (string, error) {
	if f.address != "" {
		return client.CleanAddress(f.address)
	}
	host, _, err := net.SplitHostPort(f.listen)
	_, port, err2 := net.SplitHostPort(listening.String())
	if ip := net.ParseIP(host); errors.Join(err, err2) == nil && host != "" && (ip == nil || !ip.IsUnspecified()) {
		if f.certificate != "" {
			return client.CleanAddress("https://" + net.JoinHostPort(host, port))
		}
		if clean, err := client.CleanAddress("http://" + net.JoinHostPort(host, port)); err == nil {
			return clean, nil
		}
	}
	return "", flagFault("service.address", "--address",
		i18n.T(&goi18n.Message{ID: "service.address.title", Other: "Name the program's public address with --address."}),
		i18n.T(&goi18n.Message{ID: "service.address.cause", Other: "Clients come by https; plain http is for this computer alone."}))
}

// sweepHourly does a service's daily work, now and each hour, until ctx ends.
func sweepHourly(ctx context.Context, sweep func(context.Context) error, trouble io.Writer) {
	t := time.NewTicker(time.Hour)
	defer t.Stop()
	for {
		if err := sweep(ctx); err != nil && ctx.Err() == nil {
			complain(trouble, err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
