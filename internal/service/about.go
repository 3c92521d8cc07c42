package service

import (
	"net/http"
	"slices"

	"github.com/programconnect/programconnect/internal/api"
)

// getProgram describes the program.
func (s *Service) getProgram(q *request) (any, error) {
	p, err := s.describe(q)
	if err != nil {
		return nil, err
	}
	q.w.Header().Set("Cache-Control", "no-cache")
	return p, nil
}

func (s *Service) describe(q *request) (api.Program, error) {
	keys, err := publicKeys(q.Context(), s.store.db)
	if err != nil {
		return api.Program{}, err
	}
	p := s.config.Program
	p.Address, p.API, p.Keys = s.config.BaseURL(), s.config.BaseURL()+apiPrefix, keys
	p.Scopes = slices.Clone(p.Scopes)
	if p.Kind == "" {
		p.Kind = api.KindHosted
	}
	if s.config.Sample {
		p.Kind = api.KindSample
	}
	return p, nil
}

// getHealth tells a balancer whether the service can answer.
func (s *Service) getHealth(q *request) (any, error) {
	if err := s.store.db.PingContext(q.Context()); err != nil {
		return nil, serviceProblem(http.StatusServiceUnavailable)
	}
	return struct {
		Status string `json:"status"`
	}{"ok"}, nil
}
