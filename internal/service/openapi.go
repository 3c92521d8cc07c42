package service

import _ "embed"

//go:embed openapi.json
var openAPI []byte

// getOpenAPI gives the description of this API (OpenAPI 3.1). A test compares it with the table of routes.
func (s *Service) getOpenAPI(*request) (any, error) { return openAPI, nil }
