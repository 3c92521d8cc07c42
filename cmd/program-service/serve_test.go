package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/service"
)

func TestServerSaysThatItSendsNoMail(t *testing.T) {
	dir := hostedFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r, w := io.Pipe()
	go func() { // it ends when it has said where it is
		_, _ = bufio.NewReader(r).ReadString('\n')
		cancel()
		_, _ = io.Copy(io.Discard, r)
	}()
	var trouble bytes.Buffer
	if status := run(ctx, []string{"serve", "--data", dir, "--listen", "127.0.0.1:0"}, w, &trouble); status != 0 && status != 130 {
		t.Fatal(status, trouble.String())
	}
	if !strings.Contains(trouble.String(), "can't send mail") {
		t.Error(trouble.String())
	}
}

// about asks a handler for the program's description.
func about(t *testing.T, h http.Handler) api.Program {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/.well-known/program-connect", nil))
	var p api.Program
	if err := api.Decode(w.Body, 0, &p); err != nil {
		t.Fatal(w.Code, err)
	}
	return p
}

func TestReloadTakesTheNewSettings(t *testing.T) {
	dir := hostedFolder(t)
	h, err := newHosting(t.Context(), func(ctx context.Context) (*service.Service, error) { return openOwner(ctx, &options{data: dir}) })
	if err != nil {
		t.Fatal(err)
	}
	begun := h.take() // a request under way
	write(t, filepath.Join(dir, "program.json"), strings.Replace(hostedJSON, `"Hosted"`, `"Renamed"`, 1))
	if err := h.reload(t.Context()); err != nil || about(t, h).Name != "Renamed" || about(t, begun.service.Handler()).Name != "Hosted" {
		t.Error(err, about(t, h).Name)
	}
	h.release(begun)
	write(t, filepath.Join(dir, "program.json"), "{")
	if err := h.reload(t.Context()); err == nil || about(t, h).Name != "Renamed" {
		t.Error("wrong settings were taken")
	}
	if err := h.close(); err != nil {
		t.Error(err)
	}
}

// certificateFor writes a certificate of a name, as of a time.
func certificateFor(t *testing.T, name, file, key string, at time.Time) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotAfter: at.Add(time.Hour)}
	text, err := x509.CreateCertificate(rand.Reader, template, template, secret.Public(), secret)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: text})))
	write(t, key, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})))
	for _, path := range []string{file, key} {
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCertificateIsReadAnewWhenItChanges(t *testing.T) {
	dir := t.TempDir()
	file, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	if _, err := openCertificate(file, key, io.Discard); err == nil {
		t.Fatal("there is none")
	}
	now := time.Now()
	certificateFor(t, "first", file, key, now)
	var trouble bytes.Buffer
	c, err := openCertificate(file, key, &trouble)
	if err != nil {
		t.Fatal(err)
	}
	name := func() string {
		t.Helper()
		pair, err := c.get(&tls.ClientHelloInfo{})
		if err != nil {
			t.Fatal(err)
		}
		return pair.Leaf.Subject.CommonName
	}
	certificateFor(t, "second", file, key, now.Add(time.Second))
	if got := name(); got != "second" {
		t.Error(got)
	}
	write(t, file, "half")
	if err := os.Chtimes(file, now.Add(2*time.Second), now.Add(2*time.Second)); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if got := name(); got != "second" {
			t.Error(got)
		}
	}
	if got := strings.Count(trouble.String(), "can't be used"); got != 1 {
		t.Errorf("said %d times", got)
	}
}

func TestMailIsSentAsTheSettingsSay(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan string, 1)
	go smtpServer(listener, got)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "password"), "secret\n")
	write(t, filepath.Join(dir, "program.json"), strings.Replace(hostedJSON, `"id"`,
		`"mail":{"server":"`+listener.Addr().String()+`","from":"program@x.example","user":"u","password_file":"password"},"id"`, 1))
	if status, out, trouble := command(t, "check", "--mail", "me@x.example", "--data", dir); status != 0 || !strings.Contains(out, "took a mail to me@x.example") {
		t.Fatal(status, out, trouble)
	}
	// AUTH PLAIN of "\0u\0secret"
	if talk := <-got; !strings.Contains(talk, "AUTH PLAIN AHUAc2VjcmV0") || !strings.Contains(talk, "RCPT TO:<me@x.example>") || !strings.Contains(talk, "Subject: Hosted: a test") {
		t.Error(talk)
	}
	_ = listener.Close()
	if status, _, trouble := command(t, "check", "--mail", "me@x.example", "--data", dir); status != 7 || strings.Contains(trouble, "secret") {
		t.Error(status, trouble)
	}
}

// smtpServer takes one mail and hands on what was said to it.
func smtpServer(l net.Listener, got chan<- string) {
	conn, err := l.Accept()
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	var talk strings.Builder
	defer func() { got <- talk.String() }()
	_, _ = io.WriteString(conn, "220 x\r\n")
	data := false
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		text := lines.Text()
		talk.WriteString(text + "\n")
		answer := "250 ok\r\n"
		switch {
		case data && text != ".":
			continue
		case strings.HasPrefix(text, "EHLO"):
			answer = "250-x\r\n250 AUTH PLAIN\r\n"
		case strings.HasPrefix(text, "AUTH"):
			answer = "235 ok\r\n"
		case text == "DATA":
			data = true
			answer = "354 go on\r\n"
		case text == ".":
			data = false
		}
		_, _ = io.WriteString(conn, answer)
		if text == "QUIT" { // a poor end, which does not count
			return
		}
	}
}
