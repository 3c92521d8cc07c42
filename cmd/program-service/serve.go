package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/service"
)

type serveFlags struct {
	listen, address, certificate, key string
	sample, log                       bool
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
	c.Flags().BoolVar(&f.log, "log", false, "write a line for each request to standard error")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if o.data == "" {
			return noFolder()
		}
		log := slog.New(slog.DiscardHandler)
		if f.log {
			log = slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
		}
		if f.sample {
			return serveSample(cmd.Context(), o, f, log, cmd.OutOrStdout())
		}
		return serveHosted(cmd.Context(), o, f, log, cmd.OutOrStdout())
	}
	return c
}

// started is what serve says once it listens.
type started struct {
	Address string `json:"address"`
	SignIn  string `json:"sign_in,omitzero"`
	Mailbox string `json:"mailbox,omitzero"`
}

func serveSample(ctx context.Context, o *options, f *serveFlags, log *slog.Logger, out io.Writer) error {
	h, err := sample.Start(ctx, sample.Config{Dir: o.data, Listen: f.listen, Log: log, Share: true})
	if err != nil {
		return err
	}
	s := started{Address: h.Address(), SignIn: h.Pages() + "/", Mailbox: h.Authority().MailboxURL()}
	if err := o.answer(out, s, "The sample program is at "+s.Address+"\nIts people: "+s.SignIn+"\nIts mails:  "+s.Mailbox+"\nStop it with Ctrl+C."); err != nil {
		return errors.Join(err, h.Close())
	}
	sweepHourly(ctx, h.Service())
	return h.Close()
}

func serveHosted(ctx context.Context, o *options, f *serveFlags, log *slog.Logger, out io.Writer) error {
	if (f.certificate == "") != (f.key == "") {
		return flagFault("service.certificate", "--certificate",
			i18n.T(&goi18n.Message{ID: "service.certificate.pair.title", Other: "--certificate and --key belong together."}), i18n.Text{})
	}
	about, err := readHosted(o.data)
	if err != nil {
		return err
	}
	if f.address, err = publicAddress(f); err != nil {
		return err
	}
	conf := about.config()
	conf.Log = log
	conf.BaseURL = func() string { return f.address }
	s, err := openHosted(ctx, o.data, conf)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.listen)
	if err != nil {
		return errors.Join(service.ListenFault(err), s.Close())
	}
	text := "The program is at " + f.address + ", listening on " + listener.Addr().String() + ". Stop it with Ctrl+C."
	if err := o.answer(out, started{Address: f.address}, text); err != nil {
		return errors.Join(err, listener.Close(), s.Close())
	}
	return errors.Join(serveUntil(ctx, f, s, listener), s.Close())
}

// serveUntil serves until ctx ends or serving fails.
func serveUntil(ctx context.Context, f *serveFlags, s *service.Service, listener net.Listener) error {
	server := service.NewServer(s.Handler())
	served := make(chan error, 1)
	go func() {
		if f.certificate != "" {
			served <- server.ServeTLS(listener, f.certificate, f.key)
			return
		}
		served <- server.Serve(listener)
	}()
	ended := make(chan struct{})
	sweeping, enough := context.WithCancel(ctx)
	defer enough()
	go func() { defer close(ended); sweepHourly(sweeping, s) }()
	var err error
	select {
	case err = <-served:
	case <-ended:
		err = stop(context.WithoutCancel(ctx), server)
		if last := <-served; !errors.Is(last, http.ErrServerClosed) {
			err = errors.Join(err, last)
		}
	}
	enough()
	<-ended
	if errors.Is(err, os.ErrNotExist) {
		return &fault.Error{Kind: fault.Usage, Code: "service.certificate", Field: "--certificate", Err: err,
			Title: i18n.T(&goi18n.Message{ID: "service.certificate.none.title", Other: "The certificate or its key is not there."})}
	}
	return err
}

// stop lets requests under way end for a moment, then ends them: downloads go on where they were.
func stop(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return server.Close()
	}
	return nil
}

// publicAddress returns the address that the program names to its clients.
func publicAddress(f *serveFlags) (string, error) {
	if f.address != "" {
		return client.CleanAddress(f.address)
	}
	if f.certificate != "" {
		return "https://" + f.listen, nil
	}
	if clean, err := client.CleanAddress("http://" + f.listen); err == nil && !strings.HasSuffix(clean, ":0") {
		return clean, nil
	}
	return "", flagFault("service.address", "--address",
		i18n.T(&goi18n.Message{ID: "service.address.title", Other: "Name the program's public address with --address."}),
		i18n.T(&goi18n.Message{ID: "service.address.cause", Other: "Clients come by https; plain http is for this computer alone."}))
}

// sweepHourly does the service's daily work until ctx ends.
func sweepHourly(ctx context.Context, s *service.Service) {
	t := time.NewTicker(time.Hour)
	defer t.Stop()
	for {
		if err := s.Sweep(ctx); err != nil && ctx.Err() == nil {
			_, _ = fmt.Fprintln(os.Stderr, fault.Of(err).Text())
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
