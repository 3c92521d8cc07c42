#!/bin/sh
# Starts the desktop app for Windows under wine on displays of its own (Xvfb), and looks at its window:
#   window.sh WINE FOLDER    FOLDER holds program-connect.exe and gets window.png and no-opengl.png
# With OpenGL its window must appear; without, its message, and then its own exit status, 11. WINEPREFIX is set by the caller.
set -eu
wine=$1 out=$2
for tool in Xvfb xdotool import; do
	command -v $tool >/dev/null || { echo "The app's window is not looked at: $tool is missing."; exit 0; }
done
server="" app=""
end() {
	for process in $app $server; do kill "$process" 2>/dev/null || true; done
	wait 2>/dev/null || true
}
trap end EXIT
# display FLAGS: starts a display that is free and sets DISPLAY.
display() {
	rm -f "$out/display"
	Xvfb -displayfd 3 -screen 0 1280x900x24 "$@" 3>"$out/display" 2>/dev/null &
	server=$!
	for _ in $(seq 60); do [ -s "$out/display" ] && break; sleep 1; done
	DISPLAY=:$(cat "$out/display")
	export DISPLAY
	rm -f "$out/display"
}
# window: waits two minutes for a window that is shown and large enough to be one.
window() {
	for _ in $(seq 120); do
		for id in $(xdotool search --onlyvisible --name '' 2>/dev/null); do
			eval "$(xdotool getwindowgeometry --shell "$id" 2>/dev/null | grep -E '^(WIDTH|HEIGHT)=')" || continue
			[ "${WIDTH:-0}" -ge 200 ] && [ "${HEIGHT:-0}" -ge 100 ] && [ "${WIDTH:-0}" -lt 1280 ] && return 0
		done
		sleep 1
	done
	return 1
}

display
"$wine" "$out/program-connect.exe" --home 'C:\window' >/dev/null 2>&1 &
app=$!
window || { echo "The app showed no window."; exit 1; }
sleep 5 # its first frame is drawn
import -window root "$out/window.png"
kill "$app" 2>/dev/null || true
wait "$app" 2>/dev/null || true
kill "$server"
wait "$server" 2>/dev/null || true
echo "The app's window was shown: $out/window.png"

display -extension GLX
"$wine" "$out/program-connect.exe" --home 'C:\window' >/dev/null 2>&1 &
app=$!
window || { echo "Without OpenGL the app showed no message."; exit 1; }
import -window root "$out/no-opengl.png"
status=0
for _ in $(seq 30); do
	xdotool key Return
	kill -0 "$app" 2>/dev/null || break
	sleep 1
done
wait "$app" || status=$?
app=""
[ "$status" = 11 ] || { echo "Without OpenGL the app ended with $status, not 11."; exit 1; }
echo "Without OpenGL the app said so and ended with 11: $out/no-opengl.png"
