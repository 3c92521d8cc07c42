# shellcheck shell=sh disable=SC2016,SC2154 # what is written into files, and what screen.sh sets
# The main job of a new person at the sample program, by keys and by the main button of each screen; sourced by pictures.sh and
# bench-app.sh after screen.sh. What it shows is taken by picture and frame, which the sourcing script has.

address=mira@outlook.example
clicks=0 keys=0 fields=0
lives=${lives:-/tmp/mira}
if ! mkdir "$lives" 2>/dev/null; then
	echo "$lives is there already: another run, or what is left of one. Remove it first." >&2
	exit 1
fi
person=$lives

# The steps of a person, counted.
click() { clicks=$((clicks + 1)); moves press_main; }
press() { keys=$((keys + $#)); key "$@"; }
fill() { fields=$((fields + 1)); write "$1"; }

# new_home LOOK: the home of a new person, with the settings of the look. Its folder is the same each time: screens show it.
new_home() {
	rm -rf "$person"
	theme=$1 language=en
	[ "$1" != ja ] || theme=light language=ja
	HOME=$person XDG_CONFIG_HOME="$person/.config" XDG_DATA_HOME="$person/.local/share" XDG_CACHE_HOME="$person/.cache"
	PROGRAM_CONNECT_HOME="$HOME/program-connect"
	export HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME PROGRAM_CONNECT_HOME
	mkdir -p "$XDG_CONFIG_HOME/fyne" "$XDG_DATA_HOME" "$PROGRAM_CONNECT_HOME" "$HOME/Downloads" "$work/bin"
	printf '{"no_animations":%s,"scale":1}' "${still_cursor:-true}" >"$XDG_CONFIG_HOME/fyne/settings.json"
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
	until drawn; do sleep 0.1; done
	xdotool mousemove 1279 831
	still
}

close_app() {
	finish "$app"
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
	moves visit -new "$(cat "$HOME/page")"
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
