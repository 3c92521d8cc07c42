package main

import (
	"context"
	"mime"
	"net"
	"net/smtp"
	"os"
	"strings"
	"time"

	"github.com/programconnect/programconnect/internal/service"
)

// mailerFromEnvironment returns a mailer that hands mails to the server in PROGRAM_SERVICE_SMTP (host:port), from the address in
// PROGRAM_SERVICE_MAIL_FROM; nil when either is missing. A user and password come from PROGRAM_SERVICE_SMTP_USER and _PASSWORD.
func mailerFromEnvironment() service.Mailer {
	server, from := os.Getenv("PROGRAM_SERVICE_SMTP"), os.Getenv("PROGRAM_SERVICE_MAIL_FROM")
	if server == "" || from == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(server)
	if err != nil {
		return nil
	}
	var login smtp.Auth
	if user := os.Getenv("PROGRAM_SERVICE_SMTP_USER"); user != "" {
		login = smtp.PlainAuth("", user, os.Getenv("PROGRAM_SERVICE_SMTP_PASSWORD"), host)
	}
	return service.MailerFunc(func(_ context.Context, m service.Mail) error {
		return smtp.SendMail(server, login, from, []string{m.To}, message(from, m))
	})
}

// message is a mail as RFC 5322 wants it. Line ends in a header's value are taken out.
func message(from string, m service.Mail) []byte {
	plain := strings.NewReplacer("\r", " ", "\n", " ")
	return []byte("From: " + plain.Replace(from) + "\r\nTo: " + plain.Replace(m.To) + "\r\nSubject: " + mime.QEncoding.Encode("utf-8", plain.Replace(m.Subject)) +
		"\r\nDate: " + m.Time.Format(time.RFC1123Z) + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
		strings.ReplaceAll(m.Text, "\n", "\r\n"))
}
