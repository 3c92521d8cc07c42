package service

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// Service is a running program service. It is safe for use by several goroutines at once.
type Service struct {
	config  Config
	store   *store
	files   *os.Root
	limits  *limits
	gate    *gate
	handler http.Handler
}

// Open opens the service on its folder, making it when it is not there. Several processes may open one folder: a server, and
// an owner's commands beside it.
func Open(ctx context.Context, c Config) (*Service, error) {
	if c.Data == "" || c.Program.ID == "" {
		return nil, &fault.Error{Kind: fault.Usage, Code: "service.config", Title: i18n.Verbatim("The program service needs a data folder and a program."), Field: "--data"}
	}
	c.defaults()
	st, err := openStore(ctx, c.Data, feedbackSchema)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(filesFolder(c.Data))
	if err != nil {
		return nil, errors.Join(folderFault(err), st.db.Close())
	}
	g, err := openGate(ctx, st.db)
	if err != nil {
		return nil, errors.Join(storeFault(err), root.Close(), st.db.Close())
	}
	s := &Service{config: c, store: st, files: root, limits: newLimits(c.Limits), gate: g}
	if err := s.makeKeys(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.handler = s.routes()
	return s, nil
}

func (c *Config) defaults() {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Rand == nil {
		c.Rand = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Open == nil {
		c.Open = func(Identity) bool { return true }
	}
	if c.BaseURL == nil {
		address := c.Program.Address
		c.BaseURL = func() string { return address }
	}
	if c.Mail == nil {
		c.Mail = MailerFunc(func(context.Context, Mail) error { return nil })
	}
	if c.Verifier == nil {
		c.Verifier = VerifierFunc(func(context.Context, string) (Identity, error) { return Identity{}, errors.New("service: no verifier") })
	}
	c.Limits.defaults()
}

// Handler gives the service's HTTP side.
func (s *Service) Handler() http.Handler { return s.handler }

// Close closes the store. Requests under way end with an error of the service.
func (s *Service) Close() error {
	return errors.Join(s.files.Close(), s.gate.close(), s.store.db.Close())
}

func (s *Service) now() time.Time { return s.config.Clock().UTC() }

// random gives n random bytes.
func (s *Service) random(n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(s.config.Rand, b)
	return b, err
}
