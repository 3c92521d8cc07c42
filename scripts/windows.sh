#!/bin/sh
# Builds the three programs for Windows into build/windows, and runs under wine what can be run there: the terminal client's whole
# journey, the app's window (its picture is build/windows/window.png), its message where there is no OpenGL, and every package's tests.
#   ONLY   the packages to test, e.g. ONLY="./auth ./internal/ipc" (default: all but the desktop app)
# wine 8 lacks parts of Windows. Two of them are worked around in the build of the tests (scripts/wine/overlay.sh); a test that
# needs another one skips itself and says why (internal/testing/winetest). A failure is a failure: none is overlooked by its text.
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
sh scripts/packages.sh windows
for tool in x86_64-w64-mingw32-gcc clang; do
	command -v $tool >/dev/null || { echo "$tool is missing"; exit 1; }
done
out=$PWD/build/windows
mkdir -p "$out/_overlay"
export GOOS=windows GOARCH=amd64 CGO_ENABLED=0

echo "Building for Windows. The first time it takes a few minutes."
go build -o "$out/pconnect.exe" ./cmd/pconnect
go build -o "$out/program-service.exe" ./cmd/program-service
CGO_ENABLED=1 CC="clang --target=x86_64-w64-mingw32" go build -tags migrated_fynedo \
	-ldflags "-extld=x86_64-w64-mingw32-gcc -H=windowsgui" -o "$out/program-connect.exe" ./cmd/program-connect
ls -l "$out"/*.exe

wine=$(command -v wine64 || command -v /usr/lib/wine/wine64 || command -v wine || true)
[ -n "$wine" ] || { echo "wine is missing: they were built, and not run"; exit 0; }
work=$(mktemp -d)
WINEPREFIX=$work/prefix WINEDEBUG=-all
export WINEPREFIX WINEDEBUG
end() {
	"$wine" wineboot -k >/dev/null 2>&1 || true
	rm -rf "$work" 2>/dev/null || { sleep 2; rm -rf "$work"; }
}
trap end EXIT
"$wine" wineboot -i >/dev/null 2>&1
x86_64-w64-mingw32-gcc -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" scripts/wine/bcryptprimitives.c -ladvapi32
"$wine" "$out/pconnect.exe" demo --dir 'C:\demo'
"$wine" "$out/program-service.exe" --version
sh scripts/wine/window.sh "$wine" "$out"

sh scripts/wine/overlay.sh "$out/_overlay"
# Each test runs in its package's folder, as go test does it. Its output goes through a file: wine's own services begin with the
# first program and keep what it writes to open, so that go test would wait for the end of a pipe.
cat >"$out/run-under-wine" <<RUN
#!/bin/sh
said=\$(mktemp)
status=0
"$wine" "\$@" >"\$said" 2>&1 || status=\$?
cat "\$said"
rm -f "\$said"
exit \$status
RUN
chmod +x "$out/run-under-wine"
packages=${ONLY:-$(go list ./... | grep -v '/cmd/program-connect$')}
echo "Running the tests under wine. What is skipped is listed at the end with its reason."
GOOS="" GOARCH="" go build -modfile=scripts/tools/go.mod -o "$out/gotestsum" gotest.tools/gotestsum
# shellcheck disable=SC2086 # the flags are meant to be split
"$out/gotestsum" --format pkgname --jsonfile="$out/tests.json" --packages="$packages" -- \
	-overlay "$out/_overlay/overlay.json" -exec "$out/run-under-wine" -count=1 -p 1 -vet=off -timeout 20m ${ARGS:-}
