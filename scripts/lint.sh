#!/bin/sh
# The linters: go vet, golangci-lint (staticcheck within, depguard for the laws), shell syntax, known vulnerabilities.
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
use_clang
for script in scripts/*.sh; do sh -n "$script" 2>/dev/null || bash -n "$script"; done
go tool -modfile=scripts/tools/go.mod golangci-lint run ./...
if ! report=$(CGO_ENABLED=0 go tool -modfile=scripts/tools/go.mod govulncheck $(CGO_ENABLED=0 go list ./... | grep -v '/cmd/program-connect$') 2>&1); then
	case "$report" in
	*"no such host"* | *"connection refused"* | *403* | *"i/o timeout"*)
		echo "govulncheck can't reach its database (vuln.go.dev) from here: known vulnerabilities were not looked up." ;;
	*) printf '%s\n' "$report"; exit 1 ;;
	esac
fi
