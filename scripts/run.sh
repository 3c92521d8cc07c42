#!/bin/sh
# The main job: opens the desktop app. Without a display it says so and runs the whole journey in the terminal.
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh

demo() {
	echo "$1 Running the whole journey in the terminal instead: sign in, register, accept, download."
	CGO_ENABLED=0 go run ./cmd/pconnect demo --dir "${DIR:-program-connect-demo}"
	exit
}

if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
	demo "There is no display here."
fi
sh scripts/packages.sh build
use_clang
if [ "$(uname -s)" = Linux ] && ! desktop_builds; then
	demo "What the desktop app is built with is missing (see above)."
fi
mkdir -p build
echo "Building the app. The first time it takes a minute or two."
go build -tags migrated_fynedo -o build/program-connect ./cmd/program-connect
# shellcheck disable=SC2086 # more flags are meant to be split
exec ./build/program-connect ${ARGS:-}
