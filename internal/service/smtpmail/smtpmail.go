// Package smtpmail hands the mails of the program service to an SMTP server.
//
// It promises that an attempt ends when its context does, whatever the server does or leaves undone: no step waits for longer.
// A mail has the same Message-ID each time that it is sent. A password goes to no server without TLS but to this computer's own.
//
// It speaks through wneessen/go-mail, which signs in in the ways that mail servers ask for today.
//
// Start reading at Mailer.Send.
package smtpmail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/mail"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

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
func (m *Mailer) Send(ctx context.Context, mail service.Mail) error {
	text, err := compose(m.From, mail)
	if err != nil {
		return err
	}
	return m.talk(ctx, func(c *gomail.Client) error { return c.Send(text) })
}

// Check goes as far as signing in, and sends nothing.
func (m *Mailer) Check(ctx context.Context) error {
	return m.talk(ctx, func(*gomail.Client) error { return nil })
}

// talk connects, signs in and does one thing. It ends when ctx does: the connection is closed under whatever waits for the server.
func (m *Mailer) talk(ctx context.Context, do func(*gomail.Client) error) (err error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	var stop func() bool
	client, err := m.client(func(_ context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		stop = context.AfterFunc(ctx, func() { _ = conn.Close() })
		if _, port, err := net.SplitHostPort(address); err == nil && port == securePort {
			return tls.Client(conn, m.secure()), nil
		}
		return conn, nil
	})
	if err != nil {
		return err
	}
	defer func() {
		if stop != nil {
			stop()
		}
		if ctx.Err() != nil && err != nil {
			err = errors.Join(ctx.Err(), err)
		}
	}()
	if err := client.DialWithContext(ctx); err != nil {
		return err
	}
	err = answered(do(client))
	_ = client.Close() // a mail is handed over already
	return err
}

// answered adds the server's answer to an error in the form that net/textproto has for it.
func answered(err error) error {
	var failed *gomail.SendError
	if errors.As(err, &failed) && failed.ErrorCode() > 0 {
		return errors.Join(&textproto.Error{Code: failed.ErrorCode(), Msg: "not taken"}, err)
	}
	return err
}

func (m *Mailer) secure() *tls.Config {
	host, _, _ := net.SplitHostPort(m.Server) // checked by client
	return &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
}

// client returns what speaks with the server. A password goes out over TLS alone, or to this computer.
func (m *Mailer) client(dial gomail.DialContextFunc) (*gomail.Client, error) {
	host, portText, err := net.SplitHostPort(m.Server)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, err
	}
	policy := gomail.TLSOpportunistic
	sign := gomail.SMTPAuthNoAuth
	if m.User != "" {
		policy, sign = gomail.TLSMandatory, gomail.SMTPAuthAutoDiscover
		if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
			policy, sign = gomail.TLSOpportunistic, gomail.SMTPAuthPlain
		}
	}
	options := []gomail.Option{gomail.WithPort(port), gomail.WithTLSConfig(m.secure()), gomail.WithTLSPolicy(policy), gomail.WithDialContextFunc(dial),
		gomail.WithTimeout(attemptTime), gomail.WithSMTPAuth(sign), gomail.WithUsername(m.User), gomail.WithPassword(m.Password), gomail.WithoutNoop(), gomail.WithoutRset()}
	if portText == securePort {
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS)) // dial has it from the start
	}
	return gomail.NewClient(host, options...)
}

// compose makes a mail. An address that is none is an error, so that nothing is put into a header by one.
func compose(from string, m service.Mail) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	if err := errors.Join(msg.From(from), msg.To(m.To)); err != nil {
		return nil, err
	}
	msg.Subject(strings.NewReplacer("\r", " ", "\n", " ").Replace(m.Subject))
	msg.SetDateWithValue(m.Time)
	if sender, err := mail.ParseAddress(from); err == nil && m.ID != "" {
		_, domain, _ := strings.Cut(sender.Address, "@")
		msg.SetMessageIDWithValue(m.ID + "@" + domain)
	}
	msg.SetBodyString(gomail.TypeTextPlain, strings.ReplaceAll(m.Text, "\n", "\r\n"))
	return msg, nil
}

// Message returns a mail as it is handed over.
func Message(from string, m service.Mail) ([]byte, error) {
	msg, err := compose(from, m)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = msg.WriteTo(&b)
	return b.Bytes(), err
}
