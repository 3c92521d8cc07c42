// Command bench-service measures a program service over loopback: 64 people, 24 engagements, 108 packages (or as many as its
// flags say), each list in full, at 8 and at 64 connections, beside /healthz in the same run.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/local"
	"github.com/programconnect/programconnect/internal/testing/loadtest"
)

// sizes are how large the program is, and how long each figure is measured.
type sizes struct {
	people, engagements, packages int
	time                          time.Duration
}

func main() {
	log.SetFlags(0)
	var z sizes
	flag.IntVar(&z.people, "people", 64, "how many people ask in turn")
	flag.IntVar(&z.engagements, "engagements", 24, "how many engagements there are")
	flag.IntVar(&z.packages, "packages", 108, "how many packages there are")
	flag.DurationVar(&z.time, "time", 5*time.Second, "how long each figure is measured")
	flag.Parse()
	if err := measure(context.Background(), z); err != nil {
		log.Fatal(err)
	}
}

func measure(ctx context.Context, z sizes) error {
	dir, err := os.MkdirTemp("", "bench-service")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	p := &program{codes: map[string]string{}}
	var server *httptest.Server
	p.service, err = local.Open(ctx, dir, service.Config{
		Program:  api.Program{ID: "bench", Name: "Bench", Authority: "https://authority.invalid/common", ClientID: "client", Scopes: []string{"scope"}},
		BaseURL:  func() string { return server.URL },
		Verifier: service.VerifierFunc(verify), Mail: service.MailerFunc(p.mail), MailNow: true, Limits: service.Limits{RequestsPerSecond: 1e6}})
	if err != nil {
		return err
	}
	defer func() { _ = p.service.Close() }()
	server = httptest.NewServer(p.service.Handler())
	defer server.Close()
	p.address = server.URL
	if err := p.fill(ctx, z); err != nil {
		return err
	}
	fmt.Printf("%d people, %d engagements, %d packages\n", z.people, z.engagements, z.packages)
	for _, connections := range []int{8, 64} {
		if err := p.compare(ctx, z, connections); err != nil {
			return err
		}
	}
	return nil
}

// compare prints the figures at so many connections, each beside /healthz of the same run.
func (p *program) compare(ctx context.Context, z sizes, connections int) error {
	health := 0.0
	for _, path := range []string{"/healthz", "/api/v1/packages", "/api/v1/status", "/api/v1/engagements"} {
		f, err := loadtest.Run(ctx, loadtest.Load{Connections: connections, Time: z.time, Request: func(n int) (*http.Request, error) {
			q, err := http.NewRequestWithContext(ctx, http.MethodGet, p.address+path, http.NoBody)
			if err == nil && path != "/healthz" {
				q.Header.Set("Authorization", "Bearer person"+strconv.Itoa(n%z.people))
			}
			return q, err
		}})
		if err != nil {
			return err
		}
		if path == "/healthz" {
			health = f.PerSecond()
		}
		fmt.Printf("  %2d connections  %-20s %s   1/%.0f of /healthz\n", connections, path, f, health/f.PerSecond())
	}
	return nil
}

// program is the service that is measured.
type program struct {
	service *service.Service
	address string
	codes   map[string]string // the mailed codes by address; filled by one request at a time
}

func (p *program) mail(_ context.Context, m service.Mail) error {
	if m.Code != "" {
		p.codes[m.To] = m.Code
	}
	return nil
}

func verify(_ context.Context, bearer string) (service.Identity, error) {
	return service.Identity{TenantID: "11111111-1111-1111-1111-111111111111", ObjectID: bearer, Name: bearer, Address: bearer + "@people.example", Kind: "work"}, nil
}

// fill makes engagements, packages, terms and people who have accepted them.
func (p *program) fill(ctx context.Context, z sizes) error {
	for n := range z.engagements {
		e := service.NewEngagement{ID: "e" + strconv.Itoa(n), Title: "Engagement " + strconv.Itoa(n), Join: api.JoinEveryone, Feedback: true}
		if err := p.service.PutEngagement(ctx, e); err != nil {
			return err
		}
	}
	for n := range z.packages {
		k := api.Package{ID: "k" + strconv.Itoa(n), Engagement: "e" + strconv.Itoa(n%z.engagements), Title: "Package " + strconv.Itoa(n), Type: "tool", Version: "1",
			Description: strings.Repeat("What the package holds. ", 8)}
		if _, err := p.service.PublishPackage(ctx, k, []service.NewFile{{Name: "tool.bin", Bytes: strings.NewReader("bytes")}}); err != nil {
			return err
		}
	}
	if _, err := p.service.PublishAgreement(ctx, service.NewAgreement{ID: "terms", Title: "Terms", Version: "1", Text: "Terms.\n", Required: true}); err != nil {
		return err
	}
	for n := range z.people {
		if err := p.addPerson(ctx, "person"+strconv.Itoa(n)); err != nil {
			return err
		}
	}
	return nil
}

// addPerson registers, verifies and accepts.
func (p *program) addPerson(ctx context.Context, name string) error {
	c := client.NewClient(client.Options{Address: p.address, Token: func(context.Context, string, string, bool) (string, error) { return name, nil }})
	email := name + "@people.example"
	_, err := c.Register(ctx, api.Registration{Country: "FI", AccountType: api.Individual, PublisherName: name + " Software", Contact: api.Contact{
		Name: name, Email: email, Phone: "+358 40 5550", Address: api.Address{Street: "Street 1", City: "Helsinki", PostalCode: "00100"}}})
	if err != nil {
		return err
	}
	if _, err := c.VerifyEmail(ctx, p.codes[email]); err != nil {
		return err
	}
	terms, err := c.Agreement(ctx, "terms")
	if err != nil {
		return err
	}
	_, err = c.Decide(ctx, "terms", terms.SHA256, true, api.Device{})
	return err
}
