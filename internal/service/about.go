package service

import (
	_ "embed"
	"slices"

	"github.com/programconnect/programconnect/internal/api"
)

// aboutAPI describes the program and its API.
type aboutAPI struct {
	*base
	keys *keyring
}

func (a *aboutAPI) routes() []route {
	return []route{
		{method: "GET", path: "/.well-known/program-connect", answer: a.getProgram, open: true},
		{method: "GET", path: "/openapi.json", answer: a.getOpenAPI, open: true},
	}
}

//go:embed openapi.json
var openAPI []byte

// getOpenAPI returns the description of this API (OpenAPI 3.1). A test compares it with the tables of routes and problems.
func (a *aboutAPI) getOpenAPI(*request) (any, error) { return openAPI, nil }

// getProgram describes the program.
func (a *aboutAPI) getProgram(q *request) (any, error) {
	keys, err := a.keys.public(q.Context(), a.data())
	if err != nil {
		return nil, err
	}
	p := a.config.Program
	p.Address = a.config.BaseURL()
	p.API = p.Address + apiPrefix
	p.Keys = keys
	p.Scopes = slices.Clone(p.Scopes)
	if p.Kind == "" {
		p.Kind = api.KindHosted
	}
	if a.config.Sample {
		p.Kind = api.KindSample
	}
	q.w.Header().Set("Cache-Control", "no-cache")
	return p, nil
}
