#!/bin/sh
# Runs every test once, under the race detector where a C compiler is there. A test that fails is not run again.
#   ARGS   more flags for go test, e.g. ARGS="-count=1 -v"
#   FULL   set by test-full.sh: runs the packages one after the other
# What it does and in which order stands here; what it prints goes to build/test.json too, every line of every test.
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
sh scripts/packages.sh test
use_clang

# What is only arithmetic over bytes takes most of the time with the detector: a database engine turned from C, outlines of
# letters, pictures. It is built without it. Nothing that locks, counts atomically or instantiates generic code may be among
# them: its copies of that code would be used by all, and races would be reported that are none.
flags="-race"
for plain in modernc.org/sqlite/lib golang.org/x/image/vector golang.org/x/image/draw golang.org/x/image/font/... github.com/srwiley/rasterx \
	github.com/fyne-io/oksvg image/draw crypto/internal/fips140/sha256; do
	flags="$flags -gcflags=$plain=-race=false"
done
if ! c_compiles; then
	echo "There is no C compiler: the tests run without the race detector."
	flags=""
	export CGO_ENABLED=0
fi

# The packages that take longest come first, so that none of them runs alone at the end.
first="./ui ./downloads/... ./cmd/pconnect ./auth"
# shellcheck disable=SC2086 # the list is meant to be split
packages=$(go list $first 2>/dev/null; go list ./...)
packages=$(printf '%s\n' "$packages" | awk '!seen[$0]++')
if [ "$(uname -s)" = Linux ] && ! desktop_builds; then
	echo "The headers for the desktop app are missing: its own tests are left out."
	packages=$(printf '%s\n' "$packages" | grep -v '/cmd/program-connect$')
fi

# Many tests wait more than they compute: one package more than there are cores keeps them busy.
parallel=$(($(getconf _NPROCESSORS_ONLN) + 1))
[ -z "${FULL:-}" ] || parallel=1

echo "Building and running the tests of $(printf '%s\n' "$packages" | wc -l) packages. After a change of Go or of a library nothing is printed for a few minutes, while everything is built."
mkdir -p build
# gotestsum is built as the tests are: then Go's library is compiled once for both.
# shellcheck disable=SC2086 # the flags are meant to be split
go build $flags -modfile=scripts/tools/go.mod -o build/gotestsum gotest.tools/gotestsum
# shellcheck disable=SC2086 # the flags are meant to be split
build/gotestsum --format pkgname --hide-summary=skipped --jsonfile=build/test.json --packages="$packages" -- \
	$flags -vet=off -p "$parallel" -timeout "${TIMEOUT:-20m}" ${ARGS:-}

# None of those lines may hold a token.
if grep -E -q 'eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{10,}|refresh_token=[A-Za-z0-9]' build/test.json; then
	echo "A test printed a token. Look for eyJ or refresh_token= in build/test.json." >&2
	exit 1
fi
