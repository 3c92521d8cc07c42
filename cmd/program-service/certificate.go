package main

import (
	"crypto/tls"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
)

// certificate is the https certificate in two files. It is read anew when either file has changed: at the next connection.
type certificate struct {
	file, key string
	trouble   io.Writer

	mu       sync.Mutex
	read     time.Time // of the newer file
	tried    time.Time // as read, when it could not be used
	contents *tls.Certificate
}

// openCertificate reads a certificate for the first time.
func openCertificate(file, key string, trouble io.Writer) (*certificate, error) {
	c := &certificate{file: file, key: key, trouble: trouble}
	if err := c.refresh(); err != nil {
		f := &fault.Error{Kind: fault.Usage, Code: "service.certificate", Field: "--certificate", Err: err,
			Title: i18n.T(&goi18n.Message{ID: "service.certificate.wrong.title", Other: "The certificate and its key can't be used."}),
			Safe:  i18n.T(&goi18n.Message{ID: "service.certificate.safe", Other: "Nothing was started."})}
		if errors.Is(err, fs.ErrNotExist) {
			f.Title = i18n.T(&goi18n.Message{ID: "service.certificate.none.title", Other: "The certificate or its key is not there."})
		}
		return nil, f
	}
	return c, nil
}

// changed returns when the newer of the files was written.
func (c *certificate) changed() (time.Time, error) {
	one, err := os.Stat(c.file)
	if err != nil {
		return time.Time{}, err
	}
	other, err := os.Stat(c.key)
	if err != nil {
		return time.Time{}, err
	}
	if other.ModTime().After(one.ModTime()) {
		return other.ModTime(), nil
	}
	return one.ModTime(), nil
}

// refresh reads the files if they have changed.
func (c *certificate) refresh() error {
	at, err := c.changed()
	if err != nil || c.contents != nil && (at.Equal(c.read) || at.Equal(c.tried)) {
		return err
	}
	c.tried = at
	pair, err := tls.LoadX509KeyPair(c.file, c.key)
	if err != nil {
		return err
	}
	c.contents = &pair
	c.read = at
	return nil
}

// get returns the certificate for a connection. While the files are being written, the one before serves.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.tried
	if err := c.refresh(); err != nil && !c.tried.Equal(before) {
		say(c.trouble, "The new certificate can't be used; the one before serves.")
	}
	return c.contents, nil
}
