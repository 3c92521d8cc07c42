#!/bin/sh
# The long forms of the tests, which make test runs in short: about an hour on two cores, longer where the disk is slow. Each part
# can be run alone (ONLY="figures soak"); CONTRIBUTING.md lists the variables that it sets.
#   tests    every test as make test runs it, from the start
#   long     kills, power cuts, faults of a disk, hostile requests, bad lines: each many times, without the race detector
#   figures  how fast and how exact; it needs a quiet machine
#   soak     random faults for SOAK (default 3m; 1h for the long run)
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
sh scripts/packages.sh test
ONLY=${ONLY:-tests long figures soak}
wants() { case " $ONLY " in *" $1 "*) return 0 ;; esac; return 1; }
part() { printf '\n%s: %s\n' "$1" "$2"; }
# run PACKAGES AND FLAGS: one package after the other, without the race detector.
run() { CGO_ENABLED=0 go test -count=1 -p 1 -timeout 2h "$@"; }

if wants tests; then
	part tests "every test with the race detector"
	ARGS=-count=1 sh scripts/test.sh
fi
if wants long; then
	part long "many kills, cuts and faults"
	# The S3 server that the store is tried against has a module of its own. It is built once; its sources stay in Go's cache.
	mkdir -p build
	[ -x build/versitygw ] || go build -modfile=scripts/tools/versitygw/go.mod -o build/versitygw github.com/versity/versitygw/cmd/versitygw
	export S3_SERVER="$PWD/build/versitygw"
	AUTH_PROCESS_RUNS=20 AUTH_HOSTILE_RUNS=10 \
		DOWNLOADS_KILLS=100 DOWNLOADS_KILL_FILES=20 DOWNLOADS_KILL_MOST_MIB=1024 DOWNLOADS_DISK_FAULTS=50 DOWNLOADS_POWER_CUTS=60 \
		DOWNLOADS_LINK_LIFE=5s PCONNECT_KILLS=20 PCONNECT_RUNS=50 FEEDBACK_ITEMS=200 PROGRAM_CONNECT_LONG=1 \
		run ./auth ./downloads/... ./internal/... ./cmd/pconnect
fi
if wants figures; then
	part figures "speed limits within 3 %, a pause within 0.2 s, a screen that never waits"
	AUTH_STRICT=1 DOWNLOADS_STRICT=1 run ./auth ./downloads/...
fi
if wants soak; then
	part soak "random faults for ${SOAK:-3m}"
	DOWNLOADS_SOAK=${SOAK:-3m} run -v -run Soak ./downloads/...
fi
