// Package smtpmail hands the mails of the program service to an SMTP server.
//
// It promises that an attempt ends when its context does, whatever the server does or leaves undone: no step waits for longer.
// A mail has the same Message-ID each time that it is sent. A password goes to no server without TLS but to this computer's own.
//
// Start reading at Mailer.Send.
package smtpmail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"mime"
	"net"
	"net/smtp"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/service"
)

// Mailer hands mails to one server. It implements service.Mailer.
type Mailer struct {
	Server         string // host:port
	From           string // the address that mails come from
	User, Password string // empty: without signing in
}

// securePort is the port on which a server speaks TLS from the start (RFC 8314); on others STARTTLS is used where it is offered.
const securePort = "465"

// attemptTime bounds an attempt whose context has no end of its own.
const attemptTime = time.Minute

// Send hands over one mail.
func (m *Mailer) Send(ctx context.Context, mail service.Mail) (err error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", m.Server)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // ends what waits for the server
	defer func() {
		stop()
		_ = conn.Close()
		if ctx.Err() != nil && err != nil {
			err = errors.Join(ctx.Err(), err)
		}
	}()
	return m.talk(conn, mail)
}

// talk speaks with the server in the order that RFC 5321 asks for.
func (m *Mailer) talk(conn net.Conn, mail service.Mail) error {
	host, port, err := net.SplitHostPort(m.Server)
	if err != nil {
		return err
	}
	secure := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if port == securePort {
		conn = tls.Client(conn, secure)
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return err
	}
	if ok, _ := c.Extension("STARTTLS"); ok {
		if err := c.StartTLS(secure); err != nil {
			return err
		}
	}
	if m.User != "" {
		if err := c.Auth(smtp.PlainAuth("", m.User, m.Password, host)); err != nil {
			return err
		}
	}
	if err := c.Mail(m.From); err != nil {
		return err
	}
	if err := c.Rcpt(mail.To); err != nil {
		return err
	}
	body, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := body.Write(Message(m.From, mail)); err != nil {
		return err
	}
	if err := body.Close(); err != nil {
		return err
	}
	_ = c.Quit() // the mail is handed over already
	return nil
}

// Message returns a mail as RFC 5322 wants it. Line ends in a header's value are taken out.
func Message(from string, m service.Mail) []byte {
	plain := strings.NewReplacer("\r", " ", "\n", " ")
	var b bytes.Buffer
	header := func(name, value string) { b.WriteString(name + ": " + value + "\r\n") }
	header("From", plain.Replace(from))
	header("To", plain.Replace(m.To))
	header("Subject", mime.QEncoding.Encode("utf-8", plain.Replace(m.Subject)))
	header("Date", m.Time.Format(time.RFC1123Z))
	if m.ID != "" {
		_, domain, _ := strings.Cut(plain.Replace(from), "@")
		header("Message-ID", "<"+m.ID+"@"+strings.Trim(domain, "> ")+">")
	}
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "8bit")
	b.WriteString("\r\n" + strings.ReplaceAll(m.Text, "\n", "\r\n"))
	return b.Bytes()
}
