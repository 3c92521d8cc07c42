package main

import (
	"net"
	"os"

	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/smtpmail"
)

// mailerFromEnvironment returns a mailer that hands mails to the server in PROGRAM_SERVICE_SMTP (host:port), from the address in
// PROGRAM_SERVICE_MAIL_FROM; nil when either is missing. A user and password come from PROGRAM_SERVICE_SMTP_USER and _PASSWORD.
func mailerFromEnvironment() service.Mailer {
	server, from := os.Getenv("PROGRAM_SERVICE_SMTP"), os.Getenv("PROGRAM_SERVICE_MAIL_FROM")
	if server == "" || from == "" {
		return nil
	}
	if _, _, err := net.SplitHostPort(server); err != nil {
		return nil
	}
	return &smtpmail.Mailer{Server: server, From: from, User: os.Getenv("PROGRAM_SERVICE_SMTP_USER"), Password: os.Getenv("PROGRAM_SERVICE_SMTP_PASSWORD")}
}
