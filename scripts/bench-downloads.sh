#!/usr/bin/env bash
# Measures whole downloads beside curl and aria2, each tool a whole process, on this machine over loopback.
#
#   ROUNDS  how often each is run, interleaved with its peers; medians are printed (default 5)
#   ONLY    which parts (default "big four https small warm limited straggler far")
#   DIR     where the files go (default a new folder under TMPDIR; it needs 8 GiB)
#
# What each part shows:
#   big        1 GiB through pconnect and through the engine alone, verified and durable, beside curl + fsync (unverified)
#              and aria2 -x16 with its checksum; CPU seconds a GiB, beside those of curl, and peak memory
#   four       four of 256 MiB at once: peak memory
#   https      1 GiB over TLS, verified, beside curl
#   small      2,000 files of 64 KiB through pconnect, durable, beside curl -Z, and beside curl -Z followed by a sync of
#              each file; CPU milliseconds a file. The engine alone, verified too
#   warm       the same with 1,000 files, after a run that is not counted
#   limited    a server with 8 MiB/s for each TCP connection, 128 MiB, 16 connections, beside aria2 -x16
#   straggler  the same with every 8th connection at 256 KiB/s, beside the even case
#   far        400 MiB at 20 MiB/s for each of 4 connections, each answer 100 ms away: the part of their sum that is used
#
# The figures depend on the machine; the ratios are what is looked at. Each line says what it should be at most.
# It installs nginx, curl and aria2 (Debian, Ubuntu) when they are missing and it may.
set -euo pipefail
cd "$(dirname "$0")/.."
ROUNDS=${ROUNDS:-5}
ONLY=${ONLY:-big four https small warm limited straggler far}

# --- what is needed ---------------------------------------------------------------------------------------
missing=""
for pair in nginx:nginx curl:curl aria2c:aria2 openssl:openssl; do
	PATH=$PATH:/usr/sbin command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair##*:}"
done
if [ -n "$missing" ]; then
	as_root=""
	[ "$(id -u)" = 0 ] || as_root="sudo -n"
	echo "Installing:$missing"
	# shellcheck disable=SC2086 # the list is meant to be split
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null </dev/null ||
		{ echo "These are needed and could not be installed:$missing"; exit 1; }
fi
PATH=$PATH:/usr/sbin

work=${DIR:-$(mktemp -d "${TMPDIR:-/tmp}/bench-downloads.XXXXXX")}
mkdir -p "$work"/{www/small,out,bin,logs,aside}
asides=0
throttled_pid=""
cleanup() {
	[ -z "$throttled_pid" ] || kill "$throttled_pid" 2>/dev/null || true
	[ ! -f "$work/nginx.pid" ] || kill "$(cat "$work/nginx.pid")" 2>/dev/null || true
	[ -n "${DIR:-}" ] || rm -rf "$work"
}
trap cleanup EXIT

CGO_ENABLED=0 go build -o "$work/bin/" ./cmd/pconnect ./internal/testing/downloadtest/cmd/fetch ./internal/testing/downloadtest/cmd/throttled
cat >"$work/bin/sync_file.sh" <<'SYNC'
#!/bin/sh
# curl, then fsync of the file: what a durable curl would be.
"$@" && sync "$OUT_FILE"
SYNC
cat >"$work/bin/sync_each.sh" <<'SYNC'
#!/bin/sh
# curl, then a sync of each file.
"$@" && sync "$OUT_FOLDER"/*
SYNC
cat >"$work/bin/pconnect.sh" <<'HOME'
#!/bin/sh
# pconnect with a home of its own for each run; its time counts, since pconnect makes it.
rm -rf "$PCONNECT_HOME"
exec pconnect --home "$PCONNECT_HOME" --no-input "$@"
HOME
chmod +x "$work"/bin/*.sh
PATH=$work/bin:$PATH
export PCONNECT_HOME=$work/home

# --- the servers ------------------------------------------------------------------------------------------
free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM % 20000)); }
http_port=$(free_port)
https_port=$(free_port)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" \
	-keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
user_line=""
[ "$(id -u)" != 0 ] || user_line="user root;"
cat >"$work/nginx.conf" <<NGINX
$user_line
worker_processes 1;
pid $work/nginx.pid;
error_log $work/logs/error.log;
events { worker_connections 512; }
http {
	access_log off;
	sendfile on;
	tcp_nopush on;
	keepalive_requests 100000;
	server { listen 127.0.0.1:$http_port; root $work/www; }
	server { listen 127.0.0.1:$https_port ssl; ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem; root $work/www; }
}
NGINX
nginx -c "$work/nginx.conf" -e "$work/logs/error.log"
base=http://127.0.0.1:$http_port
tls=https://localhost:$https_port

wants() { case " $ONLY " in *" $1 "*) return 0 ;; esac; return 1; }
random_file() { [ -f "$1" ] || head -c "$2" /dev/urandom >"$1"; }
if wants big || wants https; then random_file "$work/www/big" $((1 << 30)); fi
if wants four; then for i in 1 2 3 4; do random_file "$work/www/quarter$i" $((256 << 20)); done; fi
if { wants small || wants warm; } && [ ! -f "$work/www/small/1999" ]; then
	head -c $((2000 << 16)) /dev/urandom | split -b 65536 -a 4 -d - "$work/www/small/"
fi

# --- measuring --------------------------------------------------------------------------------------------
# once NAME COMMAND...: runs it with an empty out folder; notes wall, CPU seconds and peak KiB. The thousands of small
# files of the run before are put aside: for a while ext4 makes new files slowly where many were deleted.
once() {
	local name=$1
	shift
	if [ -f "$work/out/0999" ]; then mv "$work/out" "$work/aside/$((++asides))"; fi
	rm -rf "$work/out"
	mkdir -p "$work/out"
	sync "$work" # nobody pays for what was written before
	if ! /usr/bin/time -f "%e %U %S %M" -o "$work/logs/time" "$@" >"$work/logs/$name.out" 2>&1; then
		echo "$name did not work:"
		tail -5 "$work/logs/$name.out"
		exit 1
	fi
	tail -1 "$work/logs/time" | awk '{print $1, $2+$3, $4}' >>"$work/logs/$name.times"
}
# column N NAME: the median of a column.
column() { awk -v c="$1" '{print $c}' "$work/logs/$2.times" | sort -n | awk '{v[NR]=$1} END {print (NR%2) ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }
most() { awk -v c="$1" '{print $c}' "$work/logs/$2.times" | sort -n | tail -1; }
show() { printf '  %-34s %7.2f s wall %7.2f s CPU %7.1f MB at most\n' "$2" "$(column 1 "$1")" "$(column 2 "$1")" "$(most 3 "$1" | awk '{print $1/1024}')"; }
ratio() { awk -v a="$(column 1 "$1")" -v b="$(column 1 "$2")" -v limit="$3" -v name="$4" 'BEGIN {r=a/b; printf "  %-34s %7.2f     (at most %s) %s\n", name, r, limit, (r<=limit) ? "holds" : "DOES NOT HOLD"}'; }
atmost() { awk -v a="$1" -v limit="$2" -v name="$3" 'BEGIN {printf "  %-34s %7.2f     (at most %s) %s\n", name, a, limit, (a<=limit) ? "holds" : "DOES NOT HOLD"}'; }
hash_of() { sha256sum "$1" | cut -d' ' -f1; }
fetch=("$work/bin/fetch" -dir "$work/out")
command -v /usr/bin/time >/dev/null || { echo "/usr/bin/time is needed (apt-get install time)"; exit 1; }

if wants big; then
	echo "big: 1 GiB, $ROUNDS rounds"
	sum=$(hash_of "$work/www/big")
	for _ in $(seq "$ROUNDS"); do
		OUT_FILE=$work/out/big once big-curl "$work/bin/sync_file.sh" curl -sS -o "$work/out/big" "$base/big"
		once big-aria2 aria2c -q -x16 -s16 --file-allocation=none --checksum="sha-256=$sum" -d "$work/out" "$base/big"
		once big-ours pconnect.sh download --dir "$work/out" --sha256 "$sum" "$base/big"
		once big-engine "${fetch[@]}" -sha256 "$sum" -size $((1 << 30)) "$base/big"
	done
	show big-ours "pconnect, verified and durable"
	show big-engine "the engine alone"
	show big-curl "curl + fsync, unverified"
	show big-aria2 "aria2 -x16 with checksum"
	ratio big-ours big-curl 0.85 "to curl + fsync"
	ratio big-ours big-aria2 0.20 "to aria2 with checksum"
	atmost "$(column 2 big-ours)" 1.75 "CPU seconds a GiB"
	column 2 big-curl | awk -v ours="$(column 2 big-ours)" '{printf "  %-34s %7.2f\n", "the same to curl", ours/$1}'
	atmost "$(most 3 big-ours | awk '{print $1/1024}')" 40 "peak memory, MB"
fi
if wants four; then
	echo "four: 4 x 256 MiB at once, $ROUNDS rounds"
	: >"$work/list"
	for i in 1 2 3 4; do echo "$base/quarter$i $(hash_of "$work/www/quarter$i") $((256 << 20))" >>"$work/list"; done
	for _ in $(seq "$ROUNDS"); do once four-ours "${fetch[@]}" -parallel 4 -list "$work/list"; done
	show four-ours "ours, four at once"
	atmost "$(most 3 four-ours | awk '{print $1/1024}')" 64 "peak memory, MB"
fi
if wants https; then
	echo "https: 1 GiB, $ROUNDS rounds"
	sum=$(hash_of "$work/www/big")
	for _ in $(seq "$ROUNDS"); do
		once https-curl curl -sS --cacert "$work/cert.pem" -o "$work/out/big" "$tls/big"
		once https-ours "${fetch[@]}" -ca "$work/cert.pem" -sha256 "$sum" -size $((1 << 30)) "$tls/big"
	done
	show https-ours "ours, verified and durable"
	show https-curl "curl, neither"
	ratio https-ours https-curl 1.1 "to curl over https"
fi
# small_lists N: what the tools are told for the first N small files.
small_lists() {
	: >"$work/small.list"
	: >"$work/small.curl"
	: >"$work/small.links"
	(cd "$work/www/small" && for i in $(seq -f %04g 0 $(($1 - 1))); do echo "$i"; done | xargs sha256sum --) | while read -r sum name; do
		echo "$base/small/$name $sum 65536" >>"$work/small.list"
		echo "$base/small/$name" >>"$work/small.links"
		printf 'url = "%s/small/%s"\noutput = "%s/out/%s"\n' "$base" "$name" "$work" "$name" >>"$work/small.curl"
	done
}
# small NAME N: every tool with N small files.
small() {
	small_lists "$2"
	local links
	mapfile -t links <"$work/small.links"
	for round in $(seq "$((ROUNDS + $3))"); do
		once "$1-curl" curl -sS -Z --parallel-max 16 -K "$work/small.curl"
		OUT_FOLDER=$work/out once "$1-synced" sync_each.sh curl -sS -Z --parallel-max 16 -K "$work/small.curl"
		once "$1-ours" pconnect.sh download --parallel 16 --dir "$work/out" "${links[@]}"
		once "$1-engine" "${fetch[@]}" -parallel 16 -per-host 16 -list "$work/small.list"
		if [ "$round" -le "$3" ]; then rm -f "$work"/logs/"$1"-*.times; fi # only to warm up
	done
	show "$1-ours" "pconnect, durable"
	show "$1-engine" "the engine alone, verified too"
	show "$1-curl" "curl -Z, neither"
	show "$1-synced" "curl -Z, then a sync of each"
	ratio "$1-ours" "$1-curl" 1.6 "to curl -Z"
	ratio "$1-ours" "$1-synced" 0.4 "to curl -Z with syncs"
	column 2 "$1-ours" | awk -v n="$2" -v curl="$(column 2 "$1-curl")" '{printf "  %-34s %7.2f ms CPU (curl %.2f)\n", "a file", $1/n*1000, curl/n*1000}'
}
if wants small; then
	echo "small: 2,000 files of 64 KiB, $ROUNDS rounds"
	small small 2000 0
fi
if wants warm; then
	echo "warm: 1,000 files of 64 KiB after a run that is not counted, $ROUNDS rounds"
	small warm 1000 1
fi

# throttle FLAGS...: starts the limited server; sets url and sum.
throttle() {
	[ -z "$throttled_pid" ] || kill "$throttled_pid" 2>/dev/null || true
	rm -f "$work/pipe" && mkfifo "$work/pipe"
	: >"$work/logs/throttled"
	"$work/bin/throttled" -size "${size:-$((128 << 20))}" -rate $((8 << 20)) "$@" >"$work/logs/throttled" <"$work/pipe" &
	throttled_pid=$!
	exec 9>"$work/pipe"
	until [ -s "$work/logs/throttled" ]; do sleep 0.1; done
	read -r url sum <"$work/logs/throttled"
}
limited() { # NAME FLAGS...: both tools against the limited server
	local name=$1
	shift
	for _ in $(seq "$ROUNDS"); do
		throttle "$@"
		once "$name-aria2" aria2c -q -x16 -s16 -k1M --file-allocation=none -d "$work/out" "$url"
		throttle "$@"
		once "$name-ours" "${fetch[@]}" -connections 16 -sha256 "$sum" -size $((128 << 20)) "$url"
	done
	show "$name-ours" "ours, verified and durable"
	show "$name-aria2" "aria2 -x16, neither"
}
if wants limited || wants straggler; then
	echo "limited: 128 MiB at 8 MiB/s a connection, 16 connections, $ROUNDS rounds"
	limited limited
	ratio limited-ours limited-aria2 1.0 "to aria2 -x16"
fi
if wants straggler; then
	echo "straggler: the same, every 8th connection at 256 KiB/s, $ROUNDS rounds"
	limited straggler -slow-nth 8 -slow-rate $((256 << 10))
	ratio straggler-ours limited-ours 1.5 "to the even case"
	ratio straggler-aria2 limited-aria2 99 "aria2's own"
fi
if wants far; then
	echo "far: 400 MiB at 20 MiB/s for each of 4 connections, 100 ms away, $ROUNDS rounds"
	for _ in $(seq "$ROUNDS"); do
		size=$((400 << 20)) throttle -rate $((20 << 20)) -latency 100ms
		once far-ours pconnect.sh download --connections 4 --dir "$work/out" --sha256 "$sum" "$url"
		size=$((400 << 20)) throttle -rate $((20 << 20)) -latency 100ms
		once far-engine "${fetch[@]}" -connections 4 -sha256 "$sum" -size $((400 << 20)) "$url"
	done
	show far-ours "pconnect"
	show far-engine "the engine alone"
	atmost "$(column 1 far-ours | awk '{print $1/5}')" 1.11 "pconnect to what the bytes need"
	atmost "$(column 1 far-engine | awk '{print $1/5}')" 1.11 "the engine to what the bytes need"
fi
