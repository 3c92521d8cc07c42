#!/bin/sh
# Measures the desktop app beside the demo of its own toolkit, on a display without a screen, drawn by software:
#   from the start to the first frame, as the middle of ROUNDS (5)
#   the processor's time over TIME (60) seconds while nothing happens: Welcome, Packages, Downloads, and the demo
#   the memory, and the processor's time with three downloads under way
# BINARY and DEMO name programs that are built already.
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
[ -n "${BINARY:-}" ] || sh scripts/packages.sh pictures
. scripts/screen.sh
need Xvfb xdotool matchbox-window-manager import dbus-daemon gnome-keyring-daemon
use_clang
mkdir -p build
TIME=${TIME:-60} ROUNDS=${ROUNDS:-5}
[ -n "${BINARY:-}" ] || go build -tags migrated_fynedo -o build/program-connect ./cmd/program-connect
[ -n "${DEMO:-}" ] || go build -tags migrated_fynedo -o build/fyne_demo fyne.io/fyne/v2/cmd/fyne_demo
CGO_ENABLED=0 go build -o build/visit ./scripts/visit
BINARY=${BINARY:-build/program-connect} DEMO=${DEMO:-build/fyne_demo}
lives=$work/mira
. scripts/journey.sh
picture() { :; }
frame() { :; }

milliseconds() { date +%s%3N; }

# first_frame COMMAND: milliseconds from its start until the window has its content.
first_frame() {
	from=$(milliseconds)
	PATH="$work/bin:$PATH" "$@" >"$work/first.log" 2>&1 &
	now=$!
	started $now
	until drawn; do :; done
	echo $(($(milliseconds) - from))
	finish $now
	while drawn; do sleep 0.1; done
}

middle() { sort -n | sed -n "$((ROUNDS / 2 + 1))p"; }

# used PID: ticks of the processor that it has used.
used() { cut -d' ' -f14,15 "/proc/$1/stat" | tr ' ' '+'; }

# busy PID SECONDS: its share of a core over that time, in hundredths of a percent made percent.
busy() {
	before=$(($(used "$1")))
	sleep "$2"
	after=$(($(used "$1")))
	awk -v t=$((after - before)) -v s="$2" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.2f %%", 100 * t / hz / s }'
}

memory() { awk '/^VmRSS/ { printf "%.0f MiB", $2 / 1024 }' "/proc/$1/status"; }

line() { printf '%-44s %s\n' "$1" "$2"; }

open_display
still_cursor=false
new_home light
: >"$work/ours"
: >"$work/theirs"
for _ in $(seq "$ROUNDS"); do
	first_frame "$BINARY" >>"$work/ours"
	first_frame "$DEMO" >>"$work/theirs"
done
line "start to first frame, ms" "$(middle <"$work/ours")"
line "the same, toolkit's demo" "$(middle <"$work/theirs")"

"$DEMO" >"$work/demo.log" 2>&1 &
demo=$!
started $demo
xdotool search --sync --onlyvisible --pid $demo >/dev/null
still
line "idle, toolkit's demo" "$(busy $demo "$TIME")"
line "memory, toolkit's demo" "$(memory $demo)"
finish $demo

open_app
line "idle, Welcome" "$(busy $app "$TIME")"
line "memory, Welcome" "$(memory $app)"
journey >"$work/journey.log"
line "idle, Downloads" "$(busy $app "$TIME")"
moves key ctrl+1
line "idle, Packages" "$(busy $app "$TIME")"
line "memory, Packages" "$(memory $app)"

# Three downloads that last, by links from a server on this computer.
mkdir "$work/files"
for name in one two three; do truncate -s 1G "$work/files/$name.img"; done
build/visit -serve "$work/files" >"$work/server" &
started $!
until [ -s "$work/server" ]; do sleep 0.1; done
for name in one two three; do
	key ctrl+2
	still
	changes key ctrl+v
	write "$(cat "$work/server")/$name.img"
	changes key Return
done
until [ "$(find "$HOME/Downloads" -type f -size +1000000c | wc -l)" -ge 3 ]; do sleep 0.3; done
line "three downloads at 6 MiB/s, Downloads shown" "$(busy $app "$TIME")"
line "memory" "$(memory $app)"
changes key ctrl+6
line "the same, Settings shown" "$(busy $app "$TIME")"
close_app
