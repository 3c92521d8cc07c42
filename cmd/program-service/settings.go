package main

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/api"
	"github.com/programconnect/programconnect/internal/api/client"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/sample"
	"github.com/programconnect/programconnect/internal/service"
	"github.com/programconnect/programconnect/internal/service/entra"
	"github.com/programconnect/programconnect/internal/service/local"
)

// settingsFile holds the settings of a hosted program, for the server and for the owner's commands.
const settingsFile = "program.json"

// settings are program.json in the folder of a hosted program. docs/owner.md describes each.
type settings struct {
	ID            string   `json:"id"`
	Name          string   `json:"name"`
	Description   string   `json:"description"`
	Kind          string   `json:"kind"` // "hosted", or left out
	Authority     string   `json:"authority"`
	ClientID      string   `json:"client_id"`
	Scopes        []string `json:"scopes"`
	Contact       string   `json:"contact"`
	SignUp        string   `json:"sign_up"`
	Accounts      string   `json:"accounts"`
	Community     string   `json:"community"`
	PublisherNote string   `json:"publisher_note"`
	Guides        []string `json:"guides"`

	Audience string `json:"audience"` // the API's application id in Microsoft Entra ID
	Scope    string `json:"scope"`    // the scope's short name, e.g. "Program.Access"
	Approval bool   `json:"approval"` // only people whom the owner knows have access
	Mail     *mail  `json:"mail"`     // nil: the program sends none

	Server *server `json:"server"`  // of the process
	Schema string  `json:"$schema"` // for editors
}

// openOwner opens a folder for an owner's command: a sample program's or a hosted one's.
func openOwner(ctx context.Context, o *options) (*service.Service, error) {
	if sample.Is(o.data) {
		data, bytes, err := o.stores(ctx)
		if err != nil {
			return nil, err
		}
		return sample.Owner(ctx, sample.Config{Dir: o.data, Store: data, Blobs: bytes})
	}
	s, err := o.settings()
	if err != nil {
		return nil, err
	}
	c, err := s.config(filepath.Dir(o.settingsPath()))
	if err != nil {
		return nil, err
	}
	return openHosted(ctx, o, c)
}

// readSettings reads and checks a settings file.
func readSettings(path string) (settings, error) {
	var s settings
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return s, descriptionFault(fault.Usage,
			i18n.T(&goi18n.Message{ID: "service.program.none.title", Other: "There is no program in this folder."}),
			i18n.T(&goi18n.Message{ID: "service.program.none.cause", Other: "A program is described by program.json in it."}), err,
			i18n.T(&goi18n.Message{ID: "service.program.none.step",
				Other: "Write program.json as docs/owner.md says, or start the sample: program-service serve --sample --data FOLDER"}))
	}
	if err := readStrict(path, "service.program", i18n.T(&goi18n.Message{ID: "service.program.json.title", Other: "program.json is not the JSON that is wanted."}), &s); err != nil {
		return s, err
	}
	if s.ID == "" || s.Name == "" || !strings.HasPrefix(s.Authority, "https://") || s.ClientID == "" || len(s.Scopes) == 0 || s.Audience == "" || s.Scope == "" {
		return s, incomplete(i18n.T(&goi18n.Message{ID: "service.program.incomplete.cause", Other: "It needs id, name, authority (https), client_id, scopes, audience and scope."}))
	}
	if !slices.Contains([]string{"", "any", "work", "personal"}, s.Accounts) || s.Kind != "" && s.Kind != api.KindHosted {
		return s, incomplete(i18n.T(&goi18n.Message{ID: "service.program.values.cause", Other: "accounts is any, work or personal, and kind is hosted."}))
	}
	if s.Mail != nil {
		if _, _, err := net.SplitHostPort(s.Mail.Server); err != nil || !strings.Contains(s.Mail.From, "@") || !api.PlainLine(s.Mail.From) {
			return s, incomplete(i18n.T(&goi18n.Message{ID: "service.program.mail.cause", Other: "mail needs server, with its port as in mail.example:587, and from, an e-mail address."}))
		}
	}
	return s, nil
}

func incomplete(cause i18n.Text) error {
	return descriptionFault(fault.Usage, i18n.T(&goi18n.Message{ID: "service.program.incomplete.title", Other: "program.json is not complete."}), cause, nil)
}

// serviceFolder returns the folder of the service's data in a program's folder.
func serviceFolder(dir string) string { return filepath.Join(dir, "service") }

// openHosted opens the service on the program's data.
func openHosted(ctx context.Context, o *options, c service.Config) (*service.Service, error) {
	data, bytes, err := o.stores(ctx)
	if err != nil {
		return nil, err
	}
	c.Store, c.Blobs = data, bytes
	return local.Open(ctx, serviceFolder(o.data), c)
}

// config returns what the service is opened with, for the server and for commands alike.
func (s settings) config(dir string) (service.Config, error) {
	c := service.Config{
		Program: api.Program{ID: s.ID, Name: s.Name, Description: s.Description, Kind: s.Kind, Authority: s.Authority, ClientID: s.ClientID,
			Scopes: s.Scopes, Contact: s.Contact, SignUp: s.SignUp, Accounts: s.Accounts, Community: s.Community, PublisherNote: s.PublisherNote, Guides: s.Guides},
		Verifier: entra.New(entra.Config{Authority: s.Authority, Audience: s.Audience, Scope: s.Scope, Accounts: s.Accounts, HTTP: client.NewTransport()}),
	}
	if s.Approval {
		c.Open = func(service.Identity) bool { return false }
	}
	if s.Mail != nil {
		mailer, err := s.Mail.mailer(dir)
		if err != nil {
			return c, err
		}
		c.Mail = mailer
	}
	return c, nil
}
