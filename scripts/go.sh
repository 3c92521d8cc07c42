# shellcheck shell=sh
# Shared by the scripts of this folder; sourced, not run.

if ! command -v go >/dev/null 2>&1; then
	echo "Go is not installed, or not on the PATH. Version 1.26 or later is needed: https://go.dev/dl" >&2
	exit 1
fi

# clang builds the desktop app's C parts in a fifth of gcc's time.
use_clang() {
	if [ -z "${CC:-}" ] && command -v clang >/dev/null 2>&1; then
		export CC=clang
	fi
}

# Whether the headers that the desktop app needs are there. macOS and Windows bring their own.
desktop_builds() {
	command -v pkg-config >/dev/null 2>&1 && pkg-config --exists gl x11 xcursor xrandr xinerama xi xxf86vm
}

# Whether a C compiler is there: the race detector needs one.
c_compiles() {
	command -v "${CC:-cc}" >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1
}
