package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/local"
)

// perPerson is how many readers share a link: fewer than one person may have.
const perPerson = 100

// serve is the service with one large file, on two ports, until ctx ends.
func serve(ctx context.Context, dir string, z sizes) error {
	certificate, err := makeCertificate(dir)
	if err != nil {
		return err
	}
	plain, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	secure, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address := "http://" + plain.Addr().String()
	s, err := local.Open(ctx, filepath.Join(dir, "service"), service.Config{
		Program:  api.Program{ID: "bench", Name: "Bench", Authority: "https://authority.invalid/common", ClientID: "client", Scopes: []string{"scope"}},
		BaseURL:  func() string { return address },
		Verifier: service.VerifierFunc(verify)})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	open, safe := service.NewServer(s.Handler()), service.NewServer(s.Handler())
	safe.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	go func() { _ = open.Serve(plain) }()
	go func() { _ = safe.ServeTLS(secure, "", "") }()
	said, err := fill(ctx, s, address, z)
	if err != nil {
		return err
	}
	said.File = filepath.Join(dir, "service", "files", said.File)
	for _, link := range said.Plain {
		said.Secure = append(said.Secure, strings.Replace(link, address, "https://"+secure.Addr().String(), 1))
	}
	text, err := json.Marshal(said)
	if err != nil {
		return err
	}
	fmt.Println(string(text))
	<-ctx.Done()
	return errors.Join(open.Close(), safe.Close())
}

func verify(_ context.Context, bearer string) (service.Identity, error) {
	return service.Identity{TenantID: "11111111-1111-1111-1111-111111111111", ObjectID: bearer, Name: bearer, Address: bearer + "@people.example", Kind: "work"}, nil
}

// fill publishes the file and gives links to as many people as the readers need.
func fill(ctx context.Context, s *service.Service, address string, z sizes) (serving, error) {
	var said serving
	if err := s.PutEngagement(ctx, service.NewEngagement{ID: "main", Title: "Main", Join: api.JoinEveryone}); err != nil {
		return said, err
	}
	k, err := s.PublishPackage(ctx, api.Package{ID: "large", Engagement: "main", Title: "Large", Type: "image", Version: "1"},
		[]service.NewFile{{Name: "large.img", Bytes: io.LimitReader(rand.Reader, z.file<<20)}})
	if err != nil {
		return said, err
	}
	said.File = k.Files[0].SHA256
	for n := range (z.readers + perPerson - 1) / perPerson {
		name := "person" + strconv.Itoa(n)
		c := client.NewClient(client.Options{Address: address, Token: func(context.Context, string, string, bool) (string, error) { return name, nil }})
		email := name + "@people.example"
		_, err := c.Register(ctx, api.Registration{Country: "FI", AccountType: api.Individual, PublisherName: name + " Software", Contact: api.Contact{
			Name: name, Email: email, Phone: "+358 40 5550", Address: api.Address{Street: "Street 1", City: "Helsinki", PostalCode: "00100"}}})
		if err != nil {
			return said, err
		}
		if _, err := s.VerifyPerson(ctx, email); err != nil {
			return said, err
		}
		link, err := c.Link(ctx, "large", "large.img")
		if err != nil {
			return said, err
		}
		said.Plain = append(said.Plain, link.URL)
	}
	return said, nil
}

// makeCertificate makes a certificate of its own, in files for nginx too.
func makeCertificate(dir string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bench"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return tls.Certificate{}, err
	}
	pair := [2]string{filepath.Join(dir, "certificate.pem"), filepath.Join(dir, "key.pem")}
	if err := errors.Join(os.WriteFile(pair[0], pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}), 0o600),
		os.WriteFile(pair[1], pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600)); err != nil {
		return tls.Certificate{}, err
	}
	return tls.LoadX509KeyPair(pair[0], pair[1])
}

// freePorts returns two ports that nobody listens on.
func freePorts(ctx context.Context) (first, second string, err error) {
	var ports [2]string
	for i := range ports {
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return "", "", err
		}
		defer func() { _ = listener.Close() }()
		_, ports[i], _ = net.SplitHostPort(listener.Addr().String())
	}
	return ports[0], ports[1], nil
}

// waitFor waits until something listens.
func waitFor(ctx context.Context, address string) error {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for range 500 {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return errors.New("bench-bytes: nginx does not listen")
}
