package main

import (
	"os"
	"path/filepath"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/smtpmail"
)

// mail is how the program sends mail. The password stands in a file or in the environment, never in a command line, which
// every user of the computer can read.
type mail struct {
	Server       string `json:"server"`        // host:port; on port 465 TLS from the start, else STARTTLS where it is offered
	From         string `json:"from"`          // the program's address
	User         string `json:"user"`          // empty: without signing in
	PasswordFile string `json:"password_file"` // relative to the folder; its last line end does not count
}

// path returns where the password file is, beside the settings file; empty without one.
func (m mail) path(settings string) string {
	if m.PasswordFile == "" || filepath.IsAbs(m.PasswordFile) {
		return m.PasswordFile
	}
	return filepath.Join(filepath.Dir(settings), m.PasswordFile)
}

// passwordVariable holds the password where no file is named.
const passwordVariable = "PROGRAM_SERVICE_MAIL_PASSWORD"

// mailer returns what hands mails to the server.
func (m mail) mailer(dir string) (service.Mailer, error) {
	password := os.Getenv(passwordVariable)
	if m.PasswordFile != "" {
		var err error
		if password, err = secret(m.path(filepath.Join(dir, settingsFile))); err != nil {
			return nil, err
		}
	}
	if m.User != "" && password == "" {
		return nil, &fault.Error{Kind: fault.Usage, Code: "service.mail-password", Safe: nothingChanged(),
			Title: i18n.T(&goi18n.Message{ID: "service.mail-password.title", Other: "The mail server's password is missing."}),
			Steps: []i18n.Text{i18n.T(&goi18n.Message{ID: "service.mail-password.step",
				Other: "Name a file with it as password_file in program.json, or set {{.Variable}}."}, "Variable", passwordVariable)}}
	}
	return &smtpmail.Mailer{Server: m.Server, From: m.From, User: m.User, Password: password}, nil
}
