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
. scripts/journey.sh
need Xvfb xdotool matchbox-window-manager import convert dbus-daemon gnome-keyring-daemon pngquant ffmpeg gifsicle
use_clang
mkdir -p build docs/pictures
[ -n "${BINARY:-}" ] || go build -tags migrated_fynedo -o build/program-connect ./cmd/program-connect
CGO_ENABLED=0 go build -o build/visit ./scripts/visit

into=$PWD/docs/pictures

# picture NAME: what the window shows now, with at most 256 colours and no date in the file.
picture() {
	still
	# shellcheck disable=SC2086 # flags
	import -window root ${part:-} "$work/shot.png"
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

# into_list: the focus goes from the search over the toolbar into the list.
into_list() { key F6; }

# tour: every other screen, by the keys of the rail.
tour() {
	moves key ctrl+1
	changes key Down Down Down
	picture 05-packages
	changes key Return
	changes key Down Return
	changes key ctrl+k
	picture 16-palette
	key Down Down Down Down Down Down
	changes key Return
	picture 17-engagements
	changes key ctrl+2
	arrived 100000000
	changes key Down
	picture 06-downloads
	changes key space # the rest is drawn without anything that moves
	changes key ctrl+3
	into_list
	key Down Down
	picture 08-feedback
	changes key ctrl+4
	moves write AADSTS50020
	picture 09-help
	changes key ctrl+5
	picture 10-account
	changes key ctrl+6
	picture 11-settings
}

# sizes: Downloads in a small window, and at 200 %.
sizes() {
	finish "$manager"
	small=$(xdotool search --onlyvisible --name "Program Connect" | tail -n 1)
	xdotool windowfocus "$small"
	changes xdotool windowmove "$small" 0 0 windowsize "$small" 900 600
	changes key ctrl+2
	part="-crop 900x600+0+0 +repage"
	picture 07-downloads-900x600
	part=""
	close_app
	sed -i 's/"size": *[0-9.]*,\{0,1\}//; s/^{/{"size":2,/' "$PROGRAM_CONNECT_HOME/settings.json"
	manage
	open_app
	changes key ctrl+2
	picture 13-downloads-200-percent
}

# arrived BYTES: waits until a download holds so many on the disk.
arrived() {
	until [ -n "$(find "$HOME/Downloads" -type f -size +"$1"c)" ]; do sleep 0.3; done
}

# film: the frames of the light run, small.
film() {
	tail -n 2 "$work/film.txt" | head -n 1 >"$work/last.txt"
	cat "$work/last.txt" >>"$work/film.txt" # the last one is shown for its time
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
	sizes
	close_app
	close_keyring
	[ "$look" != light ] || film
done
du -sh docs/pictures
