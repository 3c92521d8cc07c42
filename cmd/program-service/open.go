package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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

// hosted is program.json in the folder of a hosted program: its description, and how tokens are checked.
type hosted struct {
	api.Program
	Audience string `json:"audience"` // the API's application id in Microsoft Entra ID
	Scope    string `json:"scope"`    // the scope's short name, e.g. "Program.Access"
	Approval bool   `json:"approval"` // only people whom the owner knows have access
}

// openOwner opens a folder for an owner's command: a sample program's or a hosted one's.
func openOwner(ctx context.Context, dir string) (*service.Service, error) {
	if sample.Is(dir) {
		return sample.Owner(ctx, sample.Config{Dir: dir})
	}
	h, err := readHosted(dir)
	if err != nil {
		return nil, err
	}
	return openHosted(ctx, dir, h.config())
}

func readHosted(dir string) (hosted, error) {
	var h hosted
	file, err := os.Open(filepath.Join(dir, "program.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return h, descriptionFault(fault.Usage,
			i18n.T(&goi18n.Message{ID: "service.program.none.title", Other: "There is no program in this folder."}),
			i18n.T(&goi18n.Message{ID: "service.program.none.cause", Other: "A program is described by program.json in it."}), err,
			i18n.T(&goi18n.Message{ID: "service.program.none.step",
				Other: "Write program.json as the README says, or start the sample: program-service serve --sample --data FOLDER"}))
	}
	if err != nil {
		return h, descriptionFault(fault.Disk, i18n.T(&goi18n.Message{ID: "service.program.read.title", Other: "program.json can't be read."}), i18n.Text{}, err,
			i18n.T(&goi18n.Message{ID: "service.program.read.step", Other: "Check the rights of the folder."}))
	}
	defer func() { _ = file.Close() }()
	if err := api.Decode(file, 0, &h); err != nil {
		return h, descriptionFault(fault.Usage,
			i18n.T(&goi18n.Message{ID: "service.program.json.title", Other: "program.json is not the JSON that is wanted."}),
			i18n.T(&goi18n.Message{ID: "service.program.json.cause", Other: "Names are lower case and come once."}), err)
	}
	if h.ID == "" || h.Name == "" || !strings.HasPrefix(h.Authority, "https://") || h.ClientID == "" || len(h.Scopes) == 0 || h.Audience == "" || h.Scope == "" {
		return h, descriptionFault(fault.Usage,
			i18n.T(&goi18n.Message{ID: "service.program.incomplete.title", Other: "program.json is not complete."}),
			i18n.T(&goi18n.Message{ID: "service.program.incomplete.cause", Other: "It needs id, name, authority (https), client_id, scopes, audience and scope."}), nil)
	}
	return h, nil
}

// open opens the service on the program's data.
func openHosted(ctx context.Context, dir string, c service.Config) (*service.Service, error) {
	return local.Open(ctx, filepath.Join(dir, "service"), c)
}

func (h hosted) config() service.Config {
	c := service.Config{Program: h.Program, Mail: mailerFromEnvironment(),
		Verifier: entra.New(entra.Config{Authority: h.Authority, Audience: h.Audience, Scope: h.Scope, Accounts: h.Accounts, HTTP: client.NewTransport()})}
	if h.Approval {
		c.Open = func(service.Identity) bool { return false }
	}
	return c
}
