#!/bin/sh
# Drives the real app on a display without a screen through the main job of a new person at the sample program, then through
# every screen, and writes what it shows to docs/pictures: in light and dark, and in Japanese. The light run makes the short
# film too. It says how many clicks and keys the job took.
#   LOOKS="light dark ja"   which of them
#   BINARY=FILE             an app that is built already
set -eu
cd "$(dirname "$0")/.."
. scripts/go.sh
[ -n "${BINARY:-}" ] || sh scripts/packages.sh pictures
. scripts/screen.sh
need Xvfb xdotool matchbox-window-manager import convert dbus-daemon gnome-keyring-daemon pngquant ffmpeg gifsicle
use_clang
mkdir -p build docs/pictures
[ -n "${BINARY:-}" ] || go build -tags migrated_fynedo -o build/program-connect ./cmd/program-connect
CGO_ENABLED=0 go build -o build/visit ./scripts/visit

address=mira@outlook.example
clicks=0 keys=0 fields=0
into=$PWD/docs/pictures

# The steps of a person, counted.
click() { clicks=$((clicks + 1)); changes press_main; }
press() { keys=$((keys + $#)); key "$@"; }
fill() { fields=$((fields + 1)); write "$1"; }

# picture NAME: what the window shows now, with at most 256 colours and no date in the file.
picture() {
	still
	import -window root "$work/shot.png"
	pngquant --force --strip --speed 1 --nofs --output "$into/$1-$look.png" 256 "$work/shot.png"
}

# frame SECONDS: what the window shows now is a part of the film, for so long.
frame() {
	[ "$look" = light ] || return 0
	still
	frames=$((frames + 1))
	import -window root "$work/film/$(printf %03d $frames).png"
	printf "file '%s/film/%03d.png'\nduration %s\n" "$work" $frames "$1" >>"$work/film.txt"
}

# new_home LOOK: the home of a new person, with the settings of the look.
new_home() {
	theme=$1 language=en
	[ "$1" != ja ] || theme=light language=ja
	HOME="$work/$1" XDG_CONFIG_HOME="$work/$1/.config" XDG_DATA_HOME="$work/$1/.local/share" XDG_CACHE_HOME="$work/$1/.cache"
	PROGRAM_CONNECT_HOME="$HOME/program-connect"
	export HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME PROGRAM_CONNECT_HOME
	mkdir -p "$XDG_CONFIG_HOME/fyne" "$XDG_DATA_HOME" "$PROGRAM_CONNECT_HOME" "$HOME/Downloads" "$work/bin"
	printf '{"no_animations":true,"scale":1}' >"$XDG_CONFIG_HOME/fyne/settings.json"
	printf 'XDG_DOWNLOAD_DIR="$HOME/Downloads"\n' >"$XDG_CONFIG_HOME/user-dirs.dirs"
	printf '{"theme":"%s","language":"%s","limit_rate":6291456}' "$theme" "$language" >"$PROGRAM_CONNECT_HOME/settings.json"
	# The browser keeps the page; the scripted person visits it when the picture is taken.
	printf '#!/bin/sh\nprintf %%s "$1" >"%s/page"\n' "$HOME" >"$work/bin/xdg-open"
	chmod +x "$work/bin/xdg-open"
	open_keyring
}

open_app() {
	PATH="$work/bin:$PATH" "${BINARY:-build/program-connect}" >"$work/app.log" 2>&1 &
	app=$!
	started $app
	xdotool search --sync --onlyvisible --name "Program Connect" >/dev/null
	xdotool mousemove 1279 831
	still
}

close_app() {
	kill "$app" && wait "$app" || true
}

visit() { build/visit -outbox "$PROGRAM_CONNECT_HOME/sample/outbox" -name "Mira Demo" -address $address -password a-password-for-the-demo "$@"; }

# journey: start, sign in, register, agree, download.
journey() {
	picture 01-programs
	frame 1.5
	click
	frame 1.2
	click
	until [ -s "$HOME/page" ]; do sleep 0.2; done
	picture 02-sign-in
	frame 1.5
	changes visit -new "$(cat "$HOME/page")"
	picture 03-register-account
	frame 1
	changes press Return
	fill Finland
	still
	frame 0.8
	changes press Return
	press Tab
	changes press space
	frame 1
	click
	fill "Mira Makes"
	press Tab
	picture 03-register
	frame 1.5
	click
	press Tab Tab
	fill "Samplestreet 1"
	press Tab
	fill Helsinki
	press Tab
	fill 00100
	picture 03-register-contact
	frame 1.2
	click
	frame 0.8
	click
	press shift+Tab shift+Tab
	changes press space
	picture 03-register-review
	frame 1.2
	click
	code=$(visit -mail)
	still
	fill "$code"
	picture 03-verify
	frame 1
	click
	picture 04-agreement
	frame 1.5
	press shift+Tab shift+Tab
	changes press space
	picture 04-agreement-answer
	frame 1.5
	click
	picture 15-thank-you
	frame 1.5
	click
	until [ -s "$HOME/Downloads/WindowsDeveloperProgramforIoT.msi" ]; do sleep 0.2; done
	picture 06-downloads-done
	frame 3
}

# tour: every other screen, by the keys of the rail.
tour() {
	changes key ctrl+1
	picture 05-packages
}

# film: the frames of the light run, small.
film() {
	tail -n 2 "$work/film.txt" | head -n 1 >>"$work/film.txt" # the last one is shown for its time
	ffmpeg -loglevel error -y -f concat -safe 0 -i "$work/film.txt" -vf "scale=960:-1:flags=lanczos,split[a][b];[a]palettegen=max_colors=128:stats_mode=full[p];[b][p]paletteuse=dither=none:diff_mode=rectangle" \
		-fps_mode vfr "$work/film.gif"
	gifsicle -O3 --loopcount=forever "$work/film.gif" -o "$into/journey.gif"
}

open_display
for look in ${LOOKS:-light dark ja}; do
	frames=0 clicks=0 keys=0 fields=0
	mkdir -p "$work/film"
	new_home "$look"
	open_app
	journey
	echo "$look: from the first window to the verified installer: $clicks clicks of a main button, $keys other keys, $fields fields"
	tour
	close_app
	close_keyring
	[ "$look" != light ] || film
done
du -sh docs/pictures
