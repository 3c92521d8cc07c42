#!/bin/sh
# Runs every test, under the race detector where a C compiler is there.
#   ARGS   more flags for go test, e.g. ARGS="-count=1 -v"
# A test that fails is run again, twice at most, and the closing lines name it: tests with real browsers, real
# keyrings and killed processes share this machine with whatever else runs on it. A test that fails three
# times, or more than six different ones that fail, end the run.
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
sh scripts/packages.sh test
use_clang

race="-race"
if ! c_compiles; then
	echo "There is no C compiler: the tests run without the race detector."
	race=""
	export CGO_ENABLED=0
fi
packages=$(go list ./... 2>/dev/null)
if [ "$(uname -s)" = Linux ] && ! desktop_builds; then
	echo "The headers for the desktop app are missing: its own tests are left out."
	packages=$(printf '%s\n' "$packages" | grep -v '/cmd/program-connect$')
fi

go vet $packages
mkdir -p build
go tool -modfile=scripts/tools/go.mod gotestsum --format pkgname --hide-summary=skipped --rerun-fails=2 --rerun-fails-max-failures=6 \
	--jsonfile=build/test.json --packages="$packages" -- $race -timeout 9m ${ARGS:-}

# Every line that any test printed, shown or not, is in build/test.json. None may hold a token.
if grep -E -q 'eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{10,}|refresh_token=[A-Za-z0-9]' build/test.json; then
	echo "A test printed a token. Look for eyJ or refresh_token= in build/test.json." >&2
	exit 1
fi
