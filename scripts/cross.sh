#!/bin/sh
# Builds and vets without cgo for the three systems. Fyne's macOS driver needs cgo, so ui is left out there,
# and the desktop app everywhere: it is built with cgo on its own system.
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
export CGO_ENABLED=0
for os in linux windows darwin; do
	packages=$(GOOS=linux go list ./... | grep -v '/cmd/program-connect$')
	[ $os != darwin ] || packages=$(printf '%s\n' "$packages" | grep -v '/ui$')
	echo "$os: build and vet"
	# shellcheck disable=SC2086 # the list is meant to be split
	GOOS=$os go build $packages
	# shellcheck disable=SC2086 # the list is meant to be split
	GOOS=$os go vet $packages
done
