#!/bin/sh
# What is looked at without running anything, in this order:
#   1. the scripts: their syntax, and shellcheck where it is installed
#   2. golangci-lint (go vet and staticcheck within; depguard for the laws of the house)
#   3. texts: what a language lacks
#   4. govulncheck: known vulnerabilities, where its database can be reached
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
sh scripts/packages.sh lint
use_clang
tool() { go tool -modfile=scripts/tools/go.mod "$@"; }

echo "scripts"
for script in scripts/*.sh scripts/wine/*.sh; do sh -n "$script" 2>/dev/null || bash -n "$script"; done
bash -n .ci/run
if command -v shellcheck >/dev/null 2>&1; then
	shellcheck -x scripts/*.sh scripts/wine/*.sh .ci/run
else
	echo "shellcheck is not installed: the scripts' syntax alone was checked."
fi

echo "golangci-lint (the first run builds it, which takes minutes)"
tool golangci-lint run ./...

echo "texts"
sh scripts/texts.sh check

echo "known vulnerabilities"
packages=$(CGO_ENABLED=0 go list ./... | grep -v '/cmd/program-connect$')
# shellcheck disable=SC2086 # the list is meant to be split
if ! report=$(CGO_ENABLED=0 tool govulncheck $packages 2>&1); then
	case "$report" in
	*"no such host"* | *"connection refused"* | *403* | *"i/o timeout"*)
		echo "govulncheck can't reach its database (vuln.go.dev) from here: known vulnerabilities were not looked up." ;;
	*) printf '%s\n' "$report"; exit 1 ;;
	esac
fi
