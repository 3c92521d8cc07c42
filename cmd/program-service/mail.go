package main

import (
	"context"
	"crypto/tls"
	"errors"
	"mime"
	"net"
	"net/smtp"
	"os"
	"path/filepath"
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
)

// mail is how the program sends mail. The password stands in a file or in the environment, never in a command line, which
// every user of the computer can read.
type mail struct {
	Server       string `json:"server"`        // host:port; on port 465 TLS from the start, else STARTTLS where it is offered
	From         string `json:"from"`          // the program's address
	User         string `json:"user"`          // empty: without signing in
	PasswordFile string `json:"password_file"` // relative to the folder; its last line end does not count
}

// passwordVariable holds the password where no file is named.
const passwordVariable = "PROGRAM_SERVICE_MAIL_PASSWORD"

// mailTime is how long one mail may take.
const mailTime = 30 * time.Second

// mailer returns what hands mails to the server.
func (m mail) mailer(dir string) (service.Mailer, error) {
	password := os.Getenv(passwordVariable)
	if m.PasswordFile != "" {
		path := m.PasswordFile
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, readFault(path, err)
		}
		password = strings.TrimRight(string(text), "\r\n")
	}
	if m.User != "" && password == "" {
		return nil, &fault.Error{Kind: fault.Usage, Code: "service.mail-password", Safe: nothingChanged(),
			Title: i18n.T(&goi18n.Message{ID: "service.mail-password.title", Other: "The mail server's password is missing."}),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.mail-password.step",
				Other: "Name a file with it as password_file in program.json, or set {{.Variable}}."}, "Variable", passwordVariable)}}
	}
	return service.MailerFunc(func(ctx context.Context, letter service.Mail) error { return m.send(ctx, password, letter) }), nil
}

// send hands one mail to the server, within mailTime.
func (m mail) send(ctx context.Context, password string, letter service.Mail) (err error) {
	ctx, cancel := context.WithTimeout(ctx, mailTime)
	defer cancel()
	host, port, err := net.SplitHostPort(m.Server)
	if err != nil {
		return err
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", m.Server)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })() // a silent server ends with it
	secure := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if port == "465" {
		conn = tls.Client(conn, secure)
	}
	c, err := smtp.NewClient(conn, host)
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	defer func() { _ = c.Close() }()
	if offered, _ := c.Extension("STARTTLS"); offered {
		if err := c.StartTLS(secure); err != nil {
			return err
		}
	}
	if m.User != "" {
		if err := c.Auth(smtp.PlainAuth("", m.User, password, host)); err != nil {
			return err
		}
	}
	return deliver(c, m.From, letter)
}

func deliver(c *smtp.Client, from string, letter service.Mail) error {
	if err := errors.Join(c.Mail(from), c.Rcpt(letter.To)); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	_, err = w.Write(message(from, letter))
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	_ = c.Quit() // the server has taken the mail: how the talk ends does not count
	return nil
}

// message is a mail as RFC 5322 wants it. Line ends in a header's value are taken out.
func message(from string, m service.Mail) []byte {
	plain := strings.NewReplacer("\r", " ", "\n", " ")
	return []byte("From: " + plain.Replace(from) + "\r\nTo: " + plain.Replace(m.To) + "\r\nSubject: " + mime.QEncoding.Encode("utf-8", plain.Replace(m.Subject)) +
		"\r\nDate: " + m.Time.Format(time.RFC1123Z) + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
		strings.ReplaceAll(m.Text, "\n", "\r\n"))
}
