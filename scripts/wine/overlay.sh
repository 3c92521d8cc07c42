#!/bin/sh
# Writes an overlay for "go build -overlay" that works around what wine 8 lacks:
#   overlay.sh FOLDER    puts overlay.json and the changed files of Go's library into FOLDER
# The overlay is used for tests under wine alone. What is built for people is built without it.
#
# 1. wine knows no deleting with POSIX semantics, by which os.RemoveAll deletes. Go has another way for old versions of
#    Windows: it is switched on.
# 2. wine has no AF_UNIX. A socket in a folder becomes a TCP port on loopback, and a file there holds its number.
set -eu
out=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
src=$(go env GOROOT)/src

# patch FILE OUT SED: a changed copy of a file of the library. It fails when nothing was changed: then Go's source is another.
patch() {
	sed "$3" "$src/$1" >"$out/$2"
	if cmp -s "$src/$1" "$out/$2"; then
		echo "scripts/wine/overlay.sh: $1 of this version of Go is another. Look at what it does now." >&2
		exit 1
	fi
}
patch internal/syscall/windows/at_windows.go at_windows.go 's/^var TestDeleteatFallback bool/var TestDeleteatFallback = true/'
patch net/unixsock_posix.go unixsock_posix.go \
	's/^func (sd \*sysDialer) dialUnix(/func (sd *sysDialer) dialRealUnix(/; s/^func (sl \*sysListener) listenUnix(/func (sl *sysListener) listenRealUnix(/'
cp "$here/unix_by_tcp.go.txt" "$out/unix_by_tcp_windows.go"

cat >"$out/overlay.json" <<JSON
{"Replace": {
  "$src/internal/syscall/windows/at_windows.go": "$out/at_windows.go",
  "$src/net/unixsock_posix.go": "$out/unixsock_posix.go",
  "$src/net/unix_by_tcp_windows.go": "$out/unix_by_tcp_windows.go"
}}
JSON
