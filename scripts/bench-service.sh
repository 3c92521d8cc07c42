#!/bin/sh
# Measures a program service over loopback: every list in full for 64 people in turn, at 8 and at 64 connections, beside
# /healthz in the same run. The figures depend on the machine; the ratio to /healthz is what is looked at.
#
#   TIME  how long each figure is measured (default 5s)
#   BASE  a commit to measure first, beside it (default: the figures kept below)
#
#   ONLY  which parts (default "lists bytes")
#   ROUNDS, FILE  of the bytes: how often each is read (default 5), and how large the file is in MiB (default 1024)
#
#   lists  every list in full, as said above
#   bytes  a large file beside nginx with the same file, read by curl over HTTP/1.1, with TLS, and HTTP/2: 0.9 of its speed at
#          least; and 500 slow readers: less than 128 MB of memory. It needs nginx and curl
#
# What it should be: /api/v1/packages at least a tenth of /healthz, and not slower at 64 connections than at 8.
set -eu
cd "$(dirname "$0")/.."
TIME=${TIME:-5s}
ONLY=${ONLY:-lists bytes}
wants() { case " $ONLY " in *" $1 "*) return 0 ;; esac; return 1; }
work=$(mktemp -d "${TMPDIR:-/tmp}/bench-service.XXXXXX")
cleanup() {
	[ ! -d "$work/base" ] || git worktree remove --force "$work/base"
	rm -rf "$work"
}
trap cleanup EXIT
command=./internal/testing/loadtest/cmd/bench-service

# bytes: a large file beside nginx.
bytes() {
	PATH=$PATH:/usr/sbin
	for tool in nginx curl; do
		command -v $tool >/dev/null || { echo "$tool is missing: the bytes are not measured"; return 0; }
	done
	CGO_ENABLED=0 go build -o "$work/bytes" ./internal/testing/loadtest/cmd/bench-bytes
	"$work/bytes" -rounds "${ROUNDS:-5}" -file "${FILE:-1024}"
}

measure() {
	for size in "-packages 108 -engagements 24" "-packages 8 -engagements 4"; do
		# shellcheck disable=SC2086 # the flags are meant to be split
		"$1" -time "$TIME" $size
	done
}

lists() {
	echo "before"
	if [ -n "${BASE:-}" ]; then
		git worktree add --quiet --detach "$work/base" "$BASE"
		rm -rf "$work/base/internal/testing/loadtest"
		cp -R internal/testing/loadtest "$work/base/internal/testing/loadtest"
		(cd "$work/base" && CGO_ENABLED=0 go build -o "$work/before" "$command")
		measure "$work/before"
	else
		# Measured on two shared cores when each list still asked the database for every engagement and every agreement.
		cat <<'BEFORE'
64 people, 24 engagements, 108 packages
   8 connections  /healthz                 3718 requests/s   median    0.23 ms   p99   38.51 ms      0.0 KB an answer   1/1 of /healthz
   8 connections  /api/v1/packages           15 requests/s   median  515.39 ms   p99 1385.54 ms     63.6 KB an answer   1/255 of /healthz
   8 connections  /api/v1/status            386 requests/s   median   12.94 ms   p99  100.10 ms      0.9 KB an answer   1/10 of /healthz
   8 connections  /api/v1/engagements       178 requests/s   median   34.30 ms   p99  249.80 ms      4.0 KB an answer   1/21 of /healthz
  64 connections  /healthz                 4825 requests/s   median    5.21 ms   p99   92.40 ms      0.0 KB an answer   1/1 of /healthz
  64 connections  /api/v1/packages           17 requests/s   median 3998.04 ms   p99 4560.05 ms     63.6 KB an answer   1/291 of /healthz
  64 connections  /api/v1/status            442 requests/s   median  118.19 ms   p99  645.47 ms      0.9 KB an answer   1/11 of /healthz
  64 connections  /api/v1/engagements       159 requests/s   median  392.73 ms   p99  880.01 ms      4.0 KB an answer   1/30 of /healthz
64 people, 4 engagements, 8 packages
   8 connections  /healthz                 6405 requests/s   median    0.19 ms   p99   24.52 ms      0.0 KB an answer   1/1 of /healthz
   8 connections  /api/v1/packages          102 requests/s   median   63.66 ms   p99  284.66 ms      4.7 KB an answer   1/63 of /healthz
   8 connections  /api/v1/status            396 requests/s   median   13.63 ms   p99  100.71 ms      0.9 KB an answer   1/16 of /healthz
   8 connections  /api/v1/engagements       805 requests/s   median    2.73 ms   p99   67.28 ms      0.7 KB an answer   1/8 of /healthz
  64 connections  /healthz                 4189 requests/s   median    8.44 ms   p99  103.54 ms      0.0 KB an answer   1/1 of /healthz
  64 connections  /api/v1/packages           73 requests/s   median  772.03 ms   p99 1567.17 ms      4.7 KB an answer   1/58 of /healthz
  64 connections  /api/v1/status            408 requests/s   median  128.75 ms   p99  518.62 ms      0.9 KB an answer   1/10 of /healthz
  64 connections  /api/v1/engagements       596 requests/s   median   94.59 ms   p99  307.51 ms      0.7 KB an answer   1/7 of /healthz
BEFORE
	fi
	echo "now"
	CGO_ENABLED=0 go build -o "$work/now" "$command"
	measure "$work/now"
}

! wants lists || lists
! wants bytes || bytes
