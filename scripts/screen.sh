# shellcheck shell=sh
# A display without a screen, and the desktop app on it; sourced by pictures.sh and bench-app.sh, not run.
# States are waited for by looking: nothing here sleeps for a time and hopes.

work=$(mktemp -d)
person=""
pids=""

# started PID: it is ended when the script ends.
started() { pids="$pids $1"; }

# finish PID: ends it and waits for it.
finish() {
	kill "$1" 2>/dev/null || true
	wait "$1" 2>/dev/null || true
}

tidy() {
	for pid in $pids; do kill "$pid" 2>/dev/null || true; done
	for pid in $pids; do wait "$pid" 2>/dev/null || true; done
	rm -rf "$work" ${person:+"$person"} 2>/dev/null || { sleep 1; rm -rf "$work" ${person:+"$person"}; }
}
trap tidy EXIT
trap 'exit 130' INT TERM

# need COMMAND...: says what is missing and ends.
need() {
	for command in "$@"; do
		command -v "$command" >/dev/null 2>&1 || { echo "$command is not installed: see scripts/packages.sh" >&2; exit 1; }
	done
}

# open_display: a display of 1280x832 with a window manager that gives the window all of it, and a bus with an open keyring.
open_display() {
	Xvfb -displayfd 3 -screen 0 1280x832x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
	started $!
	until [ -s "$work/display" ]; do sleep 0.1; done
	DISPLAY=":$(cat "$work/display")"
	export DISPLAY WAYLAND_DISPLAY="" LIBGL_ALWAYS_SOFTWARE=1 TZ=UTC LANG=C.UTF-8 LC_ALL=C.UTF-8
	manage
	# A bus that starts nothing by itself: a keyring that it started would be a locked one.
	cat >"$work/bus.conf" <<-END
		<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
		 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
		<busconfig><type>session</type><listen>unix:tmpdir=$work</listen><auth>EXTERNAL</auth><policy context="default">
		<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
	END
	dbus-daemon --config-file="$work/bus.conf" --nofork --nopidfile --print-address=3 3>"$work/bus" >/dev/null 2>&1 &
	started $!
	until [ -s "$work/bus" ]; do sleep 0.1; done
	DBUS_SESSION_BUS_ADDRESS=$(head -n 1 "$work/bus")
	export DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR="$work/run"
	mkdir -p "$XDG_RUNTIME_DIR" && chmod 700 "$XDG_RUNTIME_DIR"
}

# manage: a window manager that gives a window all of the screen.
manage() {
	matchbox-window-manager -use_titlebar no >/dev/null 2>&1 &
	manager=$!
	started $manager
}

# open_keyring: the person's keyring, unlocked, in the home of now.
open_keyring() {
	printf 'pictures' | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
	keyring=$!
	started $keyring
	until dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets/collection/login \
		org.freedesktop.DBus.Properties.Get string:org.freedesktop.Secret.Collection string:Locked 2>/dev/null | grep -q 'boolean false'; do
		sleep 0.2
	done
}

# close_keyring ends it, so that another home can have its own.
close_keyring() {
	finish "$keyring"
}

# look: what the screen shows, as a number.
look() { import -window root -depth 8 rgb:- | cksum; }

# drawn: whether a window stands there and has its content: more colours than an empty one.
drawn() { [ "$(import -window root png:- | identify -format %k -)" -gt 16 ]; }

# still: waits until two looks are the same. What moves for ever (a count-down) is taken as it is after a while.
still() {
	seen=$(look)
	for _ in 1 2 3 4 5 6 7 8; do
		sleep 0.3
		now=$(look)
		[ "$now" != "$seen" ] || return 0
		seen=$now
	done
}

# changes COMMAND...: runs it, waits until the screen shows something else, and until that stands still. Looked for a minute.
changes() {
	before=$(look)
	"$@"
	tries=0
	while [ "$(look)" = "$before" ]; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || { echo "nothing changed on the screen after: $*" >&2; return 1; }
		sleep 0.2
	done
	still
}

# moves COMMAND...: runs it and waits until far more than a button or a ring looks different, and until that stands still.
moves() {
	import -window root "$work/before.png"
	"$@"
	tries=0
	while
		import -window root "$work/after.png"
		parts=$(compare -metric AE "$work/before.png" "$work/after.png" null: 2>&1) || true
		[ "${parts%%.*}" -lt 6000 ]
	do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || { echo "the page stayed the same after: $*" >&2; return 1; }
		sleep 0.2
	done
	still
}

key() { xdotool key --clearmodifiers --delay 60 "$@"; }
write() { xdotool type --delay 25 "$1"; }

# press_main: clicks the main button when there is one, and takes the pointer away.
press_main() {
	tries=0
	until import -window root "$work/main.png" && at=$(build/visit -button "$work/main.png" 2>/dev/null); do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || { echo "no main button came" >&2; return 1; }
		sleep 0.2
	done
	# shellcheck disable=SC2086 # x and y
	xdotool mousemove $at click 1 mousemove 1279 831
}
