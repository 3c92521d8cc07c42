#!/bin/sh
# Makes client.go anew from the document that the service serves. Run it after openapi.json has changed.
set -eu
cd "$(dirname "$0")"
go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 --config config.yaml ../../openapi.json
