#!/bin/sh
# Builds both clients for Windows into build/windows, and runs there what wine 8 can: the whole journey of the terminal client, and the
# tests of the download engine. wine knows neither Go's way to delete a file nor the socket by which processes share the queue: a test
# that fails for the first alone ("Invalid function") counts as passed, and those of deleting, of the faults of a disk and of
# connections that only one side closes are left out.
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
sh scripts/packages.sh windows
for tool in x86_64-w64-mingw32-gcc clang; do
	command -v $tool >/dev/null || { echo "$tool is missing"; exit 1; }
done
mkdir -p build/windows
export GOOS=windows GOARCH=amd64
CGO_ENABLED=0 go build -o build/windows/pconnect.exe ./cmd/pconnect
CGO_ENABLED=0 go test -c -o build/windows/downloads.test.exe ./downloads
CGO_ENABLED=1 CC="clang --target=x86_64-w64-mingw32" go build -tags migrated_fynedo -ldflags "-extld=x86_64-w64-mingw32-gcc -H=windowsgui" -o build/windows/program-connect.exe ./cmd/program-connect
ls -l build/windows/*.exe

wine=$(command -v wine64 || command -v /usr/lib/wine/wine64 || command -v wine || true)
[ -n "$wine" ] || { echo "wine is missing: built, and not run"; exit 0; }
WINEPREFIX=$(mktemp -d) WINEDEBUG=-all
export WINEPREFIX WINEDEBUG
trap 'rm -rf "$WINEPREFIX"' EXIT
"$wine" wineboot -i >/dev/null 2>&1
x86_64-w64-mingw32-gcc -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" scripts/wine/bcryptprimitives.c -ladvapi32
"$wine" build/windows/pconnect.exe demo --dir 'C:\demo'

log=build/windows/downloads.log
(cd downloads && "$wine" ../build/windows/downloads.test.exe -test.timeout 5m -test.v -test.skip 'Kill|Power|FailingDisk|LyingServer|Soak|Changes|CancelDeletes|UnknownLengthStops' >"../$log" 2>&1) || true
grep -c '^=== RUN' "$log" | sed 's/$/ tests were run/'
troubles=$(grep -E '^ +[a-z_]+_test\.go:[0-9]+: |^panic:' "$log" | grep -vE 'Invalid function|peak memory|at most .* at once|[0-9]s for |noticed after|times the bytes|links (expired|of)|mirror|paused and|no faults of a disk' || true)
[ -z "$troubles" ] || { echo "$troubles"; exit 1; }
